"""What one list or kind of projects says: its counts, its share in the north, its districts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from equity.findings import Finding, Label, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Range
from equity.projects.counted.answers import ask_first
from equity.projects.counted.shares import Tally, district_tally, left_out, north_share, tally
from equity.projects.counted.words import name_of, selection_of

MOST_NAMED = 4
Tallies = list[tuple[Sides, Tally]]


@dataclass(frozen=True)
class Group:
    """A list or kind of projects: its id in findings, its rows and its sources.

    names: what each project is called, and who owns it.
    """

    id: str
    placed: pd.DataFrame
    sources: tuple[str, ...]
    names: dict[str, Label]

    @property
    def size(self) -> int:
        """Return the number of projects."""
        return int(self.placed["project_id"].nunique())


def statement(
    group: Group,
    detail: str,
    held: Range | None,
    unit: str,
    method: Note,
    sides: Sides | None = None,
    *,
    areas: tuple[str, ...] = (),
    sources: Iterable[str] = (),
    caveats: Iterable[Note] = (),
    period: str | None = None,
) -> Finding:
    """Return `balance.projects.<group>.<detail>`; its value is null unless low equals high."""
    exact = held is not None and held.low == held.high
    return Finding(
        id=f"balance.projects.{group.id}.{detail}",
        value=held.low if held is not None and exact else None,
        low=None if held is None else held.low,
        high=None if held is None else held.high,
        range_of=None if held is None else "identification",
        unit=unit,
        period=period,
        definition=None if sides is None else sides.id,
        areas=areas,
        verdict="decided" if exact else None,
        method=method,
        sources=tuple(dict.fromkeys((*group.sources, *sources))),
        caveats=(selection_of(group.id), *caveats),
        subject=name_of(group.id),
        border=None if sides is None else sides.label,
    )


def counts_of(group: Group) -> list[Finding]:
    """Return how many projects there are, how many are citywide, and how many lack a place."""
    status = group.placed.groupby("project_id")["status"].agg(set)
    counts = {
        "count": (group.size, Note(message="Projects of the list, each once.")),
        "citywide": (
            sum("citywide" in found for found in status),
            Note(message="Projects for the whole city belong to no side and to no district."),
        ),
        "unknown": (
            sum("unknown" in found for found in status),
            Note(message="Projects of which some or all has no known place."),
        ),
    }
    return [
        statement(group, detail, Range(count, count), "projects", method)
        for detail, (count, method) in counts.items()
    ]


def tallies_of(group: Group, sides: Iterable[Sides]) -> Tallies:
    """Return the group added up under each definition."""
    return [(definition, tally(group.placed, definition)) for definition in sides]


def shares_of(group: Group, tallies: Tallies, districts: int) -> list[Finding]:
    """Return the north share under each definition, what is left out, and whom to ask first."""
    found = []
    for definition, counted in tallies:
        outside = left_out(counted, definition, districts)
        found += [
            statement(
                group,
                "north_share",
                north_share(counted),
                "share",
                _shared(counted),
                definition,
                caveats=_inferred(group),
            ),
            statement(
                group,
                "left_out",
                outside,
                "projects",
                Note(
                    message="What lies in districts of neither side drops out; "
                    "the rest of the project is not scaled up."
                ),
                definition,
            ),
            *_asked(group, counted, definition),
        ]
    return found


def districts_of(
    group: Group, districts: Iterable[str], apart: Iterable[Sequence[str]]
) -> list[Finding]:
    """Return each district's share of the projects that are not for the whole city."""
    whole = district_tally(group.placed, apart)
    method = Note(
        message="Projects in the district, parts of projects included, of all projects that are "
        "not for the whole city; the range is over every place the unknown may have."
    )
    return [
        statement(group, f"district.{name}", held, "share", method, areas=(name,))
        for name in districts
        if (held := whole.share_of(name)) is not None
    ]


def known_in(
    group: Group, districts: Iterable[str], sites: pd.DataFrame | None = None
) -> list[Finding]:
    """Return how many of the projects are known to be in each district, wholly or in part.

    sites: the registry's, with project_id and district; a project of which it is not known how
    much lies at a site is known to be there all the same.
    """
    rows = group.placed[group.placed["status"] == "known"]
    pairs = rows[["project_id", "district"]]
    if sites is not None:
        pairs = pd.concat([pairs, sites[["project_id", "district"]]]).dropna()
    counts = pairs.groupby("district")["project_id"].nunique()
    method = Note(
        message="Projects with a known place in the district; one with places in several counts in "
        "each of them."
    )
    return [
        statement(group, f"known.{name}", Range(count, count), "projects", method, areas=(name,))
        for name in districts
        for count in [int(counts.get(name, 0))]
    ]


def _shared(counted: Tally) -> Note:
    if counted.whole == 0:
        return Note(message="No project of this list lies, or may lie, in either side.")
    words: dict[str, str | int | float | Label] = {
        "whole": _plain(counted.whole),
        "loose": _plain(counted.loose),
        "projects": len(counted.unknown),
    }
    if not counted.unknown:
        return Note(
            message="Each project weighs the same and is divided equally among its sites; "
            "{whole} projects lie in the sides, and all places are known.",
            values=words,
        )
    return Note(
        message="Each project weighs the same and is divided equally among its sites. Of "
        "{whole} projects that lie, or may lie, in the sides, {loose} have no known place "
        "({projects} projects, wholly or in part); the range is over every place they may have.",
        values=words,
    )


def _plain(number: float) -> int | float:
    """Return a count of projects and parts of them to two decimals, without any where it is whole.

    >>> _plain(14.0), _plain(47 / 7)
    (14, 6.71)
    """
    return int(number) if float(number).is_integer() else round(float(number), 2)


def _inferred(group: Group) -> tuple[Note, ...]:
    rows = group.placed[(group.placed["basis"] == "inferred")]
    names = _listed(group, dict.fromkeys(str(one) for one in rows["project_id"]))
    if rows.empty:
        return ()
    return (
        Note(
            message="Counted as known, though the district is inferred: {names}.",
            values={"names": names},
        ),
    )


def _asked(group: Group, counted: Tally, sides: Sides) -> list[Finding]:
    projects, narrower = ask_first(counted)
    if not projects:
        return []
    words: dict[str, str | int | float | Label] = {"names": _listed(group, projects)}
    if len(projects) == 1:
        method = Note(
            message="Ask first where this is: {names}. Found in a side, it narrows the range most.",
            values=words,
        )
    else:
        words["count"] = len(projects)
        method = Note(
            message="Ask first where one of these is: {names}. The {count} tie: each of them, "
            "found in a side, narrows the range as much.",
            values=words,
        )
    return [
        statement(group, "ask_first", Range(narrower, narrower), "share", method, sides),
    ]


def _listed(group: Group, projects: Iterable[str]) -> Label:
    """Return the projects by id and name; of many, by their ids alone, so that it can be read."""
    ids = list(projects)
    nameless = Label(en="")
    known = group.names if len(ids) <= MOST_NAMED else {}
    named = [(one, known.get(one, nameless)) for one in ids]
    texts = {
        language: ", ".join(f"{one} {label.text(language)}".strip() for one, label in named)
        for language in ("en", "sv")
    }
    return Label(**texts)
