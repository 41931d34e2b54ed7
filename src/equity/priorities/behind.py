"""How far each district lies behind a target: the city's level, the best third, or a number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from equity.differences.cases import About, Case, Counts, Published, Weighted
from equity.differences.counted import placing
from equity.differences.levels import levels_of
from equity.differences.profile import chosen_period
from equity.differences.reading import cases_of
from equity.differences.weighted import school_caveats, weighing
from equity.findings import Finding, Note, RangeOf
from equity.measures.bounds import Range
from equity.measures.distances import largest_distance_range, whole_less_member_range
from equity.priorities.own_numbers import own_levels

Target = float | str
TARGETS: Final = ("city", "best third")


@dataclass(frozen=True)
class Behind:
    """Distances to a target in one period, positive where a district is behind.

    districts: by name `value` (missing where none is known), `low`, `high`. largest: the range
    of the largest distance. areas: the districts that can have it.
    """

    about: About
    unit: str
    range_of: RangeOf
    level: Range
    districts: pd.DataFrame
    largest: Range
    areas: tuple[str, ...]
    method: Note
    caveats: tuple[Note, ...]


def distances(
    observations: pd.DataFrame, indicator: str, period: str, behind: str, target: Target
) -> Behind:
    """Return how far the districts of an indicator lie behind a target.

    period: one, or "latest". behind: "low" where low values are behind, "high" where high ones
    are. target: "city", "best third" (the level that a third of the districts, rounded up,
    reach) or a number in the indicator's unit.
    Raises ValueError for an unknown target or end, an indicator or period that is not there,
    and for the city's level where none is known.
    """
    if behind not in ("low", "high"):
        raise ValueError(f"{indicator}: behind is {behind!r}; 'low' or 'high' expected")
    when = chosen_period(observations, indicator, period)
    known = cases_of(observations, indicator, when)[when]
    levels, city, areas, notes = _levels(observations, known, behind)
    level = _target(target, levels, city, behind, indicator)
    districts = _distances(levels, level, behind)
    if target == "city" and isinstance(known, Weighted) and level.low < level.high:
        districts = _with_the_city(known, districts, behind)
    largest = Range(districts["low"].max(), districts["high"].max(), "outer")
    exact_target = level.low == level.high
    if isinstance(known, Counts) and known.left_over and exact_target:
        largest = largest_distance_range(
            known.counted,
            known.whole,
            known.district,
            known.pool,
            known.unallocated,
            level.low,
            known.capped,
            behind,
        )
    return Behind(
        about=known.about,
        unit=known.about.gap_unit,
        range_of="weights" if isinstance(known, Weighted) else "identification",
        level=level,
        districts=districts,
        largest=largest,
        areas=areas,
        method=_method(target, known),
        caveats=notes,
    )


def _levels(
    observations: pd.DataFrame, known: Case, behind: str
) -> tuple[pd.DataFrame, Range | None, tuple[str, ...], tuple[Note, ...]]:
    """Return levels by district, the city's, the districts that can be furthest behind, notes."""
    if isinstance(known, Published) and known.left_over:
        return own_levels(observations, known, behind)
    name = f"level.{known.about.indicator}"
    found = levels_of([known], ())
    rows: dict[str, tuple[float | None, float, float]] = {}
    city: Range | None = None
    areas: tuple[str, ...] = ()
    for finding in found:
        detail = finding.id.removeprefix(name).removeprefix(".")
        if not detail:
            city = _held(finding)
        elif detail == f"rank.{'lowest' if behind == 'low' else 'highest'}":
            areas = finding.areas
        elif not detail.startswith("rank."):
            held = _held(finding)
            rows[detail] = (finding.value, held.low, held.high)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])
    return frame.astype(float), city, areas, _caveats(known)


def _caveats(known: Case) -> tuple[Note, ...]:
    extra: tuple[Note, ...] = ()
    if isinstance(known, Counts):
        method, assumed = placing(known)
        extra = (method, *assumed) if known.left_over else ()
    elif isinstance(known, Weighted) and not known.exact:
        complete = not np.isnan(known.value).any()
        extra = (weighing(known, complete), *school_caveats(known, set(known.left_out)))
    return (*extra, *known.about.caveats)


def _held(finding: Finding) -> Range:
    if finding.low is not None and finding.high is not None:
        return Range(finding.low, finding.high)
    if finding.value is None:
        raise ValueError(f"{finding.id}: neither a value nor a range")
    return Range(finding.value, finding.value)


def _target(
    target: Target, levels: pd.DataFrame, city: Range | None, behind: str, indicator: str
) -> Range:
    if isinstance(target, str):
        if target not in TARGETS:
            raise ValueError(f"target {target!r}: 'city', 'best third' or a number expected")
        if target == "city":
            if city is None:
                raise ValueError(f"{indicator}: no level of the city is known; use 'best third'")
            return city
        place = math.ceil(len(levels) / 3) - 1
        ends = [sorted(levels[end], reverse=behind == "low")[place] for end in ("low", "high")]
        return Range(ends[0], ends[1], "outer")
    if not math.isfinite(target):
        raise ValueError(f"target {target}: a number is needed")
    return Range(float(target), float(target))


def _distances(levels: pd.DataFrame, level: Range, behind: str) -> pd.DataFrame:
    middle = level.low if level.low == level.high else np.nan
    if behind == "low":
        value, low, high = (
            middle - levels["value"],
            level.low - levels["high"],
            level.high - levels["low"],
        )
    else:
        value, low, high = (
            levels["value"] - middle,
            levels["low"] - level.high,
            levels["high"] - level.low,
        )
    return pd.DataFrame({"value": value, "low": low, "high": high})


def _with_the_city(known: Weighted, districts: pd.DataFrame, behind: str) -> pd.DataFrame:
    """Return distances in which a district's schools weigh the same in it and in the city."""
    frame = districts.copy()
    arrays = known.low, known.high, known.weight_low, known.weight_high
    for name in frame.index:
        held = whole_less_member_range(*arrays, known.district.astype(str) == name)
        ends = (held.low, held.high) if behind == "low" else (-held.high, -held.low)
        frame.loc[name, ["low", "high"]] = ends
        frame.loc[name, "value"] = _weighed(known, str(name), behind)
    return frame


def _weighed(known: Weighted, name: str, behind: str) -> float:
    """Return the distance with stand-in weights; missing where some value is not known."""
    own = known.of(known.district.astype(str) == name)
    distance = np.average(known.value, weights=known.weight) - np.average(
        own.value, weights=own.weight
    )
    return float(distance if behind == "low" else -distance)


def _method(target: Target, known: Case) -> Note:
    if target == "best third":
        return Note(
            message="How far a district lies behind the level that the best third of the "
            "districts reach; above zero is behind. The ends of the two are taken apart, so the "
            "true range may be narrower."
        )
    if not isinstance(target, str):
        return Note(
            message="How far a district lies behind the level {level:,.1f}; above zero is behind.",
            values={"level": float(target)},
        )
    if isinstance(known, Published) and known.left_over:
        return Note(
            message="How far a district lies behind the level of all districts together, by "
            "their own numbers; above zero is behind. The population is read from the numbers "
            "and the rounded percentages, and the ends of the two levels are taken apart, so "
            "the true range may be narrower."
        )
    return Note(
        message="How far a district lies behind the level of the whole city; above zero is behind."
    )
