"""What differs between two runs, what they say first; and what changed since the one before."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from equity.errors import RunError
from equity.runs.history.changes import changed_since_previous, compare, previous
from equity.runs.run import RunResult
from made_up_runs import finding

Leave = Callable[..., Path]
ONE, TWO, THREE = "1" * 16, "2" * 16, "3" * 16
LATER = "2026-01-02T00:00:00.000+00:00"


def result(folder: Path) -> RunResult:
    return RunResult("done", folder.parent.name, folder, 1, 1.0)


def test_runs_that_say_and_rest_on_the_same_do_not_differ(leave: Leave) -> None:
    found = compare(leave(ONE), leave(TWO))
    assert found.changes == ()
    assert not found.said


def test_a_changed_verdict_comes_first_then_values_then_what_they_rest_on(leave: Leave) -> None:
    findings = [finding(verdict="open", value=1.25), finding(id="gap.new", value=-2.0)]
    after = leave(TWO, findings=findings, parameters={"year": 2022}, versions={"python": "3.12"},
                  inputs={"raw/sides.yaml": "2"}, built_from={"sides.yaml": "2", "a.csv": "1"},
                  package={"version": "0", "sha256": "q"},
                  sha256="m")  # fmt: skip
    told = [str(one) for one in compare(leave(ONE), after).changes]
    assert told == [
        "verdict gap.toy 2018 water, verdict: decided → open",
        "finding gap.new 2018 water: none → -2.0",
        "finding gap.toy 2018 water, value: 1.5 → 1.25",
        "parameter year: 2018 → 2022",
        "input raw/a.csv: none → 1",
        "input raw/sides.yaml: 1 → 2",
        "notebook toy: n → m",
        "package equity: p → q",
        "version python: 3.11 → 3.12",
    ]


def test_that_one_of_two_runs_failed_is_told_first(leave: Leave) -> None:
    told = compare(leave(ONE, outcome="failed"), leave(TWO)).changes
    assert [str(one) for one in told] == [
        "outcome toy: failed → complete",
        "finding gap.toy 2018 water: none → 1.5",
    ]


def test_the_last_digit_of_a_number_counts(leave: Leave) -> None:
    after = leave(TWO, findings=[finding(value=1.5000000000000002)])
    (change,) = compare(leave(ONE), after).changes
    assert change.name == "gap.toy 2018 water, value"


def test_where_a_city_lies_is_no_difference(leave: Leave) -> None:
    one = leave(ONE, parameters={"data": "here"})
    assert compare(one, leave(TWO, parameters={"data": "there"})).changes == ()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"outcome": "complete"},
        {"parameters": 5, "inputs": {}, "notebook": {"name": "a", "sha256": "b"}, "versions": {}},
        {"parameters": {}, "inputs": [1], "notebook": {"name": "a", "sha256": "b"},
         "versions": {}, "package": {"sha256": "c"}},
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_told_in_one_line(leave: Leave, told: dict[str, object]) -> None:
    one, two = leave(ONE), leave(TWO)
    (two / "manifest.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(RunError, match=f"{TWO}: its manifest.json is damaged") as caught:
        compare(one, two)
    assert len(str(caught.value).splitlines()) == 1


def test_files_that_were_altered_after_their_run_are_told(leave: Leave) -> None:
    one, two = leave(ONE), leave(TWO)
    (two / "findings.json").write_bytes(
        (two / "findings.json").read_bytes().replace(b"1.5", b"1.6")
    )
    (two / "toy.sv.html").unlink()
    told = [(c.kind, c.name, c.after is None) for c in compare(one, two).changes]
    assert told == [
        ("finding", "gap.toy 2018 water, value", False),
        ("file", f"{TWO}/findings.json, listed and found", False),
        ("file", f"{TWO}/toy.sv.html, listed and found", True),
    ]


def test_findings_that_cannot_be_read_are_told(leave: Leave) -> None:
    one, two = leave(ONE), leave(TWO)
    (two / "findings.json").write_text("{", "utf-8")
    with pytest.raises(RunError, match=r"findings\.json cannot be read"):
        compare(one, two)


def test_the_run_before_is_the_last_whole_one_with_the_same_parameters(leave: Leave) -> None:
    leave("a" * 16, ended="2025-01-01T00:00:00.000+00:00", findings=[finding(value=9.0)])
    before = leave(ONE)
    leave("b" * 16, parameters={"year": 2022})
    leave("c" * 16, outcome="failed")
    leave("d" * 16, "other")
    leave("e" * 16, ended="2027-01-01T00:00:00.000+00:00")
    now = leave(TWO, ended=LATER, findings=[finding(verdict="open")])
    entry = previous(now)
    assert entry is not None
    assert entry.folder == before
    changes = changed_since_previous(result(now))
    assert (changes.before, changes.said) == (before, True)
    assert [one.kind for one in changes.changes] == ["verdict"]


@pytest.mark.parametrize(
    ("then", "now", "is_the_same"),
    [("", "", True), ("", "data", True), ("a_city", "a_city", True), ("", "another", False),
     ("a_city", "another", False), (None, None, True)],
)  # fmt: skip
def test_a_run_on_another_city_is_not_the_one_before(
    leave: Leave, then: str | None, now: str | None, is_the_same: bool
) -> None:
    before, after = (
        {"year": 2018} | ({} if city is None else {"data": city}) for city in (then, now)
    )
    leave(ONE, parameters=before)
    left = leave(TWO, ended=LATER, parameters=after, findings=[finding(value=9.0)])
    assert (previous(left) is not None, changed_since_previous(result(left)).said) == (
        is_the_same, is_the_same,
    )  # fmt: skip


def test_nothing_has_changed_since_a_run_that_was_the_first(leave: Leave) -> None:
    changes = changed_since_previous(result(leave(ONE)))
    assert (changes.before, changes.said, changes.changes) == (None, False, ())


def test_another_version_alone_says_nothing_else(leave: Leave) -> None:
    leave(ONE)
    now = leave(TWO, ended=LATER, versions={"python": "3.12"})
    changes = changed_since_previous(result(now))
    assert not changes.said
    assert [one.kind for one in changes.causes] == ["version"]


def test_a_change_can_be_told_as_json(leave: Leave) -> None:
    after = leave(TWO, findings=[finding(areas=["Årsta"])])
    (change,) = compare(leave(ONE), after).changes
    assert json.loads(json.dumps(vars(change)))["after"] == ["Årsta"]
