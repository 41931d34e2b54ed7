"""A list's share held against a baseline: inside its band, outside it, or not to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from equity.findings import Finding, Label, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.projects.baselines import Baseline, north_share_of
from equity.projects.counted.answers import Answer, answer, distance, places_needed
from equity.projects.counted.groups import Group, Tallies, statement
from equity.projects.counted.shares import north_share
from equity.projects.counted.spread import dissimilarity_of

Words = dict[str, str | int | float | Label]
CHOSEN = Note(message="The tolerance is chosen, not measured.")


def baseline_findings(baseline: Baseline, sides: Iterable[Sides]) -> list[Finding]:
    """Return `balance.baseline.<name>.north_share` under each definition."""
    found = []
    for definition in sides:
        held = north_share_of(baseline, definition)
        found.append(
            Finding(
                id=f"balance.baseline.{baseline.name}.north_share",
                value=held.low if held.low == held.high else None,
                low=held.low,
                high=held.high,
                range_of="identification",
                unit="share",
                period=baseline.period,
                definition=definition.id,
                verdict="decided" if held.low == held.high else None,
                method=_added(baseline),
                sources=baseline.sources,
                caveats=baseline.caveats,
                subject=baseline.label,
                border=definition.label,
            )
        )
    return found


def answers_of(
    group: Group, tallies: Tallies, baseline: Baseline, tolerance: float
) -> list[Finding]:
    """Return the answer under each definition, and how many places it would take to have one."""
    found = []
    for definition, counted in tallies:
        held = north_share(counted)
        if held is None:
            continue
        base = north_share_of(baseline, definition)
        told = answer(held, base, tolerance)
        words: Words = {"tolerance": tolerance, "people": baseline.label, "year": baseline.period}
        against = statement(
            group,
            f"against.{baseline.name}",
            distance(held, base),
            "percentage points",
            Note(message=_told(told), values=words),
            definition,
            sources=baseline.sources,
            caveats=(CHOSEN, *baseline.caveats),
        )
        verdict = "open" if told == "open" else "decided"
        found.append(against.model_copy(update={"verdict": verdict}))
        found.append(
            _needed(group, definition, baseline, told, places_needed(counted, base, tolerance))
        )
    return found


def answer_of(finding: Finding) -> Answer:
    """Return the answer of a finding `balance.projects.<list>.against.<baseline>`.

    "above" and "below" are outside. ValueError for any other finding.
    """
    tolerance = finding.method.values.get("tolerance")
    if finding.low is None or finding.high is None or not isinstance(tolerance, (int, float)):
        raise ValueError(f"{finding.id} is not a share held against a baseline")
    return answer(Range(finding.low / 100, finding.high / 100), Range(0.0, 0.0), tolerance)


def dissimilarity_found(
    group: Group, baseline: Baseline, apart: Iterable[Sequence[str]]
) -> list[Finding]:
    """Return how unlike the people the projects lie, by district, where some have a place."""
    held = dissimilarity_of(group.placed, baseline, apart)
    if held is None:
        return []
    words: Words = {"people": baseline.label, "year": baseline.period}
    method = Note(
        message="Index of dissimilarity of projects and {people} ({year}) by district: the share "
        "of the projects that would have to move to lie as the people do.",
        values=words,
    )
    caveats = []
    if held.kind == "outer":
        caveats.append(
            Note(
                message="The ends let a project with an unknown place be split among districts; "
                "the true ends may lie inside."
            )
        )
    return [
        statement(
            group,
            f"dissimilarity.{baseline.name}",
            held,
            "index",
            method,
            sources=baseline.sources,
            caveats=(*caveats, *baseline.caveats),
        )
    ]


def _added(baseline: Baseline) -> Note:
    if not baseline.loose:
        return Note(message="Counts of the districts of each side, added.")
    words: Words = {"loose": baseline.loose}
    if baseline.taken_away:
        return Note(
            message="Those of the whole who are not in the part. {loose:,.0f} of the part belong "
            "to a constituency but to no district; the range is over every way to place them.",
            values=words,
        )
    return Note(
        message="Counts of the districts of each side, added. {loose:,.0f} belong to no district; "
        "the range is over every way to place them.",
        values=words,
    )


def _told(told: Answer) -> str:
    if told == "inside":
        return (
            "Inside: wherever the unknown is, the north's share of the projects lies within "
            "{tolerance:.1f} percentage points of its share of {people} ({year})."
        )
    if told == "above":
        return (
            "Outside, above: wherever the unknown is, the north's share of the projects lies more "
            "than {tolerance:.1f} percentage points above its share of {people} ({year})."
        )
    if told == "below":
        return (
            "Outside, below: wherever the unknown is, the north's share of the projects lies more "
            "than {tolerance:.1f} percentage points below its share of {people} ({year})."
        )
    return (
        "Cannot be told: the unknown may put the north's share of the projects within "
        "{tolerance:.1f} percentage points of its share of {people} ({year}), or not."
    )


def _needed(
    group: Group, sides: Sides, baseline: Baseline, told: Answer, least: int | None
) -> Finding:
    if told != "open":
        method = Note(message="The answer is decided: no further place can change it.")
    elif least is None:
        method = Note(
            message="Not even the places of all projects decide the answer: the share of the "
            "people is not known well enough."
        )
    else:
        method = Note(
            message="At least so many more projects must get a known place before the answer can "
            "be decided, if those with the most unknown are found first and where they decide "
            "soonest."
        )
    finding = statement(
        group,
        f"against.{baseline.name}.places_needed",
        None if least is None else Range(least, least),
        "projects",
        method,
        sides,
        sources=baseline.sources,
    )
    return finding.model_copy(update={"verdict": "open" if told == "open" else "decided"})
