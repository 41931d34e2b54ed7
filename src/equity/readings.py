"""How the rows of one indicator are read from the raw tables, a function for each kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from equity.errors import DataError, Problem
from equity.raw.indicators import (
    FILE,
    Counts,
    Declarations,
    DenominatorFrom,
    Mean,
    Published,
    Schools,
)

LEVELS = {"part of district": "part"}
Tables = Mapping[str, pd.DataFrame]


def counts_rows(tables: Tables, declared: Declarations, reads: Counts) -> pd.DataFrame:
    """Return counts by area, by part where parts are known, and what no district holds.

    An area's value is the rate of what was counted there; where a period leaves counts
    unallocated, the rows of districts and parts are flagged `counted_only`.
    """
    whole = chosen_rows(tables, reads.table, reads.where)
    rows = _areas(whole, reads.table, reads.period, reads.periods)
    rows["numerator"] = numbers(whole, reads.table, reads.numerator)
    if reads.denominator_from is None:
        rows["denominator"] = numbers(whole, reads.table, reads.denominator)
    else:
        base = _denominators(tables, reads.denominator_from, reads.denominator)
        rows["denominator"] = rows["area"].map(base)
        rows["more_sources"] = _sources(tables, reads.denominator_from)
        rows = rows[rows["denominator"].notna()]
    unallocated = rows["level"] == "unallocated"
    rows = pd.concat([rows, _left_over(rows, declared.unallocated)], ignore_index=True)
    if reads.parts:
        parts = _parts(tables, reads)
        placed = set(parts["period"])
        replaced = (rows["level"] == "unallocated") & rows["period"].isin(placed)
        rows = pd.concat([rows[~replaced], parts], ignore_index=True)
    unallocated = rows["level"] == "unallocated"
    rows.loc[unallocated, "denominator"] = np.nan
    rows["value"] = (100 * rows["numerator"] / rows["denominator"]).where(rows["denominator"] > 0)
    partly = rows["period"].isin(rows.loc[unallocated, "period"])
    rows["flag"] = rows["flag"].where(
        ~(partly & rows["level"].isin(["district", "part"])), "counted_only"
    )
    return rows


def _parts(tables: Tables, reads: Counts) -> pd.DataFrame:
    """Return the parts of districts and what each constituency leaves unallocated."""
    whole = chosen_rows(tables, reads.parts, reads.where)
    rows = _areas(whole, reads.parts, reads.period, reads.periods)
    rows["numerator"] = numbers(whole, reads.parts, reads.numerator)
    rows["denominator"] = numbers(whole, reads.parts, reads.denominator)
    rows["constituency"] = require_column(whole, reads.parts, "constituency")
    rows["basis"] = require_column(whole, reads.parts, "basis")
    assumed = rows["basis"].isin(reads.assumed_basis) & (rows["level"] == "unallocated")
    rows.loc[assumed, "flag"] += " assumed_constituency"
    rows["more_sources"] = reads.parts_source_id
    return rows[rows["level"].isin(["part", "unallocated"])]


def _left_over(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the count that the city has beyond its districts, where no row says it."""
    said = set(rows.loc[rows["level"] == "unallocated", "period"])
    city = rows[(rows["level"] == "city") & ~rows["period"].isin(said)]
    districts = rows[rows["level"] == "district"].groupby("period")["numerator"].sum(min_count=1)
    rest = city["numerator"] - city["period"].map(districts).astype(float)
    left = city.assign(
        numerator=rest,
        denominator=np.nan,
        area=name,
        level="unallocated",
        flag="unallocated",
        district="",
    )
    return left[rest > 0]


def published_rows(tables: Tables, declared: Declarations, reads: Published) -> pd.DataFrame:
    """Return published figures that come without the counts behind them."""
    whole = _table(tables, reads.table)
    if reads.values:
        frames = []
        for period, column in reads.values.items():
            rows = _areas(whole.assign(_period=period), reads.table, "_period", ())
            frames.append(rows.assign(value=numbers(whole, reads.table, column)))
        return pd.concat(frames, ignore_index=True)
    rows = _areas(whole, reads.table, reads.period, ())
    rows["value"] = numbers(whole, reads.table, reads.value)
    if reads.numerator:
        rows["numerator"] = numbers(whole, reads.table, reads.numerator)
        left = _left_over(rows, declared.unallocated).assign(value=np.nan)
        rows = pd.concat([rows, left], ignore_index=True)
    return rows


def mean_rows(tables: Tables, reads: Mean) -> pd.DataFrame:
    """Return published means with the weights that they pool with as denominators."""
    whole = _table(tables, reads.table)
    rows = _areas(whole, reads.table, reads.period, ())
    rows["value"] = numbers(whole, reads.table, reads.value)
    rows["denominator"] = numbers(whole, reads.table, reads.weight)
    return rows.assign(weight_low=rows["denominator"], weight_high=rows["denominator"])


