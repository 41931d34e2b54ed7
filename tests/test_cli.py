"""The commands: what they print, and how they end."""

import json
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from equity.checking.skeleton import write_skeleton
from equity.cli.app import app
from equity.errors import RunError
from equity.runs import brief as brief_module
from equity.runs import run as run_module
from equity.runs.brief import Brief
from equity.runs.run import RunResult

COMMANDS = (
    "city new",
    "data check",
    "data build",
    "data sources",
    "data template",
    "data add",
    "data projects",
    "data export",
    "svg",
    "notebooks",
    "run",
    "brief",
    "sweep",
    "schedule",
)


def equity(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    cell = {"cell_type": "code", "source": "year = 2018", "metadata": {"tags": ["parameters"]},
            "outputs": [], "execution_count": None}  # fmt: skip
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "toy.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_says_what_it_does_and_has_an_example(command: str) -> None:
    result = equity(*command.split(), "--help")
    assert result.exit_code == 0
    assert f"Example: equity {command}" in result.stdout


@pytest.mark.parametrize(
    "command", [*COMMANDS[1:], "runs", "runs diff", "runs again", "runs prune"]
)
def test_every_command_takes_a_citys_folder(command: str) -> None:
    assert "--data DIR" in " ".join(equity(*command.split(), "--help").stdout.split())


def test_the_notebooks_are_listed_with_the_indicators_of_a_city(tmp_path: Path) -> None:
    write_skeleton(tmp_path / "made_up")
    told = equity("notebooks", "--data", str(tmp_path / "made_up"))
    assert told.stdout.splitlines()[0] == "indicator turnout: made-up turnout"
    as_json = json.loads(equity("notebooks", "--json", "--data", str(tmp_path / "made_up")).stdout)
    assert set(as_json["indicators"]) == {"turnout", "merit_rating", "income_mean"}
    assert equity("notebooks", "--data", str(tmp_path / "nowhere")).exit_code == 2


def test_the_version_is_told() -> None:
    assert equity("--version").stdout == f"{metadata.version('stockholm-equity')}\n"


def test_the_first_help_names_every_command() -> None:
    told = equity("--help").stdout
    for command in ("city", "data", "notebooks", "run", "brief"):
        assert f"\n  {command} " in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("run", "notebook"),
        ("run toy --cell-limit abc", "'--cell-limit'"),
        ("runs prune", "--keep"),
        ("runs prune --keep 0", "'--keep'"),
        ("runs diff a", "RUN"),
        ("runs no_such", "'no_such'"),
        ("data no_such", "'no_such'"),
        ("brief --lang xx", "'xx'"),
        ("schedule --no-such", "--no-such"),
        ("sweep --no_such", "--no_such"),
        ("no_such", "'no_such'"),
        ("", "--json"),
    ],
)
def test_words_that_are_no_command_end_with_2_and_one_json_object_too(
    words: str, said: str
) -> None:
    done = equity(*words.split(), "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert told["status"] == "failed"
    assert said in told["error"]


def test_json_that_is_asked_of_another_command_is_not_this_ones() -> None:
    done = equity("schedule", "--no-such", "--", "brief", "--json")
    assert (done.exit_code, done.stdout) == (2, "")


def test_help_is_quick_because_it_imports_nothing_heavy() -> None:
    code = "import sys, equity.cli.app; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["pandas", "numpy", "geopandas", "papermill", "plotly", "pydantic"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "words",
    [
        ["runn"],
        ["run"],
        ["run", "toy", "--lang", "de"],
        ["run", "tyo"],
        ["run", "toy", "-p", "yaer=1"],
        ["run", "toy", "-p", "year=nan"],
        ["run", "toy", "-p", "year"],
        ["run", "toy", "-p", "year=1", "-p", "year=2"],
        ["run", "toy", "--lang", "en"],
    ],
)
def test_wrong_usage_ends_with_2_and_no_traceback(notebooks: Path, words: list[str]) -> None:
    place = ["--notebooks", str(notebooks)] if "toy" in words or "tyo" in words else []
    result = equity(*words, *place)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_a_wrong_parameter_is_one_clear_line(notebooks: Path) -> None:
    result = equity("run", "toy", "-p", "yaer=1", "--notebooks", str(notebooks))
    assert result.stderr == "toy: unknown parameter 'yaer'; did you mean year? There are: year\n"


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = equity("data", "check", "--data", str(tmp_path / "none"))
    assert result.exit_code == 2
    assert "name a city's with --data DIR" in result.stderr


@pytest.mark.parametrize("words", [["brief"], ["run", "district_profile"]])
def test_a_citys_folder_that_is_not_there_or_not_built_is_named(
    tmp_path: Path, words: list[str]
) -> None:
    nowhere = equity(*words, "--data", str(tmp_path / "none"))
    assert nowhere.exit_code == 2
    assert nowhere.stderr.startswith(f"there is no folder {tmp_path / 'none'};")
    bare = equity(*words, "--data", str(tmp_path))
    assert bare.exit_code == 1
    assert bare.stderr.endswith(f"run equity data build --data {tmp_path}\n")


def test_the_check_of_good_data_ends_with_0_and_gives_its_notes(raw: Path) -> None:
    result = equity("data", "check", "--data", str(raw.parent))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("no problems\n")
    assert "lies outside the city" in result.stdout


