"""How many people finer areas have where only their rates are published: what totals tell."""

import numpy as np

from equity.measures.inputs import Floats

FACTOR = 2.0
ROUNDING = 0.01  # points: how far a published rate may lie from its counts
STEPS = 200


def fitted(rate: Floats, counted: float, whole: float) -> Floats:
    """Return sizes that add up to `whole` and, times their rates, to `counted`: a stand-in.

    Of all such sizes those nearest to equal ones: w ∝ exp(λ · rate), the one λ that meets both
    totals (exponential tilting, the raking of Deville and Särndal 1992). All are above 0.

    rate: per 100, one an area. counted, whole: of all of them together; whole above 0.
    Raises ValueError where no sizes can meet the totals: the rate of all lies outside the
    rates of the areas by more than their rounding.

    >>> fitted(np.array([60.0, 80.0]), counted=75, whole=100).round(6).tolist()
    [25.0, 75.0]
    """
    target = 100 * counted / whole
    low, high = float(rate.min()), float(rate.max())
    if not low - ROUNDING <= target <= high + ROUNDING:
        raise ValueError(
            f"{target:.2f} per 100 together, but the parts have {low:.2f} to {high:.2f}: "
            "no sizes give that"
        )
    equal = np.full(len(rate), whole / len(rate))
    if not low < target < high:
        return equal
    away = (rate - target) / (high - low)

    def tilted(strength: float) -> Floats:
        exponent = strength * away
        return np.asarray(np.exp(exponent - exponent.max()))

    least, most = -1.0, 1.0
    while tilted(least) @ away > 0:
        least *= 2
    while tilted(most) @ away < 0:
        most *= 2
    for _ in range(STEPS):
        middle = (least + most) / 2
        if tilted(middle) @ away > 0:
            most = middle
        else:
            least = middle
    weight = tilted((least + most) / 2)
    return np.asarray(whole * weight / weight.sum())


def greatest(rate: Floats, counted: float, whole: float) -> Floats:
    """Return the greatest size that each area can have, given the totals of all of them.

    The others' rate must lie between the least and the greatest of theirs: an area far from
    the rate of all can only be large while the others make up for it. Rates may be off by what
    rounding hides (half the last decimal that any of them shows). Sizes need not be whole
    numbers, so the true greatest may be a little less, never more.

    rate, counted, whole: as in `fitted`. One area alone has the whole.

    >>> greatest(np.array([60.0, 80.0, 90.0]), counted=75, whole=100).round(1).tolist()
    [51.7, 77.5, 51.7]
    """
    grain, target = hidden(rate), 100 * counted / whole
    if len(rate) == 1:
        return np.array([whole])
    order = np.argsort(rate, kind="stable")
    least = np.full(len(rate), rate[order[0]] - grain)
    most = np.full(len(rate), rate[order[-1]] + grain)
    least[order[0]], most[order[-1]] = rate[order[1]] - grain, rate[order[-2]] + grain
    nearest = np.clip(target, rate - grain, rate + grain)
    size = np.full(len(rate), float(whole))
    above, below = nearest > target, nearest < target
    amount = whole * target
    size[above] = ((amount - least * whole) / (nearest - least))[above]
    size[below] = ((most * whole - amount) / (most - nearest))[below]
    return np.asarray(np.clip(size, 0, whole))


def hidden(rate: Floats) -> float:
    """Return half the last decimal that the rates show; 0 where they show six or more.

    >>> hidden(np.array([79.1, 86.76])), hidden(np.array([78.493894165536]))
    (0.005, 0.0)
    """
    for decimals in range(6):
        if np.abs(rate - rate.round(decimals)).max() < 1e-9:
            return float(0.5 * 10.0**-decimals)
    return 0.0
