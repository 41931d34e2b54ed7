"""The commands about runs that were made, on made-up runs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from equity.cli.app import app
from made_up_runs import finding, leave_run

ONE, TWO, THREE = "1a" * 8, "2b" * 8, "3c" * 8


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    leave_run(out, ONE)
    leave_run(out, TWO, ended="2026-02-01T00:00:00.000+00:00", findings=[finding(verdict="open")])
    leave_run(out, THREE, "other", ended="2026-03-01T00:00:00.000+00:00", outcome="failed")
    return out


def runs(*words: str, out: Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["runs", *words, "--out", str(out)])


def test_runs_are_listed_the_latest_first(out: Path) -> None:
    told = runs(out=out)
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        f"2026-03-01T00:00:00Z  other/{THREE}  failed  year=2018",
        f"2026-02-01T00:00:00Z  toy/{TWO}  1 findings  year=2018",
        f"2026-01-01T00:00:01Z  toy/{ONE}  1 findings  year=2018",
    ]


def test_runs_are_listed_as_they_are_asked_for(out: Path) -> None:
    told = CliRunner().invoke(
        app,
        ["runs", "--notebook", "toy", "--since", "2026-01-15", "-p", "year=2018", "--json",
         "--out", str(out)],
    )  # fmt: skip
    (one,) = json.loads(told.stdout)["runs"]
    assert (one["key"], one["parameters"], one["outcome"]) == (TWO, {"year": 2018}, "complete")


@pytest.mark.parametrize(
    "words", [["--outcome", "good"], ["--since", "yesterday"], ["-p", "year"], ["diff", ONE, "ff"]]
)
def test_what_cannot_be_meant_is_wrong_usage(out: Path, words: list[str]) -> None:
    told = runs(*words, out=out)
    assert told.exit_code == 2
    assert len(told.stderr.splitlines()) == 1


def test_two_runs_are_compared(out: Path) -> None:
    told = runs("diff", ONE[:4], TWO[:4], out=out)
    assert told.stdout == "verdict gap.toy 2018 water, verdict: decided → open\n"
    same = json.loads(runs("diff", ONE, ONE, "--json", out=out).stdout)
    assert (same["same"], same["changes"]) == (True, [])


def test_pruning_says_what_goes_before_it_goes(out: Path) -> None:
    dry = runs("prune", "--keep", "1", "--dry-run", out=out)
    assert dry.stdout.splitlines()[0] == f"would go: toy/{ONE}"
    assert (out / "toy" / ONE).exists()
    told = json.loads(runs("prune", "--keep", "1", "--json", out=out).stdout)
    assert told["removed"] == [str(out / "toy" / ONE)]
    assert not (out / "toy" / ONE).exists()
    assert runs("prune", "--keep", "0", out=out).exit_code == 2


def test_runs_on_a_citys_folder_are_listed_and_compared_alone(out: Path, tmp_path: Path) -> None:
    (tmp_path / "made_up").mkdir()
    leave_run(out, "4d" * 8, parameters={"data": "made_up"})
    at = ["--data", str(tmp_path / "made_up")]
    listed = json.loads(runs("--json", *at, out=out).stdout)["runs"]
    assert [one["key"] for one in listed] == ["4d" * 8]
    assert runs("diff", ONE, "4d4d", *at, out=out).exit_code == 2
    assert runs("diff", ONE, "4d4d", out=out).exit_code == 0
    assert runs("--data", str(tmp_path / "nowhere"), out=out).exit_code == 2


def test_a_citys_folder_is_the_same_by_every_path_to_it(out: Path, tmp_path: Path) -> None:
    (tmp_path / "made_up" / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "made_up")
    leave_run(out, "4d" * 8, parameters={"data": "made_up"})
    for path in ("made_up", "made_up/inner/..", "link"):
        listed = json.loads(runs("--json", "--data", str(tmp_path / path), out=out).stdout)
        assert [one["key"] for one in listed["runs"]] == ["4d" * 8]


def test_where_no_run_is_meant_it_is_said(out: Path) -> None:
    told = runs("--notebook", "tyo", out=out)
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr == f"no such run of the 3 below {out}\n"


def test_a_run_on_another_citys_folder_is_not_done_again_on_the_checkouts(out: Path) -> None:
    leave_run(out, "4d" * 8, parameters={"data": "made_up"})
    told = runs("again", "4d4d", out=out)
    assert told.exit_code == 2
    assert "was made on a city's folder named 'made_up'" in told.stderr
    assert "name it with --data DIR" in told.stderr
