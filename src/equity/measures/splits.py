"""Where one split of the city stands among other splits of it.

A rank says how special a border is among other borders that could have been drawn. **It is
never called significance, and it is no p-value**: that reading needs areas whose labels could
be exchanged, and neighbours are alike, so any border that follows the map finds a difference.
Values that know nothing of the sides but resemble their neighbours (simultaneous autoregression,
rho = 0.5, on a map of seven districts on each side of a water, with 22 neighbour pairs) put the
border among the 5 % most dividing in 18 % of such cities, not in 5 %. The tests of this module
repeat that simulation.

Convention: two-sided by size. A split counts as at least as large when the size of its
difference, unrounded, is at least that of the split itself to 1e-9; the split itself counts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from equity.measures.inputs import Floats, Numbers, aligned, checked, side_masks, weighted
from equity.measures.partitions import Masks, Pairs, all_splits, contiguous_splits, random_splits

RANK_SCALES = frozenset({"share", "ratio", "mean", "index"})
MOST_EXACT = 200_000  # splits; 20 areas halved are 184 756
DRAWS = 99_999
TOLERANCE = 1e-9

Values = Callable[[Masks], Floats]


@dataclass(frozen=True)
class Standing:
    """A split's value beside those of other splits.

    value: the split's own, with its sign. rank: share (0–1) of splits whose value is at least
    as large in size, the split itself counted; 1 where all are equal. mean, greatest: of the
    sizes of all splits. splits: how many were compared. exact: True for all of them, False for
    a random sample, whose rank is (as large + 1) / (drawn + 1) and never 0.
    """

    value: float
    rank: float
    mean: float
    greatest: float
    splits: int
    exact: bool


@dataclass(frozen=True)
class Division:
    """A split in two: the smaller side's areas, the others, and the share between them, 0–1."""

    areas: tuple[Hashable, ...]
    others: tuple[Hashable, ...]
    share: float


def rank_all(
    value: Numbers,
    weight: Numbers,
    side: Numbers,
    *,
    rng: np.random.Generator | None = None,
    draws: int = DRAWS,
) -> Standing:
    """Return where a gap stands among all ways to draw two sides of the same sizes.

    rank 0.87: of all such ways, 87 % give a gap at least this large in size: the border is
    nothing special. Exact up to MOST_EXACT ways (seven against seven: 3 432); beyond, `draws`
    random ones, and `exact` is False. Not a p-value: see the module's first lines.

    value: per area, a rate per 100 or a mean, on a scale in RANK_SCALES. weight: its
    denominator, above 0. side: "north", "south" or missing; areas without a side are neither
    compared nor moved. rng: the source of chance, needed only where ways are drawn.
    Raises ValueError, naming the area, for missing values, weights that are not above 0,
    labels that differ or repeat, an empty side, and where ways must be drawn without an rng.
    Source: gap = Σ w x / Σ w in the north minus the same in the south, for each way.

    >>> rank_all([1.0, 2.0, 3.0, 4.0], 1, ["north", "north", "south", "south"]).rank
    0.3333333333333333
    """
    v, w, north, _ = _sided(value, weight, side)
    return _among_all(_gaps_of(v, w), north, _tolerance(v), rng, draws)


def rank_contiguous(value: Numbers, weight: Numbers, side: Numbers, neighbours: Pairs) -> Standing:
    """Return where a gap stands among the contiguous splits, of any size, of its areas.

    Both parts of such a split hang together by neighbour pairs (often a few dozen). A
    split that does not hang together itself is counted as one more. Not a p-value.

    neighbours: pairs of areas; a bridge over water joins only if its pair is listed. Pairs with
    an area that has no side are passed over.
    value, weight, side and errors: as in `rank_all`; ValueError too for a pair that names an
    unknown area, for more than 20 areas, and for areas in more than two separate pieces.

    >>> line = [(0, 1), (1, 2), (2, 3)]
    >>> rank_contiguous([1.0, 2.0, 3.0, 4.0], 1, ["north", "north", "south", "south"], line)
    Standing(value=-2.0, rank=1.0, mean=2.0, greatest=2.0, splits=3, exact=True)
    """
    v, w, north, names = _sided(value, weight, side)
    _, every = aligned(value=value)
    masks = contiguous_splits(names, _within(names, neighbours, every))
    listed = ((masks == north).all(axis=1) | (masks != north).all(axis=1)).any()
    gaps = _gaps_of(v, w)
    others = gaps(masks if listed else np.vstack([masks, north]))
    return _standing(gaps(north[None])[0], others, _tolerance(v))


def share_between_all(
    value: Numbers,
    weight: Numbers,
    side: Numbers,
    *,
    rng: np.random.Generator | None = None,
    draws: int = DRAWS,
) -> Standing:
    """Return a split's share of the variance, 0–1, beside all splits of the same sizes.

    mean and greatest are the benchmark that the share needs: 0.002 says something only beside
    the 0.059 of a random split and the 0.519 of the most dividing one.

    Inputs and errors: as in `rank_all`; ValueError too where all areas are equal.
    Source: share of variance between groups, `inequality.share_between`.

    >>> share_between_all([0.0, 1.0, 2.0], 1, ["north", "south", "south"])
    Standing(value=0.75, rank=0.6666666666666666, mean=0.5, greatest=0.75, splits=3, exact=True)
    """
    v, w, north, _ = _sided(value, weight, side)
    _require_difference(v)
    return _among_all(_shares_of(v, w), north, TOLERANCE, rng, draws)


