"""A table from a spreadsheet is entered with its source, or refused whole. All figures made up."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import equity
from equity.checking.problems import problems
from equity.checking.skeleton import write_skeleton
from equity.city import build, load
from equity.cli.app import app
from equity.entering.entry import About
from equity.entering.tables import add_table, declaration
from equity.errors import DataError
from equity.geography.sides import read_sides
from equity.raw.sources import refresh

MADE_UP = About("made-up", "Påhittade lånekort", "ingen, påhittat", "påhittat")
DECLARED = (
    ("FILL IN", "made up"),
    ("FYLL I", "påhittat"),
)


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the city's raw folder."""
    shutil.copytree(built / "raw", tmp_path / "data" / "raw")
    return tmp_path / "data" / "raw"


@pytest.fixture
def areas(own: Path) -> list[str]:
    tables = json.loads((own / "neighbourhoods.geojson").read_text("utf-8"))["features"]
    return sorted({one["properties"]["district_2007"] for one in tables})


@pytest.fixture
def cards(tmp_path: Path, areas: list[str]) -> Path:
    """Return a file as a Swedish Excel saves it: semicolons, decimal commas, grouped, a mark."""
    lines = ["Stadsdelsområde;År;Andel;Antal;Kod"]
    lines += [f"{area};2024;{40 + n},5;1 0{10 + n};0{n:02d}" for n, area in enumerate(areas)]
    lines += ["Hela staden;2024;47,0;14 231;"]
    file = tmp_path / "made_up_cards.csv"
    file.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    return file


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_table_is_entered_in_the_form_of_the_house(own, cards, areas):
    path = add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    entered = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(entered) == ["area", "År", "Andel", "Antal", "Kod", "level", "source_id"]
    assert entered.iloc[0].tolist() == [
        areas[0], "2024", "40.5", "1010", "000", "district", "made-up"
    ]  # fmt: skip
    assert entered["level"].tolist() == ["district"] * len(areas) + ["city"]
    entry = json.loads((own / "datapackage.json").read_text("utf-8"))["resources"][-1]
    types = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    assert types == {
        "area": "string", "År": "year", "Andel": "number", "Antal": "integer", "Kod": "string",
        "level": "string", "source_id": "string",
    }  # fmt: skip
    assert problems(own) == []


def test_what_it_prints_needs_its_words_and_nothing_else(own, cards, areas):
    path = add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    begun = declaration(path.stem, pd.read_csv(path, dtype=str, keep_default_na=False))
    for blank, words in DECLARED:
        begun = begun.replace(blank, words)
    with (own / "indicators.yaml").open("a", encoding="utf-8") as file:
        file.write(begun + "\n")
    CliRunner().invoke(app, ["data", "sources", "--refresh", "--data", str(own.parent)])
    build(own.parent)
    city = load(own.parent)
    levels = equity.level(city.observations, indicator="made_up_cards")
    assert levels.get(f"level.made_up_cards.{areas[0]}", "2024").value == 40.5
    assert levels.sources == ("made-up",)
    assert city.sources["made-up"].publisher == "ingen, påhittat"
    assert read_sides(own / "sides.yaml", city.areas["area"])


def test_a_source_that_is_known_needs_no_more_than_its_id(own, cards):
    before = (own / "sources.csv").read_bytes()
    add_table(own, cards, About("seed"), area="Stadsdelsområde")
    assert (own / "sources.csv").read_bytes() == before


def test_a_district_that_the_city_does_not_have_is_told_by_the_check(own, cards):
    cards.write_text(cards.read_text("utf-8-sig").replace("Farsta;", "Farstaa;"), "utf-8")
    add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    told = [str(one) for one in problems(own) if one.file == "made_up_cards.csv"]
    assert len(told) == 1
    assert "'Farstaa'" in told[0]
    assert "Farsta" in told[0].split("'Farstaa'")[1]


@pytest.mark.parametrize(
    ("change", "about", "area", "message"),
    [
        ({}, MADE_UP, "area", "say which column holds the areas, --area 'Stadsdelsområde'"),
        ({}, About("made-up"), "Stadsdelsområde", "give --title, --publisher, --where too"),
        ({",5;": ".5;", "47,0": "47,0"}, MADE_UP, "Stadsdelsområde", "one decimal sign in a"),
        ({"År": "Andel"}, MADE_UP, "Stadsdelsområde", "each column once"),
        ({"Farsta;2024": "Farsta"}, MADE_UP, "Stadsdelsområde", "5 cells, as in the header"),
    ],
)
def test_a_fault_is_told_and_nothing_is_written(own, cards, change, about, area, message):
    text = cards.read_text("utf-8-sig")
    for old, new in change.items():
        text = text.replace(old, new)
    cards.write_text(text, "utf-8")
    before = listing(own)
    with pytest.raises(DataError) as told:
        add_table(own, cards, about, area=area)
    assert message in str(told.value)
    assert listing(own) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Påhittade kort.csv", "call the file p_hittade_kort.csv"),
        ("projects.csv", "a table that is not there yet"),
        ("made_up.xlsx", "save the sheet as CSV UTF-8"),
        ("made_up_nowhere.csv", "name a file of text"),
    ],
)
def test_a_name_that_does_not_suit_is_told_with_one_that_does(own, cards, name, message):
    file = cards.with_name(name)
    if "nowhere" not in name:
        cards.rename(file)
    with pytest.raises(DataError) as told:
        add_table(own, file, MADE_UP, area="Stadsdelsområde")
    assert message in str(told.value)


def test_the_command_prints_the_beginning_of_a_declaration(own, cards):
    words = ["data", "add", str(cards), "--data", str(own.parent), "--area", "Stadsdelsområde"]
    words += ["--source", "made-up", "--title", "T", "--publisher", "P", "--where", "W"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "reads: {kind: published, table: made_up_cards, period: År, value: Andel}" in done.stdout
    again = CliRunner().invoke(app, [*words, "--json"])
    assert again.exit_code == 1
    assert json.loads(again.stdout)["status"] == "failed"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return the raw folder of a new city, whose tables lie in files of other names."""
    write_skeleton(tmp_path / "new")
    return tmp_path / "new" / "raw"


def test_a_file_that_holds_another_table_is_never_written_over(new, tmp_path):
    before = listing(new)
    file = tmp_path / "made_up_turnout.csv"
    file.write_text("area;cards\nFabelvik;1\n", "utf-8")
    with pytest.raises(DataError, match="a table that is not there yet"):
        add_table(new, file, About("made-up"))
    assert listing(new) == before


def test_two_columns_of_areas_are_refused(new, tmp_path):
    before = listing(new)
    file = tmp_path / "made_up_cards.csv"
    file.write_text("Ort;area;cards\nFabelvik;x;1\n", "utf-8")
    with pytest.raises(DataError, match="one column of areas"):
        add_table(new, file, About("made-up"), area="Ort")
    assert listing(new) == before


def test_a_new_source_gets_a_line_of_its_own_where_the_last_one_has_no_end(new, tmp_path):
    sources = new / "sources.csv"
    sources.write_text(sources.read_text("utf-8").rstrip("\n"), "utf-8")
    refresh(new)
    file = tmp_path / "made_up_cards.csv"
    file.write_text("area;cards\nFabelvik;1\n", "utf-8")
    add_table(new, file, About("made-up-cards", "Påhittat", "ingen", "påhittat"))
    assert set(pd.read_csv(sources)["source_id"]) == {"made-up", "made-up-cards"}
