"""What would turn an open sign: how much, and where it would have to lie."""

from __future__ import annotations

from collections.abc import Hashable

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
    side = sides.of(known.district).to_numpy(dtype=object)
    mixed = [pool for pool in turned.moved if len(set(side[known.pool == pool])) > 1]
    # only where one constituency alone can turn the sign, from one side to the other, is the
    # count at the tipping point the only one that turns it
    alone = len(mixed) == 1 and None not in set(side[known.pool == mixed[0]])
    places, areas = [], []
    for pool, moved in turned.moved.items():
        if moved <= 0:
            continue
        told = "north" if "north" in set(side[known.pool == pool]) else "south"
        inside = list(dict.fromkeys(known.district[(side == told) & (known.pool == pool)]))
        areas += inside
        places.append(_turned_in(pool, told, inside, turned, words, alone))
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


def _turned_in(
    pool: Hashable, told: str, inside: list[str], turned: Tipping, words: Words, alone: bool
) -> Note:
    """Say where the votes of one constituency would then lie.

    told: the side that the sentence speaks of. alone: no other placement turns the sign.
    """
    left = turned.unallocated[pool]
    count = turned.placed[pool][told]
    values = words | {
        "areas": ", ".join(inside),
        "left": left,
        "count": count,
        "share": count / left,
        "whole_share": turned.whole_share[pool][told],
        "least": turned.least[pool][told] / left,
    }
    if pool != EVERYWHERE:
        values["constituency"] = str(pool)
    if not alone:
        return Note(message=_one_way(pool != EVERYWHERE), values=values)
    must = turned.gap > 0 and turned.least[pool]["north"] > 0
    return Note(message=_turning(turned.gap > 0, pool != EVERYWHERE, must), values=values)


def _one_way(constituency: bool) -> str:
    if constituency:
        return (
            "In one way to turn the sign with the fewest moves, {count:,.0f} of the {left:,.0f} "
            "{part} of constituency {constituency} ({share:.1%}) lie in {areas}, where "
            "{whole_share:.0%} of its {whole} are."
        )
    return (
        "In one way to turn the sign with the fewest moves, {count:,.0f} of the {left:,.0f} {part} "
        "of the city ({share:.1%}) lie in {areas}, where {whole_share:.0%} of its {whole} are."
    )


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
