import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

import brute_placements as brute
from equity.measures import bounds
from small_cities import cases

FACTORS = st.sampled_from([1.0, 1.2, 1.5, 2.0, 4.0])


def within(case, factor, capped=True):
    try:
        return bounds.gap_range_within_factor(*case, capped=capped, factor=factor)
    except ValueError as error:
        if "within a factor" not in str(error):
            raise
        reject()


def ratio_allowed(x, whole, pool, factor):
    """Say whether the unallocated per whole differ by at most the factor inside every pool."""
    for name in set(pool):
        inside = [i for i, p in enumerate(pool) if p == name and whole[i] > 0]
        each = [x[i] / whole[i] for i in inside]
        if each and max(each) > factor * min(each) + 1e-12:
            return False
    return all(x[i] == 0 for i in range(len(whole)) if whole[i] == 0)


@given(cases(), FACTORS)
def test_every_whole_placement_within_the_factor_lies_inside(case, factor):
    counted, whole, side, pool, unallocated = case
    low, high = within(case, factor)
    for x in brute.placements(np.subtract(whole, counted), pool, unallocated):
        if ratio_allowed(x, whole, pool, factor):
            assert low - 1e-7 <= brute.gap(np.add(counted, x), whole, side) <= high + 1e-7


@given(cases(most=6, unknown=20), FACTORS)
def test_the_rung_lies_between_the_published_and_the_proportional(case, factor):
    wide = bounds.gap_range(*case)
    low, high = within(case, factor)
    assert wide.low - 1e-7 <= low <= high <= wide.high + 1e-7
    if factor == 1:
        even = bounds.gap_proportional(*case)
        assert (low, high) == pytest.approx((even, even), abs=1e-7)


@given(cases(most=6, unknown=20))
def test_a_weaker_assumption_never_narrows(case):
    narrow, wide = within(case, 1.5), within(case, 3.0)
    assert wide.low - 1e-7 <= narrow.low
    assert narrow.high <= wide.high + 1e-7


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(-3, 3)), min_size=2, max_size=6),
    st.integers(1, 40),
    FACTORS,
)
def test_without_bounds_the_ends_are_at_a_threshold(rows, votes, factor):
    # Σ w x with x = v·e·t / Σ e·t, t in [1, f]: linear-fractional, so each t is at an end, in
    # the order of the weights; found here by trying every choice of ends
    rows[0], rows[1] = (rows[0][0], 1), (rows[1][0], -1)
    whole, sign = np.array(rows, dtype=float).T
    side = ["north" if s > 0 else "south" if s < 0 else None for s in sign]
    n = len(rows)
    case = ([0] * n, whole, np.array(side, dtype=object), np.zeros(n), {0.0: votes})
    ends = []
    for choice in np.ndindex(*[2] * n):
        mass = whole * np.where(np.array(choice) == 1, factor, 1.0)
        ends.append(brute.gap(votes * mass / mass.sum(), whole, side))
    found = bounds.gap_range_within_factor(*case, capped=False, factor=factor)
    scale = max(1.0, max(map(abs, ends)))
    assert tuple(found) == pytest.approx((min(ends), max(ends)), abs=1e-9 * scale)


def test_a_level_within_the_factor_is_the_one_computed_by_hand():
    # 30 votes over two equal parts, one at most twice the other: 10 and 20
    found = bounds.level_range_within_factor(
        [50, 50], [100, 100], [True, False], ["a", "a"], {"a": 30}
    )
    assert tuple(found) == pytest.approx((60, 70))


def test_a_room_that_does_not_allow_the_factor_is_refused():
    case = ([99, 0], [100, 100], ["north", "south"], ["a", "a"], {"a": 50})
    with pytest.raises(ValueError, match="pool 'a': its parts have no room for 50 within a factor"):
        bounds.gap_range_within_factor(*case)
    with pytest.raises(ValueError, match=r"factor 0\.5 is not"):
        bounds.gap_range_within_factor(*case, factor=0.5)


def least_moved(case):
    """Return the fewest counts moved from the rounded proportional placement, by trying all."""
    counted, whole, side, pool, unallocated = case
    tip_start = bounds.gap_proportional(*case)
    tip = bounds.tipping(*case)
    best = None
    for x in brute.placements(np.subtract(whole, counted), pool, unallocated):
        gap = brute.gap(np.add(counted, x), whole, side)
        if gap * np.sign(tip_start) < -1e-9:
            moved = sum(
                abs(tip.proportional[name][word] - placed) / 2
                for name in set(pool)
                for word, placed in by_side(x, side, pool, name).items()
            )
            best = moved if best is None else min(best, moved)
    return best


