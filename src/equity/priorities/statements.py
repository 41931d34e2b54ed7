"""How many projects a theme has, and where: findings beside the gaps of its districts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from equity.findings import Finding, Label, Note
from equity.geography.names import swedish_order
from equity.priorities.there import There

OWN_SOURCE: Final = "projects"
Row = Mapping[str, Any]


def slug(theme: str) -> str:
    """Return a theme as a word of an id.

    >>> slug("mental health")
    'mental_health'
    """
    return theme.strip().lower().replace(" ", "_")


def sources_of(own: Mapping[str, str], placed: pd.DataFrame, theme: str) -> tuple[str, ...]:
    """Return the ids of the sources of a theme's projects."""
    ids = placed.loc[placed["theme"] == theme, "project_id"]
    return sources_or_all(own, ids)


def sources_or_all(own: Mapping[str, str], ids: Iterable[str]) -> tuple[str, ...]:
    """Return the sources of some projects; of all projects where there are none of these."""
    found = tuple(dict.fromkeys(own[i] for i in ids if i in own))
    return found or tuple(dict.fromkeys(own.values())) or (OWN_SOURCE,)


def name_of(row: Row) -> Label:
    """Return a theme's name in both languages."""
    return Label(en=str(row.get("name_en") or row["theme"]), sv=str(row.get("name_sv") or ""))


def reasons_of(row: Row) -> tuple[Note, ...]:
    """Return what the table of themes says of its choice of period."""
    reason = str(row.get("reason_en") or "")
    return (Note(message=reason, sv=str(row.get("reason_sv") or reason)),) if reason else ()


_COUNTED: Final = Note(
    message="Projects of the theme known to be there, up to those that may be; a project with "
    "several sites counts in each of its districts. Which of several districts is furthest behind "
    "is part of the range."
)


def in_largest_gap(
    id: str,
    row: Row,
    there: There,
    areas: tuple[str, ...],
    common: Row,
    ids: tuple[str, ...],
) -> Finding:
    """Return how many projects of a theme are where its gap can be largest."""
    sources = tuple(dict.fromkeys([*common["sources"], *ids]))
    fields = dict(common) | {"id": id, "unit": "projects", "areas": areas, "sources": sources}
    fields["subject"] = name_of(row)
    if there.total == 0:
        return Finding(value=0.0, verdict="decided", method=_none_of(there), **fields)
    held = there.count_in_one_of(areas)
    exact = held.low == held.high
    everywhere = _everywhere(there)
    return Finding(
        value=held.low if exact else None,
        low=held.low,
        high=held.high,
        range_of="identification",
        verdict="decided" if exact else "open",
        method=_COUNTED,
        caveats=everywhere,
        **fields,
    )


def _none_of(there: There) -> Note:
    return Note(
        message="0 of {all:d} found: no project of this theme is known.", values={"all": there.all}
    )


def _everywhere(there: There) -> tuple[Note, ...]:
    if not there.everywhere:
        return ()
    return (
        Note(
            message="Projects for the whole city are everywhere and counted in no district: "
            "{count:d}.",
            values={"count": len(there.everywhere)},
        ),
    )


def of_few_districts(
    row: Row, there: There, ids: tuple[str, ...], districts: int
) -> Iterator[Finding]:
    """Yield what can be said of an indicator that is known for some districts only."""
    name = f"priority.{slug(row['theme'])}.{row['indicator']}"
    known = tuple(filter(None, (w.strip() for w in str(row.get("known_districts", "")).split(";"))))
    sources = tuple(str(row.get("source_ids") or "themes").split())
    subject = Label(
        en=str(row.get("indicator_en") or row["indicator"]), sv=str(row.get("indicator_sv") or "")
    )
    method = Note(
        message="Known for {known:d} of {all:d} districts, so which lies furthest behind cannot be "
        "told.",
        values={"known": len(known), "all": districts},
    )
    common: dict[str, Any] = {"period": None, "sources": sources, "subject": subject}
    yield Finding(
        id=f"{name}.known",
        value=float(len(known)),
        unit="districts",
        areas=known,
        verdict="decided",
        method=method,
        caveats=reasons_of(row),
        **common,
    )
    yield Finding(
        id=f"{name}.largest_gap",
        unit="percentage points",
        verdict="open",
        method=method,
        caveats=reasons_of(row),
        **common,
    )
    if there.total:
        most = max((len(ids) for ids in there.known.values()), default=0) + len(there.possible)
        yield Finding(
            id=f"{name}.projects_in_largest_gap",
            low=0.0,
            high=float(most),
            range_of="identification",
            unit="projects",
            verdict="open",
            method=_COUNTED,
            caveats=_everywhere(there),
            **(common | {"subject": name_of(row)}),
        )
    else:
        yield in_largest_gap(f"{name}.projects_in_largest_gap", row, there, (), common, ids)


def of_theme(
    row: Row, there: There, districts: list[str], ids: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield how many projects a theme has, known, possible and everywhere, by district."""
    name = f"priority.{slug(row['theme'])}.projects"
    common: dict[str, Any] = {"unit": "projects", "sources": ids, "subject": name_of(row)}
    method = _none_of(there) if there.total == 0 else _ALL
    yield Finding(id=name, value=float(there.total), verdict="decided", method=method, **common)
    if there.total == 0:
        return
    for word, group in (("unknown", there.possible), ("everywhere", there.everywhere)):
        yield Finding(
            id=f"{name}.{word}",
            value=float(len(group)),
            verdict="decided",
            method=_ALL,
            **common,
        )
    for district in sorted({*districts, *there.known}, key=swedish_order):
        held = there.count(district)
        yield Finding(
            id=f"{name}.{district}",
            value=held.low if held.low == held.high else None,
            low=held.low,
            high=held.high,
            range_of="identification",
            areas=(district,),
            verdict="decided" if held.low == held.high else "open",
            method=_COUNTED,
            caveats=_everywhere(there),
            **common,
        )


_ALL: Final = Note(message="Projects of the registry with this theme, classified here.")


def of_other_themes(placed: pd.DataFrame, themes: set[str], own: Mapping[str, str]) -> Finding:
    """Return how many projects have a theme for which no gap is measured."""
    ids = placed.loc[~placed["theme"].isin(themes), "project_id"].unique()
    return Finding(
        id="priority.other_themes.projects",
        value=float(len(ids)),
        unit="projects",
        verdict="decided",
        method=Note(
            message="Projects, of {all:d}, with a theme for which no gap is measured.",
            values={"all": int(placed["project_id"].nunique())},
        ),
        sources=sources_or_all(own, ids),
        subject=Label(en="projects of other themes", sv="projekt med andra teman"),
    )
