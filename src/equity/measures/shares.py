"""Who has which share, beside the share they would have by head count or by need.

All of it takes counts or amounts that add up: a percentage, a mean or an index has no share.
"""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, counts

SHARE_SCALES = frozenset({"count"})


def shares(amount: Numbers) -> pd.Series:
    """Return each area's share of the sum, 0–1; together they are 1.

    amount: projects, money or people per area, or per side once added up; zero or more.
    Raises ValueError, naming the area, for missing or negative amounts and repeated labels;
    and where there is nothing to share.

    >>> shares(pd.Series([3, 1], ["north", "south"])).to_dict()
    {'north': 0.75, 'south': 0.25}
    """
    (a,), names = aligned(amount=amount)
    return pd.Series(_shares(a, "amount", names), pd.Index(names), name="share")


def representation_ratio(part: Numbers, base: Numbers) -> pd.Series:
    """Return each area's share of `part` over its share of `base`: 1 is its due by that base.

    2: twice as much of the projects or the money as of the people or the need. 0: none of it.

    part: projects or money. base: people or a count of need. Both per area, or per side once
    added up, zero or more; areas that are in neither side belong in neither sum.
    Raises ValueError, naming the area, for missing or negative counts and labels that differ or
    repeat; for an area whose base is 0; and where there is nothing to share.
    Source: location quotient, (part_i / Σ part) / (base_i / Σ base).

    >>> sides = ["north", "south"]
    >>> representation_ratio(pd.Series([3, 1], sides), pd.Series([50, 50], sides)).to_dict()
    {'north': 1.5, 'south': 0.5}
    """
    (p, b), names = aligned(part=part, base=base)
    due = _shares(b, "base", names)
    if not due.all():
        at = int(np.flatnonzero(due == 0)[0])
        raise ValueError(f"base of area {names[at]!r} is 0: no ratio to it; use disparity instead")
    return pd.Series(_shares(p, "part", names) / due, pd.Index(names), name="ratio")


def disparity(part: Numbers, baselines: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return each area's share of `part` minus its share of each baseline, percentage points.

    Above 0: more than its due by that baseline. Baselines stand side by side because they
    disagree: what is fair by head count need not be fair by need. Each column adds up to 0.

    part: projects or money, per area or per side once added up. baselines: name → people or a
    count of need for the same areas.
    Raises ValueError as `shares` does, and where no baseline is given.
    Source: 100 · (part_i / Σ part − base_i / Σ base).

    >>> part = pd.Series([3, 1], ["north", "south"])
    >>> people, need = pd.Series([50, 50], part.index), pd.Series([10, 30], part.index)
    >>> disparity(part, {"people": people, "need": need}).loc["north"].to_dict()
    {'people': 25.0, 'need': 50.0}
    """
    if not baselines:
        raise ValueError("no baseline: a share needs something to be compared with")
    (p, *bases), names = aligned(part=part, **{f"baseline {k}": v for k, v in baselines.items()})
    share = _shares(p, "part", names)
    columns = {
        name: 100 * (share - _shares(base, f"baseline {name}", names))
        for name, base in zip(baselines, bases, strict=True)
    }
    return pd.DataFrame(columns, index=pd.Index(names))


def dissimilarity(part: Numbers, base: Numbers) -> float:
    """Return the share of `part` that would have to move to lie as `base` does, 0–1.

    0: each area has its due. 1: no area has both. Whatever the totals are, and the same either
    way round. With few projects it cannot be 0: three projects never lie as ten districts do.

    part, base: counts per area, zero or more; an area may have 0 of either.
    Raises ValueError as `shares` does.
    Source: ½ Σ |part_i / Σ part − base_i / Σ base| (Duncan and Duncan 1955).

    >>> dissimilarity([75, 25], [25, 75])
    0.5
    """
    (p, b), names = aligned(part=part, base=base)
    apart = np.abs(_shares(p, "part", names) - _shares(b, "base", names))
    return float(min(apart.sum() / 2, 1.0))


def _shares(amount: object, what: str, names: tuple[Hashable, ...]) -> Floats:
    numbers = counts(amount, what, names)
    total = numbers.sum()
    if total == 0:
        raise ValueError(f"{what} is 0 in every area: a share of nothing has no value")
    return np.asarray(numbers / total)
