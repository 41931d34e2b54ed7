"""The projects that the city mapped in 2016: their number is known, and nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd

from equity.findings import Finding, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.projects.counted.words import name_of

MAPPED = "projects_mapped"
ADMINISTRATIONS = "district_administrations_in_mapping"
Facts = dict[str, dict[Hashable, Any]]


def frame_findings(
    facts: pd.DataFrame, placed: pd.DataFrame, sides: Iterable[Sides]
) -> list[Finding]:
    """Return what is known of the frame: its number, its overlap with the lists, its north share.

    `balance.frame.mapped`, `balance.frame.administrations`, `balance.frame.overlap` and, under
    each definition, `balance.projects.mapped.north_share`, which may be anything.

    facts: columns `fact`, `value`, `year`, `source_id`. Returns nothing where the number of
    mapped projects is not among them.
    """
    known: Facts = {str(row["fact"]): row for row in facts.to_dict("records")}
    if MAPPED not in known:
        return []
    mapped = float(known[MAPPED]["value"])
    found = [
        _fact(known, MAPPED, "balance.frame.mapped", "projects"),
        _overlap(known, placed, mapped),
    ]
    if ADMINISTRATIONS in known:
        found.append(
            _fact(known, ADMINISTRATIONS, "balance.frame.administrations", "administrations")
        )
    method = Note(
        message="Of the {mapped:,.0f} mapped projects only the number is known, so their share in "
        "the north may be anything.",
        values={"mapped": mapped},
    )
    return found + [
        Finding(
            id="balance.projects.mapped.north_share",
            low=0.0,
            high=1.0,
            range_of="identification",
            unit="share",
            definition=definition.id,
            verdict="open",
            method=method,
            sources=(str(known[MAPPED]["source_id"]),),
            subject=name_of("mapped"),
            border=definition.label,
        )
        for definition in sides
    ]


def _fact(known: Facts, fact: str, id: str, unit: str) -> Finding:
    value = float(known[fact]["value"])
    return Finding(
        id=id,
        value=value,
        low=value,
        high=value,
        range_of="identification",
        unit=unit,
        period=str(known[fact]["year"]),
        verdict="decided",
        method=Note(message="As stated in the source."),
        sources=(str(known[fact]["source_id"]),),
        subject=name_of("mapped"),
    )


def _overlap(known: Facts, placed: pd.DataFrame, mapped: float) -> Finding:
    """Return how many listed projects are among the mapped: those named as such, or more."""
    named = placed.loc[placed["kind"] == "mapped", "project_id"].nunique()
    listed = placed["project_id"].nunique()
    held = Range(float(min(named, mapped)), float(min(listed, mapped)))
    return Finding(
        id="balance.frame.overlap",
        value=held.low if held.low == held.high else None,
        low=held.low,
        high=held.high,
        range_of="identification",
        unit="projects",
        period=str(known[MAPPED]["year"]),
        verdict="open" if held.low < held.high else "decided",
        method=Note(
            message="How many of the {listed} projects of the lists are among the {mapped:,.0f} "
            "mapped ones is not published; {named} are named as part of the mapping.",
            values={"listed": int(listed), "mapped": mapped, "named": int(named)},
        ),
        sources=(str(known[MAPPED]["source_id"]),),
        subject=name_of("mapped"),
    )
