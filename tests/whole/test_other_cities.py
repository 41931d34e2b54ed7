"""Other cities than the project's own: every notebook and every command works on their folders."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from equity.checking.skeleton import write_skeleton
from equity.city import City, build, load
from equity.cli.app import app
from equity.errors import DataError, ParameterError
from equity.export.chosen import choose
from equity.figures.charts import MEDIA_TYPE as CHART
from equity.findings import MEDIA_TYPE as FINDINGS
from equity.parameters import PARAMETERS
from equity.raw.sources import read_catalogue, refresh
from equity.runs.brief import PROJECTS
from equity.runs.prepared import prepare, without_rows
from notebook_cells import shown_by
from other_cities import bare_city, forecast_only

OF_ANY_CITY = ("briefing", "district_profile", "robustness")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "made_up"
    write_skeleton(folder)
    build(folder)
    return folder


@pytest.fixture(scope="module", params=[3, 2])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = bare_city(tmp_path_factory.mktemp("bare") / "made_up", request.param)
    build(folder)
    return folder


def findings_of(notebook: Path, data: Path, **parameters: object) -> int:
    shown = shown_by(notebook, data=str(data), language="en", **parameters)
    return sum(len(bundle[FINDINGS]["findings"]) for bundle in shown if FINDINGS in bundle)


@pytest.mark.parametrize("name", ["briefing", *PROJECTS])
def test_every_notebook_on_the_whole_city_runs_on_a_new_one(
    root: Path, new: Path, name: str
) -> None:
    assert findings_of(root / "notebooks" / f"{name}.ipynb", new)


@pytest.mark.parametrize("name", ["district_profile", "robustness", "start_here"])
def test_where_no_indicator_is_asked_for_the_city_says_which(
    built: Path, new: Path, tmp_path: Path, name: str
) -> None:
    for given in ({}, {"indicator": ""}):
        ready = prepare(name, given, data=new, out=tmp_path)
        assert ready.values["indicator"] == load(new).headline[0]
        assert ready.basis["parameters"]["indicator"] == load(new).headline[0]
    own = prepare(name, {}, out=tmp_path, data=built).values["indicator"]
    city = load(built)
    assert own == (city.compared if name == "robustness" else city.headline[0])
    with pytest.raises(ParameterError, match="unknown indicator 'turnout_riksdag'"):
        prepare(name, {"indicator": "turnout_riksdag"}, data=new, out=tmp_path)


@pytest.mark.parametrize("name", ["district_profile", "robustness", "start_here"])
def test_a_notebook_opened_by_hand_on_another_city_runs_as_it_stands(
    root: Path, new: Path, name: str
) -> None:
    assert findings_of(root / "notebooks" / f"{name}.ipynb", new)


def test_the_gap_that_can_be_computed_in_the_most_ways_is_the_one_compared(city: City) -> None:
    ways = city.menu[city.menu["valid"] == "yes"].groupby("indicator").size()
    assert ways[city.compared] == ways[list(city.headline)].max()


@pytest.mark.parametrize("indicator", ["turnout", "merit_rating", "income_mean"])
@pytest.mark.parametrize("name", ["district_profile", "robustness"])
def test_every_notebook_on_an_indicator_runs_on_a_new_city(
    root: Path, new: Path, name: str, indicator: str
) -> None:
    assert findings_of(root / "notebooks" / f"{name}.ipynb", new, indicator=indicator)


@pytest.mark.parametrize("name", OF_ANY_CITY)
def test_a_city_of_few_districts_and_nothing_but_turnout_has_its_pages(
    root: Path, bare: Path, name: str
) -> None:
    given = {} if name == "briefing" else {"indicator": "turnout"}
    assert findings_of(root / "notebooks" / f"{name}.ipynb", bare, **given)


def test_the_bare_city_has_neither_water_nor_projects_nor_money(bare: Path) -> None:
    city = load(bare)
    assert city.water.empty
    assert city.projects.empty
    assert city.tables["budget_facts"].empty
    assert 2 <= len(city.areas) <= 3
    assert len(city.sides) == 1


def test_what_may_be_passed_on_of_a_bare_city_is_told_without_a_fault(bare: Path) -> None:
    chosen = choose(load(bare), read_catalogue(bare / "raw"))
    assert "observations" in chosen.tables
    assert not {"projects", "project_sites", "project_amounts"} & set(chosen.tables)
    assert chosen.left_out == ()  # the example's own licence lets all be passed on


@pytest.mark.parametrize("name", PROJECTS)
def test_a_notebook_about_what_a_city_has_nothing_of_is_refused_before_a_kernel(
    root: Path, bare: Path, name: str
) -> None:
    folder = root / "notebooks"
    with pytest.raises(DataError, match=f"'no row', .* or leave {name} be"):
        prepare(name, {}, data=bare, notebooks=folder)


def test_a_city_that_has_them_lacks_no_table(new: Path) -> None:
    assert [name for name in PROJECTS if without_rows(name, new)] == []


@pytest.mark.parametrize("years", [2, 1])
def test_a_forecast_without_a_sum_decided_has_its_chart_and_its_briefing(
    root: Path, tmp_path: Path, years: int
) -> None:
    city = forecast_only(tmp_path / "made_up", years)
    build(city)
    for language in ("sv", "en"):
        told = {"sv": "vad som beslutats och", "en": "what was decided and"}[language]
        for name in ("cost_forecast", "briefing"):
            notebook = root / "notebooks" / f"{name}.ipynb"
            shown = shown_by(notebook, data=str(city), language=language)
            assert any(told in text for bundle in shown for text in map(str, bundle.values()))


def said(*words: str) -> dict[str, Any]:
    """Return what a command prints under `--json`, run as a process of its own."""
    command = [sys.executable, "-m", "equity", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


SITE = {"project_id": "X03", "site": "Påhittade läshörnan", "neighbourhood": "",
        "district": "Påhittby", "basis": "named", "source_id": "made-up"}  # fmt: skip


def form_of(raw: Path, file: Path, row: dict[str, str]) -> str:
    """Write a filled form of project sites with one made-up row, and return its path."""
    schema = read_catalogue(raw).resources["project_sites"].table_schema
    columns = [column.name for column in schema.fields] if schema else []
    cells = [row.get(column, "") for column in columns]
    file.write_text(";".join(columns) + "\n" + ";".join(cells) + "\n", "utf-8")
    return str(file)


@pytest.mark.slow
def test_every_command_runs_on_a_new_city_from_its_first_minute(tmp_path: Path) -> None:
    city, out = str(tmp_path / "made_up"), str(tmp_path / "made_up" / "runs")  # as the site says
    raw = tmp_path / "made_up" / "raw"
    at, left = ("--data", city), ("--out", out)
    done = set()

    def on(command: str, *words: str) -> dict[str, Any]:
        done.add(command)
        return said(*command.split(), *words, *at)

    assert said("city", "new", city)["status"] == "done"
    cards = tmp_path / "made_up_cards.csv"
    cards.write_text("Område;År;Andel\nPåhittby;2034;40,5\nHela staden;2034;47,5\n", "utf-8")
    assert on("data add", str(cards), "--source", "made-up", "--area", "Område")["columns"]
    assert on("data template", str(tmp_path / "forms"))["files"]
    form = form_of(raw, tmp_path / "sites.csv", SITE)
    assert on("data projects", form) == {
        "status": "done",
        "rows": {"project_sites": 1},
        "problems": [],
    }
    assert on("data check")["problems"] == []
    assert on("data build")["status"] == "done"
    assert on("data sources")["sources"]
    assert on("data export", str(tmp_path / "open-data"))["files"]
    assert on("notebooks")["indicators"]
    for language in ("sv", "en"):
        made = on("brief", *left, "--lang", language, "--audit")
        assert len(made["pages"]) == 3 + len(PROJECTS)
        assert made["headlines"]
    for name in sorted(PARAMETERS.keys() - {"polling_districts"}):
        run = on("run", name, *left)
        assert run["findings"], name
    for indicator in ("turnout", "merit_rating", "income_mean"):
        assert on("run", "robustness", "-p", f"indicator={indicator}", *left)["findings"]
    assert on("svg", run["folder"], str(tmp_path / "charts"))["files"]
    grid = tmp_path / "grid.yaml"
    values = "[turnout, merit_rating]"
    grid.write_text(f"notebook: district_profile\ngrid: {{indicator: {values}}}\n", "utf-8")
    assert on("sweep", str(grid), *left)["failed"] == 0
    listed = on("runs", *left)["runs"]
    assert {one["parameters"]["data"] for one in listed} == {"made_up"}
    first, second = (f"{one['notebook']}/{one['key']}" for one in listed[:2])
    assert not on("runs diff", first, second, *left)["same"]
    assert on("runs again", first, *left)["status"] == "done"
    assert on("runs prune", "--keep", "1", "--dry-run", *left)["kept"]
    scheduled = on("schedule", *left)
    assert any(city in text for text in scheduled["files"].values())
    assert done == set(commands_of(app)) - {"city new"}


def commands_of(shelf: Any, before: str = "") -> Iterator[str]:
    """Give every command of the door, its group's name before it."""
    for one in shelf.registered_commands:
        yield f"{before}{one.name}"
    for group in shelf.registered_groups:
        if group.name == "runs":
            yield "runs"
        yield from commands_of(group.typer_instance, f"{group.name} " if group.name else before)