def test_the_check_prints_each_problem_on_a_line_and_ends_with_1(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "town" / "raw")
    table = tmp_path / "town" / "raw" / "turnout_by_district.csv"
    table.write_text(table.read_text("utf-8").replace(",", ";"), "utf-8")
    result = equity("data", "check", "--data", str(tmp_path / "town"))
    assert result.exit_code == 1
    assert "turnout_by_district.csv" in result.stdout
    assert all("expected" in line for line in result.stdout.splitlines())
    as_json = equity("data", "check", "--data", str(tmp_path / "town"), "--json")
    told = json.loads(as_json.stdout)
    assert (told["status"], as_json.exit_code) == ("failed", 1)
    assert {one["file"] for one in told["problems"]} == {"turnout_by_district.csv"}


def test_nothing_is_built_from_data_with_problems(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "town" / "raw")
    (tmp_path / "town" / "raw" / "turnout_by_district.csv").write_bytes(b"")
    result = equity("data", "build", "--data", str(tmp_path / "town"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "failed"
    assert not (tmp_path / "town" / "processed" / "observations.parquet").exists()


def test_the_sources_are_listed(raw: Path) -> None:
    assert "turnout_by_district.csv" in equity("data", "sources", "--data", str(raw.parent)).stdout
    told = json.loads(equity("data", "sources", "--data", str(raw.parent), "--json").stdout)
    assert all(source["id"] and source["licence"] for source in told["sources"])


def test_the_forms_for_projects_are_written_once(raw: Path, tmp_path: Path) -> None:
    words = ["data", "template", str(tmp_path / "forms"), "--data", str(raw.parent)]
    result = equity(*words)
    left = {path.name for path in (tmp_path / "forms").iterdir()}
    registry = {"projects.csv", "project_sites.csv", "project_amounts.csv", "projects.xlsx"}
    assert left == registry | {"project_reports.csv", "project_reports.xlsx"}
    assert {Path(line).name for line in result.stdout.splitlines()} == left
    again = equity(*words, "--json")
    assert again.exit_code == 1
    assert "no such file yet" in json.loads(again.stdout)["error"]


def test_notebooks_are_listed_with_their_parameters(notebooks: Path) -> None:
    result = equity("notebooks", "--notebooks", str(notebooks))
    assert result.stdout == "toy: toy\n  -p year=2018\n"


def test_a_run_is_told_as_one_json_object(
    notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = RunResult("done", "toy", tmp_path / "toy" / "key", 3, 1.5)
    monkeypatch.setattr(run_module, "run", lambda *_, **__: made)
    result = equity("run", "toy", "--notebooks", str(notebooks), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "status": "done",
        "notebook": "toy",
        "folder": str(tmp_path / "toy" / "key"),
        "findings": 3,
        "seconds": 1.5,
    }
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            RunError("toy: cell 2 of 3 raised"),
            "toy: cell 2 of 3 raised",
        ),
        (PermissionError(13, "Permission denied", "/out"), "/out: Permission denied"),
    ],
)
def test_a_failed_run_ends_with_1_and_its_reason(
    notebooks: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, message: str
) -> None:
    def fails(*_: Any, **__: Any) -> RunResult:
        raise fault

    monkeypatch.setattr(run_module, "run", fails)
    result = equity("run", "toy", "--notebooks", str(notebooks))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", message + "\n")
    result = equity("run", "toy", "--notebooks", str(notebooks), "--json")
    assert json.loads(result.stdout) == {"status": "failed", "error": message}


def test_brief_prints_the_page_and_its_headlines(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def makes(**options: Any) -> Brief:
        asked.update(options)
        return Brief(Path("/p/index.en.html"), ("One.", "Two."), (), (), 1.0)

    monkeypatch.setattr(brief_module, "brief", makes)
    result = equity("brief", "--lang", "en")
    assert result.stdout == "/p/index.en.html\nOne.\nTwo.\n"
    assert asked["language"] == "en"


def test_a_change_that_is_meant_is_taken_with_one_command(built: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data)
    with (data / "raw" / "sides.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    before = CliRunner().invoke(app, ["data", "check", "--data", str(data)])
    assert before.exit_code == 1
    assert "run: equity data sources --refresh" in before.stdout
    taken = CliRunner().invoke(app, ["data", "sources", "--refresh", "--data", str(data)])
    assert taken.exit_code == 0
    assert taken.stdout == "checksums renewed: sides.yaml\n"
    assert CliRunner().invoke(app, ["data", "check", "--data", str(data)]).exit_code == 0


def test_a_fault_in_a_changed_file_is_told_beside_its_checksum(built: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data)
    sides = data / "raw" / "sides.yaml"
    sides.write_text(sides.read_text("utf-8").replace("- Farsta\n", "- Farstaa\n", 1), "utf-8")
    told = CliRunner().invoke(app, ["data", "check", "--data", str(data)]).stdout
    assert "'Farstaa'" in told
    assert "did you mean Farsta?" in told


def test_a_report_that_is_handed_in_is_checked_with_the_tables(built: Path, tmp_path: Path) -> None:
    data, forms = tmp_path / "data", tmp_path / "forms"
    shutil.copytree(built, data)
    made = CliRunner().invoke(app, ["data", "template", str(forms), "--data", str(data)])
    assert made.exit_code == 0
    (data / "reports").mkdir()
    assert CliRunner().invoke(app, ["data", "check", "--data", str(data)]).exit_code == 0
    form = next(path for path in forms.iterdir() if path.name == "project_reports.csv")
    shutil.copy(form, data / "reports")  # with its made-up row, which no report may hold
    told = CliRunner().invoke(app, ["data", "check", "--data", str(data)])
    assert told.exit_code == 1
    assert form.name in told.stdout
