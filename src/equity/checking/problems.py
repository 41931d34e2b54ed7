"""Everything that makes a city's raw folder unfit to build, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from equity.checking.declared import misdeclared
from equity.checking.menu import mischosen, misheadlined, misthemed
from equity.checking.placed import areas_of, placed_projects, school_districts
from equity.errors import DataError, Problem
from equity.geography.identity import read_identity
from equity.geography.sides import read_sides
from equity.observations import observe
from equity.projects.entry.reports import check_reports
from equity.raw import sources
from equity.raw.indicators import Declarations, read_indicators
from equity.raw.tables import read_and_tell
from equity.readings import Tables
from equity.yardsticks import read_baselines

REPORTS = "reports"  # beside raw/: what project owners hand in

# What a city cannot be opened without, beside the tables that its own declarations name.
NEEDED = {
    "neighbourhoods": ("neighbourhood", "geometry"),
    "water": ("geometry",),
    "districts": ("district", "code"),
    "specifications": ("indicator", "choice", "option", "detail", "name_en", "name_sv", "valid",
                       "reason_en"),
    "projects": ("project_id", "list", "kind", "scope", "theme", "sites_total"),
    "project_sites": ("project_id", "neighbourhood", "district", "basis"),
    "project_amounts": ("project_id", "amount", "unit", "phase"),
    "projects_apart": ("apart_group", "project_id"),
}  # fmt: skip


def problems(raw: Path) -> list[Problem]:
    """Return every problem of a city's raw folder: none when it can be built.

    First each file by itself and against those it refers to (`raw.check`). Where that is clean,
    what the files say together: the sides, the indicators, the menu of choices, the baselines,
    the projects with their sites and amounts, and the reports that project owners have handed in.

    raw: the folder. A problem names file, column and value, what was expected, and what to do.
    """
    tables, found = read_and_tell(raw)
    if not tables:
        return found
    found += unfit(raw, tables)
    reports = raw.parent / REPORTS
    return found + (check_reports(reports, raw) if reports.is_dir() else [])


def unfit(raw: Path, tables: Tables) -> list[Problem]:
    """Return what the files of a raw folder say against each other, each file being clean.

    tables: what `read_tables` reads from `raw`.
    """
    if lacking := list(_lacking(tables)):
        return lacking
    try:
        division = read_identity(raw).division
        areas = areas_of(tables, division)
    except DataError as error:
        return list(error.problems)
    names = [str(area) for area in areas["area"]]
    known = sources.read_catalogue(raw).sources
    found = _told("sides.yaml", lambda: read_sides(raw / "sides.yaml", names))
    found += _told("baselines.yaml", lambda: read_baselines(raw, tables, known, names))
    try:
        declared = read_indicators(raw)
    except DataError as error:
        found += error.problems
    else:
        periods, told = _of_indicators(tables, declared, known, division)
        found += told
        found += mischosen(tables["specifications"], declared)
        if "themes" in tables:
            found += misthemed(tables["themes"], periods, names, known)
    return found + _told("projects.csv", lambda: placed_projects(tables, division))


def _of_indicators(
    tables: Tables, declared: Declarations, known: dict[str, sources.Source], division: str
) -> tuple[dict[str, set[str]], list[Problem]]:
    """Return each indicator's periods, and what is wrong with its declaration or its rows."""
    found = [*misheadlined(declared)]
    wrong = {
        name: list(misdeclared(one, tables, known)) for name, one in declared.indicators.items()
    }
    found += [problem for told in wrong.values() for problem in told]
    sound = {name: one for name, one in declared.indicators.items() if not wrong[name]}
    try:
        districts = school_districts(tables, sound.values(), division)
    except DataError as error:
        return {name: set() for name in wrong}, found + list(error.problems)
    periods: dict[str, set[str]] = {name: set() for name in wrong}
    for name, one in sound.items():
        alone = declared.model_copy(update={"indicators": {name: one}})
        try:
            rows = observe(tables, alone, districts)
            for each, known_periods in rows.groupby("indicator")["period"]:
                periods[str(each)] = set(known_periods)
        except DataError as error:
            found += error.problems
    return periods, found


def _lacking(tables: Tables) -> Iterator[Problem]:
    for name, columns in NEEDED.items():
        if name not in tables:
            expected, fix = f"the table {name}", "declare it, with a header alone where it is empty"
            yield Problem(sources.FILE, None, "resources", "", expected, fix)
            continue
        for column in columns:
            if column not in tables[name].columns:
                fix = "declare it in the table's schema"
                yield Problem(sources.FILE, None, f"{name}.schema", "", f"the column {column}", fix)


def _told(file: str, does: Callable[[], object]) -> list[Problem]:
    """Return the problems that a step raises, none where it ends well."""
    try:
        does()
    except DataError as error:
        return list(error.problems)
    except ValueError as error:
        return [Problem(file, None, "", str(error), "figures that can be", "mend what it names")]
    return []