def schools_rows(tables: Tables, reads: Schools, districts: pd.Series) -> pd.DataFrame:
    """Return published figures by school, each with the ends of its weight and of its value.

    A suppressed or missing figure has no value and no ends; a censored one has ends only.
    districts: the district of each row by the table's index, missing outside the city.
    """
    schools = chosen_rows(tables, reads.table, reads.where)
    status = require_column(schools, reads.table, reads.status)
    censored = reads.censored.statuses if reads.censored else ()
    flags = pd.Series("weights_stand_in", index=schools.index)
    flags += np.where(status.isin(reads.suppressed), " suppressed", "")
    flags += np.where(status.isin(reads.missing), " missing", "")
    flags += np.where(status.isin(censored), " censored", "")
    district = districts.reindex(schools.index)
    flags += np.where(district.isna(), " outside_city", "")
    value = numbers(schools, reads.table, reads.value)
    weight = require_column(schools, reads.table, reads.weight).astype("str")
    pupils = weight.str.extract(r"^(?:cirka )?(\d+)$")[0].astype(float)
    rows = pd.DataFrame(
        {
            "area": require_column(schools, reads.table, reads.area),
            "level": "school",
            "period": require_column(schools, reads.table, reads.period).astype("str"),
            "value": value.where(~status.isin(censored)),
            "denominator": pupils,
            "flag": flags,
            "source_id": reads.source_id,
            "more_sources": reads.placed_source_id,
            "district": district.where(district.notna(), ""),
            "constituency": "",
            "basis": "",
            "low": value,
            "high": value,
            "assumed_low": value,
            "weight_low": pupils * reads.least,
            "weight_high": pupils * reads.most,
        }
    )
    return _with_censored_ends(rows, tables, reads, schools) if reads.censored else rows


def _with_censored_ends(
    rows: pd.DataFrame, tables: Tables, reads: Schools, schools: pd.DataFrame
) -> pd.DataFrame:
    """Give a censored figure its ends: another indicator's figure below, the scale's end above."""
    ends = reads.censored
    if ends is None:
        return rows
    others = chosen_rows(tables, reads.table, ends.low_from)
    keys = [reads.area, reads.period]
    known = others.set_index(keys)[reads.value].astype(float)
    if not known.index.is_unique:
        twice = str(known.index[known.index.duplicated()][0])
        expected, fix = (
            f"one row of {reads.table} a school and period",
            "name the rows more closely",
        )
        raise DataError([Problem(FILE, None, "censored.low_from", twice, expected, fix)])
    least = known.reindex(pd.MultiIndex.from_frame(schools[keys])).fillna(ends.low_otherwise)
    hidden = rows["flag"].str.contains("censored")
    return rows.assign(
        low=rows["low"].where(~hidden, least.to_numpy()),
        high=rows["high"].where(~hidden, ends.high),
        assumed_low=rows["assumed_low"].where(~hidden, np.fmax(least.to_numpy(), ends.assumed_low)),
    )


def _areas(whole: pd.DataFrame, name: str, period: str, periods: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns that every area's row has, index kept."""
    area, level = (
        require_column(whole, name, "area"),
        require_column(whole, name, "level").replace(LEVELS),
    )
    rows = pd.DataFrame(
        {
            "area": area,
            "level": level,
            "period": require_column(whole, name, period).astype("str"),
            "flag": np.where(level == "unallocated", "unallocated", ""),
            "source_id": require_column(whole, name, "source_id"),
            "more_sources": "",
            "district": area.where(level.isin(["district", "part"]), ""),
            "constituency": "",
            "basis": "",
        }
    )
    return rows[rows["period"].isin(periods)] if periods else rows


def _denominators(tables: Tables, source: DenominatorFrom, column: str) -> pd.Series:
    chosen = chosen_rows(tables, source.table, source.where)
    areas = require_column(chosen, source.table, "area")
    if areas.duplicated().any():
        twice = str(areas[areas.duplicated()].iloc[0])
        expected, fix = f"one row of {source.table} an area", "name the rows more closely"
        raise DataError([Problem(FILE, None, "denominator_from.where", twice, expected, fix)])
    return numbers(chosen, source.table, column).set_axis(areas)


def _sources(tables: Tables, source: DenominatorFrom) -> str:
    chosen = chosen_rows(tables, source.table, source.where)
    return " ".join(sorted(set(require_column(chosen, source.table, "source_id"))))


def chosen_rows(tables: Tables, name: str, where: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a table whose columns hold the texts in `where`, index kept."""
    table = _table(tables, name)
    chosen = pd.Series(True, index=table.index)
    for column, text in where.items():
        chosen &= require_column(table, name, column).astype("str") == text
    return table[chosen]


def _table(tables: Tables, name: str) -> pd.DataFrame:
    if name not in tables:
        raise _undeclared("table", name, sorted(tables))
    return tables[name]


def require_column(table: pd.DataFrame, name: str, column: str) -> pd.Series:
    """Return a column; DataError, with those there are, where the table `name` has none such."""
    if column not in table.columns:
        raise _undeclared(f"column of {name}", column, list(table.columns))
    return table[column]


def numbers(table: pd.DataFrame, name: str, column: str) -> pd.Series:
    """Return a column as floats; DataError where the table has none such, or not of numbers."""
    found = require_column(table, name, column)
    if not pd.api.types.is_numeric_dtype(found):
        expected, fix = f"a column of numbers in {name}", "name another column"
        raise DataError([Problem(FILE, None, f"column of {name}", column, expected, fix)])
    return found.astype(float)


def _undeclared(kind: str, name: str, known: list[str]) -> DataError:
    return DataError([Problem(FILE, None, kind, name, f"one of {', '.join(known)}", "correct it")])
