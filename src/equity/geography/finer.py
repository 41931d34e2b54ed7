"""Finer areas as published: the file that a researcher laid in the city's folder, checked."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.errors
import shapely

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.geography.declared_finer import DECLARED, FOLDER, Declared, declared, laid
from equity.geography.positions import SWEREF99_TM, crs_fits

LATEST = "latest"


@dataclass(frozen=True)
class FinerAreas:
    """The finer areas of one indicator and period, as published.

    areas: `area` (the code, as text), `name`, `value`, `numerator` and `denominator` (missing
    where not published), outlines in EPSG:3006. kind, kinds: what they are called.
    """

    indicator: str
    period: str
    kind: Label
    kinds: Label
    source: str
    areas: gpd.GeoDataFrame


def read_finer(folder: Path, *, indicator: str, period: str = LATEST) -> FinerAreas:
    """Read the finer areas of an indicator from a city's folder.

    folder: the city's `finer/`, which holds the declaration too. period: one that is declared,
    or "latest" for the last whose file is there.
    Raises DataError with every fault, each saying what to do: nothing declared for the
    indicator or period, no file where one is declared, a column that is not there, a code twice,
    a missing figure or one that is none, counts with more inside than the whole, an outline
    that is not valid, coordinates that do not fit.
    """
    known = declared(folder).get(indicator, {})
    if not known:
        place = f"{FOLDER}/{DECLARED}"
        fix = f"declare its file in {place}, or choose another indicator"
        raise DataError([Problem(place, None, "", indicator, "an indicator by finer area", fix)])
    there = laid(folder, indicator)
    when = (there or sorted(known))[-1] if period == LATEST else period
    if when not in known:
        fix = f"write one of {', '.join(sorted(known))}"
        raise DataError([Problem(DECLARED, None, indicator, when, "a declared period", fix)])
    if when not in there:
        raise DataError([_absent(known, when)])
    one, path = known[when], folder / known[when].file
    frame = _read(path)
    crs_fits(frame, path.name)
    if problems := _faults(frame, one):
        raise DataError(problems)
    none = np.full(len(frame), np.nan)
    columns = {
        "area": frame[one.area].astype(str).to_numpy(object),
        "name": frame[one.name].astype(str).to_numpy(object),
        "value": frame[one.value].to_numpy(float),
        "numerator": none if one.numerator is None else frame[one.numerator].to_numpy(float),
        "denominator": none if one.denominator is None else frame[one.denominator].to_numpy(float),
    }
    areas = gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=frame.crs)
    areas = areas.to_crs(SWEREF99_TM).sort_values("area", ignore_index=True)
    return FinerAreas(indicator, when, one.kind, one.kinds, one.source, areas)


def _absent(known: dict[str, Declared], when: str) -> Problem:
    one = known[when]
    columns = [one.area, one.name, one.value, one.numerator, one.denominator, "geometry"]
    named = ", ".join(column for column in columns if column is not None)
    fix = (
        f"lay a file of that name there, one row a {one.kind.en}, with the columns {named} "
        f"(source {one.source})"
    )
    return Problem(
        f"{FOLDER}/{one.file}", None, "", "missing", f"the {one.kinds.en} of {when}", fix
    )


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        if path.suffix == ".parquet":
            return gpd.read_parquet(path)
        return gpd.read_file(path)
    except (OSError, ValueError, pyogrio.errors.DataSourceError) as error:
        reason = str(error).splitlines()[0][:120]
        fix = f"lay a whole one there ({reason})"
        expected = f"a readable file of kind {path.suffix}"
        raise DataError([Problem(path.name, None, "", "not readable", expected, fix)]) from None


def _faults(frame: gpd.GeoDataFrame, one: Declared) -> list[Problem]:
    """Return what is wrong with a file's columns, and, where they are there, with its rows."""
    numbers = [c for c in (one.value, one.numerator, one.denominator) if c is not None]
    missing = [c for c in (one.area, one.name, *numbers) if c not in frame]
    if missing:
        there = ", ".join(map(str, frame.columns))
        return [
            Problem(one.file, 1, name, "", "a column of that name", f"name it; there is {there}")
            for name in missing
        ]
    values = {c: pd.to_numeric(frame[c], "coerce").to_numpy(float) for c in numbers}
    codes, rate, shapes = frame[one.area], values[one.value], frame.geometry.to_numpy()
    outside = np.isfinite(rate) & ((rate < 0) | (rate > 100))
    flat = np.isin(shapely.get_type_id(shapes), [3, 6])  # a polygon, or several
    sound = flat & shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    point = "write it with a decimal point"
    wrong = [(c, c, ~np.isfinite(given), "a number", point) for c, given in values.items()]
    wrong += [
        (one.value, one.value, outside, "a share of 0 to 100", point),
        (one.area, one.area, codes.duplicated().to_numpy(), "each code once", "keep one row"),
        (one.area, one.area, codes.isna().to_numpy(), "a code", "write it"),
        ("geometry", one.area, ~sound, "a valid outline", "mend it"),
    ]
    found = [
        Problem(one.file, int(row) + 2, column, str(frame[shown].iloc[row]), expected, fix)
        for column, shown, rows, expected, fix in wrong
        for row in np.flatnonzero(rows)
    ]
    if not found and one.numerator and one.denominator:
        over = (frame[one.numerator] > frame[one.denominator]) | (frame[one.denominator] <= 0)
        found = [
            Problem(
                one.file,
                int(row) + 2,
                one.numerator,
                str(frame[one.numerator].iloc[row]),
                f"at most its whole, and a whole above 0 ({one.denominator})",
                "correct one of the two",
            )
            for row in np.flatnonzero(over)
        ]
    return found
