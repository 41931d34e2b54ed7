"""How unequal areas are, weighted by their people, and how much of it lies between groups.

Units are areas: what differs inside an area is not seen. Weights are the indicator's denominator
or declared weights; any multiple of them gives the same answer. An area of weight 0 counts nowhere.

Which measure fits: shares, ratios, means and indexes take the share of variance and the mean
absolute difference, which answer alike for voting and for not voting. Counts and means of
amounts, which have a true zero and no ceiling, take Gini and Theil T.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, checked, weighted

SPREAD_SCALES = frozenset({"share", "ratio", "mean", "index"})
AMOUNT_SCALES = frozenset({"count", "mean"})

Masks = list[npt.NDArray[np.bool_]]


@dataclass(frozen=True)
class Parts:
    """A measure and its parts: total = between + within + overlap, in the measure's unit.

    overlap: what neither explains, because groups overlap; 0 for variance and Theil T.
    """

    total: float
    between: float
    within: float
    overlap: float = 0.0

    @property
    def between_share(self) -> float:
        """Return between over total, 0–1; ValueError where all areas are equal (0/0)."""
        if self.total == 0:
            raise ValueError("all areas are equal: there is no inequality to divide")
        return self.between / self.total


def variance(value: Numbers, weight: Numbers = 1.0) -> float:
    """Return the variance of the areas' values around their weighted mean, in unit².

    0 where all areas are equal. Divides by the sum of the weights, not by n − 1: the areas
    are all there are, not a sample.

    value: per area, on a scale in SPREAD_SCALES. weight: people; need not sum to one.
    Raises ValueError, naming the area, for missing values, negative weights and labels that
    differ or repeat; and where no area has a weight.
    Source: Σ w (x − x̄)² / Σ w.

    >>> variance([80.0, 90.0], [1, 1])
    25.0
    """
    v, w, _ = weighted(value, weight)
    return _variance(v, w)


def variance_parts(value: Numbers, weight: Numbers, group: Numbers) -> Parts:
    """Return the variance between groups and within them, in unit².

    between: of the groups' means around the mean of all. within: the groups' own variances,
    weighted by their people.

    group: the group's name per area; an area without one (missing) is left out of all parts.
    value, weight and errors: as in `variance`; ValueError too where no area has a group.
    Source: the law of total variance (analysis of variance).

    >>> variance_parts([80.0, 90.0, 90.0, 100.0], 1, ["north", "north", "south", "south"])
    Parts(total=50.0, between=25.0, within=25.0, overlap=0.0)
    """
    v, w, _, masks = _grouped(value, weight, group)
    between = _variance(*_means(v, w, masks))
    within = sum(w[m].sum() * _variance(v[m], w[m]) for m in masks) / w.sum()
    return Parts(float(between + within), between, float(within))


def share_between(value: Numbers, weight: Numbers, group: Numbers) -> float:
    """Return the share of the variance that lies between groups, 0–1.

    0: the groups have the same mean. 1: every area is like its group. Says nothing by itself:
    set it beside the mean and the greatest over other splits (`splits.share_between_all`).
    The same for a share x and for 1 − x, and in any unit.

    value, weight, group and errors: as in `variance_parts`; ValueError too where all areas are
    equal, because 0/0 has no value.
    Source: correlation ratio η² (Pearson 1905).

    >>> share_between([80.0, 90.0, 90.0, 100.0], 1, ["north", "north", "south", "south"])
    0.5
    """
    return variance_parts(value, weight, group).between_share


def mean_absolute_difference(value: Numbers, weight: Numbers = 1.0) -> float:
    """Return how far apart two residents' areas are on average, in the value's unit.

    Both residents are drawn by weight from all, and may be of one area. 0 where all areas are
    equal. The same for a share x and for 1 − x.

    value, weight and errors: as in `variance`.
    Source: Gini's mean difference with repetition, Σ Σ w_i w_j |x_i − x_j| / (Σ w)²; for a
    bounded x it is preferred to Gini by Erreygers (2009).

    >>> mean_absolute_difference([80.0, 90.0])
    5.0
    """
    v, w, _ = weighted(value, weight)
    return _difference(v, w)


def gini(value: Numbers, weight: Numbers = 1.0) -> float:
    """Return Gini's coefficient across areas, without the correction n/(n − 1), 0–1.

    0: all areas are equal. With everything in one of n equal areas it is 1 − 1/n: the
    correction would make that 1, and would let a city of more areas look more equal, so it is
    not made; a value from a source that makes it is n/(n − 1) times ours.

    value: an amount per resident (or per area, unweighted), zero or more, on a scale in
    AMOUNT_SCALES. Not for shares, where voting and not voting would answer differently.
    weight: residents; need not sum to one.
    Raises ValueError as `variance` does, and for negative amounts and where all are 0.
    Source: mean absolute difference over twice the mean (Gini 1914; Sen 1973).

    >>> gini([0.0, 0.0, 0.0, 5.0])
    0.75
    """
    v, w, names = weighted(value, weight)
    _require_amounts(v, w, names)
    return _difference(v, w) / (2 * _mean(v, w))


def gini_parts(value: Numbers, weight: Numbers, group: Numbers) -> Parts:
    """Return Gini's coefficient between groups, within them, and the overlap of groups.

    Gini does not fall into two parts: overlap is 0 only where the groups' values do not
    overlap. Without n/(n − 1).

    group: as in `variance_parts`. value, weight and errors: as in `gini`.
    Source: Bhattacharya and Mahalanobis (1967); within is Σ p_g s_g G_g, with p_g the group's
    share of people, s_g of the amount and G_g its own coefficient.

    >>> gini_parts([1.0, 3.0, 4.0, 8.0], 1, ["a", "a", "b", "b"])
    Parts(total=0.34375, between=0.25, within=0.09375, overlap=0.0)
    """
    v, w, names, masks = _grouped(value, weight, group)
    _require_amounts(v, w, names)
    twice = 2 * _mean(v, w)
    total, between = _difference(v, w) / twice, _difference(*_means(v, w, masks)) / twice
    within = sum((w[m].sum() / w.sum()) ** 2 * _difference(v[m], w[m]) for m in masks) / twice
    overlap = total - between - within
    return Parts(total, between, float(within), overlap if overlap > 1e-12 * total else 0.0)


def theil(value: Numbers, weight: Numbers = 1.0) -> float:
    """Return Theil's T across areas, in nats: 0 where all are equal, ln n at the most.

    Weighs differences among those who have much. An area with 0 contributes 0, the limit of
    x ln x; no small number is put in its place.

    value, weight and errors: as in `gini`.
    Source: Σ (w x / Σ w x) ln(x / x̄) (Theil 1967).

    >>> round(theil([0, 0, 0, 10, 10, 10]), 6)
    0.693147
    """
    v, w, names = weighted(value, weight)
    _require_amounts(v, w, names)
    return _theil(v, w)


def theil_parts(value: Numbers, weight: Numbers, group: Numbers) -> Parts:
    """Return Theil's T between groups and within them, in nats.

    between: as if every area had its group's mean. within: the groups' own T, weighted by
    their share of the amount.

    group: as in `variance_parts`. value, weight and errors: as in `gini`.
    Source: Theil (1967); Shorrocks (1980).

    >>> parts = theil_parts([0, 0, 0, 10, 10, 10], 1, ["a", "a", "a", "b", "b", "b"])
    >>> round(parts.between_share, 6), parts.within
    (1.0, 0.0)
    """
    v, w, names, masks = _grouped(value, weight, group)
    _require_amounts(v, w, names)
    between, amount = _theil(*_means(v, w, masks)), w @ v
    within = float(sum((w[m] @ v[m]) * _theil(v[m], w[m]) for m in masks) / amount)
    return Parts(between + within, between, within)


def _mean(v: Floats, w: Floats) -> float:
    return float(w @ v / w.sum())


def _variance(v: Floats, w: Floats) -> float:
    # From the first value, so that equal values have the variance 0 and not a rounding error.
    away = v - v[0]
    return float(w @ (away - w @ away / w.sum()) ** 2 / w.sum())


def _difference(v: Floats, w: Floats) -> float:
    order = np.argsort(v, kind="stable")
    w = w[order] / w.sum()
    away = v[order] - v[order[0]]
    # With values in order, each pair's difference is counted once from either end.
    return float(max(2 * (w * away) @ (2 * np.cumsum(w) - w - 1), 0.0))


def _theil(v: Floats, w: Floats) -> float:
    mean = _mean(v, w)
    if mean == 0:
        return 0.0  # a group that has nothing: equal, and without weight in the sum of groups
    relative = v / mean
    logs = np.log(relative, where=relative > 0, out=np.zeros_like(relative))
    return float(max(w @ (relative * logs) / w.sum(), 0.0))


def _means(v: Floats, w: Floats, masks: Masks) -> tuple[Floats, Floats]:
    start = v[0]  # means are taken from one value on: equal values have exactly equal means
    means = np.array([start + _mean(v[m] - start, w[m]) for m in masks])
    return means, np.array([w[m].sum() for m in masks])


def _require_amounts(v: Floats, w: Floats, names: Sequence[Hashable]) -> None:
    if (v < 0).any():
        at = int(np.flatnonzero(v < 0)[0])
        what = f"value of area {names[at]!r} is {v[at]:g}: an amount is not negative"
        raise ValueError(f"{what}; use mean_absolute_difference")
    if w @ v == 0:
        raise ValueError("every amount is 0: there is nothing to divide among areas")


def _grouped(
    value: Numbers, weight: Numbers, group: Numbers
) -> tuple[Floats, Floats, Sequence[Hashable], Masks]:
    (v, w, g), names = aligned(value=value, weight=weight, group=group)
    labels = pd.Series(g, dtype=object)
    kept = labels.notna().to_numpy()
    if not kept.any():
        raise ValueError("no area has a group: there is nothing to compare")
    index = [name for name, keep in zip(names, kept, strict=True) if keep]
    v, w = checked(v[kept], w[kept], index)
    masks = [(labels[kept] == label).to_numpy() & (w > 0) for label in labels[kept].unique()]
    return v, w, index, [m for m in masks if m.any()]
