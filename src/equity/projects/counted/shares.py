"""How much of some projects lies north, south, outside both, everywhere, or nobody knows where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import pandas as pd

from equity.geography.sides import Sides
from equity.measures.bounds import Range, share_bounds

COLUMNS = ("project_id", "list", "kind", "district", "share", "status", "basis")
STATUSES = ("known", "unknown", "citywide")
ROUNDING = 1e-9


@dataclass(frozen=True)
class Tally:
    """Projects added up under one definition, each weighing 1.

    north, south: what is known to lie there. left_out: known to lie outside both sides.
    citywide: projects for the whole city. unknown: project → how much of it has no known place.
    """

    north: float
    south: float
    left_out: float
    citywide: float
    unknown: Mapping[str, float]

    @property
    def loose(self) -> float:
        """Return how much has no known place, all projects together."""
        return fsum(self.unknown.values())

    @property
    def whole(self) -> float:
        """Return what lies in the sides, if all that is unknown does."""
        return self.north + self.south + self.loose


def require_placed(placed: pd.DataFrame) -> None:
    """Raise ValueError, naming the project, for a frame that is not one of placed projects.

    Each project's shares add up to 1, known shares have a district and the others none, and
    every row names its project, list and kind.
    """
    if missing := [name for name in COLUMNS if name not in placed.columns]:
        raise ValueError(f"placed projects: no column {missing[0]!r}")
    for name in ("project_id", "list", "kind"):
        blank = placed[name].isna() | (placed[name].astype(str).str.strip() == "")
        _refuse(placed, blank, f"has no {name}")
    statuses = ", ".join(STATUSES)
    _refuse(placed, ~placed["status"].isin(STATUSES), f"has a status that is none of {statuses}")
    numbers = pd.to_numeric(placed["share"], errors="coerce")
    _refuse(placed, ~numbers.between(0, 1 + ROUNDING), "has a share that is not from 0 to 1")
    known = placed["status"] == "known"
    _refuse(placed, known & placed["district"].isna(), "is known, without a district")
    _refuse(placed, ~known & placed["district"].notna(), "has a district but is not known")
    for project, rows in placed.groupby("project_id", sort=False):
        if abs(float(rows["share"].sum()) - 1) > ROUNDING * max(len(rows), 1):
            raise ValueError(
                f"project {project!r}: shares add up to {rows['share'].sum():g}, not 1"
            )
        if rows["list"].nunique() > 1 or rows["kind"].nunique() > 1:
            raise ValueError(f"project {project!r} stands in two lists or kinds")


def tally(placed: pd.DataFrame, sides: Sides) -> Tally:
    """Return projects added up by side; the inner-city parts of a project drop, not the project.

    placed: one row a project and district, as `places.place_sites` gives them.

    >>> from equity.findings import Label
    >>> river = Sides("river", Label(en="River"), Label(en=""), ("A",), ("B",))
    >>> placed = pd.DataFrame({"project_id": ["P1", "P1"], "district": ["A", None],
    ...     "share": [0.25, 0.75], "status": ["known", "unknown"]})
    >>> tally(placed, river)
    Tally(north=0.25, south=0.0, left_out=0.0, citywide=0.0, unknown={'P1': 0.75})
    """
    lies: dict[str | None, list[float]] = {"north": [], "south": [], None: []}
    everywhere: list[float] = []
    unknown: dict[str, float] = {}
    side = dict(zip(sides.names(), sides.of(sides.names()), strict=True))
    columns = (placed[name] for name in ("project_id", "district", "share", "status"))
    for project, district, share, status in zip(*columns, strict=True):
        if status == "known":
            lies[side.get(district)].append(float(share))
        elif status == "citywide":
            everywhere.append(float(share))
        elif share > 0:
            unknown[str(project)] = unknown.get(str(project), 0.0) + float(share)
    return Tally(
        north=fsum(lies["north"]),
        south=fsum(lies["south"]),
        left_out=fsum(lies[None]),
        citywide=fsum(everywhere),
        unknown=unknown,
    )


def north_share(counted: Tally) -> Range | None:
    """Return the least and greatest share in the north, over every place the unknown may have.

    None where nothing lies, or may lie, in either side. An unknown place outside both sides, or
    everywhere, moves the share less than one in a side, so the range holds those too.
    Source: Manski, Identification for Prediction and Decision (2007), ch. 2.

    >>> north_share(Tally(1.0, 2.0, 0.0, 4.0, {"P1": 1.0}))
    Range(low=0.25, high=0.5, kind='exact')
    """
    if counted.whole == 0:
        return None
    return share_bounds(counted.north, counted.south, counted.loose)


def left_out(counted: Tally, sides: Sides, districts: int) -> Range:
    """Return how much lies outside both sides, in projects; all unknown may, if a district can.

    districts: how many there are in the city.
    """
    outside = counted.loose if districts > len(sides.names()) else 0.0
    return Range(counted.left_out, counted.left_out + outside)


@dataclass(frozen=True)
class DistrictTally:
    """Projects added up by district.

    loose: with no known place. spilled: how much of it cannot lie in any one district, because
    projects are known to lie apart.
    """

    known: Mapping[str, float]
    loose: float
    spilled: float

    @property
    def whole(self) -> float:
        """Return all that lies in some district."""
        return fsum(self.known.values()) + self.loose

    def share_of(self, district: str) -> Range | None:
        """Return the least and greatest share that lies in a district; None where nothing does.

        >>> DistrictTally({"A": 1.0}, loose=1.0, spilled=0.0).share_of("A")
        Range(low=0.5, high=1.0, kind='exact')
        """
        if self.whole == 0:
            return None
        here = self.known.get(district, 0.0)
        return share_bounds(
            here, self.whole - self.loose - here + self.spilled, self.loose - self.spilled
        )


def district_tally(placed: pd.DataFrame, apart: Iterable[Sequence[str]] = ()) -> DistrictTally:
    """Return projects that are not for the whole city, added up by district.

    placed: one row a project and district. apart: groups of projects that lie in different
    districts each: of one group no more than one, the largest, can lie in any one district.
    """
    known: dict[str, list[float]] = {}
    unknown: dict[str, float] = {}
    columns = (placed[name] for name in ("project_id", "district", "share", "status"))
    for project, district, share, status in zip(*columns, strict=True):
        if status == "known":
            known.setdefault(str(district), []).append(float(share))
        elif status == "unknown":
            unknown[str(project)] = unknown.get(str(project), 0.0) + float(share)
    spilled = 0.0
    for group in apart:
        sizes = [unknown[name] for name in group if name in unknown]
        spilled += fsum(sizes) - max(sizes, default=0.0)
    lies = {district: fsum(shares) for district, shares in known.items()}
    return DistrictTally(lies, fsum(unknown.values()), spilled)


def groups_apart(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return groups of projects that lie in different districts each.

    table: apart_group and project_id, one row a project.

    >>> groups_apart(pd.DataFrame({"apart_group": ["x", "x"], "project_id": ["P1", "P2"]}))
    [('P1', 'P2')]
    """
    groups = table.groupby("apart_group", sort=False)["project_id"]
    return [tuple(str(one) for one in members) for _, members in groups]


def _refuse(placed: pd.DataFrame, wrong: pd.Series, what: str) -> None:
    if wrong.any():
        first = placed[wrong].iloc[0]
        raise ValueError(f"project {first['project_id']!r} (row {wrong.idxmax()}) {what}")
