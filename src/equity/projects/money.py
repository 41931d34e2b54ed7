"""Which share of the forecast lies in the south: what is known of it, and what it would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum, isinf

import pandas as pd

from equity.findings import Finding, Label, Note
from equity.geography.sides import SIDES, Sides
from equity.measures.bounds import Range
from equity.projects.baselines import Baseline, north_share_of, share_of_district
from equity.projects.costs.amounts import Cost, Target, costs
from equity.projects.counted.shares import tally

SUBJECT = Label(en="the money of the forecast", sv="prognosens pengar")
PRICES = Note(message="The price level is not stated in the source.")
Words = dict[str, str | int | float | Label]


def money_findings(
    placed: pd.DataFrame,
    amounts: pd.DataFrame,
    sides: Iterable[Sides],
    baselines: Mapping[str, Baseline],
    *,
    target: Target,
    source: str,
    city_payers: Iterable[str] = (),
) -> list[Finding]:
    """Return the south's share of the forecast, and what would move it off a balanced value.

    Under each definition `balance.money.south_share`: with no comparable cost from 0 to 1.
    `balance.money.to_leave.<baseline>.north` and `.south`: how many MSEK must be known to lie
    there, beyond what is known, before the range can no longer hold the balanced value, which is
    the baseline's own share. `balance.money.on.north` and `.south`: comparable costs on each side,
    where there are any. `balance.money.equal.<baseline>.<district>`: what a district would
    have, in MSEK, if the forecast were shared out as the baseline's people are.

    placed: one row a project and district. amounts: the registry's. target: the forecast, for
    all its years. source: where it was read.
    """
    found = []
    paid = costs(amounts, target, tuple(city_payers))
    for definition in sides:
        known = placed_money(placed, paid, definition, target.amount)
        held = south_share(known)
        found.append(_south(held, known, definition, target, source))
        found += _on_sides(placed, paid, definition, target, source)
        for baseline in baselines.values():
            found += _to_leave(known, definition, baseline, target, source)
    for baseline in baselines.values():
        found += [
            _equal(baseline, name, target, source) for name in sorted(set(baseline.districts))
        ]
    return found


def placed_money(
    placed: pd.DataFrame, paid: Mapping[str, Cost], sides: Sides, forecast: float
) -> dict[str, float]:
    """Return MSEK known to lie north, south and in neither, and the sum they are part of.

    Keys: north, south, neither, whole. A project's least cost is shared out as the project is;
    whole is the forecast, or more where the costs may come to more.
    """
    north, south, neither = [], [], []
    for project, cost in paid.items():
        lies = tally(placed[placed["project_id"] == project], sides)
        north.append(cost.low * lies.north)
        south.append(cost.low * lies.south)
        neither.append(cost.low * (lies.left_out + lies.citywide))
    most = fsum(cost.high if not isinf(cost.high) else cost.low for cost in paid.values())
    return {
        "north": fsum(north),
        "south": fsum(south),
        "neither": fsum(neither),
        "whole": max(forecast, most),
    }


def cost_on(placed: pd.DataFrame, paid: Mapping[str, Cost], sides: Sides, side: str) -> Range:
    """Return the least and greatest cost on one side ("north" or "south"), in MSEK.

    Each project's cost is shared out as the project is; its unknown parts may lie there or not.
    The greatest is inf where some comparable amount is not stated.
    """
    least, most = [], []
    for project, cost in paid.items():
        lies = tally(placed[placed["project_id"] == project], sides)
        here = lies.north if side == "north" else lies.south
        least.append(cost.low * here)
        most.append(cost.high * (here + lies.loose) if here + lies.loose > 0 else 0.0)
    return Range(fsum(least), max(fsum(least), fsum(most)))


def south_share(known: Mapping[str, float]) -> Range | None:
    """Return the least and greatest share in the south of the money that lies in the sides.

    All that is not known to lie somewhere may lie in either side. None where all the money is
    known to lie in neither.

    >>> south_share({"north": 19.0, "south": 38.0, "neither": 0.0, "whole": 190.0})
    Range(low=0.2, high=0.9, kind='exact')
    """
    whole = known["whole"] - known["neither"]
    if whole <= 0:
        return None
    low = min(known["south"] / whole, 1.0)
    return Range(low, max(low, 1 - known["north"] / whole))


def _south(
    held: Range | None, known: Mapping[str, float], sides: Sides, target: Target, source: str
) -> Finding:
    exact = held is not None and held.low == held.high
    words: Words = {
        "forecast": target.amount,
        "placed": known["north"] + known["south"],
        "neither": known["neither"],
    }
    if words["placed"] == 0 and words["neither"] == 0:
        method = Note(
            message="No project has a cost that can be compared with the forecast of "
            "{forecast:,.0f} MSEK, so the south's share may be anything from nothing to all.",
            values=words,
        )
    else:
        method = Note(
            message="Of {forecast:,.0f} MSEK, {placed:,.1f} are known to lie in one of the sides "
            "and {neither:,.1f} in neither; all the rest may lie in either.",
            values=words,
        )
    return Finding(
        id="balance.money.south_share",
        value=held.low if held is not None and exact else None,
        low=None if held is None else held.low,
        high=None if held is None else held.high,
        range_of=None if held is None else "identification",
        unit="share",
        period=target.period,
        definition=sides.id,
        verdict="decided" if exact else "open",
        method=method,
        sources=(source,),
        caveats=(PRICES,),
        subject=SUBJECT,
        border=sides.label,
    )


def _on_sides(
    placed: pd.DataFrame, paid: Mapping[str, Cost], sides: Sides, target: Target, source: str
) -> list[Finding]:
    """Return the comparable costs on each side; nothing where there is none, for that is not 0."""
    method = Note(
        message="Comparable costs, each shared out as its project is; parts without a known place "
        "may lie here or not."
    )
    found = []
    for side in SIDES if paid else ():
        held = cost_on(placed, paid, sides, side)
        if not isinf(held.high):
            found.append(_msek(f"on.{side}", held, sides, method, target, (source,)))
    return found


def _to_leave(
    known: Mapping[str, float], sides: Sides, baseline: Baseline, target: Target, source: str
) -> list[Finding]:
    """Return the MSEK beyond which the range no longer holds the baseline's share."""
    whole = max(known["whole"] - known["neither"], 0.0)
    north = north_share_of(baseline, sides)
    due = {"north": north, "south": Range(1 - north.high, 1 - north.low)}
    found = []
    for side, share in due.items():
        held = Range(
            max(share.low * whole - known[side], 0.0), max(share.high * whole - known[side], 0.0)
        )
        words: Words = {"people": baseline.label, "year": baseline.period}
        if side == "north":
            method = Note(
                message="More than this, beyond what is known, must be known to lie in the north "
                "before the south's share can no longer be that of {people} ({year}).",
                values=words,
            )
        else:
            method = Note(
                message="More than this, beyond what is known, must be known to lie in the south "
                "before its share can no longer be that of {people} ({year}).",
                values=words,
            )
        sources = (source, *baseline.sources)
        detail = f"to_leave.{baseline.name}.{side}"
        found.append(_msek(detail, held, sides, method, target, sources, baseline.caveats))
    return found