@pytest.mark.slow
def test_the_briefing_of_a_bare_city_has_the_pages_that_it_can_have(
    bare: Path, tmp_path: Path
) -> None:
    made = said("brief", "--data", str(bare), "--out", str(tmp_path))
    pages = [Path(page) for page in made["pages"]]
    assert [page.name for page in pages] == ["index.sv.html", "district_profile.turnout.sv.html"]
    assert all("Påhittat" in page.read_text("utf-8") for page in pages)


def test_a_list_that_only_this_city_has_is_shown_by_the_name_that_it_gives_it(
    root: Path, tmp_path: Path
) -> None:
    write_skeleton(tmp_path / "made_up")
    raw = tmp_path / "made_up" / "raw"
    for file in ("made_up_projects.csv", "datapackage.json"):
        path = raw / file
        path.write_text(path.read_text("utf-8").replace("programme", "plan 2031"), "utf-8")
    refresh(raw)
    build(raw.parent)
    given = {"data": str(raw.parent), "language": "sv"}
    shown = shown_by(root / "notebooks" / "project_balance.ipynb", **given)
    found = [one for bundle in shown if FINDINGS in bundle for one in bundle[FINDINGS]["findings"]]
    assert "balance.projects.plan 2031.north_share" in {one["id"] for one in found}
    texts = " ".join(bundle.get("text/plain", "") for bundle in shown)
    assert "plan 2031" in texts
    assert "remissvar" not in texts


