"""One word for every answer: what findings say depends on what they are about."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding, Findings
from equity.geography.sides import Sides
from equity.wording.messages import N_, translate
from equity.wording.passages import Passage
from equity.wording.sections.answers import answer
from equity.wording.sections.background import drawn, question
from equity.wording.sections.projects import (
    money_answer,
    priority_answer,
    project_answer,
    risk_answer,
)

_QUESTIONS = {
    "balance": N_("Are the projects fairly spread between north and south?"),
    "forecast": N_("Does the money add up?"),
    "priority": N_("Do the projects go where the gaps are?"),
}


def say(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return the answer that findings give, with how sure it is.

    Of gaps and levels: see `answers.answer`; of the lists of projects, the money, other
    projects' costs and the themes: see `projects`. period: for gaps and levels.
    Raises ValueError where the findings answer nothing.
    """
    known = Findings(findings)
    topic = _topic(known)
    if topic == "balance":
        return project_answer(known, language)
    if topic == "forecast" and known.select(id="forecast.total"):
        return money_answer(known, language)
    if topic == "forecast":
        return risk_answer(known, language)
    if topic == "priority":
        return priority_answer(known, language)
    return answer(known, language, period)


def ask(findings: Iterable[Finding], language: str, sides: Iterable[Sides] = ()) -> Passage:
    """Return the question that findings answer; of gaps and levels: see `background.question`.

    sides: the definitions, to say in words what each border parts.
    """
    known = Findings(findings)
    topic = _topic(known)
    if topic not in _QUESTIONS:
        return question(known, language, sides)
    return Passage(
        kind="question",
        anchor="question",
        title=translate(_QUESTIONS[topic], language),
        items=tuple(drawn(definition, language) for definition in sides),
        language=language,
    )


def _topic(findings: Findings) -> str:
    """Return the topic of the first finding: the one the others were added to."""
    return next((finding.topic for finding in findings), "")
