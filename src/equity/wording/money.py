"""Sentences about money: forecast, decided, spent, and what is not known of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Label
from equity.wording.messages import N_, say, translate
from equity.wording.names import border, detail, indicator, spread
from equity.wording.numbers import listed, number, period_text, range_text
from equity.wording.titles import caption

_SETTLED: Final = {
    "covered": N_("{amount} are covered by amounts that can be compared"),
    "missing": N_("{amount} are covered by no amount that can be compared"),
    "over": N_("amounts that can be compared come to {amount} more"),
}


def forecast_clause(finding: Finding, language: str) -> str:
    """Return what a finding of the topic `forecast` says; its heading stands before."""
    step = finding.id.rsplit(".", 1)[-1]
    if indicator(finding) == "scenario":
        return _scenario(finding, step, language)
    if step in _SETTLED:
        return _against(finding, step, language)
    if step == "spent" or (finding.value is None and finding.low is None):
        return translate("not known, and without an upper end", language)
    if finding.unit == "ratio":
        ratio = number(finding.value or 0.0, 2, language)
        return say("{ratio} times the forecast", language, ratio=ratio)
    if finding.unit in ("projects", "SEK"):
        return spread(finding, language)
    return msek(finding, language)


def _scenario(finding: Finding, step: str, language: str) -> str:
    """Return what a study implies: a share of its projects, or what would have been enough."""
    if finding.low is None:
        return translate("the study does not tell this", language)
    if step == "p_exceed":
        amount = spread(finding, language)
        return say("{amount} of its projects cost more than planned", language, amount=amount)
    return say(
        "if the forecast fared as the study's projects, {amount} would do in 80 cases of 100",
        language,
        amount=msek(finding, language),
    )


def _against(finding: Finding, step: str, language: str) -> str:
    """Return how much comparable amounts cover; that nothing can be checked where none is."""
    target = finding.method.values.get("target")
    if finding.method.values.get("count") == 0 and isinstance(target, int | float):
        amount = _amount(target, target, language)
        return say("nothing can be checked against {amount}", language, amount=amount)
    if finding.low is None:
        return translate("how much is over cannot be told", language)
    return say(_SETTLED[step], language, amount=msek(finding, language))


def money_clause(finding: Finding, language: str) -> str:
    """Return what a finding `balance.money.…` says of where the forecast's money lies."""
    what, _, rest = detail(finding).partition(".")
    people = finding.method.values.get("people", "")
    who = people.text(language) if isinstance(people, Label) else str(people)
    if what == "equal":
        return say(
            "{area} would have {amount} if it were shared out as {people} are",
            language,
            area=", ".join(finding.areas),
            amount=msek(finding, language),
            people=who,
        )
    opening = say("with the border {border}", language, border=border(finding, language))
    if what == "south_share":
        return _south(finding, opening, language)
    words = {"opening": opening, "amount": msek(finding, language)}
    side = rest.rpartition(".")[2]
    if what == "to_leave":
        template = (
            N_(
                "{opening}, more than {amount} must be known to lie in the north before the "
                "shares can no longer be those of {people}"
            )
            if side == "north"
            else N_(
                "{opening}, more than {amount} must be known to lie in the south before the "
                "shares can no longer be those of {people}"
            )
        )
        return say(template, language, people=who, **words)
    template = (
        N_("{opening}, {amount} that can be compared lie in the north")
        if side == "north"
        else N_("{opening}, {amount} that can be compared lie in the south")
    )
    return say(template, language, **words)


def _south(finding: Finding, opening: str, language: str) -> str:
    if finding.low is None:
        return say("{opening}, all of it lies in neither side", language, opening=opening)
    if (finding.low, finding.high) == (0, 1):
        return say(
            "{opening}, the south's share may be anything from nothing to all",
            language,
            opening=opening,
        )
    amount = spread(finding, language)
    return say("{opening}, the south's share is {amount}", language, opening=opening, amount=amount)


def phases_title(findings: Iterable[Finding], language: str) -> str:
    """Return what was forecast and decided, each a sum of its own, and that the rest is unknown.

    findings: `forecast.total`, each year's told, and `forecast.decided` where one is known.
    Raises ValueError without a forecast.
    """
    known = [f for f in findings if f.value is not None]
    totals = [f for f in known if f.id == "forecast.total"]
    decided = next((f for f in known if f.id == "forecast.decided"), None)
    if not totals:
        raise ValueError("no forecast among the findings: there is nothing to tell")
    if decided is None:
        return say(
            "Forecast {forecast}: what was decided and what was spent are not known",
            language,
            forecast=yearly(totals, language),
        )
    return say(
        "Forecast {forecast}, decided {decided}: what was spent is not known",
        language,
        forecast=yearly(totals, language),
        decided=msek(decided, language),
    )


def yearly(totals: Iterable[Finding], language: str) -> str:
    """Return what was forecast, each published amount with its year; their sum where none has one.

    totals: `forecast.total`, of single years and of all of them.
    """
    known = sorted(totals, key=lambda f: (len(f.period or ""), f.period or ""))
    years = [f for f in known if len(f.period or "") < len(known[-1].period or "")] or known
    each = [
        say(
            "{amount} for {period}",
            language,
            amount=msek(f, language),
            period=period_text(f.period, language),
        )
        for f in years
    ]
    return listed(each, language)


def forecast_sentences(totals: Iterable[Finding], language: str) -> list[str]:
    """Return the forecast in a sentence, each year's amount, and then their sum where there is one.

    totals: `forecast.total`, of single years and of all of them.
    """
    known = sorted(totals, key=lambda f: len(f.period or ""))
    told = [say("The cost forecast: {amounts}.", language, amounts=yearly(known, language))]
    if len(known) > 1:
        told.append(say("Together {amount}.", language, amount=msek(known[-1], language)))
    return told


def phases_caption(findings: Iterable[Finding], language: str) -> str:
    """Return how to read a chart of phases of money."""
    told = translate(
        "Each phase is a sum of its own and is never added to another. Hatched is not known; an "
        "arrow has no upper end. The price level is not stated in the source.",
        language,
    )
    return caption(findings, told, language)


def msek(finding: Finding, language: str) -> str:
    """Write a sum of money, or its range, in million kronor: whole from ten upwards.

    >>> from equity.findings import Note
    >>> msek(Finding(id="a.b", value=142, unit="MSEK", method=Note(message=""),
    ...              sources=("s",)), "sv").replace("\u00a0", " ")
    '142 mnkr'
    """
    if finding.low is not None and finding.high is not None:
        return _amount(finding.low, finding.high, language)
    return _amount(finding.value or 0.0, finding.value or 0.0, language)


def _amount(low: float, high: float, language: str) -> str:
    whole = all(abs(end) >= 10 or abs(end - round(end)) < 1e-9 for end in (low, high))
    return range_text(low, high, 0 if whole else 1, "MSEK", language)