def another_election(raw: Path) -> None:
    """Enter an election of 2038, as many votes as in 2034, by its rows and its source alone."""
    rows = pd.read_csv(raw / "made_up_turnout.csv").query("year == 2034")
    later = rows.assign(year=2038, source_id="made-up-2038")
    later.to_csv(raw / "made_up_turnout.csv", mode="a", header=False, index=False)
    with (raw / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("made-up-2038,Invented for a test,nobody,,made up,made up\n")


def test_an_invented_election_enters_by_its_rows_and_its_source_alone(
    root: Path, tmp_path: Path
) -> None:
    write_skeleton(tmp_path / "made_up")
    raw = tmp_path / "made_up" / "raw"
    another_election(raw)
    refresh(raw)
    build(raw.parent)
    given = {"data": str(raw.parent), "language": "en"}
    shown = shown_by(root / "notebooks" / "district_profile.ipynb", indicator="turnout", **given)
    found = [one for bundle in shown if FINDINGS in bundle for one in bundle[FINDINGS]["findings"]]
    periods = {one["period"] for one in found}
    assert {"2030", "2034", "2038", "2034..2038"} <= periods
    named = {one["period"]: one["sources"] for one in found if one["id"] == "gap.turnout"}
    assert named["2038"] == ["made-up-2038"]
    texts = " ".join(bundle.get("text/plain", "") for bundle in shown)
    assert "turnout in 2038" in texts
    assert "2034" in texts
    drawn = {bundle[CHART]["anchor"]: bundle[CHART] for bundle in shown if CHART in bundle}
    written = [one["text"] for one in drawn["change"]["figure"]["layout"]["annotations"]]
    assert [text for text in written if "20" in text] == [f"<b>{y}</b>" for y in (2030, 2034, 2038)]
    assert all("2038" in drawn[chart]["title"] for chart in ("map", "ranges", "change"))


@pytest.mark.slow
def test_a_corrected_old_table_and_a_new_election_are_what_an_edition_says_has_changed(
    tmp_path: Path,
) -> None:
    raw, out = tmp_path / "made_up" / "raw", tmp_path / "runs"
    asked = ("brief", "--data", str(raw.parent), "--out", str(out), "--lang", "en")
    write_skeleton(raw.parent)
    build(raw.parent)
    said(*asked, "--edition", "the first")
    (out / "pages").rename(tmp_path / "first")
    table = raw / "made_up_turnout.csv"
    for old, new in (("8000,6400,", "8000,6300,"), ("34000,28000,", "34000,27900,")):
        assert old in table.read_text("utf-8")
        table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    another_election(raw)
    said("data", "sources", "--refresh", "--data", str(raw.parent))
    assert said("data", "check", "--data", str(raw.parent))["problems"] == []
    build(raw.parent)
    said(*asked, "--since", str(tmp_path / "first"), "--edition", "the second")
    page = (out / "pages" / "district_profile.turnout.en.html").read_text("utf-8")
    told = page[page.index('id="since"') :].partition("</section>")[0]
    assert "Files that changed: " in told
    assert all(file in told for file in ("made_up_turnout.csv", "sources.csv"))
    rows = [re.sub(r"<[^>]+>|[^\x20-\x7e]", "", row) for row in told.split("<tr")]
    (row,) = [row for row in rows if "level.turnout.Fabelvik" in row]
    assert re.search(r"2030.*80\.0.*78\.8", row)  # the value that was, then the one that is
    assert "results that the earlier edition did not have" in told
    assert "turnout in 2038" in page
    assert "2038" in (out / "pages" / "index.en.html").read_text("utf-8")
