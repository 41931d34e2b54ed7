"""Weighted means whose weights, or values, are known only between two ends.

A mean is linear-fractional in its weights: its greatest value has every weight at one of its
ends, high for the values above a threshold and low below it. Sorting and trying every threshold
is therefore exact. It does not change when all weights are multiplied, so weights known "up to
a factor" need no scale.
"""

import numpy as np
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, counts, side_masks, values
from equity.measures.unknown.placements import Range


def weighted_mean_range(
    low: Numbers, high: Numbers, weight_low: Numbers, weight_high: Numbers
) -> Range:
    """Return the least and greatest weighted mean over all values and weights in their ends.

    In the unit of the values, exact. Where all weights may be 0 together, the mean has no value
    at that point, and the range is over the others.

    low, high: ends of each value, equal where known. weight_low, weight_high: ends of each
    weight. Leave out what has no value (suppressed), and say how many.
    Raises ValueError, naming the area, for unlike or repeated labels, missing values, negative
    weights, ends in the wrong order, and where every weight is 0.

    >>> weighted_mean_range([200, 240], [200, 240], [1, 1], [3, 3])
    Range(low=210.0, high=230.0, kind='exact')
    """
    inputs = {"low": low, "high": high, "weight_low": weight_low, "weight_high": weight_high}
    (a, b, wa, wb), names = aligned(**inputs)
    a, b = values(a, "low", names), values(b, "high", names)
    wa, wb = counts(wa, "weight_low", names), counts(wb, "weight_high", names)
    for what, least, most in (("value", a, b), ("weight", wa, wb)):
        if (least > most).any():
            at = int(np.flatnonzero(least > most)[0])
            raise ValueError(
                f"{what} of area {names[at]!r}: low {least[at]:g} lies above high {most[at]:g}"
            )
    return _mean_range(a, b, wa, wb, "areas")


def gap_of_means_range(
    low: Numbers, high: Numbers, weight_low: Numbers, weight_high: Numbers, side: Numbers
) -> Range:
    """Return the least and greatest north minus south of two weighted means, exact.

    The two sides share no value and no weight, so each end takes one side's least and the
    other's greatest.

    side: "north", "south" or missing (left out). Other inputs and errors: as in
    `weighted_mean_range`, and an empty side.

    >>> gap_of_means_range([200, 240, 220], [200, 240, 220], 1, 3, ["north", "north", "south"])
    Range(low=-10.0, high=10.0, kind='exact')
    """
    weighted_mean_range(low, high, weight_low, weight_high)
    (a, b, wa, wb, s), names = aligned(
        low=low, high=high, weight_low=weight_low, weight_high=weight_high, side=side
    )
    a, b, wa, wb = (np.asarray(x, dtype=np.float64) for x in (a, b, wa, wb))
    north, south = (
        _mean_range(a[mask], b[mask], wa[mask], wb[mask], where)
        for mask, where in zip(side_masks(s, names), ("north", "south"), strict=True)
    )
    return Range(north.low - south.high, north.high - south.low)


def mean_range_within_factor(
    low: Numbers, high: Numbers, weight: Numbers, factor: float = 1.5
) -> Range:
    """Return the mean's range where true weights over `weight` differ by at most `factor`.

    The weight is known up to a multiple between some m and factor × m, m unknown: for schools,
    the share of grade 9 among all pupils differs by at most the factor. Exact.

    Inputs and errors: as in `weighted_mean_range`; a factor below 1 is refused.

    >>> mean_range_within_factor([200, 240], [200, 240], [100, 100], factor=3)
    Range(low=210.0, high=230.0, kind='exact')
    """
    return weighted_mean_range(low, high, weight, _times(weight, factor))


def gap_of_means_range_within_factor(
    low: Numbers, high: Numbers, weight: Numbers, side: Numbers, factor: float = 1.5
) -> Range:
    """Return north minus south of two means where weights differ by at most `factor`, exact.

    One m for both sides: a mean does not change with m, so the sides stay independent.

    Inputs and errors: as in `mean_range_within_factor` and `gap_of_means_range`.

    >>> ends, weight = [200, 240, 220], [100, 100, 50]
    >>> gap_of_means_range_within_factor(ends, ends, weight, ["north", "north", "south"], 3)
    Range(low=-10.0, high=10.0, kind='exact')
    """
    return gap_of_means_range(low, high, weight, _times(weight, factor), side)


def _times(weight: Numbers, factor: float) -> Numbers:
    if not (np.isfinite(factor) and factor >= 1):
        raise ValueError(f"factor {factor} is not a number of at least 1")
    if isinstance(weight, pd.Series):
        return weight * factor
    return np.asarray(weight, dtype=np.float64) * factor


def _mean_range(low: Floats, high: Floats, least: Floats, most: Floats, where: str) -> Range:
    if not most.sum() > 0:
        raise ValueError(f"{where}: all weights are 0, a mean of nothing has no value")
    bottom, top = -_greatest(-low, least, most), _greatest(high, least, most)
    return Range(bottom, max(bottom, top))


def _greatest(value: Floats, least: Floats, most: Floats) -> float:
    order = np.argsort(-value, kind="stable")
    v, a, b = value[order], least[order], most[order]
    # heavy[k]: the k greatest values have their greatest weight, the others their least
    heavy = np.r_[0.0, np.cumsum(b)] + np.r_[np.cumsum(a[::-1])[::-1], 0.0]
    sums = np.r_[0.0, np.cumsum(b * v)] + np.r_[np.cumsum((a * v)[::-1])[::-1], 0.0]
    defined = heavy > 0
    return float((sums[defined] / heavy[defined]).max())
