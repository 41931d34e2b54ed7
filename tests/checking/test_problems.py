"""A raw folder whose files contradict each other is not built, and every fault is told at once."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from equity.checking.declared import misdeclared
from equity.checking.menu import mischosen, misheadlined, misthemed
from equity.checking.problems import problems, unfit
from equity.city import build
from equity.errors import DataError, Problem
from equity.raw.indicators import Declarations, read_indicators
from equity.raw.sources import refresh
from equity.raw.tables import read_tables
from equity.yardsticks import read_baselines

Tables = Mapping[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables(raw: Path) -> Tables:
    return read_tables(raw)


@pytest.fixture
def copy(raw: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "town" / "raw"
    shutil.copytree(raw, folder)
    return folder


def declare(raw: Path, change: Callable[[dict[str, Any]], None]) -> Declarations:
    """Return the project's declarations with one thing changed."""
    content = yaml.safe_load((raw / "indicators.yaml").read_text("utf-8"))
    change(content["indicators"])
    named = {key: {"id": key, **one} for key, one in content["indicators"].items()}
    return Declarations.model_validate(content | {"indicators": named})


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def where(found: list[Problem]) -> list[tuple[str, str, str]]:
    return [(one.file, one.column, one.value) for one in found]


def test_the_projects_own_city_has_no_problem(raw: Path) -> None:
    assert problems(raw) == []


def test_faults_in_every_file_of_a_city_are_told_in_one_pass_and_nothing_is_built(
    copy: Path,
) -> None:
    replace(copy / "sides.yaml", "- Bromma", "- Brommma")
    replace(copy / "indicators.yaml", "numerator: voters", "numerator: votes")
    replace(copy / "indicators.yaml", "source_id: skolverket-2026", "source_id: skolverket-2062")
    replace(copy / "specifications.csv", "merit_rating,weighting,pupils", "merit,weighting,pupils")
    replace(copy / "baselines.yaml", "column: employed_residents_16plus", "column: employed")
    replace(copy / "themes.csv", "social_assistance,high,2015", "social_assistance,high,2025")
    refresh(copy)
    found = problems(copy)
    assert set(where(found)) >= {
        ("sides.yaml", "sides.water.north", "Brommma"),
        ("indicators.yaml", "turnout_riksdag.reads.numerator", "votes"),
        ("indicators.yaml", "merit_rating.reads.source_id", "skolverket-2062"),
        ("specifications.csv", "indicator", "merit"),
        ("baselines.yaml", "employed", "employed"),
        ("themes.csv", "period", "2025"),
    }
    assert {one.file for one in found} == {
        "sides.yaml", "indicators.yaml", "specifications.csv", "baselines.yaml", "themes.csv",
    }  # fmt: skip
    assert all(one.expected and one.fix for one in found)
    with pytest.raises(DataError, match=r"sides\.yaml.*did you mean Bromma") as refused:
        build(copy.parent)
    assert list(refused.value.problems) == found
    assert not (copy.parent / "processed").exists()


def test_what_each_file_says_wrong_by_itself_comes_first(copy: Path) -> None:
    replace(copy / "turnout_by_district.csv", "46265", "46 265")
    refresh(copy)
    assert [one.file for one in problems(copy)] == ["turnout_by_district.csv"]


def test_projects_that_contradict_their_sites_are_told(raw: Path, tables: Tables) -> None:
    projects = tables["projects"].copy()
    sited = tables["project_sites"]["project_id"].iloc[0]
    projects.loc[projects["project_id"] == sited, "scope"] = "citywide"
    found = unfit(raw, {**tables, "projects": projects})
    assert [(one.file, one.column, one.value) for one in found] == [
        ("project_sites.csv", "project_id", sited)
    ]
    assert f"no site of {sited}, which is citywide" in found[0].expected


def test_an_amount_in_an_unknown_currency_is_told(raw: Path, tables: Tables) -> None:
    amounts = tables["project_amounts"].assign(unit="MUSD")
    found = unfit(raw, {**tables, "project_amounts": amounts})
    assert {(one.file, one.column, one.value) for one in found} == {
        ("project_amounts.csv", "unit", "MUSD")
    }


def test_a_table_and_a_column_that_every_city_needs_are_told(raw: Path, tables: Tables) -> None:
    less = {name: table for name, table in tables.items() if name != "water"}
    less["projects"] = tables["projects"].drop(columns="theme")
    assert [one.expected for one in unfit(raw, less)] == ["the table water", "the column theme"]