def _equal(baseline: Baseline, district: str, target: Target, source: str) -> Finding:
    share = share_of_district(baseline, district)
    low, high = share.low * target.amount, share.high * target.amount
    words: Words = {"people": baseline.label, "year": baseline.period}
    if baseline.need:
        method = Note(
            message="What the district would have if the forecast were shared out by need, as "
            "{people} ({year}) are.",
            values=words,
        )
    else:
        method = Note(
            message="What the district would have if the forecast were shared out equally per "
            "head, as {people} ({year}) are.",
            values=words,
        )
    sources = (source, *baseline.sources)
    detail, held = f"equal.{baseline.name}.{district}", Range(low, high)
    made = _msek(detail, held, None, method, target, sources, baseline.caveats)
    return made.model_copy(update={"areas": (district,)})


def _msek(
    detail: str,
    held: Range,
    sides: Sides | None,
    method: Note,
    target: Target,
    sources: Iterable[str],
    caveats: Iterable[Note] = (),
) -> Finding:
    exact = held.low == held.high
    return Finding(
        id=f"balance.money.{detail}",
        value=held.low if exact else None,
        low=held.low,
        high=held.high,
        range_of="identification",
        unit="MSEK",
        period=target.period,
        definition=None if sides is None else sides.id,
        verdict="decided" if exact else None,
        method=method,
        sources=tuple(dict.fromkeys(sources)),
        caveats=(PRICES, *caveats),
        subject=SUBJECT,
        border=None if sides is None else sides.label,
    )
