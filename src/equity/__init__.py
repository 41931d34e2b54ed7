"""Equity and budget analysis of a city's districts: frames in, findings or figures out.

Every name here is imported on first use, so that `import equity` itself is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equity.city import load
    from equity.differences.changes import change
    from equity.differences.finer.borders import boundary
    from equity.differences.finer.placed import finer
    from equity.differences.finer.scales import scales
    from equity.differences.gaps import gap
    from equity.differences.levels import level
    from equity.differences.profile import chosen_period, overview, profile
    from equity.differences.spreads import inequality, spatial
    from equity.export.charts import svg
    from equity.figures.pictures.divided import map_divided as divided
    from equity.figures.pictures.finer import map_finer as finer_map
    from equity.figures.pictures.gaps import range_gaps as ranges
    from equity.figures.pictures.levels import map_levels as map
    from equity.figures.pictures.levels import rank_levels as ranking
    from equity.figures.pictures.periods import show_changes as slopes
    from equity.figures.pictures.projects import chart
    from equity.figures.pictures.sites import show_sites as sites
    from equity.figures.pictures.ways import show_specifications as choices
    from equity.priorities.priority import priority
    from equity.projects.balance import balance
    from equity.projects.forecast import forecast
    from equity.projects.risk import scenarios
    from equity.specifications import robustness, ways
    from equity.wording.sections.around.about import about
    from equity.wording.sections.around.background import method, sources
    from equity.wording.sections.around.choices import not_valid
    from equity.wording.sections.around.unknown import unknowns
    from equity.wording.sections.finer.reasons import finer_reasons
    from equity.wording.sections.finer.totals import finer_totals
    from equity.wording.sections.listed.benchmarks import benchmarks
    from equity.wording.sections.listed.districts import districts
    from equity.wording.sections.listed.money import amount_table, payer_table
    from equity.wording.sections.projects import project_table
    from equity.wording.sections.say import ask as question
    from equity.wording.sections.say import say
    from equity.wording.sections.whole import in_short

_HOMES = {
    "load": "equity.city:load",
    "profile": "equity.differences.profile:profile",
    "overview": "equity.differences.profile:overview",
    "chosen_period": "equity.differences.profile:chosen_period",
    "level": "equity.differences.levels:level",
    "finer": "equity.differences.finer.placed:finer",
    "scales": "equity.differences.finer.scales:scales",
    "boundary": "equity.differences.finer.borders:boundary",
    "finer_map": "equity.figures.pictures.finer:map_finer",
    "finer_reasons": "equity.wording.sections.finer.reasons:finer_reasons",
    "finer_totals": "equity.wording.sections.finer.totals:finer_totals",
    "gap": "equity.differences.gaps:gap",
    "change": "equity.differences.changes:change",
    "inequality": "equity.differences.spreads:inequality",
    "spatial": "equity.differences.spreads:spatial",
    "ways": "equity.specifications:ways",
    "robustness": "equity.specifications:robustness",
    "choices": "equity.figures.pictures.ways:show_specifications",
    "map": "equity.figures.pictures.levels:map_levels",
    "divided": "equity.figures.pictures.divided:map_divided",
    "slopes": "equity.figures.pictures.periods:show_changes",
    "ranking": "equity.figures.pictures.levels:rank_levels",
    "ranges": "equity.figures.pictures.gaps:range_gaps",
    "question": "equity.wording.sections.say:ask",
    "say": "equity.wording.sections.say:say",
    "balance": "equity.projects.balance:balance",
    "forecast": "equity.projects.forecast:forecast",
    "scenarios": "equity.projects.risk:scenarios",
    "priority": "equity.priorities.priority:priority",
    "chart": "equity.figures.pictures.projects:chart",
    "payer_table": "equity.wording.sections.listed.money:payer_table",
    "amount_table": "equity.wording.sections.listed.money:amount_table",
    "sites": "equity.figures.pictures.sites:show_sites",
    "project_table": "equity.wording.sections.projects:project_table",
    "unknowns": "equity.wording.sections.around.unknown:unknowns",
    "about": "equity.wording.sections.around.about:about",
    "in_short": "equity.wording.sections.whole:in_short",
    "method": "equity.wording.sections.around.background:method",
    "benchmarks": "equity.wording.sections.listed.benchmarks:benchmarks",
    "not_valid": "equity.wording.sections.around.choices:not_valid",
    "districts": "equity.wording.sections.listed.districts:districts",
    "sources": "equity.wording.sections.around.background:sources",
    "svg": "equity.export.charts:svg",
}

__all__ = [
    "about",
    "amount_table",
    "balance",
    "benchmarks",
    "boundary",
    "change",
    "chart",
    "choices",
    "chosen_period",
    "districts",
    "divided",
    "finer",
    "finer_map",
    "finer_reasons",
    "finer_totals",
    "forecast",
    "gap",
    "in_short",
    "inequality",
    "level",
    "load",
    "map",
    "method",
    "not_valid",
    "overview",
    "payer_table",
    "priority",
    "profile",
    "project_table",
    "question",
    "ranges",
    "ranking",
    "robustness",
    "say",
    "scales",
    "scenarios",
    "sites",
    "slopes",
    "sources",
    "spatial",
    "svg",
    "unknowns",
    "ways",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"equity has no {name!r}; it has {', '.join(__all__)}")
    module, _, function = _HOMES[name].partition(":")
    value = getattr(importlib.import_module(module), function)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
