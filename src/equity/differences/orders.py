"""Which districts can be lowest and highest, given everything that is unknown."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.differences.cases import About, Case, Counts, Published
from equity.findings import Finding, Note
from equity.measures.unknown.ranks import rank_ranges


def extremes(known: Case, levels: Iterable[Finding]) -> list[Finding]:
    """Return `level.<indicator>.rank.lowest` and `.rank.highest`: the districts that can be it.

    One area is an answer; several are all that can be said. Counts share what is unallocated,
    so they are compared jointly; figures by school share nothing and are compared by their
    ends. levels: the districts' levels. Nothing where fewer than two districts have one, and where
    a published figure leaves people out.
    """
    known_levels = list(levels)
    ends = pd.DataFrame(
        [(f.low, f.high) if f.low is not None else (f.value, f.value) for f in known_levels],
        index=[f.id.removeprefix(f"level.{known.about.indicator}.") for f in known_levels],
        columns=["low", "high"],
        dtype=float,
    )
    exact = bool((ends["low"] == ends["high"]).all())
    if len(ends) < 2 or (isinstance(known, Published) and known.left_over):
        return []
    if isinstance(known, Counts) and known.left_over:
        ranked = rank_ranges(
            known.counted,
            known.whole,
            known.district,
            known.pool,
            known.unallocated,
            known.capped,
        )
        lowest = sorted(str(area) for area in ranked.can_be_lowest)
        highest = sorted(str(area) for area in ranked.can_be_highest)
    else:
        lowest = sorted(ends.index[ends["low"] <= ends["high"].min()])
        highest = sorted(ends.index[ends["high"] >= ends["low"].max()])
    return [
        _extreme(known.about, "lowest", lowest, COMPARED if exact else _method(LOWEST, len(ends))),
        _extreme(
            known.about, "highest", highest, COMPARED if exact else _method(HIGHEST, len(ends))
        ),
    ]


COMPARED = Note(message="The published figures compared.")
LOWEST = Note(
    message="The districts, of {districts:d}, that are lowest in at least one way to place what is "
    "unknown that agrees with all that is published."
)
HIGHEST = Note(
    message="The districts, of {districts:d}, that are highest in at least one way to place what "
    "is unknown that agrees with all that is published."
)


def _method(note: Note, districts: int) -> Note:
    return note.model_copy(update={"values": {"districts": districts}})


def _extreme(about: About, which: str, areas: list[str], method: Note) -> Finding:
    return Finding(
        id=f"level.{about.indicator}.rank.{which}",
        value=float(len(areas)),
        unit="districts",
        period=about.period,
        range_of=None if method is COMPARED else "identification",
        areas=tuple(str(area) for area in areas),
        verdict="decided" if len(areas) == 1 else "open",
        method=method,
        sources=about.sources,
        caveats=about.caveats,
        subject=about.subject,
        indicator=about.indicator,
    )
