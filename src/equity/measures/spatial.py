"""Do areas resemble their neighbours? A description of the map, not a test of a cause.

There is no local measure here: with a dozen areas or two none can stand out from chance by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from equity.measures.inputs import Floats, Numbers, aligned, values

if TYPE_CHECKING:
    from libpysal.weights import W

MORAN_SCALES = frozenset({"share", "ratio", "mean", "index"})
PERMUTATIONS = 9_999
CELLS = 1_000_000  # shuffled values held at once
FEWEST = 4  # areas


@dataclass(frozen=True)
class Moran:
    """Moran's I and where it stands among shuffled maps.

    i: above `expected`, neighbours are alike; near it, the map looks shuffled; below, unlike.
    expected: −1/(n − 1), the mean of all shuffled maps. rank: share (0–1) of shuffled maps
    whose I lies at least as far from `expected` on either side, the map itself counted: two-
    sided, and never 0. permutations: how many were drawn. islands: areas without neighbours.
    """

    i: float
    expected: float
    rank: float
    permutations: int
    islands: tuple[Hashable, ...]


def moran(
    value: Numbers,
    neighbours: Iterable[tuple[Hashable, Hashable]],
    *,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> Moran:
    """Return Moran's I of the areas' values, with its two-sided standing among shuffled maps.

    Each area is compared with the mean of its neighbours. Areas are not weighted by people.
    `rank` describes how rare such a map is among shuffled ones; it is no test of a border or a
    cause. esda's own `p_sim` is one-sided and folded, and is not used.

    value: per area, on a scale in MORAN_SCALES. neighbours: pairs of areas. Only listed pairs
    are neighbours: areas across water are if their pair is listed (a bridge), else not. An area
    in no pair is an island: it counts in the mean and the spread, is compared with nobody, and
    is named in the answer. rng: the source of chance; the same seed gives the same rank.
    Raises ValueError, naming the area, for missing values, repeated labels and pairs of unknown
    areas; for fewer than 4 areas, for areas that are all equal (0/0) and for no pair at all.
    Source: (n / S0) Σ Σ w_ij z_i z_j / Σ z_i², rows of w adding up to 1 (Moran 1950; Cliff and
    Ord 1981), by esda.Moran.

    >>> line = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    >>> shown = moran([1, 2, 3, 4, 5, 6], line, rng=np.random.default_rng(1), permutations=999)
    >>> round(shown.i, 3), shown.expected, shown.islands
    (0.714, -0.2, ())
    """
    esda_moran = _library()
    (given,), names = aligned(value=value)
    v = values(given, "value", names)
    if len(v) < FEWEST:
        raise ValueError(f"{len(v)} areas: Moran's I needs at least {FEWEST}")
    if np.ptp(v) == 0:
        raise ValueError("all areas are equal: Moran's I has no value (0/0)")
    if permutations < 1:
        raise ValueError(f"permutations is {permutations}: at least one map must be shuffled")
    weights = contiguity(names, neighbours)
    if not weights.nonzero:
        raise ValueError("no two areas are neighbours: Moran's I has no value (0/0)")
    with np.errstate(divide="ignore", invalid="ignore"):  # in esda's normal p, which is not used
        observed = esda_moran(v, weights, permutations=0)
    matrix = weights.full()[0]
    drawn = _shuffled(v - v.mean(), matrix, permutations, rng)
    away = np.abs(drawn - observed.EI)
    as_far = int((away >= abs(observed.I - observed.EI) - 1e-9).sum())
    return Moran(
        i=float(observed.I),
        expected=float(observed.EI),
        rank=(as_far + 1) / (permutations + 1),
        permutations=permutations,
        islands=tuple(names[at] for at in weights.islands),
    )


def _library() -> Any:
    """Return esda's class; slow to import, so only when asked for."""
    with warnings.catch_warnings():
        # a progress bar that is never shown asks for a widget library
        warnings.filterwarnings("ignore", message="IProgress not found")
        from esda.moran import Moran as EsdaMoran
    return EsdaMoran


def contiguity(names: tuple[Hashable, ...], neighbours: Iterable[tuple[Hashable, Hashable]]) -> W:
    """Return row-standardised contiguity weights, areas known by their position in `names`.

    A pair joins both ways, once, however often and in whichever order it is listed.
    Raises ValueError for a pair of one area with itself or of an area not in `names`.

    >>> contiguity(("A", "B", "C"), [("A", "B"), ("B", "C")]).full()[0].tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]
    """
    from libpysal.weights import W

    place = {name: at for at, name in enumerate(names)}
    around: dict[int, set[int]] = {at: set() for at in range(len(names))}
    for one, other in neighbours:
        for name in (one, other):
            if name not in place:
                raise ValueError(f"the neighbour pair {one!r}, {other!r}: no area {name!r}")
        if one == other:
            raise ValueError(f"the neighbour pair {one!r}, {other!r}: an area is not its own")
        around[place[one]].add(place[other])
        around[place[other]].add(place[one])
    listed = {at: sorted(others) for at, others in around.items()}
    weights = W(listed, id_order=list(listed), silence_warnings=True)
    weights.transform = "r"
    return weights


def _shuffled(z: Floats, matrix: Floats, permutations: int, rng: np.random.Generator) -> Floats:
    """Return Moran's I of shuffled maps; chance is handed in, where esda takes NumPy's own."""
    factor = len(z) / matrix.sum() / (z @ z)
    rows = max(1, CELLS // len(z))
    chunks = []
    for start in range(0, permutations, rows):
        maps = np.tile(z, (min(rows, permutations - start), 1))
        rng.permuted(maps, axis=1, out=maps)
        # no matrix product: threads, which wait busily for the next one, cost more here
        around = np.einsum("ij,kj->ik", maps, matrix)
        chunks.append(factor * np.einsum("ij,ij->i", around, maps))
    return np.concatenate(chunks)
