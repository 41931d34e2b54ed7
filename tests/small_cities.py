"""Small cities with unallocated counts, drawn for property tests."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

SIDES = st.sampled_from(["north", "south", None])


@st.composite
def cases(draw, most=4, unknown=5):
    """Small cities: counted, whole, side, pool, unallocated; some parts are nearly full."""
    n = draw(st.integers(2, most))
    side = ["north", "south", *draw(st.lists(SIDES, min_size=n - 2, max_size=n - 2))]
    counted = draw(st.lists(st.integers(0, 30), min_size=n, max_size=n))
    spare = draw(st.lists(st.integers(0, 6), min_size=n, max_size=n))
    whole = [c + s for c, s in zip(counted, spare, strict=True)]
    pool = draw(st.lists(st.sampled_from("ab"), min_size=n, max_size=n))
    unallocated = {
        p: draw(st.integers(0, min(unknown, sum(np.array(spare)[np.array(pool) == p]))))
        for p in set(pool)
    }
    for word in ("north", "south"):
        assume(sum(w for w, s in zip(whole, side, strict=True) if s == word) > 0)
    return counted, whole, side, pool, unallocated
