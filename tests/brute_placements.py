"""Every whole-number placement of small cases, counted by hand: the judge of the exact ranges."""

from itertools import product

import numpy as np


def placements(room, pool, unallocated):
    """All x with 0 ≤ x ≤ room whose sums by pool are right, found by trying everything."""
    pool = np.asarray(pool, dtype=object)
    most = [min(r, unallocated[p]) for r, p in zip(room, pool, strict=True)]
    for x in product(*(range(int(m) + 1) for m in most)):
        x = np.array(x)
        if all(x[pool == p].sum() == u for p, u in unallocated.items()):
            yield x


def pooled(counted, whole, mask):
    return 100 * np.asarray(counted)[mask].sum() / np.asarray(whole)[mask].sum()


def gap(counted, whole, side):
    side = np.asarray(side, dtype=object)
    return pooled(counted, whole, side == "north") - pooled(counted, whole, side == "south")
