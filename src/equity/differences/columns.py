"""One indicator's rows of a frame as columns, those that the frame lacks filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

TEXTS = ("name", "name_sv", "part", "part_sv", "whole", "whole_sv", "caveats", "caveats_sv")
NUMBERS = (
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "assumed_low",
    "weight_low",
    "weight_high",
)

Rows = Mapping[str, npt.NDArray[Any]]


def require_areas(frame: pd.DataFrame) -> None:
    """Raise ValueError, with the columns there are, for a frame that does not name its areas.

    >>> require_areas(pd.DataFrame({"kommun": ["A"]}))
    Traceback (most recent call last):
    ValueError: the frame has no column 'area', only kommun: rename the one that names the areas
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"a frame is wanted, not {type(frame).__name__}: pd.DataFrame makes one")
    if "area" not in frame.columns and "area" in frame.index.names:
        raise ValueError("the areas are the frame's index: write frame.reset_index()")
    if "area" not in frame.columns:
        there = ", ".join(str(name) for name in frame.columns) or "none"
        raise ValueError(
            f"the frame has no column 'area', only {there}: rename the one that names the areas"
        )


def _numbers(frame: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    """Return a column as floats; ValueError, naming the area, for a text that is no number."""
    if pd.api.types.is_numeric_dtype(frame[name]):
        return frame[name].to_numpy(dtype=float, na_value=np.nan)
    read = pd.to_numeric(frame[name], errors="coerce")
    unread = read.isna() & frame[name].notna()
    for area, text in zip(frame.loc[unread, "area"], frame.loc[unread, name], strict=True):
        raise ValueError(f"{name} of area {area!r} is {text!r}: a number is needed")
    return read.to_numpy(dtype=float, na_value=np.nan)


def columns_of(observations: pd.DataFrame, indicator: str) -> Rows:
    """Return the indicator's rows as columns, those that the frame lacks filled in.

    Periods become text, and `weight` both ends of a weight that is known.
    Raises ValueError for a frame without areas, or without anything to measure, and for an
    indicator that it does not hold; naming the area, for a text where a number is needed.
    """
    observations = _rows_of(observations, indicator)
    columns = set(observations.columns)
    texts = {
        "level": "district",
        "flag": "",
        "source_id": "own",
        "more_sources": "",
        "unit": "per cent",
        "gap_unit": "percentage points",
        "scale": "share",
        "constituency": "",
    } | dict.fromkeys(TEXTS, "")
    rows = {"area": observations["area"].to_numpy(dtype=object)}
    for name, text in texts.items():
        rows[name] = _texts(observations, name, text)
    for name in NUMBERS:
        rows[name] = (
            _numbers(observations, name) if name in columns else np.full(len(observations), np.nan)
        )
    rows["period"] = _periods(observations)
    if "weight" in columns:
        weight = _numbers(observations, "weight")
        for name in ("weight_low", "weight_high"):
            rows[name] = np.where(np.isnan(rows[name]), weight, rows[name])
    own = np.where(rows["level"] == "district", rows["area"], "")
    rows["district"] = observations["district"].to_numpy(object) if "district" in columns else own
    return rows


def periods_in(observations: pd.DataFrame, indicator: str) -> list[str]:
    """Return the periods of an indicator, oldest first; errors as in `columns_of`."""
    return in_order(_periods(_rows_of(observations, indicator)))


def _rows_of(observations: pd.DataFrame, indicator: str) -> pd.DataFrame:
    require_areas(observations)
    columns = set(observations.columns)
    if not ({"value"} <= columns or {"numerator", "denominator"} <= columns):
        raise ValueError("the frame needs a column 'value', or 'numerator' and 'denominator'")
    if "indicator" not in columns:
        return observations
    here = observations["indicator"] == indicator
    if not here.any():
        known = ", ".join(sorted(set(observations["indicator"])))
        raise ValueError(f"no indicator {indicator!r}; there is {known}")
    return observations[here]


def _texts(rows: pd.DataFrame, name: str, missing: str) -> npt.NDArray[np.object_]:
    """Return a column as it is, with `missing` where it has nothing or the frame lacks it."""
    if name not in rows.columns:
        return np.full(len(rows), missing, dtype=object)
    column = rows[name].to_numpy(dtype=object, copy=True)
    column[rows[name].isna().to_numpy()] = missing
    return column


def _periods(rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    return np.array([as_text(period) for period in _texts(rows, "period", "")], dtype=object)


def in_order(periods: Iterable[str]) -> list[str]:
    """Return each period once, oldest first: numbers by size, the rest by letter.

    >>> in_order(["10", "2", "2023/24", "2022/23", "2"])
    ['2', '10', '2022/23', '2023/24']
    """

    def by_size(period: str) -> list[str | int]:
        parts = re.split(r"([0-9]+)", period)  # text and digits in turn, so each meets its like
        return [int(part) if at % 2 else part for at, part in enumerate(parts)]

    return sorted(set(periods), key=by_size)


def as_text(period: object) -> str:
    """Return a period as text; a whole number that a gap in its column made a float, as whole."""
    whole = isinstance(period, float) and period.is_integer()
    return str(int(period) if whole else period)  # type: ignore[call-overload]
