"""Ways to part areas in two: all of given sizes, the contiguous ones, or some at random."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from math import comb

import numpy as np
import numpy.typing as npt

Masks = npt.NDArray[np.bool_]
Pairs = Iterable[tuple[Hashable, Hashable]]

MOST_BITS = 16
MOST_CONTIGUOUS = 20  # areas: their 2^19 halves are looked at one by one
CELLS = 1_000_000  # random numbers held at once


class PiecesError(ValueError):
    """The areas lie in more than two pieces by their pairs: no split hangs together."""


def all_splits(areas: int, size: int) -> Masks:
    """Return every way to draw `size` of the areas, one a row, True where drawn.

    C(areas, size) rows. Where a split and its mirror have the same sizes (7–7), both are rows.
    Raises ValueError unless 0 < size < areas.

    >>> all_splits(3, 1).astype(int).tolist()
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    """
    _require_two_parts(areas, size)
    if areas <= MOST_BITS:  # faster where a set of areas is a number of few bits
        sets = np.arange(2**areas, dtype=np.int64)
        return _masks(sets[np.bitwise_count(sets) == size], areas)
    rows = comb(areas, size)
    drawn = np.fromiter(chain.from_iterable(combinations(range(areas), size)), np.intp, rows * size)
    masks = np.zeros((rows, areas), dtype=bool)
    masks[np.repeat(np.arange(rows), size), drawn] = True
    return masks


def random_splits(areas: int, size: int, draws: int, rng: np.random.Generator) -> Iterator[Masks]:
    """Yield `draws` ways to draw `size` of the areas, each equally likely, in chunks of rows.

    A chunk holds about CELLS cells, so that memory does not grow with the number of draws.
    Raises ValueError unless 0 < size < areas.

    >>> sum(len(chunk) for chunk in random_splits(9, 4, 250, np.random.default_rng(1)))
    250
    """
    _require_two_parts(areas, size)
    rows = max(1, CELLS // areas)
    # The area's number in the last bits keeps keys unlike, so that exactly `size` are drawn.
    bits = np.uint64(areas.bit_length())
    number = np.arange(areas, dtype=np.uint64)
    for start in range(0, draws, rows):
        shape = (min(rows, draws - start), areas)
        keys = rng.integers(0, 2**64, shape, dtype=np.uint64) >> bits << bits | number
        last = np.partition(keys, size - 1, axis=1)[:, size - 1 : size]
        yield keys <= last


def contiguous_splits(areas: Sequence[Hashable], neighbours: Pairs) -> Masks:
    """Return every way to part the areas in two parts that each hang together, one a row.

    A part hangs together when neighbour pairs lead from each of its areas to every other inside
    the part. Each way is one row; the last area is always False.

    Raises ValueError for a pair that names an unknown area, for fewer than 2 or more than
    MOST_CONTIGUOUS areas, and where the areas lie in more than two separate pieces.

    >>> contiguous_splits(["A", "B", "C"], [("A", "B"), ("B", "C")]).astype(int).tolist()
    [[1, 0, 0], [1, 1, 0]]
    """
    if not 2 <= len(areas) <= MOST_CONTIGUOUS:
        raise ValueError(
            f"{len(areas)} areas: contiguous splits are listed for 2 to {MOST_CONTIGUOUS} areas"
        )
    around = _neighbours_of_sets(areas, neighbours)
    everything = len(around) - 1
    parts = np.arange(1, 2 ** (len(areas) - 1), dtype=np.int64)
    parts = parts[_hang_together(parts, around)]
    parts = parts[_hang_together(everything ^ parts, around)]
    if len(parts) == 0:
        raise PiecesError("the areas lie in more than two separate pieces: no split is contiguous")
    return _masks(parts, len(areas))


def _masks(sets: npt.NDArray[np.int64], areas: int) -> Masks:
    return (sets[:, None] >> np.arange(areas) & 1).astype(bool)


def _neighbours_of_sets(areas: Sequence[Hashable], pairs: Pairs) -> npt.NDArray[np.int64]:
    """Return, for each set of areas (as bits), the set of all areas that neighbour one of it."""
    place = {area: at for at, area in enumerate(areas)}
    single = [0] * len(areas)
    for one, other in pairs:
        for area in (one, other):
            if area not in place:
                raise ValueError(f"the neighbour pair {one!r}, {other!r}: no area {area!r}")
        single[place[one]] |= 1 << place[other]
        single[place[other]] |= 1 << place[one]
    around = np.zeros(1, dtype=np.int64)
    for neighbours in single:
        around = np.concatenate([around, around | neighbours])
    return around


def _hang_together(parts: npt.NDArray[np.int64], around: npt.NDArray[np.int64]) -> Masks:
    reached = parts & -parts
    while True:
        further = (reached | around[reached]) & parts
        if np.array_equal(further, reached):
            return np.asarray(reached == parts)
        reached = further


def _require_two_parts(areas: int, size: int) -> None:
    if not 0 < size < areas:
        raise ValueError(f"{size} of {areas} areas: two parts need at least one area each")
