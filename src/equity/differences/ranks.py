"""Where a gap stands among other ways to split the same districts in two."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import numpy as np

from equity.chance import SEED as SEED
from equity.differences.cases import About
from equity.differences.statements import gap_finding
from equity.differences.values import DistrictValues
from equity.findings import Finding, Note, Verdict
from equity.geography.sides import Sides
from equity.measures.partitions import PiecesError
from equity.measures.splits import Standing, rank_all, rank_contiguous

Pairs = Iterable[tuple[str, str]]
NOT_A_TEST = Note(
    message="A rank among other ways to split the city, not a test: neighbouring districts are "
    "alike, so nearly every border that follows the map finds a difference."
)


def ranks(
    about: About, values: DistrictValues | None, sides: Sides, neighbours: Pairs | None
) -> list[Finding]:
    """Return `gap.<indicator>.rank_all` and, where neighbours are given, `.rank_contiguous`.

    The share (0–1) of other splits that give a gap at least as large in size, the split itself
    counted. Nothing where districts have no single value or no weight; no contiguous rank where
    the districts that have a side lie in more than two pieces.
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
    if neighbours is not None:
        kept = [pair for pair in neighbours if set(pair) <= set(value.index)]
        with contextlib.suppress(PiecesError):  # then no other split hangs together either
            among = rank_contiguous(value, weight, side, kept)
            method = Note(
                message="Among the {splits:,.0f} ways to part the districts that have a side in "
                "two that each hang together, whatever their sizes: the mean gap is {mean:.2f} and "
                "the greatest {greatest:.2f}.",
                values=_numbers(among),
            )
            made.append((".rank_contiguous", among, method))
    return [
        _rank(about, sides, detail, standing, method, values.verdict)
        for detail, standing, method in made
    ]


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
    about: About, sides: Sides, detail: str, standing: Standing, method: Note, verdict: Verdict
) -> Finding:
    found = gap_finding(about, sides, detail, standing.rank, None, method, verdict, (NOT_A_TEST,))
    return found.model_copy(update={"unit": "share"})
