"""The gap of an indicator that is a mean or share with weights, known or not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from equity.differences.cases import About, Weighted
from equity.differences.statements import Words, gap_finding, verdict_of
from equity.findings import Finding, Note, Verdict
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.measures.rates import mean_gap
from equity.measures.weights import gap_of_means_range, gap_of_means_range_within_factor

SCHOOL_FACTOR = 1.5


def weighted_gap(known: Weighted, sides: Sides) -> tuple[float | None, Range]:
    """Return the gap of means, None where a figure is an end only, and its range as published."""
    rows = known.of(np.isin(known.district.astype(str), sides.names()))
    side = sides.of(rows.district).to_numpy(dtype=object)
    value = None if np.isnan(rows.value).any() else mean_gap(rows.value, rows.weight, side)
    if known.exact and value is not None:
        return value, Range(value, value)
    ends = rows.low, rows.high, rows.weight_low, rows.weight_high
    return value, gap_of_means_range(*ends, side)


def gap_of_weighted(known: Weighted, sides: Sides) -> list[Finding]:
    """Return the gap of weighted means under one definition, over every weight there may be."""
    about = known.about
    rows = known.of(np.isin(known.district.astype(str), sides.names()))
    side = sides.of(rows.district).to_numpy(dtype=object)
    low, high, weights = rows.low, rows.high, (rows.weight_low, rows.weight_high)
    words: Words = {"part": about.part, "whole": about.whole}
    value, held = weighted_gap(known, sides)
    if known.exact and value is not None:
        method = Note(
            message="The figures of each side's areas, weighted by their {whole}; "
            "north minus south.",
            values=words,
        )
        return [gap_finding(about, sides, "", value, held, method, "decided")]

    factor = gap_of_means_range_within_factor(low, high, rows.weight, side, SCHOOL_FACTOR)
    rungs: list[tuple[Range, Verdict]] = [(held, "decided"), (factor, "assumption")]
    within = Note(
        message="The share that are {whole} differs by at most a factor of {factor:.1f} from one "
        "place to another: an assumption.",
        values={"whole": about.whole, "factor": SCHOOL_FACTOR},
    )
    found = [_rung(about, sides, ".factor_1_5", factor, within)]
    if (rows.assumed_low > low).any():
        above = gap_of_means_range(rows.assumed_low, high, *weights, side)
        rungs.append((above, "assumption"))
        floor = Note(
            message="A figure published as about {high:.0f} lies between {low:.0f} and "
            "{high:.0f}: an assumption.",
            values={
                "low": float(rows.assumed_low[np.isnan(rows.value)].min()),
                "high": float(high[np.isnan(rows.value)].max()),
            },
        )
        found.append(_rung(about, sides, ".from_90", above, floor))
    caveats = school_caveats(known, sides.names())
    method = weighing(rows, value is not None)
    verdict = verdict_of(rungs)
    main = gap_finding(about, sides, "", value, held, method, verdict, caveats, "weights")
    return [main, *found]


def weighing(rows: Weighted, complete: bool) -> Note:
    """Say how figures without a known weight are weighted, and what their range is over."""
    least = float((rows.weight_low / rows.weight).min())
    most = float((rows.weight_high / rows.weight).max())
    values: Words = {"whole": rows.about.whole, "least": least, "most": most}
    if complete:
        return Note(
            message="Each figure is weighted by a stand-in for its {whole}; the range is over "
            "every weight between {least:.0%} and {most:.0%} of it.",
            values=values,
        )
    return Note(
        message="No value, because some figures are published as an end only; the range is over "
        "what they may be and over every weight between {least:.0%} and {most:.0%} of a stand-in "
        "for their {whole}.",
        values=values,
    )


def school_caveats(known: Weighted, districts: Iterable[str]) -> tuple[Note, ...]:
    """Say how many figures are left out of some districts, and why; silent where none is."""
    hidden = np.isin(known.left_out.astype(str), list(districts)).sum()
    stray = (known.district == "").sum()
    notes = []
    if hidden:
        notes.append(
            Note(
                message="Figures that are not published, left out: {count:d}.",
                values={"count": int(hidden)},
            )
        )
    if stray:
        notes.append(
            Note(
                message="Figures whose published position lies outside the city, on neither "
                "side: {count:d}.",
                values={"count": int(stray)},
            )
        )
    return tuple(notes)


def _rung(about: About, sides: Sides, detail: str, held: Range, method: Note) -> Finding:
    verdict: Verdict = "open" if held.sign is None else "assumption"
    return gap_finding(about, sides, detail, None, held, method, verdict, (), "weights")