def by_side(x, side, pool, name):
    return {
        word: sum(
            int(v)
            for v, s, p in zip(x, side, pool, strict=True)
            if p == name and (s or "left_out") == word
        )
        for word in ("north", "south", "left_out")
    }


@given(cases(most=4, unknown=6))
def test_the_tipping_point_moves_as_few_as_any_placement_that_turns_the_sign(case):
    open_sign = bounds.gap_range(*case)
    even = bounds.gap_proportional(*case)
    tip = bounds.tipping(*case)
    turned = open_sign.low < -1e-9 if even > 1e-9 else open_sign.high > 1e-9
    assume(abs(even) > 1e-9)
    assert (tip is not None) == turned
    if tip is not None:
        assert tip.votes_moved == pytest.approx(least_moved(case))


@given(cases(most=6, unknown=20))
def test_the_placement_at_the_tipping_point_is_possible_and_has_the_other_sign(case):
    counted, whole, side, _, unallocated = case
    tip = bounds.tipping(*case)
    assume(tip is not None)
    totals = {"north": 0, "south": 0, "left_out": 0}
    for name, votes in unallocated.items():
        assert sum(tip.placed[name].values()) == sum(tip.proportional[name].values()) == votes
        for word, placed in tip.placed[name].items():
            totals[word] += placed
            assert placed >= tip.least[name][word]
    rates = [
        (sum(c for c, s in zip(counted, side, strict=True) if s == word) + totals[word])
        / sum(w for w, s in zip(whole, side, strict=True) if s == word)
        for word in ("north", "south")
    ]
    assert np.sign(rates[0] - rates[1]) == -np.sign(tip.gap)
    assert sum(tip.moved.values()) == tip.votes_moved


def test_where_no_placement_turns_the_sign_there_is_no_tipping_point():
    assert bounds.tipping([90, 10], [100, 100], ["north", "south"], ["a", "a"], {"a": 5}) is None


def test_a_move_that_only_evens_the_gap_out_has_not_turned_it():
    tip = bounds.tipping([52, 50], [100, 100], ["north", "south"], ["a", "a"], {"a": 20})
    assert tip.votes_moved == 2
    assert tip.placed["a"] == {"north": 8, "south": 12, "left_out": 0}
    assert tip.whole_share["a"] == {"north": 0.5, "south": 0.5, "left_out": 0.0}


def test_parts_of_votes_have_no_tipping_point():
    with pytest.raises(ValueError, match="pool 'a': a tipping point is told in whole counts"):
        bounds.tipping([52, 50], [100, 100], ["north", "south"], ["a", "a"], {"a": 20.5})


def highest_by_search(weight, whole, room, votes, factor):
    """Return a pool's greatest sum of weight × x within the factor, by searching over m."""
    if votes == 0:
        return 0.0
    keep = whole > 0
    weight, whole, room = weight[keep], whole[keep], room[keep]
    most = least = min(votes / whole.sum(), (room / whole).min())
    if np.minimum(factor * most * whole, room).sum() > votes:
        least = brentq(
            lambda m: np.minimum(factor * m * whole, room).sum() - votes, 0, most, xtol=1e-14
        )

    def missing(m):
        base, top = m * whole, np.minimum(factor * m * whole, room)
        rest, total = votes - base.sum(), weight @ base
        for i in np.argsort(-weight):
            extra = min(rest, top[i] - base[i])
            total, rest = total + weight[i] * extra, rest - extra
        return -total

    inside = minimize_scalar(missing, bounds=(least, most), method="bounded").x
    tight = minimize_scalar(
        missing,
        bounds=(max(least, inside * (1 - 1e-3)), min(most, inside * (1 + 1e-3))),
        method="bounded",
        options={"xatol": 1e-13},
    ).x
    return -min(missing(m) for m in (least, most, inside, tight))


@given(cases(most=6, unknown=20), FACTORS.filter(lambda f: f > 1))
@settings(deadline=None)
def test_with_full_parts_the_ends_are_those_of_a_search_over_the_unknown_multiple(case, factor):
    counted, whole, side, pool, unallocated = case
    found = within(case, factor)
    counted, whole, pool = map(np.array, (counted, whole, pool))
    side = np.array(side, dtype=object)
    weight = 100.0 * ((side == "north") / whole[side == "north"].sum())
    weight -= 100.0 * ((side == "south") / whole[side == "south"].sum())
    ends = [weight @ counted, weight @ counted]
    for name, votes in unallocated.items():
        at = pool == name
        given = (whole[at].astype(float), (whole - counted)[at].astype(float), votes, factor)
        ends[0] -= highest_by_search(-weight[at], *given)
        ends[1] += highest_by_search(weight[at], *given)
    assert tuple(found) == pytest.approx(tuple(ends), abs=1e-5)
