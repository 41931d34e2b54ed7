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

MADE_UP = About("made-up-cards", "Påhittade lånekort", "ingen, påhittat", "påhittat")
DECLARED = (
    ("FILL IN", "made up"),
    ("FYLL I", "påhittat"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a city's folder with four made-up-cards districts."""
    folder = tmp_path_factory.mktemp("small") / "city"
    write_skeleton(folder)
    return folder


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """Return a copy of the city's raw folder."""
    shutil.copytree(small / "raw", tmp_path / "data" / "raw")
    return tmp_path / "data" / "raw"


@pytest.fixture
def areas() -> list[str]:
    return ["Drömlund", "Fabelvik", "Påhittby", "Sagoholm"]


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
    path = add_table(own, cards, MADE_UP, area="Stadsdelsområde").path
    entered = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(entered) == ["area", "År", "Andel", "Antal", "Kod", "level", "source_id"]
    assert entered.iloc[0].tolist() == [
        areas[0], "2024", "40.5", "1010", "000", "district", "made-up-cards"
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
    entered = add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    begun = declaration(entered.path.stem, entered.types)
    for blank, words in DECLARED:
        begun = begun.replace(blank, words)
    with (own / "indicators.yaml").open("a", encoding="utf-8") as file:
        file.write(begun + "\n")
    CliRunner().invoke(app, ["data", "sources", "--refresh", "--data", str(own.parent)])
    build(own.parent)
    city = load(own.parent)
    levels = equity.level(city.observations, indicator="made_up_cards")
    assert levels.get(f"level.made_up_cards.{areas[0]}", "2024").value == 40.5
    assert levels.sources == ("made-up-cards",)
    assert city.sources["made-up-cards"].publisher == "ingen, påhittat"
    assert read_sides(own / "sides.yaml", city.areas["area"])


def test_words_that_were_not_filled_in_are_told_by_indicator_and_key(own, cards):
    entered = add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    with (own / "indicators.yaml").open("a", encoding="utf-8") as file:
        file.write(declaration(entered.path.stem, entered.types) + "\n")
    refresh(own)
    told = [one.column for one in problems(own) if "FILL IN" in one.expected]
    keys = ("name", "universe", "numerator", "denominator")
    assert told == [f"indicators.made_up_cards.{key}" for key in keys]


def test_a_source_that_is_known_needs_no_more_than_its_id(own, cards):
    before = (own / "sources.csv").read_bytes()
    add_table(own, cards, About("made-up"), area="Stadsdelsområde")
    assert (own / "sources.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "about", "area", "message"),
    [
        ({}, MADE_UP, "area", "say which column holds the areas, --area 'Stadsdelsområde'"),
        ({}, About("made-up-cards"), "Stadsdelsområde", "give --title, --publisher, --where too"),
        ({",5;": ".5;", "47,0": "47,0"}, MADE_UP, "Stadsdelsområde", "one decimal sign in a"),
        ({"År": "Andel"}, MADE_UP, "Stadsdelsområde", "each column once"),
        ({"Fabelvik;2024": "Fabelvik"}, MADE_UP, "Stadsdelsområde", "5 cells, as in the header"),
        ({}, About("Made up!", "T", "P", "W"), "Stadsdelsområde", "'Made up!', expected small"),
        ({}, About("Min källa", "T", "P", "W"), "Stadsdelsområde", "call it min-kalla"),
        ({}, About("made-up-cards", " ", "P", "W"), "Stadsdelsområde", "give --title too"),
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


WRONG = [
    ("1 010", "14 2", "Antal: '14 2', expected a number"),
    ("1 010", "–5", "Antal: '–5', expected a number, as the other cells of the column; write -5"),
    ("1 010", "..", "Antal: '..', expected a number, as the other cells of the column; leave the"),
    ("40,5", "40,5 %", "Andel: '40,5 %', expected a number"),
    (
        "AREA;2024",
        "Fabelvikk;2024",
        "Stadsdelsområde: 'Fabelvikk', expected a district that",
    ),
    ("AREA;2024", ";2024", "Stadsdelsområde: '', expected area"),
    ("AREA;2024", "AREA;2024 ", "År: '2024 ', expected a number"),
    (
        "AREA;2024;",
        "Fabelvik;2024;",
        "each key once; row 2 has it; remove one of the two",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), WRONG)
def test_what_the_check_would_tell_is_refused_with_its_row_and_what_was_typed(
    own, cards, areas, old, new, message
):
    row = 2 if "each key once" not in message else 2 + areas.index("Fabelvik")
    old, new = old.replace("AREA", areas[0]), new.replace("AREA", areas[0])
    cards.write_text(cards.read_text("utf-8-sig").replace(old, new, 1), "utf-8")
    before = listing(own)
    with pytest.raises(DataError) as told:
        add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    assert f"made_up_cards.csv, row {row}, column " in str(told.value)
    assert message in str(told.value)
    assert listing(own) == before
    assert [path.name for path in own.parent.iterdir()] == ["raw"]


def test_minus_signs_of_two_kinds_are_refused_and_one_kind_is_entered(own, cards):
    text = cards.read_text("utf-8-sig")
    odd = "\N{MINUS SIGN}40,5"
    first = text.replace("40,5", odd)
    cards.write_text(first.replace("41,5", "-41,5"), "utf-8")
    with pytest.raises(DataError, match=f"row 2, column Andel: '{odd}', expected one and"):
        add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    cards.write_text(first, "utf-8")
    assert add_table(own, cards, MADE_UP, area="Stadsdelsområde").types["Andel"] == "number"
    assert problems(own) == []


def test_every_fault_of_a_file_is_told_at_once(own, cards):
    text = cards.read_text("utf-8-sig").replace("1 010", "14 2").replace("41,5", "4l,5")
    cards.write_text(text, "utf-8")
    with pytest.raises(DataError) as told:
        add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    assert [(one.row, one.column, one.value) for one in told.value.problems] == [
        (3, "Andel", "4l,5"),
        (2, "Antal", "14 2"),
    ]


def test_a_source_of_a_row_that_nobody_knows_is_refused(own, cards):
    lines = cards.read_text("utf-8-sig").splitlines()
    text = "\n".join([f"{lines[0]};source_id", *(f"{line};made-up" for line in lines[1:])])
    cards.write_text(text.replace(";made-up", ";mad-up", 1), "utf-8")
    before = listing(own)
    with pytest.raises(DataError, match="row 2, column source_id: 'mad-up', expected a source_id"):
        add_table(own, cards, About("made-up"), area="Stadsdelsområde")
    assert listing(own) == before


def test_a_column_of_text_that_looks_like_numbers_is_entered_where_that_is_said(own, cards):
    cards.write_text(cards.read_text("utf-8-sig").replace("1 0", "1 0 "), "utf-8")
    with pytest.raises(DataError, match="if the column holds text, say so: --text 'Antal'"):
        add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    entered = add_table(own, cards, MADE_UP, area="Stadsdelsområde", text=["Antal"])
    assert entered.types["Antal"] == "string"
    assert pd.read_csv(entered.path, dtype=str)["Antal"].iloc[0] == "1 0 10"


def test_rows_of_one_area_and_year_are_entered_where_a_column_tells_them_apart(own, cards):
    head, *lines = cards.read_text("utf-8-sig").splitlines()
    twice = [f"{line};{sex}" for line in lines for sex in ("kvinnor", "män")]
    cards.write_text("\n".join([f"{head};Kön", *twice]), "utf-8")
    with pytest.raises(DataError, match="--key COLUMN"):
        add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    with pytest.raises(DataError, match="name one of them after --key"):
        add_table(own, cards, MADE_UP, area="Stadsdelsområde", key=["Sex"])
    add_table(own, cards, MADE_UP, area="Stadsdelsområde", key=["Kön"])
    assert problems(own) == []


def test_school_years_are_the_period_of_their_rows(own, cards):
    text = cards.read_text("utf-8-sig").replace(";År;", ";Läsår;").replace("2024", "2024/25")
    cards.write_text(text, "utf-8")
    entered = add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    assert entered.types["Läsår"] == "string"
    assert "period: Läsår, value: Andel" in declaration("made_up_cards", entered.types)
    entry = json.loads((own / "datapackage.json").read_text("utf-8"))["resources"][-1]
    assert entry["schema"]["primaryKey"] == ["area", "Läsår"]
    assert entry["period"] == "2024/25"


def test_the_checksum_of_a_file_that_was_changed_by_another_hand_is_not_renewed(own, cards):
    with (own / "made_up_payers.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    told = [str(one) for one in problems(own) if one.file == "made_up_payers.csv"]
    assert told
    add_table(own, cards, MADE_UP, area="Stadsdelsområde")
    assert [str(one) for one in problems(own)] == told


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Påhittade kort.csv", "call the file pahittade_kort.csv"),
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
    words += ["--source", "made-up-cards", "--title", "T", "--publisher", "P", "--where", "W"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "reads: {kind: published, table: made_up_cards, period: År, value: Andel}" in done.stdout
    again = CliRunner().invoke(app, [*words, "--json"])
    assert again.exit_code == 1
    assert json.loads(again.stdout)["status"] == "failed"


def test_a_file_that_holds_another_table_is_never_written_over(own, tmp_path):
    before = listing(own)
    file = tmp_path / "made_up_turnout.csv"
    file.write_text("area;cards\nFabelvik;1\n", "utf-8")
    with pytest.raises(DataError, match="a table that is not there yet"):
        add_table(own, file, About("made-up-cards"))
    assert listing(own) == before


def test_two_columns_of_areas_are_refused(own, tmp_path):
    before = listing(own)
    file = tmp_path / "made_up_cards.csv"
    file.write_text("Ort;area;cards\nFabelvik;x;1\n", "utf-8")
    with pytest.raises(DataError, match="one column of areas"):
        add_table(own, file, About("made-up-cards"), area="Ort")
    assert listing(own) == before


def test_a_new_source_gets_a_line_of_its_own_where_the_last_one_has_no_end(own, tmp_path):
    sources = own / "sources.csv"
    sources.write_text(sources.read_text("utf-8").rstrip("\n"), "utf-8")
    refresh(own)
    file = tmp_path / "made_up_cards.csv"
    file.write_text("area;cards\nFabelvik;1\n", "utf-8")
    add_table(own, file, About("made-up-cards", "Påhittat", "ingen", "påhittat"))
    assert set(pd.read_csv(sources)["source_id"]) == {"made-up", "made-up-cards"}
