"""Findings as tables that say unit, period and border on every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from equity.findings import Finding
from equity.geography.names import swedish_order
from equity.wording.messages import N_, translate
from equity.wording.names import (
    RANK,
    SIDES,
    border,
    capital,
    detail,
    indicator,
    place,
    steps,
    subject,
)
from equity.wording.numbers import (
    decimals_for,
    in_unit,
    number,
    period_text,
    signed,
    unit_name,
)
from equity.wording.passages import Table
from equity.wording.verdicts import verdict_label

NOTHING: Final = "\u2013"
_WHOLE_FIRST: Final = ("", *SIDES)
_RANGE: Final = (N_("Least"), N_("Greatest"), N_("Value"), N_("Unit"))


def gaps_table(findings: Iterable[Finding], language: str) -> Table:
    """Return the gaps, one row an indicator, period and border, without the steps beside them."""
    chosen = [f for f in findings if f.topic == "gap" and not steps(f)[1]]
    rows = [
        (
            capital(_measure(f, language)),
            period_text(f.period, language),
            border(f, language) or NOTHING,
            *figures,
            verdict_label(f.verdict, language) or NOTHING,
        )
        for f, figures in zip(chosen, _figures(chosen, language, signed), strict=True)
    ]
    heads = (N_("Measure"), N_("Period"), N_("Border"), *_RANGE, N_("How sure"))
    return Table(
        caption=translate("Gaps, the north minus the south", language),
        columns=tuple(translate(head, language) for head in heads),
        rows=tuple(rows),
        numeric=(False, False, False, True, True, True, False, False),
    )


def levels_table(findings: Iterable[Finding], language: str) -> Table:
    """Return the levels: the whole and its sides first, then the areas in Swedish order."""
    chosen = sorted(_levels(findings), key=_level_order)
    rows = [
        (
            capital(place(f, language)),
            capital(subject(f, language)),
            period_text(f.period, language),
            border(f, language) or NOTHING,
            *figures,
        )
        for f, figures in zip(chosen, _figures(chosen, language, number), strict=True)
    ]
    heads = (N_("Area"), N_("Measure"), N_("Period"), N_("Border"), *_RANGE)
    return Table(
        caption=translate("Levels", language),
        columns=tuple(translate(head, language) for head in heads),
        rows=tuple(rows),
        numeric=(False, False, False, False, True, True, True, False),
    )


def _levels(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.topic == "level" and not detail(f).startswith(RANK)]


def _measure(finding: Finding, language: str) -> str:
    variant = steps(finding)[0].replace("_", " ")
    name = subject(finding, language)
    return f"{name} ({variant})" if variant else name


def _level_order(finding: Finding) -> tuple[object, ...]:
    name = detail(finding)
    rank = _WHOLE_FIRST.index(name) if name in _WHOLE_FIRST else len(_WHOLE_FIRST)
    return (
        indicator(finding),
        finding.period or "",
        rank,
        finding.definition or "",
        swedish_order(name),
    )


def _figures(
    findings: list[Finding], language: str, write: Callable[[float, int, str], str]
) -> list[tuple[str, ...]]:
    """Write least, greatest, value and unit, with the same decimals in all rows of a unit."""
    decimals: dict[str, int] = {}
    for f in findings:
        for given in (f.low, f.high, f.value):
            if given is not None:
                known = decimals.get(f.unit, 0)
                decimals[f.unit] = max(known, decimals_for(f.unit, given))
    return [
        (
            *(
                NOTHING
                if given is None
                else write(in_unit(given, f.unit), decimals[f.unit], language)
                for given in (f.low, f.high, f.value)
            ),
            unit_name(f.unit, language) or NOTHING,
        )
        for f in findings
    ]
