"""The money of the strategy: forecast, decided, spent; each phase by itself, never added."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import fsum
from typing import Any

import pandas as pd

from equity.errors import DataError, Problem
from equity.findings import Finding, Findings, Label, Note
from equity.projects.costs.amounts import CITY, Target
from equity.projects.costs.payers import payer_findings
from equity.projects.costs.reconcile import reconcile

FILE = "budget_facts.csv"
YEARS = {"forecast_2017": 2017, "forecast_2018": 2018}
DECIDED = "decided_2017_2018"
EVERYTHING = "digitalisation_2017_2018"
FORECAST = Label(en="the cost forecast", sv="kostnadsprognosen")
SET_ASIDE = Label(en="the sum decided", sv="det beslutade beloppet")
ALL_DIGITAL = Label(en="all digitalisation", sv="all digitalisering")
SPENT = Label(en="what was spent", sv="det som använts")
PRICES = Note(message="The price level is not stated in the source.")
BEFORE = Note(message="A forecast, made before the decision, of what the strategy would cost.")
SCOPE = Note(message="What the sum covers is not stated in full; it is not split by year.")
Facts = dict[str, dict[Hashable, Any]]


def forecast(
    facts: pd.DataFrame,
    amounts: pd.DataFrame | None = None,
    *,
    payers: pd.DataFrame | None = None,
    city_payers: Iterable[str] = CITY,
) -> Findings:
    """Return the forecast, what was decided, and what the registry's amounts cover of both.

    `forecast.total` (MSEK; 2017, 2018 and 2017-2018), `forecast.decided`,
    `forecast.decided_per_forecast` (a ratio), `forecast.all_digitalisation`, `forecast.spent`
    (unknown). With `amounts` also `forecast.covered`, `.missing` and `.over`, for each year and
    for both, and `forecast.decided.covered` and so on. With `payers`, how many projects each
    class of payer has (`forecast.payers.<class>`).

    facts: the table of budget facts: fact, value, unit, year, phase, source_id. amounts: the
    registry's amounts, with the phase `spent` for outcomes. payers: project_id and payer_class.
    Raises DataError, naming the fact, where one is missing or not in MSEK.

    >>> facts = pd.DataFrame({"fact": ["forecast_2017", "forecast_2018", "decided_2017_2018",
    ...     "digitalisation_2017_2018"], "value": [142, 48, 115, 545], "unit": "MSEK",
    ...     "source_id": "s"})
    >>> forecast(facts).get("forecast.total", "2017-2018").value
    190.0
    """
    known = _facts(facts)
    total = target_of(facts)
    decided = float(known[DECIDED]["value"])
    both = _sources(known, *YEARS)
    found = [
        _sum("total", float(known[fact]["value"]), str(year), BEFORE, _sources(known, fact))
        for fact, year in YEARS.items()
    ]
    found.append(_sum("total", total.amount, total.period, BEFORE, both))
    found.append(
        _sum(
            "decided",
            decided,
            total.period,
            Note(message="Set aside when the strategy was decided."),
            _sources(known, DECIDED),
            SET_ASIDE,
            (SCOPE,),
        )
    )
    found.append(_per_forecast(decided, total, (*both, *_sources(known, DECIDED))))
    found.append(
        _sum(
            "all_digitalisation",
            float(known[EVERYTHING]["value"]),
            total.period,
            Note(message="Decided for all digitalisation of the city, school and care included."),
            _sources(known, EVERYTHING),
            ALL_DIGITAL,
            (Note(message="Wider than the strategy: never added to what was decided for it."),),
        )
    )
    found.append(_spent(total.period, both))
    if amounts is not None:
        for fact, year in YEARS.items():
            one = Target("forecast", year, year, float(known[fact]["value"]))
            source = str(known[fact]["source_id"])
            found += reconcile(amounts, one, source=source, city_payers=city_payers)
        found += reconcile(amounts, total, source=both[0], city_payers=city_payers)
        set_aside = Target("decided", total.first, total.last, decided)
        source = str(known[DECIDED]["source_id"])
        found += reconcile(amounts, set_aside, source=source, city_payers=city_payers)
    if payers is not None:
        found += payer_findings(payers, both)
    return Findings(found)


def target_of(facts: pd.DataFrame) -> Target:
    """Return the forecast of all its years, to set amounts against.

    >>> target_of(pd.DataFrame({"fact": ["forecast_2017", "forecast_2018"], "value": [142, 48],
    ...     "unit": "MSEK", "source_id": "s"}))
    Target(phase='forecast', first=2017, last=2018, amount=190.0)
    """
    known = _facts(facts, tuple(YEARS))
    amount = fsum(float(known[fact]["value"]) for fact in YEARS)
    return Target("forecast", min(YEARS.values()), max(YEARS.values()), amount)


def forecast_source(facts: pd.DataFrame) -> str:
    """Return the id of the source that the forecast was read from.

    >>> forecast_source(pd.DataFrame({"fact": ["forecast_2017", "forecast_2018"],
    ...     "value": [142, 48], "unit": "MSEK", "source_id": "s"}))
    's'
    """
    return _sources(_facts(facts, tuple(YEARS)), *YEARS)[0]


def _facts(facts: pd.DataFrame, needed: Iterable[str] = (*YEARS, DECIDED, EVERYTHING)) -> Facts:
    known: Facts = {str(row["fact"]): row for row in facts.to_dict("records")}
    problems = []
    for fact in needed:
        if fact not in known:
            fix = f"add the row {fact} to {FILE}"
            problems.append(Problem(FILE, None, "fact", fact, "the fact in the table", fix))
        elif known[fact]["unit"] != "MSEK" or not float(known[fact]["value"]) >= 0:
            text = f"{known[fact]['value']} {known[fact]['unit']}"
            fix = f"enter {fact} in million kronor"
            problems.append(Problem(FILE, None, "value", text, "an amount in MSEK", fix))
    if problems:
        raise DataError(problems)
    return known


def _sources(known: Facts, *facts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(known[fact]["source_id"]) for fact in facts))


def _sum(
    detail: str,
    value: float,
    period: str,
    method: Note,
    sources: tuple[str, ...],
    subject: Label = FORECAST,
    caveats: tuple[Note, ...] = (),
) -> Finding:
    return Finding(
        id=f"forecast.{detail}",
        value=value,
        low=value,
        high=value,
        range_of="identification",
        unit="MSEK",
        period=period,
        verdict="decided",
        method=method,
        sources=sources,
        caveats=(PRICES, *caveats),
        subject=subject,
    )


def _per_forecast(decided: float, total: Target, sources: tuple[str, ...]) -> Finding:
    if total.amount == 0:
        raise ValueError("the forecast is 0: nothing can be divided by it")
    value = decided / total.amount
    return Finding(
        id="forecast.decided_per_forecast",
        value=value,
        low=value,
        high=value,
        range_of="identification",
        unit="ratio",
        period=total.period,
        verdict="decided",
        method=Note(
            message="{decided:,.1f} MSEK decided divided by {forecast:,.1f} MSEK in the forecast: "
            "a ratio, since the decided need not lie inside the forecast.",
            values={"decided": decided, "forecast": total.amount},
        ),
        sources=tuple(dict.fromkeys(sources)),
        caveats=(PRICES, SCOPE),
        subject=SET_ASIDE,
    )


def _spent(period: str, sources: tuple[str, ...]) -> Finding:
    return Finding(
        id="forecast.spent",
        unit="MSEK",
        period=period,
        verdict="open",
        method=Note(message="What was spent is not published, as far as we could see."),
        sources=sources,
        caveats=(Note(message="Unknown, with no upper end: not 0."),),
        subject=SPENT,
    )
