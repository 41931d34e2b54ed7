"""Are the projects spread fairly? Lists side by side, with all that is not known about places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from equity.findings import Finding, Findings, Label
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.projects.baselines import Baseline
from equity.projects.counted.against import answers_of, baseline_findings, dissimilarity_found
from equity.projects.counted.frame import frame_findings
from equity.projects.counted.groups import (
    Group,
    counts_of,
    districts_of,
    known_in,
    shares_of,
    tallies_of,
)
from equity.projects.counted.own import OWN, as_placed
from equity.projects.counted.shares import require_placed
from equity.projects.counted.words import ALL, LISTS, in_both
from equity.projects.forecast import forecast_source, target_of
from equity.projects.money import money_findings

RESERVED = {ALL, "mapped", "kind"}
NO_BASELINES: Mapping[str, Baseline] = {}


def balance(
    placed: pd.DataFrame,
    sides: Definitions,
    *,
    baselines: Mapping[str, Baseline] = NO_BASELINES,
    tolerance: float = 5.0,
    projects: pd.DataFrame | None = None,
    facts: pd.DataFrame | None = None,
    amounts: pd.DataFrame | None = None,
    sites: pd.DataFrame | None = None,
    apart: Iterable[Sequence[str]] = (),
    city_payers: Iterable[str] = (),
) -> Findings:
    """Return the share of projects in the north, by list, by kind and in all, and what it means.

    Each project weighs the same. A project for the whole city belongs to no side, and what lies
    outside both sides drops; both are counted beside. Unknown places may be anywhere, so a share
    is a range, and has a value only where its ends meet.

    `balance.projects.<list>.north_share` (lists, `kind.<kind>`, and `all` last), `.left_out`,
    `.ask_first`; `.count`, `.citywide`, `.unknown`; for lists and `all` too `.district.<name>`,
    `.against.<baseline>` (percentage points; inside, outside or not to be told, within
    `tolerance`), `.against.<baseline>.places_needed`, `.dissimilarity.<baseline>`; and
    `balance.baseline.<name>.north_share`. With `facts`, what is known of the mapped projects; with
    `amounts` too, `balance.money.south_share` and what would decide it.

    placed: one row a project and district, as `places.place_sites` gives them, or a frame of
    one's own with `area` (blank where it is not known), and `count`, `list`, `kind` or
    `project_id` if there are any. sides: one definition or several, or a grouping of one's own.
    tolerance: percentage points. projects: the table of projects, for names, owners and sources;
    without it a project is called by its id and the source is
    "projects". facts: the table of budget facts. amounts: the registry's amounts. sites: its known
    sites. apart: groups of projects that lie in different districts each. city_payers: what the
    city is called.
    An empty registry, with its columns, has its yardsticks and no share of anything; an empty
    table of facts says nothing of money.
    Raises ValueError, naming the project, for a frame that contradicts itself.

    >>> river = Sides("river", Label(en="River"), Label(en=""), ("A",), ("B",))
    >>> placed = pd.DataFrame({"project_id": ["P1", "P2"], "list": "statement", "kind": "pilot",
    ...     "district": ["B", None], "share": 1.0, "status": ["known", "unknown"], "basis": ""})
    >>> found = balance(placed, river).get("balance.projects.statement.north_share", None, "river")
    >>> found.low, found.value, found.high
    (0.0, None, 0.5)
    """
    definitions = each(sides)
    placed = as_placed(placed, definitions)
    require_placed(placed)
    separate = [tuple(group) for group in apart]
    areas = _areas(definitions, placed, baselines)
    found: list[Finding] = []
    for baseline in baselines.values():
        found += baseline_findings(baseline, definitions)
    if placed.empty:
        return Findings(found)
    for group in _groups(placed, projects):
        tallies = tallies_of(group, definitions)
        found += counts_of(group) + shares_of(group, tallies, len(areas))
        if group.id.startswith("kind."):
            continue
        found += districts_of(group, areas, separate)
        found += known_in(group, areas, sites) if group.id == ALL else []
        for baseline in baselines.values():
            found += answers_of(group, tallies, baseline, tolerance)
            found += dissimilarity_found(group, baseline, separate)
    if facts is not None:
        found += frame_findings(facts, placed, definitions)
    if facts is not None and len(facts) and amounts is not None:
        target, source = target_of(facts), forecast_source(facts)
        found += money_findings(
            placed,
            amounts,
            definitions,
            baselines,
            target=target,
            source=source,
            city_payers=city_payers,
        )
    return Findings(found)


def _areas(
    definitions: Iterable[Sides], placed: pd.DataFrame, baselines: Mapping[str, Baseline]
) -> list[str]:
    """Return every district that is named anywhere, in order."""
    named = [name for definition in definitions for name in definition.names()]
    named += [name for baseline in baselines.values() for name in baseline.districts]
    named += [str(name) for name in placed["district"].dropna()]
    return sorted(set(named))


def _groups(placed: pd.DataFrame, projects: pd.DataFrame | None) -> list[Group]:
    """Return the lists, the statement's first, then the kinds, then all projects together."""
    for name in {*placed["list"]} & RESERVED:
        raise ValueError(f"a list cannot be called {name!r}: findings use that name")
    lists = [name for name in LISTS if (placed["list"] == name).any()]
    lists += [str(name) for name in placed["list"].unique() if name not in LISTS]
    chosen = {name: placed[placed["list"] == name] for name in lists}
    kinds = [kind for kind in placed["kind"].unique() if kind != OWN]
    chosen |= {f"kind.{kind}": placed[placed["kind"] == kind] for kind in kinds}
    chosen[ALL] = placed
    sources, names = _told(projects)
    return [
        Group(
            id=id,
            placed=rows,
            sources=tuple(
                dict.fromkeys(sources.get(str(one), "projects") for one in rows["project_id"])
            ),
            names=names,
        )
        for id, rows in chosen.items()
    ]


def _told(projects: pd.DataFrame | None) -> tuple[dict[str, str], dict[str, Label]]:
    """Return each project's source, and its name with its owner."""
    if projects is None:
        return {}, {}
    sources, names = {}, {}
    for row in projects.to_dict("records"):
        one = str(row["project_id"])
        sources[one] = str(row["source_id"])
        typed = row.get("owner")
        owner = in_both(f" ({typed})" if pd.notna(typed) and typed else "")
        texts = {key: row.get(f"name_{key}") for key in ("en", "sv")}
        given = {
            k: f"{text}{owner.text(k)}" for k, text in texts.items() if pd.notna(text) and text
        }
        names[one] = Label(en=given.get("en", given.get("sv", "")), sv=given.get("sv", ""))
    return sources, names
