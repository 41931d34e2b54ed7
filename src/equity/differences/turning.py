"""What would turn an open sign: how much, and where it would have to lie."""

from __future__ import annotations

import numpy as np

from equity.differences.cases import EVERYWHERE, Counts
from equity.differences.statements import Words, gap_finding
from equity.findings import Finding, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Tipping


def turning(
    known: Counts, sides: Sides, turned: Tipping, words: Words, extra: tuple[Note, ...]
) -> Finding:
    """Return how many must lie elsewhere than in proportion for the sign to turn."""
    about = known.about
    north = np.isin(known.district.astype(str), sides.north)
    places, areas = [], []
    for pool, moved in turned.moved.items():
        if moved <= 0:
            continue
        inside = list(dict.fromkeys(known.district[north & (known.pool == pool)]))
        areas += inside
        places.append(_turned_in(pool, inside, turned, words))
    found = gap_finding(
        about,
        sides,
        ".tipping",
        float(turned.votes_moved),
        None,
        Note(
            message="The least number of {part} that must lie elsewhere than in proportion to "
            "the {whole} for the sign to turn.",
            values=words,
        ),
        None,
        (*places, *extra),
    )
    return found.model_copy(update={"unit": "count", "areas": tuple(dict.fromkeys(areas))})


def _turned_in(pool: object, inside: list[str], turned: Tipping, words: Words) -> Note:
    """Say where the votes of one constituency would then lie."""
    left = turned.unallocated[pool]
    count = turned.placed[pool]["north"]
    values = words | {
        "areas": ", ".join(inside),
        "left": left,
        "count": count,
        "share": count / left,
        "whole_share": turned.whole_share[pool]["north"],
        "least": turned.least[pool]["north"] / left,
    }
    if pool != EVERYWHERE:
        values["constituency"] = str(pool)
    must = turned.gap > 0 and turned.least[pool]["north"] > 0
    return Note(message=_turning(turned.gap > 0, pool != EVERYWHERE, must), values=values)


def _turning(north_leads: bool, constituency: bool, must: bool) -> str:
    if north_leads and constituency and not must:
        return (
            "The sign turns only if at most {count:,.0f} of the {left:,.0f} {part} of "
            "constituency {constituency} ({share:.1%}) lie in {areas}, where {whole_share:.0%} "
            "of its {whole} are."
        )
    if north_leads and not must:
        return (
            "The sign turns only if at most {count:,.0f} of the {left:,.0f} {part} of the city "
            "({share:.1%}) lie in the north, where {whole_share:.0%} of its {whole} are."
        )
    if north_leads and constituency:
        return (
            "The sign turns only if at most {count:,.0f} of the {left:,.0f} {part} of "
            "constituency {constituency} ({share:.1%}) lie in {areas}, where {whole_share:.0%} "
            "of its {whole} are; at least {least:.1%} must, because the rest of the "
            "constituency has no more room."
        )
    if north_leads:
        return (
            "The sign turns only if at most {count:,.0f} of the {left:,.0f} {part} of the city "
            "({share:.1%}) lie in the north, where {whole_share:.0%} of its {whole} are; at "
            "least {least:.1%} must, because the rest of the city has no more room."
        )
    if constituency:
        return (
            "The sign turns only if at least {count:,.0f} of the {left:,.0f} {part} of "
            "constituency {constituency} ({share:.1%}) lie in {areas}, where {whole_share:.0%} "
            "of its {whole} are."
        )
    return (
        "The sign turns only if at least {count:,.0f} of the {left:,.0f} {part} of the city "
        "({share:.1%}) lie in the north, where {whole_share:.0%} of its {whole} are."
    )
