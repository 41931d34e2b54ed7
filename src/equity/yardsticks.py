"""What shares of projects and money are compared with: counts of people, read from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.projects.baselines import Baseline, people, people_without
from equity.raw.yaml_file import read_yaml
from equity.readings import LEVELS, Tables, chosen_rows

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


def read_baselines(raw: Path, tables: Tables) -> dict[str, Baseline]:
    """Return the baselines that a city declares, by name, its default first.

    raw: the city's raw folder, with `baselines.yaml`. tables: its raw tables by name.
    Raises DataError with every fault of the file, and where a table has no such rows.
    """
    try:
        declared = TypeAdapter(dict[str, Declared]).validate_python(read_yaml(raw / FILE))
    except ValidationError as error:
        raise DataError(
            Problem(
                FILE,
                None,
                ".".join(str(part) for part in fault["loc"]),
                str(fault["input"])[:80],
                fault["msg"],
                "see the comments at the head of the file",
            )
            for fault in error.errors()
        ) from None
    return {name: _baseline(name, one, tables) for name, one in declared.items()}


def _baseline(name: str, declared: Declared, tables: Tables) -> Baseline:
    rows = chosen_rows(tables, declared.table, declared.where)
    rows = rows.assign(level=rows["level"].replace(LEVELS))
    if declared.less_column:
        return _without(name, declared, rows)
    districts = rows[rows["level"] == "district"].set_index("area")[declared.column].astype(float)
    city = rows.loc[rows["level"] == "city", declared.column].astype(float)
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


def _without(name: str, declared: Declared, rows: pd.DataFrame) -> Baseline:
    parts = rows[rows["level"] == "part"].set_index("area")
    if parts.empty:
        raise DataError([_no_rows(name, declared)])
    loose = rows[rows["level"] == "unallocated"].set_index("constituency")[declared.less_column]
    return people_without(
        parts[declared.column].astype(float),
        parts[declared.less_column].astype(float),
        pool=parts["constituency"],
        unallocated=loose.astype(float).to_dict(),
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
