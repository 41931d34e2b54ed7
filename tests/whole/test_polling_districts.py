"""The notebook of smaller areas, run for real: with its file, and without."""

import json
import shutil
from pathlib import Path

import pytest

from equity.errors import RunError
from equity.runs.brief import brief
from equity.runs.inputs.reading import needed
from equity.runs.notebooks import find
from equity.runs.run import run

YEARS = ("2018", "2022")


@pytest.fixture(scope="module")
def declared(built, root, tmp_path_factory) -> Path:
    """Return a city's folder that declares polling districts and has no file of them."""
    data = tmp_path_factory.mktemp("declared") / "data"
    shutil.copytree(built, data)
    shutil.copytree(root / "data" / "finer", data / "finer", ignore=shutil.ignore_patterns("*.p*"))
    return data


def test_without_its_file_the_run_says_in_one_line_what_to_lay_where(declared, tmp_path):
    with pytest.raises(RunError) as fault:
        run("polling_districts", data=declared, out=tmp_path)
    (line,) = str(fault.value).splitlines()
    assert line.startswith("polling_districts: cell 3 of 11 raised DataError: finer/")
    assert "lay a file of that name there, one row a polling district" in line
    assert not list((tmp_path / "polling_districts").glob("*"))


def test_a_run_is_done_again_when_a_file_of_finer_areas_changes():
    assert needed(find("polling_districts")) == ("*",)


@pytest.fixture
def laid(declared, shared, tmp_path) -> Path:
    """Return the city's folder with the published files laid in it."""
    data = tmp_path / "data"
    shutil.copytree(declared, data)
    for year in YEARS:
        name = f"valdistrikt_{year}.parquet"
        shutil.copy(shared / "data" / "stockholm" / name, data / "finer" / name)
    return data


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
def test_the_page_is_made_whole_and_stays_small(laid, tmp_path, year):
    result = run("polling_districts", {"period": year}, data=laid, out=tmp_path / "runs")
    page = result.folder / "polling_districts.sv.html"
    assert page.stat().st_size < 4e6
    told = json.loads((result.folder / "findings.json").read_text("utf-8"))["findings"]
    assert {f["period"] for f in told} == {year}
    assert {f["definition"] for f in told} == {"water", "yearbook", "outer", None}
    ranks = {
        f["id"].rpartition(".")[2]: f["value"]
        for f in told
        if f["id"].startswith("scales.turnout_riksdag.rank_all") and f["definition"] == "water"
    }
    assert ranks["districts"] > 0.5
    assert ranks["by_1"] < 0.03
    assert "Varför den fallande rangen inte är en upptäckt" in page.read_text("utf-8")


@pytest.mark.slow
def test_the_briefing_has_the_page_only_where_the_file_is(declared, laid, tmp_path):
    page = "polling_districts.turnout_riksdag.sv.html"
    with_file = brief(data=laid, out=tmp_path / "with")
    assert page in [one.name for one in with_file.pages]
    without = brief(data=declared, out=tmp_path / "without")
    assert {one.name for one in with_file.pages} - {one.name for one in without.pages} == {page}
