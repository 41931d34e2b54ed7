"""A run done again from its manifest: the same to the last digit, or what differs and why."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from equity.errors import RunError
from equity.runs import manifest
from equity.runs.history.again import do_again
from equity.runs.history.listing import one_run
from equity.runs.run import run

Toy = Callable[..., Path]
SHOW = """
from equity.findings import Finding, Findings
value = VALUE
told = {"id": "gap.toy", "value": value, "unit": "points",
    "method": {"message": "invented for a test"}, "sources": ["toy"]}
Findings([Finding.model_validate(told)])
"""
pytestmark = pytest.mark.usefixtures("plain_page", "same_package")


@pytest.fixture
def same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")


def test_a_run_says_the_same_to_the_last_digit_and_stays_as_it_was(
    toy: Toy, tmp_path: Path
) -> None:
    folder = toy("one", SHOW.replace("VALUE", "1 / 3 + year"))
    made = run("one", {"year": 2022}, out=tmp_path / "out", notebooks=folder)
    before = (made.folder / "manifest.json").read_bytes()
    again = do_again(one_run(tmp_path / "out", made.folder.name), notebooks=folder)
    assert (again.same, again.differences, again.causes) == (True, (), ())
    assert (made.folder / "manifest.json").read_bytes() == before
    assert len(list((tmp_path / "out" / "one").iterdir())) == 1


def test_a_run_that_says_something_else_names_the_finding_and_what_differs(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    told.write_text("0.1", "utf-8")
    folder = toy("one", SHOW.replace("VALUE", f"float(open({str(told)!r}).read())"))
    made = run("one", out=tmp_path / "out", notebooks=folder)
    told.write_text("0.1000000000000001", "utf-8")
    monkeypatch.setattr(manifest, "versions", lambda: manifest.read(made.folder)["versions"]
                        | {"numpy": "made up"})  # fmt: skip
    again = do_again(one_run(tmp_path / "out", made.folder.name), notebooks=folder)
    assert not again.same
    assert [str(one) for one in again.differences] == [
        "finding gap.toy, value: 0.1 → 0.1000000000000001"
    ]
    assert [(one.kind, one.name, one.after) for one in again.causes] == [
        ("version", "numpy", "made up")
    ]
    json.dumps([vars(one) for one in again.differences])


def test_a_manifest_that_was_altered_is_told_and_not_believed(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", SHOW.replace("VALUE", "year"))
    made = run("one", {"year": 2022}, out=tmp_path / "out", notebooks=folder)
    path = made.folder / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("2022", "2018"), "utf-8")
    entry = one_run(tmp_path / "out", made.folder.name)
    with pytest.raises(RunError, match=f"{made.folder.name}: its manifest.json was altered"):
        do_again(entry, notebooks=folder)


def test_findings_that_were_altered_are_told_as_altered_and_not_as_chance(
    toy: Toy, tmp_path: Path
) -> None:
    folder = toy("one", SHOW.replace("VALUE", "1.25"))
    made = run("one", out=tmp_path / "out", notebooks=folder)
    path = made.folder / "findings.json"
    path.write_text(path.read_text("utf-8").replace("1.25", "1.26"), "utf-8")
    again = do_again(one_run(tmp_path / "out", made.folder.name), notebooks=folder)
    assert (again.same, len(again.differences)) == (False, 1)
    (cause,) = again.causes
    assert cause.kind == "file"
    assert cause.name.startswith(f"{made.folder.name}/findings.json")
