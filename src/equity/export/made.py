"""The findings of a city, made anew from its tables: what the exported figures say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from equity.city import City
from equity.differences.profile import profile
from equity.findings import Finding, Findings
from equity.priorities.priority import priority
from equity.projects.balance import balance
from equity.projects.forecast import forecast
from equity.wording.messages import render
from equity.wording.sentences import sentence

COLUMNS = (
    "id",
    "value",
    "low",
    "high",
    "range_of",
    "unit",
    "period",
    "definition",
    "areas",
    "verdict",
    "sentence_en",
    "sentence_sv",
    "method_en",
    "method_sv",
    "sources",
    "caveats_en",
    "caveats_sv",
)
LANGUAGES = ("en", "sv")
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": None})


def of_indicator(city: City, indicator: str) -> Findings:
    """Return all that can be said of one indicator, under every definition and period."""
    return profile(city.observations, city.sides, city.neighbours, indicator=indicator)


def of_projects(city: City) -> dict[str, Findings]:
    """Return what can be said of the registry of projects, by topic.

    A topic that the city's tables do not allow has no findings.
    """
    topics: dict[str, Callable[[City], Findings]] = {
        "balance": _balance,
        "forecast": _forecast,
        "priority": _priority,
    }
    return {topic: make(city) for topic, make in topics.items()}


def as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings one a row, with their sentence, method and caveats in both languages."""
    rows = [
        {
            "id": one.id,
            "value": one.value,
            "low": one.low,
            "high": one.high,
            "range_of": one.range_of,
            "unit": one.unit,
            "period": one.period,
            "definition": one.definition,
            "areas": "; ".join(one.areas),
            "verdict": one.verdict,
            "sources": " ".join(one.sources),
        }
        | {f"sentence_{language}": _text([sentence(one, language)]) for language in LANGUAGES}
        | {f"method_{language}": _text([render(one.method, language)]) for language in LANGUAGES}
        | {
            f"caveats_{language}": _text(render(note, language) for note in one.caveats)
            for language in LANGUAGES
        }
        for one in findings
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(("value", "low", "high"), float))


def _text(sentences: Iterable[str]) -> str:
    """Return sentences without the marks that keep words of a page on one line."""
    return " ".join(sentences).translate(_PLAIN)


def _balance(city: City) -> Findings:
    tables = city.tables
    return balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=tables["projects"],
        facts=tables["budget_facts"],
        amounts=tables["project_amounts"],
        apart=city.apart,
    )


def _forecast(city: City) -> Findings:
    tables = city.tables
    return forecast(tables["budget_facts"], tables["project_amounts"], payers=tables["payers"])


def _priority(city: City) -> Findings:
    projects = city.tables["projects"]
    sources = dict(zip(projects["project_id"], projects["source_id"], strict=True))
    return priority(city.observations, city.projects, city.tables["themes"], sources=sources)
