"""One word for every answer: what findings say depends on what they are about."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding, Findings
from equity.geography.sides import Sides
from equity.wording.messages import N_, translate
from equity.wording.passages import Passage
from equity.wording.sections.answers import answer
from equity.wording.sections.around.background import drawn, question
from equity.wording.sections.finer.answer import finer_answer
from equity.wording.sections.projects import (
    money_answer,
    priority_answer,
    project_answer,
    risk_answer,
)
from equity.wording.sections.whole import asks_everything, whole_answer, whole_question

_QUESTIONS = {
    "balance": N_("Are the projects fairly spread between north and south?"),
    "forecast": N_("Does the money add up?"),
    "priority": N_("Do the projects go where the gaps are?"),
    "scales": N_("Do smaller areas change the answer?"),
}


def say(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return the answer that findings give, with how sure it is.

    Of differences together with projects or money: see `whole.whole_answer`. Of gaps and levels:
    see `answers.answer`; of the lists of projects, the money, other projects' costs and the
    themes: see `projects`. period: for gaps and levels.
    No finding at all is an answer too: that nothing is entered. Raises ValueError where the
    findings answer nothing.
    """
    known = Findings(findings)
    if not known:
        return _nothing(language)
    if asks_everything(known):
        return whole_answer(known, language, period)
    topic = _topic(known)
    if topic == "balance":
        return project_answer(known, language)
    if topic == "forecast" and known.select(id="forecast.total"):
        return money_answer(known, language)
    if topic == "forecast":
        return risk_answer(known, language)
    if topic == "scales":
        return finer_answer(known, language)
    if topic == "priority":
        return priority_answer(known, language)
    return answer(known, language, period)


def ask(findings: Iterable[Finding], language: str, sides: Iterable[Sides] = ()) -> Passage:
    """Return the question that findings answer; of gaps and levels: see `background.question`.

    sides: the definitions, to say in words what each border parts.
    """
    known, definitions = Findings(findings), list(sides)
    topic = _topic(known)
    if asks_everything(known):
        title, told = whole_question(known, language)
        plain = question(known, language, definitions)
        return plain.model_copy(update={"title": title, "paragraphs": told})
    if topic not in _QUESTIONS:
        return question(known, language, definitions)
    return Passage(
        kind="question",
        anchor="question",
        title=translate(_QUESTIONS[topic], language),
        items=tuple(drawn(definition, language) for definition in definitions),
        language=language,
    )


def _nothing(language: str) -> Passage:
    """Return the answer of no findings: nobody has entered a figure."""
    told = translate("No published figure is entered, so nothing can be said.", language)
    title = translate("Nothing is entered", language)
    return Passage(
        kind="text", anchor="nothing", title=title, paragraphs=(told,), language=language
    )


def _topic(findings: Findings) -> str:
    """Return the topic of the first finding: the one the others were added to."""
    return next((finding.topic for finding in findings), "")
