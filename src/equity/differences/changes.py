"""How a gap changes from one period to another, with the unknowns of both."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from equity.differences.cases import is_poolable
from equity.differences.columns import in_order
from equity.differences.counted import BY_ROW_ORDER, IN_CITY, IN_CONSTITUENCY
from equity.differences.gaps import gaps_of, require_known
from equity.differences.reading import cases_of
from equity.differences.statements import verdict_of
from equity.findings import Finding, Findings, Label, Note, Verdict
from equity.geography.grouping import Definitions, each
from equity.measures.bounds import Range, change_range

RUNGS = (".factor_2", ".factor_1_5")


def change(observations: pd.DataFrame, sides: Definitions, *, indicator: str) -> Findings:
    """Return `change.<indicator>`: the later gap minus the earlier, for each pair of periods.

    The unknowns of two periods have nothing in common, so the range is exactly
    [later low − earlier high, later high − earlier low]. Positive means that the north has
    gained on the south.

    Inputs and errors: as in `gap`. An indicator with one period only has no change; one that
    cannot be pooled has no gap and so no change, and the result is empty for both.

    >>> frame = pd.DataFrame({"area": ["A", "B"] * 2, "numerator": [8, 7, 9, 7],
    ...     "denominator": [10] * 4, "period": ["1", "1", "2", "2"]})
    >>> from equity.findings import Label
    >>> from equity.geography.sides import Sides
    >>> river = Sides("river", Label(en="River"), Label(en=""), ("A",), ("B",))
    >>> round(change(frame, river, indicator="votes").get("change.votes", "1..2", "river").value)
    10
    """
    require_known(observations, each(sides))
    cases = cases_of(observations, indicator).values()
    if not all(is_poolable(known) for known in cases):
        return Findings()
    return changes_of(gaps_of(cases, sides, None), indicator)


def changes_of(gaps: Findings, indicator: str) -> Findings:
    """Return the changes between gaps found before; ids and ranges as in `change`."""
    ends = gaps.select(id=f"gap.{indicator}")
    periods = in_order(str(end.period) for end in ends)
    definitions = list(dict.fromkeys(str(end.definition) for end in ends))
    return Findings(
        _change(gaps, indicator, earlier, later, definition)
        for earlier, later in combinations(periods, 2)
        for definition in definitions
    )


def _change(gaps: Findings, indicator: str, earlier: str, later: str, definition: str) -> Finding:
    first = gaps.get(f"gap.{indicator}", earlier, definition)
    last = gaps.get(f"gap.{indicator}", later, definition)
    both = first.value is not None and last.value is not None
    held = change_range(_held(first), _held(last))
    rungs: list[tuple[Range, Verdict]] = [(held, _least(first, last))]
    for rung in RUNGS:
        ends = [_rung(gaps, f"gap.{indicator}{rung}", end) for end in (first, last)]
        if ends[0] is not None and ends[1] is not None:
            rungs.append((change_range(ends[0], ends[1]), "assumption"))
    return Finding(
        id=f"change.{indicator}",
        value=last.value - first.value if both else None,  # type: ignore[operator]
        low=held.low,
        high=held.high,
        range_of=first.range_of,
        unit=first.unit,
        period=f"{earlier}..{later}",
        definition=definition,
        verdict=verdict_of(rungs),
        method=_method(first, earlier, later),
        sources=tuple(dict.fromkeys((*first.sources, *last.sources))),
        caveats=_caveats(first, last),
        subject=first.subject,
        border=first.border,
        indicator=indicator,
    )


def _method(first: Finding, earlier: str, later: str) -> Note:
    values: dict[str, str | int | float | Label] = {"earlier": earlier, "later": later}
    if first.range_of == "weights":
        return Note(
            message="The gap of {later} minus the gap of {earlier}; the weights of each period "
            "are tried by themselves.",
            values=values,
        )
    return Note(
        message="The gap of {later} minus the gap of {earlier}; what is unknown in one period "
        "has nothing to do with what is unknown in the other.",
        values=values,
    )


def _held(end: Finding) -> Range:
    if end.low is None or end.high is None:
        raise ValueError(f"{end.id} {end.period}: a gap without a range has no change")
    return Range(end.low, end.high)


def _rung(gaps: Findings, id: str, end: Finding) -> Range | None:
    for found in gaps.select(id=id, period=end.period, definition=end.definition):
        return _held(found)
    return _held(end) if end.low == end.high else None


def _least(first: Finding, last: Finding) -> Verdict:
    """Return what a decided sign rests on: no more than the weaker of the two ends."""
    notes = {note.message for note in (*first.caveats, *last.caveats)}
    return "assumption" if BY_ROW_ORDER.message in notes else "decided"


def _caveats(first: Finding, last: Finding) -> tuple[Note, ...]:
    notes = list(first.caveats) + [note for note in last.caveats if note not in first.caveats]
    kinds = [end.method.message for end in (first, last)]
    if set(kinds) != {IN_CONSTITUENCY.message, IN_CITY.message}:
        return tuple(notes)
    loose = [str(end.period) for end in (first, last) if end.method.message == IN_CITY.message]
    unlike = Note(
        message="The two ends have different kinds of range: in {loose} what belongs to no area "
        "may lie anywhere in the city, in the other year only in its constituency.",
        values={"loose": loose[0]},
    )
    return (unlike, *notes)
