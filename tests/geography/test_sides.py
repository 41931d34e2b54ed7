from pathlib import Path

import pandas as pd
import pytest

from equity.errors import DataError
from equity.findings import Label
from equity.geography.sides import Sides, read_sides

AREAS = ["Norra", "Mellan", "Södra", "Ön"]
GOOD = """\
default: river
sides:
  rail:
    label: {en: The railway, sv: Järnvägen}
    description: {en: East and west, sv: Öster och väster}
    north: [Norra, Mellan]
    south: [Södra]
  river:
    label: {en: The river, sv: Ån}
    description: {en: Both banks, sv: Båda stränderna}
    north: [Norra]
    south:
      - Södra
      - Mellan
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "sides.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(path, areas=AREAS):
    with pytest.raises(DataError) as error:
        read_sides(path, areas)
    assert all(problem.file == "sides.yaml" for problem in error.value.problems)
    assert all(problem.fix and problem.expected for problem in error.value.problems)
    return error.value.problems


def test_the_default_of_the_file_comes_first(file):
    sides = read_sides(file(GOOD), AREAS)
    assert list(sides) == ["river", "rail"]
    assert sides["river"].south == ("Södra", "Mellan")
    assert sides["rail"].label.text("sv") == "Järnvägen"


def test_districts_in_neither_side_are_left_out_and_listed(file):
    sides = read_sides(file(GOOD), AREAS)["river"]
    assert sides.left_out(AREAS) == ("Ön",)
    assert sides.names() == ("Norra", "Södra", "Mellan")


def test_the_side_of_rows_keeps_the_index_of_the_rows(file):
    sides = read_sides(file(GOOD), AREAS)["river"]
    rows = pd.Series(["Ön", "Norra", "Norra", "Södra"], index=[9, 9, 2, 5])
    side = sides.of(rows)
    assert list(side.index) == [9, 9, 2, 5]
    assert list(side) == [None, "north", "north", "south"]
    assert sides.of(AREAS)["Mellan"] == "south"


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        ("[Norra, Mellan]", "[Norra, Melan]", 6, "did you mean Mellan?"),
        ("[Norra, Mellan]", "[Norra, Göteborg]", 6, "write one of Norra, Mellan, Södra, Ön"),
        ("[Norra, Mellan]", "[Norra, norra]", 6, "did you mean Norra?"),
        ("[Norra, Mellan]", "[Norra, Norra]", 6, "stands in north already"),
        ("[Norra, Mellan]", "[Norra, Södra]", 7, "stands in north already"),
        ("[Norra, Mellan]", "[]", 6, "at least one district"),
        ("[Norra, Mellan]", "", 6, "a list of districts"),
        ("[Norra, Mellan]", "Norra", 6, "a list of districts"),
        ("[Norra, Mellan]", "[Norra, no]", 6, "in quotation marks"),
        ("[Norra, Mellan]", "[Norra, 17]", 6, "in quotation marks"),
        ("    north: [Norra, Mellan]\n", "", 3, "the key north"),
        ("    north:", "    nort:", 6, "a known key"),
        ("    label: {en: The railway, sv: Järnvägen}\n", "", 3, "the key label"),
        ("sv: Järnvägen", "sv: ''", 4, "text in sv"),
        (", sv: Järnvägen", "", 4, "text in sv"),
        ("en: The railway, ", "", 4, "the key en"),
        ("sv: Järnvägen", "sv: Järnvägen, fi: Rata", 4, "a known key"),
        ("default: river", "default: rivre", 1, "the id of a definition"),
        ("default: river\n", "", 1, "the key default"),
        ("  river:", "  rail:", 3, "'rail' is given twice"),
        ("    south: [Södra]", "    north: [Södra]", 4, "'north' is given twice"),
        ("    south: [Södra]", "    south: [Södra", 8, "YAML"),
        ("default: river", "default: !!python/name:os.system river", 1, "YAML"),
    ],
)
def test_a_fault_is_refused_with_its_row(file, old, new, row, said):
    assert old in GOOD
    problems = refused(file(GOOD.replace(old, new, 1)))
    assert row in [problem.row for problem in problems if said in str(problem)]


def test_every_problem_is_told_at_once(file):
    text = GOOD.replace("[Norra, Mellan]", "[Nora, Mellan, Mellan]").replace("river\n", "x\n", 1)
    assert [problem.value for problem in refused(file(text))] == ["x", "Nora", "Mellan"]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "water", "sides:\n", "default: &a [*a]\n"])
def test_a_file_that_holds_no_definitions_is_refused(file, text):
    assert refused(file(text))


def test_a_file_without_any_definition_names_no_default(file):
    assert "none is defined" in str(refused(file("default: x\nsides: {}\n"))[0])


def test_a_file_that_is_missing_or_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "sides.yaml"
    assert "add sides.yaml" in str(refused(path)[0])
    path.write_bytes(GOOD.encode("latin-1"))
    assert "UTF-8" in str(refused(path)[0])


def test_letters_written_in_two_parts_are_the_same_letters(file):
    assert read_sides(file(GOOD.replace("ö", "o\u0308")), AREAS)["rail"].south == ("Södra",)


@pytest.mark.parametrize(
    ("north", "south", "said"),
    [
        (("A",), (), "south has no district"),
        ((), ("A",), "north has no district"),
        (("A", "B"), ("B",), "named twice: B"),
        (("A", "A"), ("B",), "named twice: A"),
    ],
)
def test_sides_made_by_hand_obey_the_same_rules(north, south, said):
    with pytest.raises(ValueError, match=said):
        Sides("x", Label(en="x"), Label(en=""), north, south)


def test_the_citys_own_definitions_follow_its_regions(raw: Path, district_table: pd.DataFrame):
    regions = district_table.groupby("region")["district"].agg(set)
    sides = read_sides(raw / "sides.yaml", district_table["district"])
    west, inner, south = regions["Västerort"], regions["Inre staden"], regions["Söderort"]
    assert list(sides) == ["water", "yearbook", "outer"]
    assert set(sides["water"].north) == west | inner - {"Södermalm"}
    assert set(sides["water"].south) == south | {"Södermalm"}
    assert set(sides["yearbook"].north) == west | inner
    assert set(sides["yearbook"].south) == south
    assert (set(sides["outer"].north), set(sides["outer"].south)) == (west, south)
    assert set(sides["outer"].left_out(district_table["district"])) == inner
    assert sides["water"].left_out(district_table["district"]) == ()


def test_a_definition_that_is_not_there_is_told_with_those_that_are(city):
    with pytest.raises(KeyError, match="did you mean water\\?; there is water, yearbook, outer"):
        city.sides["watr"]


def test_one_text_is_a_label_in_both_languages():
    river = Sides("river", "The river", "", ("A",), ("B",))
    assert (river.label.en, river.label.sv) == ("The river", "The river")
