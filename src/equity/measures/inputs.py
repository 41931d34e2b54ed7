"""What a measure accepts: aligned by label, complete, and refused by name where it is not."""

from collections.abc import Collection, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Numbers = pd.Series | npt.ArrayLike

SIDES = ("north", "south")


def aligned(**inputs: Any) -> tuple[list[Any], tuple[Hashable, ...]]:
    """Return the inputs as arrays in one order, and the areas' names.

    Series are aligned by label, never by position; arrays have no labels and are taken in
    their order, areas then being named by position. A single number stands for every area.

    Raises ValueError for Series whose labels differ or repeat (naming them), arrays of unlike
    length, and Series mixed with arrays, which nothing could align.

    >>> part, whole = pd.Series([1, 2], ["A", "B"]), pd.Series([5, 4], ["B", "A"])
    >>> arrays, names = aligned(part=part, whole=whole)
    >>> arrays[1].tolist(), names
    ([4, 5], ('A', 'B'))
    """
    series = {k: v for k, v in inputs.items() if isinstance(v, pd.Series)}
    single = {k: v for k, v in inputs.items() if np.ndim(v) == 0 and not isinstance(v, pd.Series)}
    arrays = {k: v for k, v in inputs.items() if k not in series and k not in single}
    if series and arrays:
        raise ValueError(
            f"{', '.join(series)} carry labels and {', '.join(arrays)} do not: "
            "give all as Series or all as arrays"
        )
    if series:
        names = _shared_labels(series)
        index = next(iter(series.values())).index
        known: dict[str, Any] = {
            k: (v if v.index.equals(index) else v.reindex(index)).to_numpy()
            for k, v in series.items()
        }
    else:
        known = {
            k: v if isinstance(v, np.ndarray) else np.asarray(v, dtype=object)
            for k, v in arrays.items()
        }
        lengths = {k: len(v) for k, v in known.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"unlike lengths: {lengths}")
        names = tuple(range(next(iter(lengths.values()), 1)))
    known |= {k: np.full(len(names), v) for k, v in single.items()}
    return [known[k] for k in inputs], names


def _shared_labels(series: dict[str, "pd.Series[Any]"]) -> tuple[Hashable, ...]:
    first_name, first = next(iter(series.items()))
    for name, other in series.items():
        if not other.index.is_unique:
            twice = other.index[other.index.duplicated()][0]
            raise ValueError(f"{name} has area {twice!r} twice")
        if other.index is first.index or other.index.equals(first.index):
            continue
        alone = other.index.symmetric_difference(first.index, sort=False)
        if len(alone):
            raise ValueError(f"{first_name} and {name} do not share the area {alone[0]!r}")
    if not first.index.is_unique:
        raise ValueError(f"{first_name} has area {first.index[0]!r} twice")
    return tuple(first.index)


def counts(value: Any, what: str, names: Sequence[Hashable], infinite: bool = False) -> Floats:
    """Return counts as floats; ValueError, naming the area, where one is missing or negative.

    infinite: whether inf, which says "no bound", is accepted.
    """
    numbers = values(value, what, names, infinite)
    if (numbers < 0).any():
        at = int(np.flatnonzero(numbers < 0)[0])
        raise ValueError(
            f"{what} of area {names[at]!r} is {numbers[at]:g}: a count is not negative"
        )
    return numbers


def values(value: Any, what: str, names: Sequence[Hashable], infinite: bool = False) -> Floats:
    """Return numbers as floats; ValueError, naming the area, where one is missing or infinite."""
    try:
        if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
            numbers = value.astype(np.float64)
        else:
            numbers = pd.to_numeric(pd.Series(value, dtype=object)).to_numpy(
                dtype=np.float64, na_value=np.nan
            )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} holds something that is no number: {error}") from None
    wrong = np.isnan(numbers) if infinite else ~np.isfinite(numbers)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        state = "missing" if np.isnan(numbers[at]) else "infinite"
        raise ValueError(f"{what} of area {names[at]!r} is {state}: give it, or leave the area out")
    return numbers


def side_masks(side: Any, names: Sequence[Hashable]) -> tuple[npt.NDArray[np.bool_], ...]:
    """Return who is north and who is south; missing means left out.

    Raises ValueError for another word than north and south (naming the area) and for an
    empty side.
    """
    words = list(side)
    for area, word in zip(names, words, strict=True):
        if not (isinstance(word, str) and word in SIDES) and not pd.isna(word):
            raise ValueError(f"area {area!r} has side {word!r}, expected north, south or missing")
    masks = tuple(np.array([isinstance(w, str) and w == name for w in words]) for name in SIDES)
    for name, mask in zip(SIDES, masks, strict=True):
        if not mask.any():
            raise ValueError(f"no area in the {name}: a gap needs two sides")
    return masks


def weighted(
    value: Numbers, weight: Numbers, *, positive: bool = False
) -> tuple[Floats, Floats, tuple[Hashable, ...]]:
    """Return values, weights and the areas' names, aligned and checked.

    Weights need not sum to one. positive: no area may have the weight 0.
    Raises ValueError, naming the area, for unlike or repeated labels, missing or infinite
    values and negative weights; and for no area at all, or none with a weight.

    >>> weighted([1, 2], 1.0)
    (array([1., 2.]), array([1., 1.]), (0, 1))
    """
    (v, w), names = aligned(value=value, weight=weight)
    return *checked(v, w, names, positive=positive), names


def checked(
    value: Any, weight: Any, names: Sequence[Hashable], *, positive: bool = False
) -> tuple[Floats, Floats]:
    """Return values and weights that are already aligned, as `weighted` does, or refuse them."""
    if not len(names):
        raise ValueError("no areas: a measure of nothing has no value")
    v, w = values(value, "value", names), counts(weight, "weight", names)
    if not w.any():
        raise ValueError("every weight is 0: nothing to divide by")
    if positive and not w.all():
        at = int(np.flatnonzero(w == 0)[0])
        raise ValueError(f"weight of area {names[at]!r} is 0: it has no rate to compare")
    return v, w


def require_scale(indicator: str, scale: str, allowed: Collection[str], instead: str) -> None:
    """Raise ValueError unless `scale` is one that a measure fits.

    indicator: its id. scale: count, share, ratio, mean or index. allowed: the scales that the
    measure fits, as its module lists them. instead: the measure to use.

    >>> require_scale("wellbeing", "index", {"count", "mean"}, instead="share_between")
    Traceback (most recent call last):
    ValueError: wellbeing is an index; this measure takes a count or mean: use share_between
    """
    if scale not in allowed:
        article = "an" if scale == "index" else "a"
        fitting = " or ".join(sorted(allowed))
        raise ValueError(
            f"{indicator} is {article} {scale}; this measure takes a {fitting}: use {instead}"
        )
