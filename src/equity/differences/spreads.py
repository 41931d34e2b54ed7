"""How much of the differences between districts lies between north and south, and between whom."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from equity.chance import SEED
from equity.differences.cases import About, Case, Counts, Published
from equity.differences.gaps import require_known
from equity.differences.ranks import Pairs, among
from equity.differences.reading import cases_of
from equity.differences.statements import OUTER
from equity.differences.values import DistrictValues, district_values
from equity.findings import Finding, Findings, Label, Note
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.measures.inequality import SPREAD_SCALES
from equity.measures.inputs import require_scale
from equity.measures.partitions import MOST_CONTIGUOUS, PiecesError
from equity.measures.spatial import FEWEST, MORAN_SCALES, moran
from equity.measures.splits import most_divided, share_between_all
from equity.measures.unknown.inequalities import share_between_range

SHARE = "share"


def inequality(
    observations: pd.DataFrame,
    sides: Definitions,
    neighbours: Iterable[tuple[str, str]],
    *,
    indicator: str,
    period: str | None = None,
    ranges: bool = False,
) -> Findings:
    """Return how much of the variance between districts lies between the sides, with benchmarks.

    `inequality.<indicator>.between_share` (0–1) under each definition, beside the mean and the
    greatest over all splits of the same sizes (`.random_mean`, `.greatest`), and the
    contiguous split that divides the city most (`.most_divided`, its smaller part in `areas`;
    none where the city lies in more than two pieces, or in too many districts to list).
    With `ranges`, which takes a while, `.between_share.possible` has the share's range over
    every way to place what no district holds.

    neighbours: pairs of districts. Other inputs and errors: as in `gap`; ValueError for a scale
    that variance does not fit, and for values of which none has a weight. Nothing where a district
    has no single value, or where all have the same.
    """
    require_known(observations, each(sides))
    cases = cases_of(observations, indicator, period).values()
    found = inequality_of(cases, sides, list(neighbours), ranges=ranges)
    if not found and all(isinstance(known, Published) for known in cases):
        raise ValueError(
            f"{indicator} has values without weights, and how much lies between the sides depends "
            "on them: give a column 'weight', or 'numerator' and 'denominator'"
        )
    return found


def inequality_of(
    cases: Iterable[Case],
    sides: Definitions,
    pairs: list[tuple[str, str]],
    *,
    ranges: bool = False,
) -> Findings:
    """Return the inequality of cases read before; ids and errors as in `inequality`."""
    found: list[Finding] = []
    for known in cases:
        about = known.about
        require_scale(about.indicator, about.scale, SPREAD_SCALES, "measures.inequality.theil")
        values = district_values(known)
        if values is None or values.weight is None or np.ptp(values.value.to_numpy()) == 0:
            continue
        for definition in each(sides):
            found += _between(known.about, values, values.weight, definition)
            held = _share_range(known, definition) if ranges else None
            if held is not None:
                found.append(_possible(known.about, held, values, definition))
        found += _most_divided(known.about, values, values.weight, pairs)
    return Findings(found)


def spatial(
    observations: pd.DataFrame,
    neighbours: Iterable[tuple[str, str]],
    *,
    indicator: str,
    period: str | None = None,
) -> Findings:
    """Return `spatial.<indicator>.moran_i`: how much neighbouring districts are alike.

    Above its expectation, neighbours are alike. A description of the map. Seeded: the same
    data give the same rank among shuffled maps.

    neighbours: pairs of districts. Other inputs and errors: as in `gap`; ValueError for a scale
    that it does not fit, for fewer than 4 districts and where none of them are neighbours.
    Nothing where a district has no single value.
    """
    return spatial_of(cases_of(observations, indicator, period).values(), list(neighbours))


def spatial_of(
    cases: Iterable[Case], pairs: list[tuple[str, str]], *, where_it_fits: bool = False
) -> Findings:
    """Return the spatial pattern of cases read before; ids and errors as in `spatial`.

    where_it_fits: whether to pass over what has too few districts, or none that are neighbours.
    """
    found: list[Finding] = []
    for known in cases:
        about = known.about
        require_scale(about.indicator, about.scale, MORAN_SCALES, "measures.inequality.gini")
        values = district_values(known)
        if values is None or np.ptp(values.value.to_numpy()) == 0:
            continue
        kept = among(pairs, values.value.index)
        if where_it_fits and (len(values.value) < FEWEST or not kept):
            continue
        shown = moran(values.value, kept, rng=np.random.default_rng(SEED))
        method = Note(
            message="Moran's I of the districts and their neighbours; {expected:.2f} is expected "
            "of a shuffled map, and {rank:.1%} of {draws:,.0f} shuffled maps lie at least as far "
            "from it on either side.",
            values={"expected": shown.expected, "rank": shown.rank, "draws": shown.permutations},
        )
        found.append(_finding(known.about, "spatial", "moran_i", shown.i, method, values, "index"))
    return Findings(found)


def _share_range(known: Case, sides: Sides) -> Range | None:
    """Return the share's range where counts are unallocated; None where it is not known."""
    if not isinstance(known, Counts) or known.left_over == 0:
        return None
    side = sides.of(known.district).to_numpy(dtype=object)
    return share_between_range(
        known.counted,
        known.whole,
        side,
        known.district,
        known.pool,
        known.unallocated,
        known.capped,
    )


