"""Whether the menu, the headlines and the themes speak of indicators that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd

from equity.differences.cases import POOLED
from equity.errors import Problem
from equity.geography.names import near_miss
from equity.raw.indicators import FILE as DECLARED
from equity.raw.indicators import Declarations, Indicator, Published

MENU = "specifications.csv"
THEMES = "themes.csv"
LATEST = "latest"
SHOWN = 15


def can_be_pooled(indicator: Indicator) -> bool:
    """Return whether an indicator has figures by side: counts or weights, on a scale that pools."""
    return indicator.scale in POOLED and not isinstance(indicator.reads, Published)


def mischosen(menu: pd.DataFrame, declared: Declarations) -> Iterator[Problem]:
    """Yield the rows of the menu that choose what no declaration has, or what cannot be pooled.

    An indicator without a valid option is fine: it has no robustness.
    """
    valid: dict[tuple[str, str], int] = {}
    for row, option in enumerate(menu.fillna({"detail": ""}).to_dict("records"), start=2):
        name, detail = str(option["indicator"]), str(option["detail"])
        known = declared.indicators.get(name)
        if known is None:
            yield _unknown(MENU, row, "indicator", name, declared.indicators, "an indicator")
            continue
        if detail and detail not in known.variants:
            expected = f"blank, or a variant of {name}"
            yield _unknown(MENU, row, "detail", detail, known.variants, expected)
        if option["valid"] != "yes":
            continue
        if not can_be_pooled(known):
            expected = f"no: {name} has neither counts nor weights to pool by side"
            if known.scale not in POOLED:
                expected = f"no: {name} is of the scale {known.scale}, which is not pooled"
            yield Problem(MENU, row, "valid", "yes", expected, "write no, or mend the indicator")
        first = valid.setdefault((name, detail), row)
        if first != row:
            expected = f"one valid option a detail; row {first} computes the same"
            fix = "write no in one of them, or declare a variant"
            yield Problem(MENU, row, "valid", "yes", expected, fix)


def misheadlined(declared: Declarations) -> Iterator[Problem]:
    """Yield the headlines that stand twice or have no gap between sides, which is their answer."""
    for at, name in enumerate(declared.headline):
        if name in declared.headline[:at]:
            fix = "name it once"
            yield Problem(DECLARED, None, "headline", name, "each indicator once", fix)
        elif not can_be_pooled(declared.indicators[name]):
            expected = "an indicator with counts or weights, so that there is a gap between sides"
            yield Problem(DECLARED, None, "headline", name, expected, "choose another")


def misthemed(
    themes: pd.DataFrame,
    periods: Mapping[str, Collection[str]],
    districts: Collection[str],
    sources: Collection[str],
) -> Iterator[Problem]:
    """Yield the rows of the themes that ask for an indicator, period or district that is none.

    An indicator that nobody declares is fine where its row says for which districts it is known
    and by which source. periods: those of each indicator. districts: the city's. sources: ids.
    """
    for row, theme in enumerate(themes.fillna("").to_dict("records"), start=2):
        name, period = str(theme["indicator"]), str(theme.get("period", LATEST))
        if name in periods:
            if periods[name] and period not in (LATEST, *periods[name]):
                there = [LATEST, *sorted(periods[name])]
                yield _unknown(THEMES, row, "period", period, there, f"a period of {name}")
            continue
        areas = [area.strip() for area in str(theme.get("known_districts", "")).split(";")]
        named = str(theme.get("source_ids", "")).split()
        if not any(areas) or not named:
            expected = "an indicator, or the districts and sources for which it is known"
            yield _unknown(THEMES, row, "indicator", name, periods, expected)
        for area in areas:
            if area and area not in districts:
                yield _unknown(THEMES, row, "known_districts", area, districts, "districts")
        for source in named:
            if source not in sources:
                expected = "source_ids of sources.csv"
                yield _unknown(THEMES, row, "source_ids", source, sources, expected)


def _unknown(
    file: str, row: int, column: str, name: str, known: Iterable[str], what: str
) -> Problem:
    meant = near_miss(name, known)
    listed = list(known)
    names = ", ".join(listed[:SHOWN]) + (" and others" if listed[SHOWN:] else "") or "there is none"
    fix = f"did you mean {meant}?" if meant else f"write one of these: {names}"
    return Problem(file, row, column, name, what, fix)
