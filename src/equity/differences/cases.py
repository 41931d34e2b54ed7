"""One indicator in one period, ready to be measured: counts, weighted values or levels."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.findings import Label, Note
from equity.measures.inputs import require_scale

EVERYWHERE = ""
POOLED = frozenset({"share", "ratio", "mean"})  # the scales that can be pooled by side

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class About:
    """What every finding of one indicator and period carries along."""

    indicator: str
    period: str
    unit: str
    gap_unit: str
    scale: str
    subject: Label
    part: Label
    whole: Label
    sources: tuple[str, ...]
    caveats: tuple[Note, ...]


@dataclass(frozen=True)
class Counts:
    """Counts by part of a district, and what is tied to no part.

    district, pool, counted, whole: one entry a part. pool: its constituency, or "" where only
    the city is known. unallocated: the count of every pool. capped: a part's count lies inside
    its whole. assumed: which pool the unallocated belong to is itself an assumption. city:
    count and whole of the city as published, None where they are not.
    """

    about: About
    district: Words
    pool: Words
    counted: Floats
    whole: Floats
    unallocated: dict[Hashable, float]
    capped: bool
    assumed: bool
    city: tuple[float, float] | None

    @property
    def left_over(self) -> float:
        """Return how much belongs to no part."""
        return sum(self.unallocated.values())

    @property
    def placed(self) -> bool:
        """Return whether the unallocated are tied to something smaller than the city."""
        return set(self.unallocated) != {EVERYWHERE}


@dataclass(frozen=True)
class Weighted:
    """Values with weights, one entry a school or district.

    low, high: ends of each value; `value` is missing where they differ. assumed_low: a
    narrower low end, under an assumption. weight: its stand-in, with its ends. An entry whose
    district is "" belongs to the city only. left_out: districts of the entries without a
    published figure. exact: every weight is known. city: as published, None where it is not.
    """

    about: About
    district: Words
    value: Floats
    low: Floats
    high: Floats
    assumed_low: Floats
    weight: Floats
    weight_low: Floats
    weight_high: Floats
    left_out: Words
    exact: bool
    city: float | None

    def of(self, chosen: npt.NDArray[np.bool_]) -> Weighted:
        """Return the chosen entries only."""
        names = ("district", "value", "low", "high", "assumed_low")
        weights = ("weight", "weight_low", "weight_high")
        return replace(self, **{name: getattr(self, name)[chosen] for name in names + weights})


@dataclass(frozen=True)
class Published:
    """Published levels that cannot be pooled, and a count that the city has beyond them."""

    about: About
    levels: pd.Series
    city: float | None
    left_over: float


Case = Counts | Weighted | Published


def is_poolable(found: Case) -> bool:
    """Return whether a case has what pooling by side needs, and a scale that may be pooled."""
    return not isinstance(found, Published) and found.about.scale in POOLED


def require_scale_pooled(about: About) -> None:
    """Raise ValueError for a count, which is divided by nothing, and an index, no mean of anything.

    >>> about = About("mood", "", "", "", "index", Label(en=""), Label(en=""), Label(en=""), (), ())
    >>> require_scale_pooled(about)
    Traceback (most recent call last):
    ValueError: mood is an index; this measure takes a mean or ratio or share: use its levels
    """
    require_scale(about.indicator, about.scale, POOLED, instead="its levels")


def require_poolable(found: Case) -> Counts | Weighted:
    """Return a case that can be pooled by side; ValueError, with what to use instead, if not."""
    about = found.about
    require_scale_pooled(about)
    if isinstance(found, Published):
        raise ValueError(
            f"{about.indicator} (scale {about.scale}) has neither counts nor weights: "
            "it cannot be pooled by side; use its levels"
        )
    return found