def most_divided(value: Numbers, weight: Numbers, neighbours: Pairs) -> Division:
    """Return the contiguous split, of any size, with the greatest share of the variance.

    The border that divides the areas most, if borders follow the map. Where several splits
    share the first place, the one with the fewest areas on its smaller side.

    value, weight: as in `rank_all`. neighbours and errors: as in `rank_contiguous`, every pair
    naming two of the areas; ValueError too where all areas are equal.

    >>> most_divided([0.0, 0.0, 9.0], 1, [(0, 1), (1, 2)])
    Division(areas=(2,), others=(0, 1), share=1.0)
    """
    v, w, names = weighted(value, weight, positive=True)
    _require_difference(v)
    masks = contiguous_splits(names, neighbours)
    masks = np.where((2 * masks.sum(axis=1) > len(names))[:, None], ~masks, masks)
    masks = masks[np.argsort(masks.sum(axis=1), kind="stable")]
    shares = _shares_of(v, w)(masks)
    first = int(np.flatnonzero(shares >= shares.max() - TOLERANCE)[0])
    inside = tuple(name for name, drawn in zip(names, masks[first], strict=True) if drawn)
    others = tuple(name for name in names if name not in inside)
    return Division(inside, others, float(shares[first]))


def _gaps_of(v: Floats, w: Floats) -> Values:
    """Return what computes, for each way (row), the drawn areas' mean minus the others'."""
    total = w.sum()
    # From the first value, then the mean, so that equal values have gaps of exactly 0.
    away = v - v[0]
    amount = w * (away - w @ away / total)

    def gaps(masks: Masks) -> Floats:
        people, amounts = _sums(masks, w), _sums(masks, amount)
        return np.asarray(amounts * total / (people * (total - people)))

    return gaps


def _sums(masks: Masks, each: Floats) -> Floats:  # no matrix product: threads cost more here
    return np.asarray(np.einsum("ij,j->i", masks, each))


def _shares_of(v: Floats, w: Floats) -> Values:
    """Return what computes, for each way (row), the share of the variance between its parts."""
    total, gaps = w.sum(), _gaps_of(v, w)
    away = v - w @ v / total
    spread = w @ away**2

    def shares(masks: Masks) -> Floats:
        people = _sums(masks, w)
        return np.asarray(people * (total - people) / total * gaps(masks) ** 2 / spread)

    return shares


def _among_all(
    values: Values, north: Masks, tolerance: float, rng: np.random.Generator | None, draws: int
) -> Standing:
    areas, own = len(north), values(north[None])[0]
    size = int(min(north.sum(), areas - north.sum()))
    ways = comb(areas, size)
    if ways <= MOST_EXACT:
        return _standing(own, values(all_splits(areas, size)), tolerance)
    if rng is None:
        raise ValueError(
            f"{areas} areas can be split in {ways:.3g} ways, too many to list: "
            "hand in rng, a random generator, to draw some of them"
        )
    if draws < 1:
        raise ValueError(f"draws is {draws}: at least one split must be drawn")
    drawn = [values(masks) for masks in random_splits(areas, size, draws, rng)]
    return _standing(own, np.concatenate(drawn), tolerance, exact=False)


def _standing(own: float, others: Floats, tolerance: float, exact: bool = True) -> Standing:
    sizes = np.abs(others)
    as_large = int((sizes >= abs(own) - tolerance).sum())
    # +1 for drawn splits: the split itself is a way too, so its rank is never 0.
    rank = as_large / len(sizes) if exact else (as_large + 1) / (len(sizes) + 1)
    greatest = max(float(sizes.max()), abs(float(own)))
    return Standing(float(own), rank, float(sizes.mean()), greatest, len(sizes), exact)


def _tolerance(v: Floats) -> float:
    # 1e-9 of the unit, or of the spread where that is less; never below what rounding does.
    return float(max(TOLERANCE * min(1.0, np.ptp(v)), 1e-14 * np.abs(v).max()))


def _sided(
    value: Numbers, weight: Numbers, side: Numbers
) -> tuple[Floats, Floats, Masks, Sequence[Hashable]]:
    (v, w, s), names = aligned(value=value, weight=weight, side=side)
    north, south = side_masks(s, names)
    kept = north | south
    index = [name for name, keep in zip(names, kept, strict=True) if keep]
    v, w = checked(v[kept], w[kept], index, positive=True)
    return v, w, north[kept], index


def _within(
    names: Sequence[Hashable], pairs: Pairs, every: Sequence[Hashable]
) -> list[tuple[Hashable, Hashable]]:
    known, kept = set(every), set(names)
    pairs = list(pairs)
    for pair in pairs:
        if not known.issuperset(pair):
            stranger = next(area for area in pair if area not in known)
            raise ValueError(f"the neighbour pair {pair[0]!r}, {pair[1]!r}: no area {stranger!r}")
    return [pair for pair in pairs if kept.issuperset(pair)]


def _require_difference(v: Floats) -> None:
    if np.ptp(v) == 0:
        raise ValueError("all areas are equal: there is no variance to divide")
