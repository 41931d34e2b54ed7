"""What shares of projects and money are compared with: counts of people, read from the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.projects.baselines import Baseline, people, people_without
from equity.raw.yaml_file import COMMENTS, not_as_declared, read_yaml
from equity.readings import LEVELS, Tables, chosen_rows, numbers, require_column

FILE = "baselines.yaml"


class Declared(BaseModel):
    """One baseline: which counts it is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label
    period: str
    table: str
    where: dict[str, str] = {}
    column: str
    less_column: str = ""
    need: bool = False
    more_sources: tuple[str, ...] = ()


def read_baselines(
    raw: Path,
    tables: Tables,
    sources: Collection[str] | None = None,
    areas: Collection[str] | None = None,
) -> dict[str, Baseline]:
    """Return the baselines that a city declares, by name, its default first.

    raw: the city's raw folder, with `baselines.yaml`. tables: its raw tables by name. sources:
    the ids that may be named; areas: the districts that a baseline must count, each; neither is
    looked at where it is not given.
    Raises DataError with every fault of every baseline: a table or column that is not there, no
    rows, counts that cannot be, a source or a district that is none.
    """
    read: dict[str, Baseline] = {}
    problems: list[Problem] = []
    for name, one in declared_baselines(raw).items():
        try:
            read[name] = baseline(name, one, tables)
            problems += _beside(read[name], sources, areas)
        except DataError as error:
            problems += [replace(told, file=FILE, column=name) for told in error.problems]
        except ValueError as error:  # what the counts cannot be
            problems.append(Problem(FILE, None, name, str(error), "counts of people", "mend them"))
    if problems:
        raise DataError(problems)
    return read


def declared_baselines(raw: Path) -> dict[str, Declared]:
    """Return what `baselines.yaml` in a city's raw folder declares, by name.

    Raises DataError where it declares nothing, or something else than it may.
    """
    try:
        declared = TypeAdapter(dict[str, Declared]).validate_python(read_yaml(raw / FILE))
    except ValidationError as error:
        raise not_as_declared(FILE, error, COMMENTS) from None
    if not declared:
        fix = "declare one; the first is the default"
        raise DataError([Problem(FILE, None, "", "", "at least one baseline", fix)])
    return declared


def _beside(
    read: Baseline, sources: Collection[str] | None, areas: Collection[str] | None
) -> Iterator[Problem]:
    """Yield the sources that no catalogue has, and the districts that are none or not counted."""
    for source in read.sources if sources is not None else ():
        if source not in (sources or ()):
            expected, fix = "a source_id of sources.csv", "correct it, or add the source"
            yield Problem(FILE, None, f"{read.name}.more_sources", source, expected, fix)
    for area in sorted(set(areas) ^ set(read.districts)) if areas is not None else ():
        expected, fix = (
            "a count for each district of the city and for no other",
            "choose other rows",
        )
        yield Problem(FILE, None, f"{read.name}.where", area, expected, fix)


def baseline(name: str, declared: Declared, tables: Tables) -> Baseline:
    """Return the counts of one baseline.

    name: its id. declared: as its city does. tables: raw tables by name.
    Raises DataError for a table or column that is not there or no rows, and ValueError for
    counts that cannot be.
    """
    rows = chosen_rows(tables, declared.table, declared.where)
    for column in ("area", "source_id", "level"):
        require_column(rows, declared.table, column)
    rows = rows.assign(level=rows["level"].replace(LEVELS))
    counts = numbers(rows, declared.table, declared.column)
    if declared.less_column:
        return _without(name, declared, rows, counts)
    districts = counts[rows["level"] == "district"].set_axis(
        rows.loc[rows["level"] == "district", "area"]
    )
    city = counts[rows["level"] == "city"]
    if districts.empty or districts.isna().any():
        raise DataError([_no_rows(name, declared)])
    return people(
        districts,
        name=name,
        period=declared.period,
        label=declared.label,
        sources=_sources(declared, rows),
        unallocated=float(city.iloc[0] - districts.sum()) if len(city) else 0.0,
        need=declared.need,
    )


def _without(name: str, declared: Declared, rows: pd.DataFrame, whole: pd.Series) -> Baseline:
    pool = require_column(rows, declared.table, "constituency")
    less = numbers(rows, declared.table, declared.less_column)
    parts = rows["level"] == "part"
    if not parts.any():
        raise DataError([_no_rows(name, declared)])
    loose = rows["level"] == "unallocated"
    areas = rows.loc[parts, "area"]
    return people_without(
        whole[parts].set_axis(areas),
        less[parts].set_axis(areas),
        pool=pool[parts].set_axis(areas),
        unallocated=less[loose].set_axis(pool[loose]).to_dict(),
        name=name,
        period=declared.period,
        label=declared.label,
        sources=_sources(declared, rows),
    )


def _sources(declared: Declared, rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rows["source_id"], *declared.more_sources)))


def _no_rows(name: str, declared: Declared) -> Problem:
    asked: Mapping[str, str] = declared.where
    return Problem(
        FILE,
        None,
        f"{name}.where",
        str(dict(asked)),
        f"rows of {declared.table} with a count for every district",
        "correct the table, the rows or the column",
    )
