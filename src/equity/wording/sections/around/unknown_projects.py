"""What is not known of the projects and the money, what to find out first, and who could tell."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding, Label
from equity.wording.messages import render, say, translate
from equity.wording.names import capital, heading
from equity.wording.numbers import count


def unknown_of_projects(
    findings: Iterable[Finding], could_tell: Label | None, language: str
) -> list[str]:
    """Return one item on where the projects are; nothing where no project is looked for.

    Where only the number of the mapped projects is known, their places come first, and those found
    without a place after them; each list's claim names its own. Else those found whose place
    narrows the answer most are named here.
    """
    known = list(findings)
    mapped = [f for f in known if f.id == "balance.frame.mapped" and f.value is not None]
    lists = [f for f in known if f.id.startswith("balance.projects.") and _last(f) == "ask_first"]
    told = []
    if mapped:
        told += [
            say(
                "The projects: of the {number} that the city mapped, only the number is known.",
                language,
                number=count(mapped[0].value or 0.0, language),
            ),
            translate("Find out first: where each of them is, and what it costs.", language),
        ]
    if mapped and lists:
        told.append(translate("After that: where those found without a known place are.", language))
    elif lists:
        asked = [f for f in lists if ".all." not in f.id] or lists
        told += [render(f.method, language) for f in {f.id: f for f in asked}.values()]
    return [" ".join([*told, *_who(could_tell, language)])] if told else []


def unknown_of_money(
    findings: Iterable[Finding], could_tell: Label | None, language: str
) -> list[str]:
    """Return one item on what was spent; nothing where it is known or not asked."""
    spent = [f for f in findings if f.id == "forecast.spent" and f.value is None and f.low is None]
    if not spent:
        return []
    told = [
        f"{capital(heading(spent[0], language))}: {render(spent[0].method, language)}",
        translate("Find out first: what was spent, year by year and project by project.", language),
    ]
    return [" ".join([*told, *_who(could_tell, language)])]


def _last(finding: Finding) -> str:
    return finding.id.rpartition(".")[2]


def _who(could_tell: Label | None, language: str) -> list[str]:
    if could_tell is None:
        return [translate("Who could tell is not stated.", language)]
    return [say("Who could tell: {publisher}.", language, publisher=could_tell.text(language))]
