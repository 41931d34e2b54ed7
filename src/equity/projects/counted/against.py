"""A list's share held against a baseline: inside its band, outside it, or not to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from equity.findings import Finding, Label, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.projects.baselines import Baseline, north_share_of
from equity.projects.counted.answers import Answer, answer, distance, places_needed
from equity.projects.counted.groups import Group, statement
from equity.projects.counted.shares import north_share, tally
from equity.projects.counted.spread import dissimilarity_of

Words = dict[str, str | int | float | Label]
CHOSEN = Note(message="The tolerance is chosen, not measured.")


def answers_of(
    group: Group, sides: Iterable[Sides], baseline: Baseline, tolerance: float
) -> list[Finding]:
    """Return the answer under each definition, and how many places it would take to have one."""
    found = []
    for definition in sides:
        counted = tally(group.placed, definition)
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
