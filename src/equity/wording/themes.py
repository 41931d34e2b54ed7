"""Sentences about themes: which area is furthest behind, and how many projects are there."""

from __future__ import annotations

from equity.findings import Finding
from equity.wording.messages import N_, say, translate
from equity.wording.names import detail, distance, indicator, spread, whatever
from equity.wording.numbers import listed
from equity.wording.projects import COUNTS, counted, ends_of


def gap_clause_of_theme(finding: Finding, language: str) -> str:
    """Return what a finding of the topic `priority` says; its heading stands before."""
    step = detail(finding)
    if step.startswith("projects") or finding.id.endswith(".projects"):
        return _of_theme(finding, step, language)
    areas = listed(finding.areas, language)
    if step.endswith("projects_in_largest_gap") or step == "projects_in_largest_gap":
        return _where_largest(finding, language)
    if step.endswith("largest_gap"):
        return _largest(finding, listed(finding.areas, language, either=True), language)
    if step.endswith("known"):
        return say("known for {areas} only", language, areas=areas)
    low, high = ends_of(finding)
    amount = distance(finding, language)
    if low > 0:
        told = say("{area} is {amount} behind", language, area=areas, amount=amount)
    elif high < 0:
        told = say("{area} is {amount} ahead", language, area=areas, amount=amount)
    elif low == high:
        return say("{area} is level", language, area=areas)
    else:
        return say(
            "it cannot be told whether {area} is behind. The distance may be {amount}",
            language,
            area=areas,
            amount=spread(finding, language),
        )
    return told + whatever(finding, language)


def _largest(finding: Finding, areas: str, language: str) -> str:
    if not finding.areas:
        return translate("it cannot be told which area is furthest behind", language)
    amount = spread(finding, language)
    if len(finding.areas) == 1:
        return say("{areas} is furthest behind, by {amount}", language, areas=areas, amount=amount)
    return say(
        "it cannot be told which area is furthest behind. It may be {areas}, by {amount}",
        language,
        areas=areas,
        amount=amount,
    )


def _where_largest(finding: Finding, language: str) -> str:
    if (found := none_found(finding, language)) is not None:
        return found
    template = (
        N_("where the gap is largest there are {amount}")
        if len(finding.areas) == 1
        else N_("where the gap may be largest there are {amount}")
    )
    return say(template, language, amount=counted(finding, language))


def _of_theme(finding: Finding, step: str, language: str) -> str:
    if (found := none_found(finding, language)) is not None:
        return found
    amount = counted(finding, language)
    if step == "projects" and indicator(finding) == "other_themes":
        return say("{amount} with a theme for which no gap is measured", language, amount=amount)
    what = step.partition(".")[2]
    if not what:
        return say("there are {amount}", language, amount=amount)
    if what == "unknown":
        return say(COUNTS["unknown"], language, amount=amount)
    if what == "everywhere":
        return say("{amount} everywhere, in no district", language, amount=amount)
    told = say("{area} has {amount}", language, area=what, amount=amount)
    return told + whatever(finding, language)


def none_found(finding: Finding, language: str) -> str | None:
    """Return "0 of 35 found" for a theme without projects; None for another finding."""
    every = finding.method.values.get("all")
    if finding.value != 0 or finding.low is not None or every is None:
        return None
    return say("0 of {all} found", language, all=str(every))
