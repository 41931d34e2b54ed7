"""The answers about projects, money and priorities: selection first, then balance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from equity.findings import Finding, Findings, Verdict
from equity.projects.counted.against import answer_of
from equity.projects.counted.words import in_both
from equity.wording.messages import N_, render, say, translate
from equity.wording.money import forecast_sentences
from equity.wording.names import capital, subject
from equity.wording.passages import Claim, Passage, Table
from equity.wording.projects import needed_together, tolerated
from equity.wording.sections.answers import mark
from equity.wording.sentences import sentence, statement
from equity.wording.titles import gaps_and_projects_title
from equity.wording.verdicts import ORDER, verdict_label, verdict_meaning

REGISTRY: Final = "projects.csv"
_TOGETHER: Final = {
    "below": N_("{list}: the north has fewer than its share of {people}, with every border tried."),
    "above": N_("{list}: the north has more than its share of {people}, with every border tried."),
    "inside": N_("{list}: the north has about its share of {people}, with every border tried."),
    "open": N_("{list}: it cannot be told whether the north has its share of {people}."),
    "definitions": N_("{list}: the answer depends on where the border is drawn."),
}
_NO_MIRROR: Final = N_(
    "No list mirrors all projects, so none tells whether they are fairly spread."
)
_SELECTION: Final = {
    "statement": N_("The statement's list was made by one district, and tells of that district."),
    "other": N_("The other projects were found because someone wrote about them."),
}
_OF_STUDIES: Final = (
    N_("The studies contradict each other, so they stand side by side."),
    N_("They are of single projects after the decision; this is a programme before it."),
    N_("Moving money between years is not overrun."),
)
_LISTS: Final = {"statement": N_("statement"), "programme": N_("programme"), "other": N_("other")}
_STATUS: Final = {"unknown": N_("not known"), "citywide": N_("the whole city")}


def project_answer(findings: Findings, language: str, baseline: str = "eligible") -> Passage:
    """Return what the lists of projects say of north and south: first how the lists came about.

    findings: of the topic `balance`. baseline: the yardstick's name. Raises ValueError where no
    list was set against it.
    """
    named = (f.id.split(".") for f in findings if f.id.startswith("balance.projects."))
    asked = ["against", baseline]
    lists = list(dict.fromkeys(words[2] for words in named if words[3:] == asked))
    if not lists:
        raise ValueError(f"no list was set against {baseline!r}: nothing to answer")
    selection = [_NO_MIRROR, *(_SELECTION[name] for name in _SELECTION if name in lists)]
    told = [translate(text, language) for text in selection]
    told += [sentence(f, language) for f in findings.select(id="balance.frame.mapped")]
    told += [render(f.method, language) for f in findings.select(id="balance.frame.overlap")]
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        paragraphs=tuple(told),
        claims=tuple(_list_claim(findings, name, baseline, language) for name in lists),
        language=language,
    )


def money_answer(findings: Findings, language: str) -> Passage:
    """Return what is known of the money: forecast, decided, checked, spent, and where.

    findings: of the topics `forecast` and `balance.money`. Periods and borders of one answer
    share a claim. Raises ValueError where there are none.
    """
    asked = ("total", "per_resident", "decided", "spent", "covered", "decided_per_forecast")
    chosen = [f for name in asked for f in findings.select(id=f"forecast.{name}")]
    chosen += findings.select(id="balance.money.south_share")
    groups: dict[tuple[str, Verdict | None], list[Finding]] = {}
    for f in chosen:
        groups.setdefault((f.id, f.verdict), []).append(f)
    for group in groups.values():
        group.sort(key=lambda f: len(f.period or ""), reverse=True)  # "2017-2018" before "2017"
    return _claims(list(groups.values()), language)


def risk_answer(findings: Findings, language: str) -> Passage:
    """Return what each published class of projects says of the forecast, side by side.

    findings: of `forecast.scenario`; others are passed over. Raises ValueError where none is.
    """
    studies: dict[str, list[Finding]] = {}
    for f in findings.starting("forecast.scenario."):
        studies.setdefault(f.id.rpartition(".")[0], []).append(f)
    passage = _claims(list(studies.values()), language)
    more = {
        "kind": "text",
        "anchor": "scenarios",
        "title": translate("What other projects have cost", language),
        "paragraphs": tuple(translate(text, language) for text in _OF_STUDIES),
    }
    return passage.model_copy(update=more)


def priority_answer(findings: Findings, language: str) -> Passage:
    """Return how many projects each theme has where its gap is largest, and where that is.

    findings: of the topic `priority`. Raises ValueError where no gap was measured.
    """
    measures: dict[tuple[str, str | None], list[Finding]] = {}
    for end in ("projects_in_largest_gap", "largest_gap"):
        for f in findings:
            before, _, last = f.id.rpartition(".")
            if last == end:
                measures.setdefault((before, f.period), []).append(f)
    passage = _claims(list(measures.values()), language)
    told = (
        translate(_NO_MIRROR, language),
        f"{gaps_and_projects_title(findings, language)}.",
    )
    return passage.model_copy(update={"paragraphs": told})


def project_table(projects: pd.DataFrame, placed: pd.DataFrame, language: str) -> Passage:
    """Return every project as a row: its list, owner and where it is, the unknown included.

    projects: names by language, list, owner. placed: project_id, district, share, status.
    """
    where = {
        str(name): _places(rows, language)
        for name, rows in placed.groupby("project_id", sort=False)
    }
    heads = (N_("Id"), N_("Project"), N_("List"), N_("Owner"), N_("Where"))
    unknown = translate("not known", language)
    rows = tuple(
        (
            str(row["project_id"]),
            str(row[f"name_{language}"]),
            translate(_LISTS.get(str(row["list"]), str(row["list"])), language),
            unknown if pd.isna(row["owner"]) else in_both(str(row["owner"])).text(language),
            where.get(str(row["project_id"]), unknown),
        )
        for row in projects.to_dict("records")
    )
    title = translate("Every project", language)
    return Passage(
        kind="text",
        anchor="projects",
        title=title,
        table=Table(
            caption=title,
            columns=tuple(translate(head, language) for head in heads),
            rows=rows,
            numeric=(False,) * len(heads),
            file=REGISTRY,
            origins=tuple(row[0] for row in rows),
            taken=("project_id", f"name_{language}", "", "owner", ""),
        ),
        language=language,
    )


def _list_claim(findings: Findings, name: str, baseline: str, language: str) -> Claim:
    against = list(findings.select(id=f"balance.projects.{name}.against.{baseline}"))
    shares = list(findings.select(id=f"balance.projects.{name}.north_share"))
    asked = list(findings.select(id=f"balance.projects.{name}.ask_first"))[:1]
    needed = list(findings.select(id=f"balance.projects.{name}.against.{baseline}.places_needed"))
    told = {answer_of(f) for f in against}
    kind = told.pop() if len(told) == 1 else "definitions"
    verdicts: dict[str, Verdict] = {"open": "open", "definitions": "definitions"}
    verdict = verdicts.get(kind, "decided")
    people = against[0].method.values["people"]
    words = {
        "list": capital(subject(against[0], language)),
        "people": people.text(language)
        if not isinstance(people, (str, int, float))
        else str(people),
    }
    used = [*shares, *against, *asked, *needed]
    sure = [verdict_meaning(verdict, language), *tolerated(against, language)]
    sure += needed_together(needed, language)
    sure += [statement(f, language) for f in asked]
    return Claim(
        title=say(_TOGETHER[kind], language, **words),
        text=tuple(statement(f, language) for f in shares),
        verdict=verdict,
        verdict_label=verdict_label(verdict, language),
        sure=tuple(dict.fromkeys(sure)),
        ranges=tuple(
            mark(f, language).model_copy(update={"decided": verdict == "decided"}) for f in shares
        ),
        findings=tuple(f.key for f in used),
    )


def _claims(groups: list[list[Finding]], language: str) -> Passage:
    """Return a claim a group, made from its first finding, the most decided first."""
    if not groups:
        raise ValueError("none of the findings that the answer needs are there")
    ordered = sorted(
        groups, key=lambda g: ORDER.index(g[0].verdict) if g[0].verdict else len(ORDER)
    )
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        claims=tuple(_claim(group, language) for group in ordered),
        language=language,
    )


def _claim(group: list[Finding], language: str) -> Claim:
    first, *others = group
    beside = [f for f in group if f.id != first.id]
    notes = [note for f in (first, *beside) for note in (f.method, *f.caveats[:2])]
    sure = [render(note, language) for note in notes]
    verdict = first.verdict
    title, told = sentence(first, language), [_told_beside(f, first, language) for f in others]
    if first.topic == "priority" and first.value == 0:  # none in lists that mirror nothing
        verdict = None
        sure.insert(0, translate("This holds for the projects that were found.", language))
    if first.topic == "forecast" and verdict == "decided":  # published, whatever came of it
        verdict = None
        sure.insert(0, translate("As published. It does not tell what was spent.", language))
    if first.id == "forecast.total" and others:
        title, *told = forecast_sentences(group, language)
    return Claim(
        title=title,
        text=tuple(told),
        verdict=verdict,
        verdict_label=verdict_label(verdict, language),
        sure=tuple(dict.fromkeys(sure)),
        ranges=(),
        findings=tuple(f.key for f in group),
    )


def _told_beside(finding: Finding, first: Finding, language: str) -> str:
    """Return what stands under a claim: shortly where its title has the subject and period."""
    same = (finding.subject, finding.period) == (first.subject, first.period)
    return statement(finding, language) if same else sentence(finding, language)


def _places(rows: pd.DataFrame, language: str) -> str:
    words: Iterable[str] = (
        str(row["district"])
        if row["status"] == "known"
        else translate(_STATUS.get(str(row["status"]), str(row["status"])), language)
        for row in rows.to_dict("records")
    )
    return ", ".join(dict.fromkeys(words))