def of_turnout(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda all_: all_["turnout_riksdag"]["reads"].update(changed)


def of_school(**changed: Any) -> Callable[[dict[str, Any]], None]:
    def change(all_: dict[str, Any]) -> None:
        all_["merit_rating"]["reads"] = all_["merit_rating"]["reads"] | changed

    return change


def of_caveat(**changed: Any) -> Callable[[dict[str, Any]], None]:
    def change(all_: dict[str, Any]) -> None:
        first, *others = all_["merit_rating"]["caveats"]
        all_["merit_rating"]["caveats"] = [first | changed, *others]

    return change


def variant(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda all_: all_["employed_per_100_eligible"]["variants"]["riksdag_2018"][
        "denominator_from"
    ].update(changed)


FAULTS = [
    (of_turnout(table="turnout"), "turnout_riksdag.reads.table", "turnout"),
    (of_turnout(parts="constituencies"), "turnout_riksdag.reads.parts.table", "constituencies"),
    (of_turnout(period="yaer"), "turnout_riksdag.reads.period", "yaer"),
    (of_turnout(numerator="area"), "turnout_riksdag.reads.numerator", "area"),
    (of_turnout(where={"election": "eu"}), "turnout_riksdag.reads.where.election", "eu"),
    (of_turnout(where={"vote": "eu"}), "turnout_riksdag.reads.where", "vote"),
    (of_turnout(periods=["2016"]), "turnout_riksdag.reads.periods", "2016"),
    (of_turnout(parts_source_id="val"), "turnout_riksdag.reads.parts_source_id", "val"),
    (of_turnout(assumed_basis=["guess"]), "turnout_riksdag.reads.assumed_basis", "guess"),
    (of_school(placed_source_id="map"), "merit_rating.reads.placed_source_id", "map"),
    (of_school(suppressed=["OMITED"]), "merit_rating.reads.status", "OMITED"),
    (of_school(weight="pupils"), "merit_rating.reads.weight", "pupils"),
    (of_caveat(source_id="yearbook"), "merit_rating.caveats.0.source_id", "yearbook"),
    (of_caveat(periods=["1999"]), "merit_rating.caveats.0.periods", "1999"),
    (of_caveat(en="{valeu:.0f} per cent"), "merit_rating.caveats.en", "{valeu:.0f} per cent"),
    (of_caveat(sv="{value per cent"), "merit_rating.caveats.sv", "{value per cent"),
    (variant(table="turnout"),
     "employed_per_100_eligible.variants.riksdag_2018.denominator_from.table", "turnout"),
    (variant(where={"election": "riksdag", "year": "2019"}),
     "employed_per_100_eligible.variants.riksdag_2018.denominator_from.where.year", "2019"),
    (lambda all_: all_["social_assistance"]["reads"].update(value="pct"),
     "social_assistance.reads.value", "pct"),
    (lambda all_: all_["employment_rate_foreign_born"]["reads"]["values"].update({"2008": "x"}),
     "employment_rate_foreign_born.reads.values.2008", "x"),
    (lambda all_: all_["household_income_mean"]["reads"].update(weight="households"),
     "household_income_mean.reads.weight", "households"),
    (lambda all_: all_["eligible_vocational"]["reads"]["censored"].update(
        low_from={"indicator": "passed"}),
     "eligible_vocational.reads.censored.low_from.where.indicator", "passed"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "column", "value"), FAULTS)
def test_what_a_declaration_names_and_is_not_there_is_told(
    raw: Path,
    tables: Tables,
    city: Any,
    change: Callable[[dict[str, Any]], None],
    column: str,
    value: str,
) -> None:
    declared = declare(raw, change)
    found = [
        problem
        for one in declared.indicators.values()
        for problem in misdeclared(one, tables, city.sources)
    ]
    assert (column, value) in [(one.column, one.value) for one in found]
    assert {one.column.split(".")[0] for one in found} == {column.split(".", maxsplit=1)[0]}


def test_two_conditions_that_are_never_met_together_are_told(raw: Path, tables: Tables) -> None:
    declared = declare(raw, variant(where={"election": "region", "year": "2014"}))
    turnout = tables["turnout_by_district"]
    held = turnout[(turnout["election"] != "region") | (turnout["year"] != 2014)]
    found = misdeclared(
        declared.indicators["employed_per_100_eligible"],
        {**tables, "turnout_by_district": held},
        ["yearbook-b014-2016"],
    )
    assert [one.fix for one in found] == ["each is there, never together: correct one"]


def test_an_indicator_whose_rows_are_of_no_district_is_told(copy: Path, tables: Tables) -> None:
    income = tables["household_income_2016_by_district"]
    cities = income[income["level"] == "city"]
    found = unfit(copy, {**tables, "household_income_2016_by_district": cities})
    assert ("household_income_mean.reads", "no row") in [(one.column, one.value) for one in found]


@pytest.mark.parametrize(
    ("row", "changed", "column", "said"),
    [
        (0, {"indicator": "turnout_riksdagen"}, "indicator", "did you mean turnout_riksdag?"),
        (4, {"detail": "riksdag_2019"}, "detail", "did you mean riksdag_2018?"),
        (0, {"detail": "riksdag_2018"}, "detail", "there is none"),
        (6, {"valid": "yes"}, "valid", "row 5 computes the same"),
        (0, {"indicator": "social_assistance"}, "valid", "neither counts nor weights"),
    ],
)
def test_a_choice_of_what_is_not_declared_is_told_by_row(
    tables: Tables, raw: Path, row: int, changed: dict[str, str], column: str, said: str
) -> None:
    menu = tables["specifications"].copy()
    for name, value in changed.items():
        menu.loc[row, name] = value
    (one,) = mischosen(menu, read_indicators(raw))
    assert (one.file, one.row, one.column) == ("specifications.csv", row + 2, column)
    assert said in f"{one.expected} {one.fix}"


def test_an_indicator_without_a_valid_option_is_fine(tables: Tables, raw: Path) -> None:
    menu = tables["specifications"].assign(valid="no")
    assert list(mischosen(menu, read_indicators(raw))) == []


def test_a_headline_without_a_gap_or_named_twice_is_told(raw: Path) -> None:
    headline = ("merit_rating", "social_assistance", "merit_rating")
    declared = read_indicators(raw).model_copy(update={"headline": headline})
    assert [one.value for one in misheadlined(declared)] == ["social_assistance", "merit_rating"]


@pytest.mark.parametrize(
    ("changed", "column", "value"),
    [
        ({"indicator": "turnout_riksdga"}, "indicator", "turnout_riksdga"),
        ({"period": "2016"}, "period", "2016"),
        ({"indicator": "x", "known_districts": "Farstaa", "source_ids": "seed"},
         "known_districts", "Farstaa"),
        ({"indicator": "x", "known_districts": "Farsta", "source_ids": "sed"},
         "source_ids", "sed"),
    ],
)  # fmt: skip
def test_a_theme_that_asks_for_what_is_not_there_is_told(
    tables: Tables, changed: dict[str, str], column: str, value: str
) -> None:
    themes = tables["themes"].head(1).assign(**changed)
    periods = {"turnout_riksdag": ["2018", "2022"]}
    (one,) = misthemed(themes, periods, ["Farsta"], ["seed"])
    assert (one.file, one.row, one.column, one.value) == ("themes.csv", 2, column, value)


BASELINES = [
    ("table: employment_by_district", "table: employment", "employment"),
    ("column: population_2011", "column: population_2031", "population_2031"),
    ("less_column: voters", "less_column: votes", "votes"),
    ('where: {year: "2016"}', 'where: {yaer: "2016"}', "yaer"),
    ('where: {year: "2016"}', 'where: {year: "1916"}', "{'year': '1916'}"),
    ("more_sources: [val-", "more_sources: [valu-", "valu-collecting-2022"),
    ("column: eligible\n  less_column: voters", "column: voters\n  less_column: eligible", ""),
    ("need: true", "need: perhaps", "perhaps"),
]


@pytest.mark.parametrize(("old", "new", "value"), BASELINES)
def test_a_baseline_that_cannot_be_counted_is_told(
    copy: Path, tables: Tables, city: Any, old: str, new: str, value: str
) -> None:
    replace(copy / "baselines.yaml", old, new)
    with pytest.raises(DataError) as told:
        read_baselines(copy, tables, city.sources, city.areas["area"])
    (one,) = told.value.problems
    assert one.file == "baselines.yaml"
    assert value in one.value


def test_a_baseline_that_leaves_a_district_out_is_told(copy: Path, tables: Tables) -> None:
    areas = [*tables["districts"]["district"], "Nacka"]
    with pytest.raises(DataError, match="'Nacka', expected a count for each district"):
        read_baselines(copy, tables, areas=areas)


def test_no_baseline_at_all_is_told(copy: Path, tables: Tables) -> None:
    (copy / "baselines.yaml").write_text("{}\n", "utf-8")
    with pytest.raises(DataError, match="at least one baseline"):
        read_baselines(copy, tables)


def test_a_problem_can_be_read_by_a_machine(copy: Path) -> None:
    from typer.testing import CliRunner

    from equity.cli.app import app

    replace(copy / "sides.yaml", "- Bromma", "- Brommma")
    refresh(copy)
    done = CliRunner().invoke(app, ["data", "check", "--data", str(copy.parent), "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["status"]) == (1, "failed")
    assert told["problems"][0]["fix"] == "did you mean Bromma?"
