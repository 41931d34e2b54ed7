"""Each area by itself: its levels, the ranks it may have, its projects, and what is not known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from equity.findings import Finding
from equity.geography.names import swedish_order
from equity.wording.messages import render, say, translate
from equity.wording.names import RANK, SIDES, capital, detail, heading, indicator, spread
from equity.wording.numbers import listed
from equity.wording.passages import Claim, Passage, Quote, RangeMark
from equity.wording.sections.projects import REGISTRY
from equity.wording.sections.tried import tried
from equity.wording.sentences import sentence, statement


def districts(
    findings: Iterable[Finding],
    language: str,
    period: str = "latest",
    *,
    projects: pd.DataFrame | None = None,
    placed: pd.DataFrame | None = None,
) -> Passage:
    """Return one claim an area, in Swedish order, each with an address of its own.

    It tells the area's levels of one period with their ranges, the ranks it may have, and, with
    `projects` and `placed`, which projects are known there. Beside it stands what is not known of
    this area and not of all.

    findings: of the topic level; others are passed over. period: "latest" takes each
    indicator's latest. projects: project_id and names by language. placed: project_id, district
    and status, one row a project and district.
    """
    chosen = _of_period(findings, period)
    levels = [f for f in chosen if not detail(f).startswith(RANK)]
    ranks = {(indicator(f), detail(f).removeprefix(RANK)): f for f in chosen if f not in levels}
    names = sorted({detail(f) for f in levels}, key=swedish_order)
    known = _known_projects(projects, placed, language)
    told = tried(levels, language) if len({f.range_of for f in levels}) == 1 else []
    if projects is not None and placed is not None:
        told += _anywhere(projects, placed, language)
    return Passage(
        kind="districts",
        anchor="districts",
        title=translate("Area by area", language),
        paragraphs=tuple(dict.fromkeys(told)),
        claims=tuple(_area(name, levels, ranks, known, language) for name in names),
        quotes=_named(projects, language),
        language=language,
    )


def area_anchor(name: str) -> str:
    """Return the address of an area's paragraph, in letters that every program keeps.

    >>> area_anchor("Påhittby-Älvnäs")
    'area-pahittby-alvnas'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "area-" + (re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or name.encode().hex())


def _named(projects: pd.DataFrame | None, language: str) -> tuple[Quote, ...]:
    """Return the names of the projects as quotations from the registry."""
    if projects is None:
        return ()
    column = f"name_{language}"
    return tuple(
        Quote(text=str(row[column]), file=REGISTRY, row=str(row["project_id"]), column=column)
        for row in projects.to_dict("records")
    )


def _of_period(findings: Iterable[Finding], period: str) -> list[Finding]:
    """Return the levels and ranks of areas, of one period or of each indicator's latest."""
    own = [
        f
        for f in findings
        if f.topic == "level"
        and f.definition is None
        and detail(f) not in ("", *SIDES, "rank.lowest", "rank.highest")
    ]
    latest: dict[str, str] = {}
    for f in own:
        latest[indicator(f)] = max(latest.get(indicator(f), ""), f.period or "")
    return [
        f
        for f in own
        if (f.period or "") == (latest[indicator(f)] if period == "latest" else period)
    ]


def _known_projects(
    projects: pd.DataFrame | None, placed: pd.DataFrame | None, language: str
) -> dict[str, list[str]] | None:
    """Return the names of the projects known in each district; None where none were given."""
    if projects is None or placed is None:
        return None
    names = dict(zip(projects["project_id"], projects[f"name_{language}"], strict=True))
    found: dict[str, list[str]] = {}
    for row in placed[placed["status"] == "known"].to_dict("records"):
        there = found.setdefault(str(row["district"]), [])
        name = str(names[row["project_id"]])
        if name not in there:
            there.append(name)
    return found


def _anywhere(projects: pd.DataFrame, placed: pd.DataFrame, language: str) -> list[str]:
    """Return which projects may lie in any of the areas, because their place is not known."""
    loose = set(placed.loc[placed["status"] == "unknown", "project_id"])
    rows = projects[projects["project_id"].isin(loose)]
    if rows.empty:
        return []
    names = listed([str(name) for name in rows[f"name_{language}"]], language)
    return [
        say(
            "Not all places are known, so these projects may lie in any area: {projects}.",
            language,
            projects=names,
        )
    ]


def _area(
    name: str,
    levels: list[Finding],
    ranks: dict[tuple[str, str], Finding],
    known: dict[str, list[str]] | None,
    language: str,
) -> Claim:
    own = [f for f in levels if detail(f) == name]
    text, used = [], []
    for f in own:
        rank = ranks.get((indicator(f), name))
        told = [sentence(f, language)] + ([statement(rank, language)] if rank else [])
        text.append(" ".join(told))
        used += [f, rank] if rank else [f]
    if known is not None:
        text.append(_projects(known.get(name, []), language))
    return Claim(
        title=name,
        anchor=area_anchor(name),
        text=tuple(text),
        verdict=None,
        verdict_label="",
        sure=tuple(_of_it_alone(own, levels, language)),
        ranges=tuple(_mark(f, language) for f in own),
        findings=tuple(f.key for f in used),
    )


def _projects(names: list[str], language: str) -> str:
    if not names:
        return translate("No project is known here.", language)
    return say("Known here: {projects}.", language, projects=listed(names, language))


def _of_it_alone(own: list[Finding], levels: list[Finding], language: str) -> list[str]:
    """Return what is not known of this area and not of all that have the indicator."""
    told = []
    for f in own:
        group = [other for other in levels if indicator(other) == indicator(f)]
        told += [
            say("{about}: {what}", language, about=capital(heading(f, language)),
                what=render(note, language))
            for note in f.caveats
            if not all(note in other.caveats for other in group)
        ]  # fmt: skip
    return list(dict.fromkeys(told))


def _mark(finding: Finding, language: str) -> RangeMark:
    return RangeMark(
        label=capital(heading(finding, language)),
        low=finding.low,
        high=finding.high,
        value=finding.value,
        decided=finding.low is None or finding.low == finding.high,
        text=spread(finding, language),
        finding=finding.key,
    )
