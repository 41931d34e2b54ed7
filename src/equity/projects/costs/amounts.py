"""Which published amounts can be set against the forecast, and what they come to in its years.

Only the same phase, a payer that is the city, a period that meets the years, and kronor:
anything else is listed beside, with the reason, and never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, inf, isfinite

import pandas as pd

from equity.findings import Label

ORGANS = re.compile(r"(?i)\b(kommunstyrelsen|\w*(nämnd|nämnden|förvaltning|förvaltningen))$")
OTHERS = re.compile(r"(?i)\b(with partners|and|med|och|m\.fl\.)\b")
UNITS = {
    "MSEK": 1.0,
    "mnkr": 1.0,
    "tkr": 1e-3,
    "kSEK": 1e-3,
    "mdkr": 1e3,
    "SEK": 1e-6,
    "kr": 1e-6,
}
NOT_STATED = ("", "not stated", "anges inte")
RUNNING = ("running", "current", "löpande")
SUSPECT = 100.0  # so many times the sum it is set against, an amount is taken for a slip of unit
REASONS = {
    "phase": Label(en="another phase", sv="annan fas"),
    "payer": Label(en="another payer", sv="annan betalare"),
    "period": Label(en="another period", sv="annan period"),
    "empty": Label(en="no amount stated", sv="belopp saknas"),
    "currency": Label(en="another currency, not converted", sv="annan valuta, räknas inte om"),
    "price level": Label(en="prices of another year", sv="ett annat års priser"),
    "negative": Label(en="negative: not a cost", sv="negativt: ingen kostnad"),
    "suspected": Label(
        en="far above the forecast: thousands of kronor?",
        sv="långt över prognosen: tusental kronor?",
    ),
}
OTHER = ("phase", "payer", "period")


@dataclass(frozen=True)
class Target:
    """What amounts are set against: a phase's sum in MSEK for the years from first to last."""

    phase: str
    first: int
    last: int
    amount: float

    @property
    def period(self) -> str:
        """Return the years as findings have them.

        >>> Target("forecast", 2017, 2018, 190.0).period
        '2017-2018'
        """
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Cost:
    """The comparable cost of one project in the target's years: at least low, at most high.

    high is inf where some amount is not stated, or not in a form that can be counted. asked:
    two amounts are given for one thing, so one has to ask which of them holds.
    """

    low: float
    high: float
    asked: bool = False


def judged(amounts: pd.DataFrame, target: Target, city_payers: Iterable[str] = ()) -> pd.DataFrame:
    """Return the amounts with what each is worth against the target, in order, none dropped.

    Adds `reason` ("" where the amount counts, else a key of REASONS), and `low` and `high` in
    MSEK in the target's years (high is inf where the amount is comparable but cannot be counted,
    both are 0 where it is not comparable). An amount for more years than the target's, or with
    an open end, or paid with others, counts from 0 to all of it.

    amounts: columns project_id, amount, unit, phase, year_from, year_to, payer and, where known,
    price_level. city_payers: what the city is called; its boards and administrations are it
    too (names that end in nämnden, förvaltningen), and "X with partners" is X with others.
    """
    names = tuple(city_payers)
    rows = [_judge(dict(row), target, names) for row in amounts.to_dict("records")]
    columns = pd.DataFrame(rows, columns=["reason", "low", "high"], index=amounts.index)
    return pd.concat([amounts, columns.astype({"low": float, "high": float})], axis=1)


def costs(
    amounts: pd.DataFrame, target: Target, city_payers: Iterable[str] = ()
) -> dict[str, Cost]:
    """Return the comparable cost of each project that has one, never one thing twice.

    Two amounts of one project, payer and period are two words about one thing: from the least to
    the greatest, never their sum. Where periods differ but overlap, one may hold the other: at
    least the greater, at most both. Different payers pay different parts.

    >>> amounts = pd.DataFrame({"project_id": ["X1", "X1"], "amount": [10.0, 12.0],
    ...     "unit": "MSEK", "phase": ["forecast", "budget"], "year_from": 2017, "year_to": 2017,
    ...     "payer": "kommunstyrelsen"})
    >>> costs(amounts, Target("forecast", 2017, 2017, 142.0))
    {'X1': Cost(low=10.0, high=10.0, asked=False)}
    """
    rows = judged(amounts, target, city_payers)
    rows = rows[~rows["reason"].isin(OTHER)]
    found: dict[str, list[Cost]] = {}
    for (project, _), paid in rows.groupby(["project_id", "payer"], sort=False, dropna=False):
        periods = [
            Cost(float(same["low"].min()), float(same["high"].max()), len(same) > 1)
            for _, same in paid.groupby(["year_from", "year_to"], sort=False, dropna=False)
        ]
        overlap = _overlapping(paid)
        lows = [one.low for one in periods]
        found.setdefault(str(project), []).append(
            Cost(
                max(lows) if overlap else fsum(lows),
                fsum(one.high for one in periods),
                overlap or any(one.asked for one in periods),
            )
        )
    return {
        project: Cost(
            fsum(one.low for one in paid),
            fsum(one.high for one in paid),
            any(one.asked for one in paid),
        )
        for project, paid in found.items()
    }


def _judge(
    row: Mapping[object, object], target: Target, city: tuple[str, ...]
) -> tuple[str, float, float]:
    """Return the reason why a row does not count ("" where it does), and its ends in MSEK."""
    first, last = _year(row.get("year_from")), _year(row.get("year_to"))
    payer = _text(row.get("payer"))
    ours = _is_city(payer, city)
    if row.get("phase") != target.phase:
        return "phase", 0.0, 0.0
    if ours is False:
        return "payer", 0.0, 0.0
    if (first is not None and first > target.last) or (last is not None and last < target.first):
        return "period", 0.0, 0.0
    stated = float(pd.to_numeric(str(row.get("amount")), errors="coerce"))
    if not isfinite(stated):
        return "empty", 0.0, inf
    if row.get("unit") not in UNITS:
        return "currency", 0.0, inf
    amount = stated * UNITS[str(row.get("unit"))]
    if amount < 0:
        return "negative", 0.0, inf
    if amount > SUSPECT * target.amount:
        return "suspected", 0.0, inf
    level = _text(row.get("price_level")).casefold()
    if level not in NOT_STATED + RUNNING and level != str(first if first == last else None):
        return "price level", 0.0, inf
    inside = first is not None and last is not None and target.first <= first <= last <= target.last
    return "", amount if inside and ours else 0.0, amount


def _is_city(payer: str, city: tuple[str, ...]) -> bool | None:
    """Return whether a payer is the city or an organ of it; None if unknown, or with others."""
    if not payer:
        return None
    if payer in city or (ORGANS.search(payer) and not OTHERS.search(payer)):
        return True
    named = any(name in payer for name in city) or any(map(ORGANS.search, payer.split()))
    return None if named else False


def _overlapping(rows: pd.DataFrame) -> bool:
    """Return whether two different periods of the rows have a year in common."""
    periods = {
        (_year(first) or -inf, _year(last) or inf)
        for first, last in zip(rows["year_from"], rows["year_to"], strict=True)
    }
    ordered = sorted(periods)
    return any(one[1] >= other[0] for one, other in pairwise(ordered))


def _year(value: object) -> int | None:
    number = float(pd.to_numeric(str(value), errors="coerce"))
    return int(number) if isfinite(number) else None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
