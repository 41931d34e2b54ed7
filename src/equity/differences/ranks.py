"""Where a gap stands among other ways to split the same districts in two."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from equity.chance import SEED as SEED
from equity.differences.cases import About
from equity.differences.statements import gap_finding
from equity.differences.values import DistrictValues
from equity.findings import Finding, Note, Verdict
from equity.geography.sides import Sides
from equity.measures.partitions import MOST_CONTIGUOUS, PiecesError
from equity.measures.splits import Standing, rank_all, rank_contiguous

Pairs = Iterable[tuple[str, str]]
NOT_A_TEST = Note(
    message="A rank among other ways to split the city, not a test: neighbouring districts are "
    "alike, so nearly every border that follows the map finds a difference."
)
IN_PIECES = Note(
    message="There is no rank among borders that keep each side in one piece: the districts that "
    "have a side lie in more than two pieces, so no border does."
)
TOO_MANY = Note(
    message="There is no rank among borders that keep each side in one piece: they are listed for "
    "at most {most:d} districts, and {areas:d} have a side.",
    values={"most": MOST_CONTIGUOUS},
)


def ranks(
    about: About, values: DistrictValues | None, sides: Sides, neighbours: Pairs | None
) -> list[Finding]:
    """Return `gap.<indicator>.rank_all` and, where neighbours are given, `.rank_contiguous`.

    The share (0–1) of other splits that give a gap at least as large in size, the split itself
    counted. Nothing where districts have no single value or no weight. Where the districts that
    have a side lie in more than two pieces, or are too many to list, there is no contiguous rank,
    and the other one's caveats say why.
    """
    if values is None or values.weight is None:
        return []
    side = sides.of(values.value.index)
    chosen = side.notna() & (values.weight > 0)
    value, weight, side = values.value[chosen], values.weight[chosen], side[chosen]
    if set(side) != {"north", "south"}:
        return []
    among_all = rank_all(value, weight, side, rng=np.random.default_rng(SEED))
    made = [(".rank_all", among_all, _all_ways(among_all, side))]
    caveats = [NOT_A_TEST]
    if neighbours is not None and len(value) > MOST_CONTIGUOUS:
        words = TOO_MANY.values | {"areas": len(value)}
        caveats.append(TOO_MANY.model_copy(update={"values": words}))
    elif neighbours is not None:
        kept = among(neighbours, value.index)
        try:
            hanging = rank_contiguous(value, weight, side, kept)
        except PiecesError:  # then no other split hangs together either
            caveats.append(IN_PIECES)
        else:
            method = Note(
                message="Among the {splits:,.0f} ways to part the districts that have a side in "
                "two that each hang together, whatever their sizes: the mean gap is {mean:.2f} and "
                "the greatest {greatest:.2f}.",
                values=_numbers(hanging),
            )
            made.append((".rank_contiguous", hanging, method))
    return [
        _rank(about, sides, detail, standing, method, values.verdict, tuple(caveats))
        for detail, standing, method in made
    ]


def among(pairs: Pairs, areas: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs whose areas are both among these.

    >>> among([("A", "B"), ("B", "C")], ["A", "B"])
    [('A', 'B')]
    """
    known = set(areas)
    return [pair for pair in pairs if known.issuperset(pair)]


def _all_ways(standing: Standing, side: Iterable[str]) -> Note:
    words = list(side)
    values = _numbers(standing) | {"north": words.count("north"), "south": words.count("south")}
    if standing.exact:
        message = (
            "Among all {splits:,.0f} ways to draw two sides of {north:d} and {south:d} districts: "
            "the mean gap is {mean:.2f} and the greatest {greatest:.2f}."
        )
    else:
        message = (
            "Among {splits:,.0f} random ways to draw two sides of {north:d} and {south:d} "
            "districts: the mean gap is {mean:.2f} and the greatest {greatest:.2f}."
        )
    return Note(message=message, values=values)


def _numbers(standing: Standing) -> dict[str, str | int | float]:
    return {"splits": standing.splits, "mean": standing.mean, "greatest": standing.greatest}


def _rank(
    about: About,
    sides: Sides,
    detail: str,
    standing: Standing,
    method: Note,
    verdict: Verdict,
    caveats: tuple[Note, ...],
) -> Finding:
    found = gap_finding(about, sides, detail, standing.rank, None, method, verdict, caveats)
    return found.model_copy(update={"unit": "share"})
