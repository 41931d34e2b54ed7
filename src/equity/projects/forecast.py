"""The money of the strategy: forecast, decided, spent; each phase by itself, never added."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from math import fsum
from typing import Any

import pandas as pd

from equity.errors import DataError, Problem
from equity.findings import Finding, Findings, Label, Note
from equity.projects.costs.amounts import Target
from equity.projects.costs.payers import payer_findings
from equity.projects.costs.reconcile import reconcile
from equity.projects.costs.residents import per_resident

FILE = "budget_facts.csv"
YEARLY = re.compile(r"forecast_(\d{4})")
SPANNED = r"_(\d{4})(?:_(\d{4}))?"
DECIDED = re.compile(f"decided{SPANNED}")
EVERYTHING = re.compile(f"digitalisation{SPANNED}")
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
    city_payers: Iterable[str] = (),
) -> Findings:
    """Return the forecast, what was decided, and what the registry's amounts cover of both.

    `forecast.total` (MSEK; each year and all of them), where they are known `forecast.decided`,
    `forecast.decided_per_forecast` (a ratio), `forecast.all_digitalisation` and, where a fact
    tells the population, `forecast.per_resident` (kronor); `forecast.spent` (unknown). With
    `amounts` also `forecast.covered`, `.missing` and `.over`, for each year and for all, and
    `forecast.decided.covered` and so on. With `payers`, how many projects each class of payer
    has (`forecast.payers.<class>`).

    facts: the table of budget facts: fact, value, unit, source_id. The facts that count are
    `forecast_YEAR`, `decided_YEAR_YEAR` and `digitalisation_YEAR_YEAR`. amounts: the registry's
    amounts, with the phase `spent` for outcomes. payers: project_id and payer_class.
    city_payers: what the city is called where it pays. An empty table of facts has no findings.
    Raises DataError, naming the fact, where one is missing or not in MSEK.

    >>> facts = pd.DataFrame({"fact": ["forecast_2031", "forecast_2032", "decided_2031_2032",
    ...     "digitalisation_2031_2032"], "value": [20, 10, 25, 90], "unit": "MSEK",
    ...     "source_id": "s"})
    >>> forecast(facts).get("forecast.total", "2031-2032").value
    30.0
    """
    if facts.empty:
        return Findings()
    known, years = _facts(facts), _years(facts)
    total = target_of(facts)
    both = _sources(known, *years)
    found = [
        _sum("total", float(known[fact]["value"]), str(year), BEFORE, _sources(known, fact))
        for fact, year in years.items()
    ]
    if len(years) > 1:
        found.append(_sum("total", total.amount, total.period, BEFORE, both))
    found += per_resident(known, total, both)
    targets = [
        (Target("forecast", year, year, float(known[fact]["value"])), _sources(known, fact)[0])
        for fact, year in years.items()
    ]
    targets += [(total, both[0])] if len(years) > 1 else []
    for fact, set_aside in _spanned(known, DECIDED).items():
        sources = _sources(known, fact)
        how = Note(message="Set aside when the strategy was decided.")
        amount, period = set_aside.amount, set_aside.period
        found.append(_sum("decided", amount, period, how, sources, SET_ASIDE, (SCOPE,)))
        if period == total.period:
            found.append(_per_forecast(amount, total, (*both, *sources)))
        targets.append((set_aside, sources[0]))
    for fact, wider in _spanned(known, EVERYTHING).items():
        how = Note(message="Decided for all digitalisation of the city, school and care included.")
        beyond = Note(message="Wider than the strategy: never added to what was decided for it.")
        found.append(
            _sum(
                "all_digitalisation",
                wider.amount,
                wider.period,
                how,
                _sources(known, fact),
                ALL_DIGITAL,
                (beyond,),
            )
        )
    found.append(_spent(total.period, both))
    if amounts is not None:
        for target, source in targets:
            found += reconcile(amounts, target, source=source, city_payers=city_payers)
    if payers is not None:
        found += payer_findings(payers, both)
    return Findings(found)


def target_of(facts: pd.DataFrame) -> Target:
    """Return the forecast of all its years, to set amounts against.

    >>> target_of(pd.DataFrame({"fact": ["forecast_2031", "forecast_2032"], "value": [20, 10],
    ...     "unit": "MSEK", "source_id": "s"}))
    Target(phase='forecast', first=2031, last=2032, amount=30.0)
    """
    known, years = _facts(facts), _years(facts)
    amount = fsum(float(known[fact]["value"]) for fact in years)
    return Target("forecast", min(years.values()), max(years.values()), amount)


def total_of(findings: Findings) -> Finding:
    """Return the total of most years among the findings of a forecast.

    Raises ValueError for findings without any.
    """
    totals = [one for one in findings if one.id == "forecast.total"]
    if not totals:
        raise ValueError("no forecast.total among the findings: pass those of `forecast`")
    return max(totals, key=lambda one: len(one.period or ""))


def forecast_source(facts: pd.DataFrame) -> str:
    """Return the id of the source that the forecast was read from.

    >>> forecast_source(pd.DataFrame({"fact": ["forecast_2031", "forecast_2032"],
    ...     "value": [20, 10], "unit": "MSEK", "source_id": "s"}))
    's'
    """
    return _sources(_facts(facts), *_years(facts))[0]


def _years(facts: pd.DataFrame) -> dict[str, int]:
    """Return the facts that forecast one year each, by year; those of a sum decided all count."""
    named = [str(fact) for fact in facts["fact"]]
    years = {int(found[1]) for fact in named if (found := YEARLY.fullmatch(fact))}
    for fact in named:
        if found := DECIDED.fullmatch(fact):
            years |= set(range(int(found[1]), int(found[2] or found[1]) + 1))
    return {f"forecast_{year}": year for year in sorted(years)}


def _facts(facts: pd.DataFrame) -> Facts:
    known: Facts = {str(row["fact"]): row for row in facts.to_dict("records")}
    years = _years(facts)
    sums = [fact for fact in known if DECIDED.fullmatch(fact) or EVERYTHING.fullmatch(fact)]
    problems = []
    if not years:
        fix = f"add rows forecast_YEAR to {FILE}, one a year"
        problems.append(Problem(FILE, None, "fact", "", "a forecast", fix))
    for fact in (*years, *sums):
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


def _spanned(known: Facts, form: re.Pattern[str]) -> dict[str, Target]:
    """Return the sums of several years that are known under names of this form."""
    spans = {fact: found for fact in known if (found := form.fullmatch(fact))}
    return {
        fact: Target("decided", int(span[1]), int(span[2] or span[1]), float(known[fact]["value"]))
        for fact, span in spans.items()
    }


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
