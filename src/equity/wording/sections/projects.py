"""The answers about projects, money and priorities: selection first, then balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from equity.findings import Finding, Findings, Verdict
from equity.projects.counted.against import answer_of
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import capital, subject
from equity.wording.passages import Claim, Passage, Table
from equity.wording.sections.answers import mark
from equity.wording.sentences import sentence, statement
from equity.wording.verdicts import ORDER, verdict_label, verdict_meaning

LISTS: Final = ("statement", "programme", "other", "all")
_TOGETHER: Final = {
    "below": N_("{list}: fewer in the north than its share of {people}, with every border."),
    "above": N_("{list}: more in the north than its share of {people}, with every border."),
    "inside": N_("{list}: the north has about its share of {people}, with every border."),
    "open": N_("{list}: it cannot be told whether the north has its share of {people}."),
    "definitions": N_("{list}: the answer depends on where the border is drawn."),
}
_SELECTION: Final = (
    N_("None of the lists mirrors all projects, so none can tell whether they are fairly spread."),
    N_("The list of the statement was made by one district; it tells of that district."),
    N_("The other projects were found because someone wrote about them."),
)


def project_answer(findings: Findings, language: str, baseline: str = "eligible") -> Passage:
    """Return what the lists of projects say of north and south: first how the lists came about.

    findings: of the topic `balance`. baseline: the yardstick's name. Raises ValueError where no
    list was set against it.
    """
    claims = [
        _list_claim(findings, name, baseline, language)
        for name in LISTS
        if findings.select(id=f"balance.projects.{name}.against.{baseline}")
    ]
    if not claims:
        raise ValueError(f"no list was set against {baseline!r}: nothing to answer")
    mapped = findings.select(id="balance.frame.mapped")
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        paragraphs=(
            *(translate(text, language) for text in _SELECTION),
            *(sentence(f, language) for f in mapped),
        ),
        claims=tuple(claims),
        language=language,
    )


def money_answer(findings: Findings, language: str) -> Passage:
    """Return what is known of the money: forecast, decided, checked, spent, and where.

    findings: of the topics `forecast` and `balance.money`.
    """
    asked = ("total", "decided", "spent", "covered", "decided_per_forecast")
    chosen = [f for name in asked for f in findings.select(id=f"forecast.{name}")]
    chosen += findings.select(id="balance.money.south_share")
    return _claims(chosen, language)


def risk_answer(findings: Findings, language: str) -> Passage:
    """Return what each published class of projects says of the forecast, side by side."""
    chosen = [f for f in findings if f.id.startswith("forecast.scenario.")]
    passage = _claims(chosen, language)
    title = translate("What other projects have cost", language)
    return passage.model_copy(update={"kind": "text", "anchor": "scenarios", "title": title})


def priority_answer(findings: Findings, language: str) -> Passage:
    """Return where each theme's gap is largest, and how many of its projects are there."""
    ends = ("largest_gap", "projects_in_largest_gap")
    return _claims([f for f in findings if f.id.rsplit(".", 1)[-1] in ends], language)


def project_table(projects: pd.DataFrame, placed: pd.DataFrame, language: str) -> Passage:
    """Return every project as a row: its list, owner and where it is, the unknown included.

    projects: names by language, list, owner. placed: project_id, district, share, status.
    """
    where = {
        str(name): _places(rows, language)
        for name, rows in placed.groupby("project_id", sort=False)
    }
    heads = (N_("Id"), N_("Project"), N_("List"), N_("Owner"), N_("Where"))
    lists = {"statement": N_("statement"), "programme": N_("programme"), "other": N_("other")}
    unknown = translate("not known", language)
    rows = tuple(
        (
            str(row["project_id"]),
            str(row[f"name_{language}"]),
            translate(lists.get(str(row["list"]), str(row["list"])), language),
            unknown if pd.isna(row["owner"]) else str(row["owner"]),
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
    sure = [verdict_meaning(verdict, language)]
    sure += [statement(f, language) for f in (*needed, *asked)]
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


def _claims(chosen: Sequence[Finding], language: str) -> Passage:
    if not chosen:
        raise ValueError("none of the findings that the answer needs are there")
    ordered = sorted(chosen, key=lambda f: ORDER.index(f.verdict) if f.verdict else len(ORDER))
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        claims=tuple(_claim(f, language) for f in ordered),
        language=language,
    )


def _claim(finding: Finding, language: str) -> Claim:
    notes = (render(note, language) for note in (finding.method, *finding.caveats[:2]))
    return Claim(
        title=sentence(finding, language),
        text=(),
        verdict=finding.verdict,
        verdict_label=verdict_label(finding.verdict, language),
        sure=tuple(dict.fromkeys(notes)),
        ranges=(),
        findings=(finding.key,),
    )


def _places(rows: pd.DataFrame, language: str) -> str:
    words: Iterable[str] = (
        str(row["district"])
        if row["status"] == "known"
        else translate(_STATUS.get(str(row["status"]), str(row["status"])), language)
        for row in rows.to_dict("records")
    )
    return ", ".join(dict.fromkeys(words))


_STATUS: Final = {"unknown": N_("not known"), "citywide": N_("the whole city")}
