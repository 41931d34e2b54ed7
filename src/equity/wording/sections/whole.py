"""The whole question in few sentences: the differences, the projects, the money, and how sure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Findings
from equity.wording.messages import N_, render, say, translate
from equity.wording.money import forecast_sentences, msek, yearly
from equity.wording.names import capital, subject
from equity.wording.numbers import count
from equity.wording.passages import Claim, Passage
from equity.wording.sections.answers import answer
from equity.wording.sections.projects import project_answer
from equity.wording.sentences import sentence
from equity.wording.verdicts import verdict_label

MOST_OF_DIFFERENCES: Final = 3
_KEPT: Final = ("balance.frame.", "balance.projects.mapped.", "balance.money.south_share")
_OF_MONEY: Final = ("total", "decided", "all_digitalisation", "spent", "covered", "per_resident")
_OF_LISTS: Final = ("north_share", "ask_first", "count", "unknown", "citywide")


def in_short(findings: Iterable[Finding], baseline: str = "eligible") -> Findings:
    """Return what the one page needs of the projects and the money; other topics untouched.

    findings: of `balance` and `forecast`, and any others. baseline: the yardstick's name.
    """
    return Findings(f for f in findings if _is_kept(f, baseline))


def _is_kept(finding: Finding, baseline: str) -> bool:
    if finding.topic not in ("balance", "forecast") or finding.id.startswith(_KEPT):
        return True
    if finding.topic == "forecast":
        return finding.id.removeprefix("forecast.") in _OF_MONEY
    words = finding.id.split(".")
    if words[:2] == ["balance", "baseline"]:
        return words[2] == baseline
    if words[:2] != ["balance", "projects"] or words[2] == "kind":
        return False
    rest = ".".join(words[3:])
    return rest in (*_OF_LISTS, f"against.{baseline}", f"against.{baseline}.places_needed")


def asks_everything(findings: Findings) -> bool:
    """Tell whether findings hold differences together with projects or money."""
    topics = {f.topic for f in findings}
    return bool(topics & {"gap", "level"}) and bool(topics & {"balance", "forecast"})


def whole_answer(findings: Findings, language: str, period: str = "latest") -> Passage:
    """Return the answer to the whole question: three to five sentences, then each with its reasons.

    What depends on the border, or cannot be told, stands first; then what is decided, whether the
    projects are fairly spread, and whether the money adds up. Projects and money are left out
    where nothing is known of them. Raises ValueError where there is no gap and no level.
    """
    differences = answer(findings, language, period)
    *leads, explained = differences.paragraphs
    told, claims = leads[:MOST_OF_DIFFERENCES], list(differences.claims)
    for part in (_projects(findings, language), _money(findings, language)):
        if part is not None:
            lead, claim = part
            told.append(lead)
            claims.append(claim)
    return differences.model_copy(
        update={"paragraphs": (*told, explained), "claims": tuple(claims)}
    )


def _projects(findings: Findings, language: str) -> tuple[str, Claim] | None:
    """Return whether the projects' balance can be told, shortly and with what it rests on."""
    found = list(findings.starting("balance.projects."))
    if not any(".against." in f.id for f in found):
        return None
    lists = project_answer(findings, language)
    mapped = next(iter(findings.select(id="balance.frame.mapped")), None)
    if mapped is not None and mapped.value is not None:
        number = count(mapped.value, language)
        lead = say(
            "Whether the projects are fairly spread cannot be told: of the {number} that the city "
            "mapped, only the number is known.",
            language,
            number=number,
        )
    else:
        lead = translate(
            "Whether the projects are fairly spread cannot be told from the lists that are known.",
            language,
        )
    keys = [f.key for f in findings.starting("balance.frame.")]
    keys += [key for claim in lists.claims for key in claim.findings]
    rows = [mark for claim in lists.claims[-1:] for mark in claim.ranges]
    sure = [translate("A list tells of those who made it, not of all projects.", language)]
    sure += [render(f.method, language) for f in findings.select(id="balance.frame.overlap")]
    return lead, Claim(
        title=translate("Projects: whether they are fairly spread cannot be told.", language),
        text=tuple(claim.title for claim in lists.claims),
        verdict="open",
        verdict_label=verdict_label("open", language),
        sure=tuple(dict.fromkeys(sure)),
        ranges=tuple(rows),
        findings=tuple(dict.fromkeys(keys)),
    )


def _money(findings: Findings, language: str) -> tuple[str, Claim] | None:
    """Return whether forecast, decided and spent can be set against each other."""
    named = {
        f.id: f
        for f in findings.starting("forecast.")
        if f.period is None or "-" in f.period or "\u2013" in f.period
    }
    total, decided = named.get("forecast.total"), named.get("forecast.decided")
    spent, covered = named.get("forecast.spent"), named.get("forecast.covered")
    if total is None or spent is None:
        return None
    years = [f for f in findings.select(id="forecast.total") if f.key != total.key]
    unknown = spent.value is None and spent.low is None
    lead = _unspent([*years, total], decided, language) if unknown else sentence(spent, language)
    beside = [f for f in (total, named.get("forecast.per_resident"), decided, covered, spent) if f]
    south = list(findings.select(id="balance.money.south_share"))
    notes = [note for f in (spent, *([covered] if covered else [])) for note in (f.method,)]
    notes += [note for f in (total, named.get("forecast.per_resident")) if f for note in f.caveats]
    title = (
        N_("Money: whether it adds up cannot be told.")
        if unknown
        else N_("Money: forecast, decided and spent.")
    )
    verdict = spent.verdict or "open"
    return lead, Claim(
        title=translate(title, language),
        text=(
            " ".join(forecast_sentences([*years, total], language)),
            *(sentence(f, language) for f in (*beside[1:], *south[:1])),
        ),
        verdict=verdict,
        verdict_label=verdict_label(verdict, language),
        sure=tuple(dict.fromkeys(render(note, language) for note in notes)),
        ranges=(),
        findings=tuple(f.key for f in (*beside, *years, *south[:1])),
    )


def _unspent(forecast: list[Finding], decided: Finding | None, language: str) -> str:
    """Say what was forecast, each published amount with its year, and that the rest is unknown."""
    told = yearly(forecast, language)
    if decided is None:
        return say(
            "Whether the money adds up cannot be told: the forecast was {forecast}, but neither "
            "what was decided nor what was spent is published.",
            language,
            forecast=told,
        )
    return say(
        "Whether the money adds up cannot be told: the forecast was {forecast}. Of what followed, "
        "{decided} is known as decided, but what was spent is not published.",
        language,
        forecast=told,
        decided=msek(decided, language),
    )


def whole_question(findings: Findings, language: str) -> tuple[str, tuple[str, ...]]:
    """Return the title and the paragraphs of the whole question: what is asked, in order."""
    subjects = dict.fromkeys(subject(f, language) for f in findings if f.topic == "gap")
    told = [
        translate("Where are the differences, and are the projects and the money there?", language)
    ]
    if any(f.topic == "forecast" for f in findings):
        told.append(translate("Does the money add up: forecast, decided, spent?", language))
    told.append(translate("And how sure can we be, given what is not known?", language))
    measures = [capital(name) for name in subjects]
    title = translate("Do north and south differ, and do the projects even it out?", language)
    return title, (" ".join(told), *_measured(measures, language))


def _measured(measures: list[str], language: str) -> list[str]:
    if not measures:
        return []
    names = "; ".join(name[:1].lower() + name[1:] for name in measures)
    return [say("Compared are: {subjects}.", language, subjects=names)]
