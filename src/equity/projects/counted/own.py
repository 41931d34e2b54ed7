"""A list of projects of one's own: a frame with `area` goes in as it is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.geography.names import near_miss
from equity.geography.sides import Sides
from equity.projects.counted.shares import COLUMNS

OWN = "own"  # the list and the kind of projects that say neither
MOST = 100_000


def as_placed(projects: pd.DataFrame, sides: Iterable[Sides]) -> pd.DataFrame:
    """Return projects as `balance` reads them: one row a project and district, with its share.

    A frame of placed projects comes back as it is. One of one's own needs no more than `area`,
    blank where it is not known. `count` says how many projects a row stands for; `list` and
    `kind` part them; rows that share a `project_id` are places of one project, each with as much
    of it.

    sides: the definitions that name the areas there are.
    Raises TypeError for what is no frame, and ValueError for one without areas, with those
    columns it has, for a count that is no whole number, one beside a project_id that is more than
    1, a project_id that is blank, and for an area that is only nearly the name of one.

    >>> river = Sides("river", "River", "", ("A",), ("B",))
    >>> own = as_placed(pd.DataFrame({"area": ["A", "B", None], "count": [2, 1, 1]}), [river])
    >>> own["district"].tolist(), own["status"].tolist()
    (['A', 'A', 'B', None], ['known', 'known', 'known', 'unknown'])
    """
    if not isinstance(projects, pd.DataFrame):
        raise TypeError(f"projects: a frame is wanted, not {type(projects).__name__}")
    if {"district", "share", "status"} <= set(projects.columns):
        return projects
    if "area" not in projects.columns:
        there = ", ".join(map(str, projects.columns)) or "none"
        raise ValueError(
            f"the projects have no column 'area', only {there}: rename the one that names where "
            "each is, blank where that is not known; city.projects has those of a registry placed"
        )
    projects = projects.reset_index(drop=True)
    rows = projects.loc[projects.index.repeat(_counts(projects))].reset_index(drop=True)
    known = _filled(rows["area"])
    area = rows["area"].astype(object).where(~known, rows["area"].astype(str))
    _require_known(area[known], sides)
    id = _ids(rows)
    placed = pd.DataFrame(
        {
            "project_id": id,
            **{name: _told(rows, name) for name in ("list", "kind")},
            "district": area.where(known, None),
            "share": 1.0 / id.map(id.value_counts()),
            "status": known.map({True: "known", False: "unknown"}),
            "basis": "",
        }
    )
    return placed[list(COLUMNS)]


def _filled(column: pd.Series) -> pd.Series:
    return column.notna() & (column.astype(str).str.strip() != "")


def _told(rows: pd.DataFrame, name: str) -> pd.Series | str:
    """Return which list or kind each row is of; "own" where it does not say."""
    return rows[name].where(_filled(rows[name]), OWN) if name in rows else OWN


def _ids(rows: pd.DataFrame) -> pd.Series:
    """Return which project each row is of, every row one of its own where no column says."""
    if "project_id" not in rows:
        return pd.Series(range(1, len(rows) + 1), dtype=object).astype(str)
    for area in rows.loc[~_filled(rows["project_id"]), "area"]:
        raise ValueError(
            f"project_id of area {area!r} is blank: give each project one, or leave the column out"
        )
    return rows["project_id"].astype(str)


def _counts(projects: pd.DataFrame) -> pd.Series:
    if "count" not in projects.columns:
        return pd.Series(1, index=projects.index)
    numbers = pd.to_numeric(projects["count"], errors="coerce")
    wrong = numbers.isna() | (numbers < 0) | (numbers % 1 != 0)
    for area, text in zip(projects.loc[wrong, "area"], projects.loc[wrong, "count"], strict=True):
        raise ValueError(f"count of area {area!r} is {text!r}: a whole number is needed")
    if "project_id" in projects and (numbers > 1).any():
        of = projects.loc[numbers > 1, "project_id"].iloc[0]
        raise ValueError(
            f"count of project {of!r} is more than one: rows that share a project_id are places of "
            "one project; leave one of the two columns out"
        )
    if numbers.sum() > MOST:
        raise ValueError(f"count: {numbers.sum():.0f} projects in all, at most {MOST} are read")
    return numbers.astype(int)


def _require_known(areas: pd.Series, sides: Iterable[Sides]) -> None:
    """Raise ValueError for an area that no definition names and that is nearly one that is."""
    named = [name for one in sides for name in one.names()]
    for area in areas[~areas.isin(named)].unique():
        if meant := near_miss(area, named):
            raise ValueError(f"no area {area!r} in the sides; did you mean {meant}?")
