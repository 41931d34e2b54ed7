"""Which districts can be lowest and highest, and which ranks each may have, given the unknown."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.differences.cases import About, Case, Counts, Published
from equity.differences.statements import OUTER
from equity.findings import Finding, Note
from equity.measures.unknown.ranks import rank_ranges


def extremes(known: Case, levels: Iterable[Finding]) -> list[Finding]:
    """Return `level.<indicator>.rank.lowest` and `.rank.highest`: the districts that can be it.

    One area is an answer; several are all that can be said. Then `level.<indicator>.rank.<area>`:
    the ranks that each may have, 1 being the lowest. Counts share what is unallocated, so they
    are compared jointly; figures by school share nothing and are compared by their ends. levels:
    the districts' levels. Nothing where fewer than two districts have one, and where
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
    caveats: tuple[Note, ...] = ()
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
        least, greatest = ranked.least, ranked.greatest
        caveats = () if ranked.kind == "exact" else (OUTER,)
    else:
        lowest = sorted(ends.index[ends["low"] <= ends["high"].min()])
        highest = sorted(ends.index[ends["high"] >= ends["low"].max()])
        least = ends["low"].map(lambda low: 1 + int((ends["high"] < low).sum()))
        greatest = ends["high"].map(lambda high: len(ends) - int((ends["low"] > high).sum()))
    return [
        _extreme(known.about, "lowest", lowest, COMPARED if exact else _method(LOWEST, len(ends))),
        _extreme(
            known.about, "highest", highest, COMPARED if exact else _method(HIGHEST, len(ends))
        ),
        *(
            _rank(
                known.about, str(area), (int(least[area]), int(greatest[area])), len(ends), caveats
            )
            for area in ends.index
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

RANK = Note(
    message="The ranks, of {districts:d} and counted from the lowest, that agree with what is "
    "published: each pair of districts is compared over all that is unknown."
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


def _rank(
    about: About, area: str, ranks: tuple[int, int], districts: int, caveats: tuple[Note, ...]
) -> Finding:
    least, greatest = ranks
    return Finding(
        id=f"level.{about.indicator}.rank.{area}",
        value=float(least) if least == greatest else None,
        low=float(least),
        high=float(greatest),
        range_of="identification",
        unit="rank",
        period=about.period,
        areas=(area,),
        verdict="decided" if least == greatest else "open",
        method=_method(RANK, districts),
        sources=about.sources,
        caveats=(*(caveats if least < greatest else ()), *about.caveats),
        subject=about.subject,
        indicator=about.indicator,
    )
