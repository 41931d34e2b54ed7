"""A sweep of toy notebooks: one table, failures as rows, nothing done twice."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pandas as pd
import pytest

from equity.errors import ParameterError
from equity.findings import PUBLIC_FIELDS
from equity.runs.bulk.here import processors
from equity.runs.bulk.sweep import Sweep, outline, sweep

Toy = Callable[..., Path]
# A finding made up for a test, of the notebook's own parameters.
SHOW = """
from equity.findings import Finding, Findings
told = {"id": "gap.made_up", "value": -1.5 * number, "unit": "points", "period": "2018",
         "method": {"message": "=made up for a test"}, "sources": ["made_up"]}
Findings([Finding.model_validate(told)])
"""
PARAMETERS = "number = 1\ncode = 'a'"


@pytest.fixture
def toys(toy: Toy) -> Path:
    toy("shows", SHOW, parameters=PARAMETERS)
    toy("quiet", "number", parameters=PARAMETERS)
    return toy("sometimes", "assert number != 2, 'made up'", SHOW, parameters=PARAMETERS)


def grid(folder: Path, text: str, name: str = "made_up") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def swept(toys: Path, text: str, **options: Any) -> Sweep:
    home = toys.parent
    return sweep(grid(home, text), out=home / "out", notebooks=toys, **options)


def table(left: Sweep) -> pd.DataFrame:
    return pd.read_parquet(left.folder / "findings.parquet")


def test_a_sweep_leaves_one_tidy_table_of_findings_beside_their_parameters(toys: Path) -> None:
    left = swept(toys, "notebook: shows\ngrid: {number: [1, 2], code: [0127, NO]}")
    assert (left.status, left.sets, left.done, left.failed, left.findings) == ("done", 4, 4, 0, 4)
    rows = table(left)
    head = ["set", "status", "error", "run", "parameter_number", "parameter_code"]
    assert list(rows) == [*head, *PUBLIC_FIELDS]
    assert rows["parameter_code"].tolist() == ["0127", "NO", "0127", "NO"]
    assert rows["parameter_number"].tolist() == [1, 1, 2, 2]
    assert rows["value"].tolist() == [-1.5, -1.5, -3.0, -3.0]
    assert rows["sources"].map(list).tolist() == [["made_up"]] * 4
    assert {path.name for path in left.folder.iterdir()} == {
        "findings.parquet", "findings.csv", "sweep.json",
    }  # fmt: skip
    assert [path.suffix for path in left.folder.parents[1].rglob("*.html")] == []


def test_the_csv_holds_numbers_as_numbers_and_no_formula(toys: Path) -> None:
    left = swept(toys, "notebook: shows\ngrid: {number: [1], code: ['=1+1', '@x']}")
    content = (left.folder / "findings.csv").read_bytes()
    rows = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    assert rows["value"].tolist() == [-1.5, -1.5]
    assert rows["parameter_code"].tolist() == ["'=1+1", "'@x"]
    assert rows["method"].tolist() == ["'=made up for a test"] * 2
    assert table(left)["parameter_code"].tolist() == ["=1+1", "@x"]


def test_a_set_that_fails_is_a_row_with_its_reason_and_the_others_go_on(toys: Path) -> None:
    left = swept(toys, "notebook: sometimes\ngrid: {number: [1, 2, 3]}")
    assert (left.status, left.done, left.failed) == ("failed", 2, 1)
    assert "cell 2 of 3 raised AssertionError" in left.errors[2]
    rows = table(left)
    assert rows["status"].tolist() == ["done", "failed", "done"]
    assert rows["id"].isna().tolist() == [False, True, False]
    assert rows.loc[1, "error"] == left.errors[2]
    assert rows.loc[1, "parameter_number"] == 2


def test_a_set_that_finds_nothing_keeps_its_row(toys: Path) -> None:
    left = swept(toys, "notebook: quiet\ngrid: {number: [1]}")
    assert table(left)["status"].tolist() == ["done"]
    assert table(left)["id"].isna().tolist() == [True]
    assert left.findings == 0


def test_a_sweep_goes_on_where_it_stood(toys: Path) -> None:
    ran: list[tuple[int, int]] = []
    swept(toys, "notebook: shows\ngrid: {number: [1, 2]}")
    text = "notebook: shows\ngrid: {number: [1, 2, 3]}"
    planned = outline(grid(toys.parent, text), out=toys.parent / "out", notebooks=toys)
    assert (planned["sets"], planned["unchanged"], planned["left"]) == (3, 2, 1)
    left = swept(toys, text, progress=lambda done, of: ran.append((done, of)))
    assert (left.done, left.unchanged, left.status) == (1, 2, "done")
    assert ran == [(2, 3), (3, 3)]
    before = (left.folder / "findings.parquet").read_bytes()
    again = swept(toys, text)
    assert (again.status, again.folder) == ("unchanged", left.folder)
    assert (again.folder / "findings.parquet").read_bytes() == before


def test_a_sweep_that_is_stopped_keeps_what_was_done_and_leaves_no_table(toys: Path) -> None:
    def stop(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    text = "notebook: shows\ngrid: {number: [1, 2, 3, 4, 5, 6]}"
    with pytest.raises(KeyboardInterrupt):
        swept(toys, text, jobs=1, progress=stop)
    assert not (toys.parent / "out" / "sweeps").exists()
    planned = outline(grid(toys.parent, text), out=toys.parent / "out", notebooks=toys)
    assert planned["unchanged"] in (2, 3)
    assert swept(toys, text).done == planned["left"]


def test_of_two_equal_sweeps_at_once_each_set_is_done_by_one_and_found_by_the_other(
    toys: Path,
) -> None:
    text = "notebook: shows\ngrid: {number: [1, 2, 3]}"
    path = grid(toys.parent, text)
    both = Barrier(2)

    def one(_: int) -> Sweep:
        begun: list[int] = []

        def meet(done: int, of: int) -> None:
            if not begun:  # what is planned is to be done by both
                begun.append(both.wait(60))

        return sweep(path, out=toys.parent / "out", notebooks=toys, progress=meet)

    with ThreadPoolExecutor(2) as pool:
        left = list(pool.map(one, range(2)))
    assert sum(one.done for one in left) == 3
    assert [(one.done + one.unchanged, one.failed) for one in left] == [(3, 0), (3, 0)]


def test_pages_are_left_only_where_they_are_asked(toys: Path, plain_page: None) -> None:
    text = "notebook: shows\ngrid: {number: [1]}"
    assert swept(toys, text).done == 1
    assert swept(toys, text, page=True).done == 1
    assert [path.name for path in toys.parent.rglob("*.html")] == ["shows.sv.html"]
    assert swept(toys, text).status == "unchanged"


def test_every_problem_of_every_set_is_told_before_anything_starts(toys: Path) -> None:
    text = "notebook: shows\nsets: [{number: x}, {number: 1}, {nubmer: 1, number: y}, {number: x}]"
    with pytest.raises(ParameterError) as caught:
        swept(toys, text)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["sets 1, 4", "set 3", "set 3"]
    assert "did you mean number?" in lines[1]
    assert not (toys.parent / "out").exists()


def test_one_run_asked_for_twice_is_a_slip_and_told(toys: Path) -> None:
    with pytest.raises(ParameterError, match="sets 1, 3: the same run twice"):
        swept(toys, "notebook: shows\nsets: [{number: 1}, {number: 2}, {code: a}]")


def test_a_language_is_taken_from_outside_unless_the_grid_says_another(
    toy: Toy, tmp_path: Path
) -> None:
    folder = toy("both", "1", parameters="language = 'sv'")
    path = grid(tmp_path, "notebook: both\nsets: [{}]")
    told = outline(path, out=tmp_path / "out", notebooks=folder, language="en")
    assert told["plan"][0]["parameters"] == {"language": "en"}
    path = grid(tmp_path, "notebook: both\nsets: [{language: sv}]")
    with pytest.raises(ParameterError, match="set 1: both: --lang en and language=sv"):
        outline(path, out=tmp_path / "out", notebooks=folder, language="en")


def test_an_unknown_notebook_is_told_with_the_nearest(toys: Path) -> None:
    with pytest.raises(ParameterError, match="did you mean shows"):
        swept(toys, "notebook: show\nsets: [{number: 1}]")


def test_the_sweep_says_which_run_each_set_is(toys: Path) -> None:
    left = swept(toys, "notebook: shows\ngrid: {number: [7]}", jobs=processors())
    told = json.loads((left.folder / "sweep.json").read_bytes())
    (one,) = told["sets"]
    assert (toys.parent / "out" / one["run"] / "findings.json").is_file()
    assert one["parameters"] == {"number": 7, "code": "a"}
    assert str(toys.parent) not in (left.folder / "sweep.json").read_text("utf-8")
