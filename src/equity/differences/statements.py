"""How a finding about a side is put together, the same way for every kind of indicator."""

from __future__ import annotations

from collections.abc import Iterable

from equity.differences.cases import About
from equity.findings import Finding, Label, Note, RangeOf, Verdict
from equity.geography.sides import Sides
from equity.measures.bounds import Range

Words = dict[str, str | int | float | Label]
OUTER = Note(
    message="An outer range: it holds all that is possible, but its ends may not be reached."
)


def verdict_of(rungs: Iterable[tuple[Range, Verdict]]) -> Verdict:
    """Return the verdict of the lowest rung, in the order given, on which the sign is decided."""
    return next((verdict for held, verdict in rungs if held.sign is not None), "open")


def gap_finding(
    about: About,
    sides: Sides,
    detail: str,
    value: float | None,
    held: Range | None,
    method: Note,
    verdict: Verdict | None,
    caveats: tuple[Note, ...] = (),
    range_of: RangeOf = "identification",
) -> Finding:
    """Return the finding `gap.<indicator><detail>` for one definition of the sides."""
    return Finding(
        id=f"gap.{about.indicator}{detail}",
        value=value,
        low=None if held is None else held.low,
        high=None if held is None else held.high,
        range_of=None if held is None else range_of,
        unit=about.gap_unit,
        period=about.period,
        definition=sides.id,
        verdict=verdict,
        method=method,
        sources=about.sources,
        caveats=(*caveats, *about.caveats),
        subject=about.subject,
        border=sides.label,
        indicator=about.indicator,
    )
