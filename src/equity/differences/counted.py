"""The gap of an indicator that has counts: what was counted, and what no area holds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from equity.differences.cases import EVERYWHERE, Counts
from equity.differences.statements import Words, gap_finding, verdict_of
from equity.differences.turning import turning
from equity.findings import Finding, Note, Verdict
from equity.geography.sides import Sides
from equity.measures.bounds import (
    Range,
    gap_proportional,
    gap_range,
    gap_range_within_factor,
    tipping,
)
from equity.measures.rates import pooled_gap
from equity.measures.unknown.ladder import NoRoomError

FACTOR = 2.0
IN_CONSTITUENCY = Note(
    message="{left:,.0f} {part} belong to no area, only to a constituency. The value places them "
    "in proportion to the {whole} of its parts; the range is over every way to place them in it, "
    "with no part above its {whole}."
)
IN_CITY = Note(
    message="{left:,.0f} {part} belong to no area. The value places them in proportion to the "
    "{whole} of the city; the range is over every way to place them, with no area above its "
    "{whole}."
)
IN_CITY_UNCAPPED = Note(
    message="{left:,.0f} {part} belong to no area. The value places them in proportion to the "
    "{whole} of the city; the range is over every way to place them."
)
BY_ROW_ORDER = Note(
    message="Which constituency the {left:,.0f} {part} belong to is read from the order of the "
    "rows: an assumption."
)


def counted_gap(known: Counts, sides: Sides) -> tuple[float, Range]:
    """Return the gap with what no area holds in proportion, and its range as published."""
    side = sides.of(known.district).to_numpy(dtype=object)
    arrays = known.counted, known.whole, side, known.pool
    value = gap_proportional(*arrays, known.unallocated, known.capped)
    return value, gap_range(*arrays, known.unallocated, known.capped)


def gap_of_counts(known: Counts, sides: Sides) -> list[Finding]:
    """Return the gap of pooled rates under one definition, with its ladder and tipping point."""
    about, counted, whole, pool = known.about, known.counted, known.whole, known.pool
    side, spread = sides.of(known.district).to_numpy(dtype=object), known.unallocated
    total = known.left_over
    words: Words = {"part": about.part, "whole": about.whole}

    only_counted = pooled_gap(counted, whole, side)
    if total == 0:
        method = Note(
            message="The {part} of each side are added and divided by its {whole}; "
            "north minus south.",
            values=words,
        )
        exact = Range(only_counted, only_counted)
        return [gap_finding(about, sides, "", only_counted, exact, method, "decided")]

    words["left"] = total
    value, held = counted_gap(known, sides)
    factor = _within_factor(known, side)
    nowhere = gap_range(
        counted, whole, side, [EVERYWHERE] * len(whole), {EVERYWHERE: total}, known.capped
    )
    assumption: Verdict = "assumption" if known.assumed else "decided"
    rungs: list[tuple[Range, Verdict]] = [(nowhere, "decided"), (held, assumption)]
    verdict = verdict_of([*rungs, (factor, "assumption")] if factor is not None else rungs)
    extra = (_assumed(words),) if known.assumed else ()
    found = [
        gap_finding(about, sides, "", value, held, _placed(known, words), verdict, extra),
        gap_finding(
            about,
            sides,
            ".counted",
            only_counted,
            None,
            Note(
                message="Only the {part} counted in an area of their own; "
                "the {left:,.0f} that belong to none are left out.",
                values=words,
            ),
            None,
            (*extra, _missing(words, only_counted, held)),
        ),
    ]
    if factor is not None:
        method = Note(
            message="Within a constituency, the {part} that belong to no area, per {whole}, "
            "differ by at most a factor of {factor:.0f} between its parts: an assumption."
            if known.placed
            else "The {part} that belong to no area, per {whole}, differ by at most a factor of "
            "{factor:.0f} between areas: an assumption.",
            values=words | {"factor": FACTOR},
        )
        within: Verdict = "open" if factor.sign is None else "assumption"
        found.append(gap_finding(about, sides, ".factor_2", None, factor, method, within, extra))
    if known.capped:
        message = (
            "As if the {left:,.0f} {part} that belong to no area could lie anywhere in the city, "
            "with no area above its {whole}."
        )
        reach = Note(message=message, values=words)
        own: Verdict = "open" if nowhere.sign is None else "decided"
        found.append(gap_finding(about, sides, ".anywhere", None, nowhere, reach, own))
    if held.sign is None:
        turned = tipping(counted, whole, side, pool, spread, known.capped)
        if turned is not None:
            found.append(turning(known, sides, turned, words, extra))
    return found


def _within_factor(known: Counts, side: npt.NDArray[np.object_]) -> Range | None:
    """Return the rung's range; None where no placement obeys the factor, so there is no rung."""
    try:
        return gap_range_within_factor(
            known.counted,
            known.whole,
            side,
            known.pool,
            known.unallocated,
            capped=known.capped,
            factor=FACTOR,
        )
    except NoRoomError:
        return None


def placing(known: Counts) -> tuple[Note, tuple[Note, ...]]:
    """Say how what no area holds is placed, and whether its constituency is an assumption."""
    words: Words = {
        "part": known.about.part,
        "whole": known.about.whole,
        "left": known.left_over,
    }
    if known.left_over == 0:
        return Note(message="The {part} divided by the {whole}.", values=words), ()
    return _placed(known, words), (_assumed(words),) if known.assumed else ()


def _placed(known: Counts, words: Words) -> Note:
    """Say how the value places what no area holds, and what the range is over."""
    kind = IN_CONSTITUENCY if known.placed else IN_CITY if known.capped else IN_CITY_UNCAPPED
    return kind.model_copy(update={"values": words})


def _assumed(words: Words) -> Note:
    return BY_ROW_ORDER.model_copy(update={"values": words})


def _missing(words: Words, value: float, held: Range) -> Note:
    ends = words | {"value": value, "low": held.low, "high": held.high}
    if value in held:
        return Note(message="{left:,.0f} {part} are missing from this figure.", values=words)
    return Note(
        message="{left:,.0f} {part} are missing from this figure. It lies outside what is "
        "possible, {low:.2f} to {high:.2f}, so it cannot be right.",
        values=ends,
    )
