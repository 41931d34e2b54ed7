"""How high an indicator is: in the city, on each side and in each district, with ranges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.differences.cases import (
    About,
    Case,
    Counts,
    Published,
    Weighted,
    is_poolable,
    require_scale_pooled,
)
from equity.differences.counted import placing
from equity.differences.gaps import require_known
from equity.differences.orders import extremes
from equity.differences.reading import cases_of
from equity.differences.statements import Words
from equity.differences.weighted import school_caveats, weighing
from equity.findings import Finding, Findings, Note, RangeOf
from equity.geography.grouping import Definitions, each
from equity.geography.sides import SIDES, Sides
from equity.measures.bounds import Range, levels_by_area
from equity.measures.rates import pooled_mean
from equity.measures.weights import weighted_mean_range


def level(
    observations: pd.DataFrame,
    sides: Definitions = (),
    *,
    indicator: str,
    period: str | None = None,
) -> Findings:
    """Return the levels of an indicator: `level.<indicator>`, of each side and each district.

    The city's is exact where its total is published. A district's is a range where some
    counts belong to no district; its low end too obeys room: what the others cannot hold must
    lie in it. `level.<indicator>.north` and `.south` carry the definition;
    `.rank.lowest` and `.rank.highest` name every district that can be it.

    observations, indicator, period: as in `gap`. sides: definitions, or none.
    Raises ValueError as `gap` does, for an index or a count only where sides are given;
    published levels without counts or weights have none by side.

    >>> frame = pd.DataFrame({"area": ["A", "B"], "numerator": [80, 70], "denominator": [100, 100]})
    >>> level(frame, indicator="votes").get("level.votes.A", "").value
    80.0
    """
    require_known(observations, each(sides))
    cases = list(cases_of(observations, indicator, period).values())
    for known in cases if each(sides) else ():
        require_scale_pooled(known.about)
    return levels_of(cases, sides)


def levels_of(cases: Iterable[Case], sides: Definitions) -> Findings:
    """Return the levels of cases read before; ids and ranges as in `level`."""
    found: list[Finding] = []
    for known in cases:
        found += _city(known)
        for definition in each(sides) if is_poolable(known) else ():
            found += [
                f.model_copy(update={"definition": definition.id, "border": definition.label})
                for f in _of_sides(known, definition)
            ]
        of_districts = _of_districts(known)
        found += of_districts + extremes(known, of_districts)
    return Findings(found)


def _of_districts(known: Case) -> list[Finding]:
    if isinstance(known, Published):
        beyond = _beyond(known.about, known.left_over)
        return [
            _level(known.about, str(name), float(value), _exact(known, value), PUBLISHED, beyond)
            for name, value in known.levels.items()
            if pd.notna(value)
        ]
    if isinstance(known, Counts):
        by_area = _by(known, known.district)
        return [_placed_level(known, name, *by_area[name]) for name in sorted(by_area)]
    names = sorted({name for name in known.district if name})
    return [finding for name in names for finding in _of(known, (name,), name)]


PUBLISHED = Note(message="As published.")


def _exact(known: Published, value: float) -> Range | None:
    """Return a published figure as a range of one point, unless some people are in no figure."""
    return Range(value, value) if known.left_over == 0 else None


def _city(known: Case) -> list[Finding]:
    about = known.about
    if isinstance(known, Counts):
        if known.city is None:
            part, whole = known.counted.sum() + known.left_over, known.whole.sum()
        else:
            part, whole = known.city
        value = 100 * part / whole
        words: Words = {"part": about.part, "whole": about.whole}
        method = Note(message="All {part} of the city divided by its {whole}.", values=words)
        return [_level(about, "", value, Range(value, value), method)]
    if known.city is not None:
        left = known.left_over if isinstance(known, Published) else 0.0
        exact = Range(known.city, known.city)
        return [_level(about, "", known.city, exact, PUBLISHED, _beyond(about, left))]
    if isinstance(known, Published) or not is_poolable(known):
        return []
    return _weighted(known, known, "")


def _of_sides(known: Case, sides: Sides) -> list[Finding]:
    if isinstance(known, Counts):
        by_side = _by(known, sides.of(known.district).to_numpy(dtype=object))
        return [_placed_level(known, side, *by_side[side]) for side in SIDES if side in by_side]
    both = (("north", sides.north), ("south", sides.south))
    return [finding for side, names in both for finding in _of(known, names, side)]


def _of(known: Case, names: tuple[str, ...], detail: str) -> list[Finding]:
    if not isinstance(known, Weighted):
        return []
    return _weighted(known, known.of(np.isin(known.district.astype(str), names)), detail)


def _by(known: Counts, area: npt.NDArray[np.object_]) -> dict[str, tuple[float, Range]]:
    """Return the rate of each area, or side, in proportion and its range."""
    held = known.pool, known.unallocated, known.capped
    return levels_by_area(known.counted, known.whole, area, *held)


def _placed_level(known: Counts, detail: str, value: float, held: Range) -> Finding:
    method, extra = placing(known)
    found = _level(known.about, detail, value, held, method, extra)
    return found.model_copy(update={"verdict": "assumption"}) if known.assumed else found


def _weighted(known: Weighted, rows: Weighted, detail: str) -> list[Finding]:
    """Return the weighted mean of some entries; nothing where none has a figure."""
    if not len(rows.district):
        return []
    complete = not np.isnan(rows.value).any()
    value = pooled_mean(rows.value, rows.weight) if complete else None
    held = weighted_mean_range(rows.low, rows.high, rows.weight_low, rows.weight_high)
    if known.exact:
        words: Words = {"whole": known.about.whole}
        method = Note(message="The areas' figures, weighted by their {whole}.", values=words)
        if len(rows.district) == 1:
            method = PUBLISHED
        return [_level(known.about, detail, value, held, method)]
    caveats = school_caveats(known, set(rows.district))
    return [_level(known.about, detail, value, held, weighing(rows, complete), caveats, "weights")]


def _beyond(about: About, left: float) -> tuple[Note, ...]:
    if left == 0:
        return ()
    return (
        Note(
            message="The city counts {left:,.0f} {part} more than its areas together; a change "
            "between years in the areas alone would mislead.",
            values={"left": left, "part": about.part},
        ),
    )


def _level(
    about: About,
    detail: str,
    value: float | None,
    held: Range | None,
    method: Note,
    caveats: tuple[Note, ...] = (),
    range_of: RangeOf = "identification",
) -> Finding:
    return Finding(
        id=f"level.{about.indicator}" + (f".{detail}" if detail else ""),
        value=value,
        low=None if held is None else held.low,
        high=None if held is None else held.high,
        range_of=None if held is None else range_of,
        unit=about.unit,
        period=about.period,
        verdict="decided" if held is not None and held.low == held.high else None,
        method=method,
        sources=about.sources,
        caveats=(*caveats, *about.caveats),
        subject=about.subject,
        indicator=about.indicator,
    )