def _between(
    about: About, values: DistrictValues, weight: pd.Series, sides: Sides
) -> list[Finding]:
    side = sides.of(values.value.index)
    chosen = side.notna() & (weight > 0)
    value, weight, side = values.value[chosen], weight[chosen], side[chosen]
    if set(side) != {"north", "south"} or np.ptp(value.to_numpy()) == 0:
        return []
    standing = share_between_all(value, weight, side, rng=np.random.default_rng(SEED))
    counts = {
        "splits": standing.splits,
        "north": int((side == "north").sum()),
        "south": int((side == "south").sum()),
    }
    own = Note(
        message="Share of the variance between districts that lies between the two sides; it says "
        "something only beside what other splits of the same sizes give."
    )
    mean = Note(
        message="The mean over {splits:,.0f} ways to draw two sides of {north:d} and {south:d} "
        "districts.",
        values=counts,
    )
    greatest = Note(
        message="The greatest over {splits:,.0f} ways to draw two sides of {north:d} and "
        "{south:d} districts.",
        values=counts,
    )
    made = [
        ("between_share", standing.value, own),
        ("between_share.random_mean", standing.mean, mean),
        ("between_share.greatest", standing.greatest, greatest),
    ]
    return [
        _finding(about, "inequality", detail, number, method, values, SHARE, sides)
        for detail, number, method in made
    ]


def _possible(about: About, held: Range, values: DistrictValues, sides: Sides) -> Finding:
    """Return the share's range, which says so where its ends may not be reached."""
    method = Note(
        message="Over every way to place what no area holds that agrees with what is published."
    )
    found = _finding(
        about, "inequality", "between_share.possible", None, method, values, SHARE, sides
    )
    caveats = found.caveats if held.kind == "exact" else (OUTER, *found.caveats)
    ends = {"low": held.low, "high": held.high, "range_of": "identification", "caveats": caveats}
    return found.model_copy(update=ends)


def _most_divided(
    about: About, values: DistrictValues, weight: pd.Series, pairs: Pairs
) -> list[Finding]:
    chosen = weight > 0
    kept = among(pairs, weight.index[chosen])
    if not kept or chosen.sum() > MOST_CONTIGUOUS:
        return []
    try:
        split = most_divided(values.value[chosen], weight[chosen], kept)
    except PiecesError:  # no border keeps both sides in one piece
        return []
    method = Note(
        message="Of all ways to part the city in two that each hang together, whatever their "
        "sizes, this one holds the greatest share of the variance: {areas} against the rest.",
        values={"areas": ", ".join(str(area) for area in split.areas)},
    )
    found = _finding(about, "inequality", "most_divided", split.share, method, values, SHARE)
    return [found.model_copy(update={"areas": tuple(str(area) for area in split.areas)})]


def _finding(
    about: About,
    topic: str,
    detail: str,
    value: float | None,
    method: Note,
    values: DistrictValues,
    unit: str,
    sides: Sides | None = None,
) -> Finding:
    border: Label | None = None if sides is None else sides.label
    return Finding(
        id=f"{topic}.{about.indicator}.{detail}",
        value=value,
        unit=unit,
        period=about.period,
        definition=None if sides is None else sides.id,
        verdict=values.verdict,
        method=method,
        sources=about.sources,
        caveats=(values.method, *about.caveats),
        subject=about.subject,
        border=border,
        indicator=about.indicator,
    )
