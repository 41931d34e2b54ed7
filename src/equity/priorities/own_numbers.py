"""Published percentages of districts that leave some people out: compared by their own numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from equity.differences.cases import Published
from equity.findings import Note
from equity.measures.bounds import Range

HALF = 0.05  # percentages published with one decimal lie within half of its last place


def own_levels(
    observations: pd.DataFrame, known: Published, behind: str
) -> tuple[pd.DataFrame, Range, tuple[str, ...], tuple[Note, ...]]:
    """Return levels by district, that of all districts, those that can be last, and notes.

    A district's level lies from its published one, which rounding leaves open by half a last
    decimal, to what it would be with all the people in no district. The level of all districts
    divides their own numbers by the population that numbers and percentages imply. A district
    can be last where some placement of them makes it so.

    observations: the tidy table, for the numbers behind the percentages. behind: "low" or
    "high". Raises ValueError, naming it, for a district without a number.
    """
    about = known.about
    rows = observations[
        (observations["indicator"] == about.indicator)
        & (observations["period"] == about.period)
        & (observations["level"] == "district")
    ].set_index("area")
    number = rows["numerator"].astype(float).reindex(known.levels.index)
    if (unknown := number.isna() | (number <= 0) | (known.levels <= HALF)).any():
        raise ValueError(f"{about.indicator}: no number behind the figure of {unknown.idxmax()}")
    published = known.levels.astype(float)
    low, high = published - HALF, published + HALF
    most = high * (1 + known.left_over / number)
    levels = pd.DataFrame({"value": np.nan, "low": low, "high": most})
    total = number.sum()
    whole = Range(total / (number / low).sum(), total / (number / high).sum())
    if behind == "high":
        last = np.array([end >= low.drop(name).max() for name, end in most.items()])
    else:  # nobody more in it, and enough of them to lift all others to its level
        lift = [(number * (level / high - 1)).clip(lower=0).sum() for level in low]
        last = np.array(lift) <= known.left_over
    areas = tuple(sorted(str(name) for name in levels.index[last]))
    top = published.idxmax() if behind == "high" else published.idxmin()
    extra = Note(
        message="{left:,.0f} of {all:,.0f} {part}, {share:.1%}, belong to no district and may lie "
        "in any. As published, without them, {district} is furthest behind, at {level:.1f} per "
        "cent.",
        values={
            "left": known.left_over,
            "all": float(total + known.left_over),
            "part": about.part,
            "share": float(known.left_over / (total + known.left_over)),
            "district": str(top),
            "level": float(published.to_dict()[top]),
        },
    )
    return levels, whole, areas, (extra, *about.caveats)
