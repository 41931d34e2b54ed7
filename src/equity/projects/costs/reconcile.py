"""The registry's amounts set against the forecast: covered, missing and over, as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum, isinf

import pandas as pd

from equity.findings import Finding, Label, Note
from equity.measures.bounds import Range
from equity.projects.costs.amounts import OTHER, Cost, Target, costs, judged

Words = dict[str, str | int | float | Label]
SUBJECT = Label(en="amounts against the forecast", sv="belopp mot prognosen")
UNPUBLISHED = Note(message="What nobody has published a cost for is not in it.")


def reconcile(
    amounts: pd.DataFrame,
    target: Target,
    *,
    source: str,
    city_payers: Iterable[str] = (),
) -> list[Finding]:
    """Return `forecast.covered`, `.missing` and `.over` (MSEK) for the target's years.

    For the phase decided they are `forecast.decided.covered` and so on. Where no comparable
    amount can be counted, nothing can be checked: covered is unknown, from 0 to all of it, never
    0. Where a comparable amount cannot be counted, what is over has no upper end and no range.

    amounts: the registry's amounts. source: where the target was read.
    """
    payers = tuple(city_payers)
    found = costs(amounts, target, payers)
    rows = judged(amounts, target, payers)
    counted = rows[rows["reason"] == ""]
    sources = tuple(dict.fromkeys([source, *(str(one) for one in counted.get("source_id", []))]))
    low = fsum(one.low for one in found.values())
    high = fsum(one.high for one in found.values())
    words: Words = {"target": target.amount, "count": len(counted), "projects": len(found)}
    covered = Range(min(low, target.amount), min(high, target.amount))
    over: Range | None = Range(max(low - target.amount, 0.0), max(high - target.amount, 0.0))
    if counted.empty:
        covered = Range(0.0, target.amount)
        over = None
        method = Note(
            message="Nothing can be checked against {target:,.1f} MSEK: no amount has the same "
            "phase, a payer that is the city, a period in these years and a stated sum in kronor.",
            values=words,
        )
    else:
        method = Note(
            message="{count} amounts of {projects} projects have the same phase, the city as "
            "payer, a period in these years and a stated sum, set against {target:,.1f} MSEK.",
            values=words,
        )
    if over is not None and isinf(over.high):
        over = None
    missing = Range(target.amount - covered.high, target.amount - covered.low)
    detail = "" if target.phase == "forecast" else f"{target.phase}."
    caveats = _caveats(rows, found.values())
    if not counted.empty:
        caveats = (*caveats, UNPUBLISHED)
    return [
        Finding(
            id=f"forecast.{detail}{name}",
            value=held.low if held is not None and held.low == held.high else None,
            low=None if held is None else held.low,
            high=None if held is None else held.high,
            range_of=None if held is None else "identification",
            unit="MSEK",
            period=target.period,
            verdict="decided" if held is not None and held.low == held.high else "open",
            method=method,
            sources=sources,
            caveats=caveats if held is not None else (*caveats, NO_END),
            subject=SUBJECT,
        )
        for name, held in (("covered", covered), ("missing", missing), ("over", over))
    ]


NO_END = Note(message="What is not known has no upper end, so no range is given.")


def beside(amounts: pd.DataFrame, target: Target, city_payers: Iterable[str] = ()) -> pd.DataFrame:
    """Return the amounts that are not set against the target, each with its `reason`.

    A table to be shown beside the sums: nothing in it is added to anything. Reasons are keys of
    `amounts.REASONS`.
    """
    rows = judged(amounts, target, city_payers)
    return rows[rows["reason"] != ""].drop(columns=["low", "high"])


def _caveats(rows: pd.DataFrame, found: Iterable[Cost]) -> tuple[Note, ...]:
    """Return what has to be said of amounts that are beside, not countable, or asked about."""
    other = int(rows["reason"].isin(OTHER).sum())
    loose = int(((rows["reason"] != "") & ~rows["reason"].isin(OTHER)).sum())
    asked = sum(one.asked for one in found)
    notes = [Note(message="The price level is not stated in the source.")]
    if other:
        notes.append(
            Note(
                message="{count} amounts of another phase, payer or period are listed beside, not "
                "added.",
                values={"count": other},
            )
        )
    if loose:
        notes.append(
            Note(
                message="{count} amounts are comparable but cannot be counted: empty, negative, in "
                "another currency or price level, or suspected of another unit.",
                values={"count": loose},
            )
        )
    if asked:
        notes.append(
            Note(
                message="{count} projects have several amounts for the same thing: ask which one "
                "holds.",
                values={"count": asked},
            )
        )
    return tuple(notes)
