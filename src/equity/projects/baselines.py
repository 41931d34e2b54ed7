"""What a share of projects is held against: who lives where, by head count or by need.

A baseline is a count of people by district. Where some of them belong to no district, or only to
a constituency, its north share is a range too. A forecast of people is never a baseline.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.findings import Label, Note
from equity.geography.sides import Sides
from equity.measures.bounds import Range

Floats = npt.NDArray[np.float64]
NORTH_FIRST = ("north", None, "south")
SOUTH_FIRST = ("south", None, "north")


@dataclass(frozen=True)
class Baseline:
    """People by part of a district, and what is tied to no part.

    name: its id in findings. period: the year. counted: a count for each part, in which nothing
    unallocated is. district, pool: of each part. unallocated: how many each pool has besides;
    they are added to the parts of their pool, or taken away from them where `taken_away`
    (voters without a district are no non-voters), never below zero. need: counts people in need.
    """

    name: str
    period: str
    label: Label
    district: tuple[str, ...]
    pool: tuple[Hashable, ...]
    counted: tuple[float, ...]
    unallocated: Mapping[Hashable, float]
    taken_away: bool
    sources: tuple[str, ...]
    caveats: tuple[Note, ...] = ()
    need: bool = False

    def __post_init__(self) -> None:
        lengths = {len(self.district), len(self.pool), len(self.counted)}
        if len(lengths) != 1 or lengths == {0}:
            raise ValueError(f"baseline {self.name!r}: no parts, or parts without a count or pool")
        for district, count in zip(self.district, self.counted, strict=True):
            if not (np.isfinite(count) and count >= 0):
                raise ValueError(
                    f"baseline {self.name!r}: area {district!r} has a count of {count}"
                )
        for pool, count in self.unallocated.items():
            if not (np.isfinite(count) and count >= 0):
                raise ValueError(f"baseline {self.name!r}: pool {pool!r} has {count} unallocated")
            room = sum(c for c, p in zip(self.counted, self.pool, strict=True) if p == pool)
            if pool not in self.pool or (self.taken_away and count > room):
                raise ValueError(
                    f"baseline {self.name!r}: pool {pool!r} cannot hold {count:g} unallocated"
                )
        if not self.total > 0:
            raise ValueError(f"baseline {self.name!r}: nobody in it, so it has no shares")

    @property
    def total(self) -> float:
        """Return the number of people, those without a district included."""
        loose = sum(self.unallocated.values())
        return float(sum(self.counted) - loose if self.taken_away else sum(self.counted) + loose)

    @property
    def loose(self) -> float:
        """Return how many belong to no district."""
        return float(sum(self.unallocated.values()))

    @property
    def districts(self) -> tuple[str, ...]:
        """Return the districts, each once, in order."""
        return tuple(dict.fromkeys(self.district))


def people(
    counts: pd.Series,
    *,
    name: str,
    period: str,
    label: Label,
    sources: Iterable[str],
    unallocated: float = 0.0,
    need: bool = False,
    caveats: Iterable[Note] = (),
) -> Baseline:
    """Return a baseline of people counted by district.

    counts: people, by district. unallocated: how many more the city counts, in no district:
    they may live in any of them. Raises ValueError, naming the district, for a missing or
    negative count and for a district twice.

    >>> live = pd.Series([60, 40], ["A", "B"])
    >>> people(live, name="population", period="2011", label=Label(en="people"), sources=["s"],
    ...     unallocated=10).total
    110.0
    """
    if not counts.index.is_unique:
        twice = counts.index[counts.index.duplicated()][0]
        raise ValueError(f"baseline {name!r}: area {twice!r} stands there twice")
    return Baseline(
        name=name,
        period=period,
        label=label,
        district=tuple(str(area) for area in counts.index),
        pool=("",) * len(counts),
        counted=tuple(float(count) for count in counts),
        unallocated={"": float(unallocated)} if unallocated else {},
        taken_away=False,
        sources=tuple(sources),
        caveats=tuple(caveats),
        need=need,
    )


def people_without(
    whole: pd.Series,
    part: pd.Series,
    *,
    pool: pd.Series,
    unallocated: Mapping[Hashable, float],
    name: str,
    period: str,
    label: Label,
    sources: Iterable[str],
    caveats: Iterable[Note] = (),
) -> Baseline:
    """Return a baseline of those in a whole who are not in a part of it, such as non-voters.

    whole, part: counts with the district as index, one entry for each part of a district in a
    pool (eligible and voters); pool: the constituency of each entry, in the same order.
    unallocated: how many of the part (votes) belong to a pool but to no district of it.
    Raises ValueError, naming the district, where the part is above the whole.

    >>> river = pd.Series(["a", "a"], ["A", "B"])
    >>> stay = people_without(pd.Series([100, 100], river.index), pd.Series([90, 70], river.index),
    ...     pool=river, unallocated={"a": 5}, name="non_voters", period="2018",
    ...     label=Label(en="non-voters"), sources=["s"])
    >>> stay.total
    35.0
    """
    if not (list(whole.index) == list(part.index) == list(pool.index)):
        raise ValueError(f"baseline {name!r}: whole, part and pool have unlike areas")
    return Baseline(
        name=name,
        period=period,
        label=label,
        district=tuple(str(area) for area in whole.index),
        pool=tuple(pool),
        counted=tuple(float(w) - float(p) for w, p in zip(whole, part, strict=True)),
        unallocated={key: float(count) for key, count in unallocated.items() if count},
        taken_away=True,
        sources=tuple(sources),
        caveats=tuple(caveats),
        need=True,
    )


def north_share_of(baseline: Baseline, sides: Sides) -> Range:
    """Return the least and greatest share of the people of both sides who live in the north.

    Exact: each pool's people without a district go where they move the share most. Raises
    ValueError where nobody at all lives in either side.

    >>> live = people(pd.Series([60, 40], ["A", "B"]), name="p", period="2011",
    ...     label=Label(en="people"), sources=["s"], unallocated=100)
    >>> north_share_of(live, Sides("x", Label(en="x"), Label(en=""), ("A",), ("B",)))
    Range(low=0.3, high=0.8, kind='exact')
    """
    least_first = NORTH_FIRST if baseline.taken_away else SOUTH_FIRST
    most_first = SOUTH_FIRST if baseline.taken_away else NORTH_FIRST
    return Range(_share(baseline, sides, least_first), _share(baseline, sides, most_first))


def share_of_district(baseline: Baseline, district: str) -> Range:
    """Return the least and greatest share of all the people who live in one district.

    >>> live = people(pd.Series([60, 40], ["A", "B"]), name="p", period="2011",
    ...     label=Label(en="people"), sources=["s"], unallocated=100)
    >>> share_of_district(live, "A")
    Range(low=0.3, high=0.8, kind='exact')
    """
    others = tuple(name for name in baseline.districts if name != district)
    if district not in baseline.districts:
        raise ValueError(f"baseline {baseline.name!r}: no area {district!r}")
    if not others:
        return Range(1.0, 1.0)
    one = Sides(district, Label(en=district), Label(en=""), (district,), others)
    return north_share_of(baseline, one)


def _share(baseline: Baseline, sides: Sides, order: tuple[str | None, ...]) -> float:
    side = sides.of(baseline.district).to_numpy(dtype=object)
    count = np.array(baseline.counted)
    pool = np.array([str(p) for p in baseline.pool], dtype=object)
    for name, loose in baseline.unallocated.items():
        left = float(loose)
        for wanted in order:
            here = np.flatnonzero((pool == str(name)) & (side == wanted))
            if not len(here):
                continue
            if not baseline.taken_away:
                count[here[0]] += left
                left = 0.0
            for at in here if baseline.taken_away else ():
                moved = min(left, count[at])
                count[at] -= moved
                left -= moved
    north, south = float(count[side == "north"].sum()), float(count[side == "south"].sum())
    if north + south <= 0:
        raise ValueError(f"baseline {baseline.name!r}: nobody in either side of {sides.id!r}")
    return north / (north + south)
