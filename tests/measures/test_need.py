"""Need: shared out where it is counted, ranked where it is composed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from equity.measures.need import ranks_of_need, shares_of_need

LOW = {"merit": "low", "income": "low", "recipients": "high"}


@st.composite
def tables(draw, indicators):
    n = draw(st.integers(2, 7))
    column = st.lists(st.integers(0, 20), min_size=n, max_size=n)
    table = pd.DataFrame({f"i{k}": draw(column) for k in range(indicators)}, list("ABCDEFG")[:n])
    assume((table.nunique() > 1).all())
    return table


def rank_under(weights, table) -> np.ndarray:
    """Return each area's rank under some weights, all indicators high = more need."""
    x = table.to_numpy(dtype=float)
    index = (x - x.mean(axis=0)) / x.std(axis=0) @ weights
    return 1 + (index[None, :] > index[:, None] + 1e-9).sum(axis=1)


def test_a_count_of_people_in_need_is_shared_out():
    count = pd.Series([6000, 2000], ["Rinkeby-Kista", "Norrmalm"])
    found = shares_of_need(count, indicator="non_voters", scale="count")
    assert found.to_dict() == {"Rinkeby-Kista": 0.75, "Norrmalm": 0.25}


@pytest.mark.parametrize("scale", ["share", "ratio", "mean", "index"])
def test_anything_but_a_count_is_refused_with_indicator_scale_and_measure(scale):
    with pytest.raises(ValueError, match=rf"merit_rating is an? {scale}.*count.*ranks_of_need"):
        shares_of_need([1.0, 2.0], indicator="merit_rating", scale=scale)


def test_the_area_worst_in_everything_ranks_first_under_all_weights():
    table = pd.DataFrame(
        {"merit": [150, 220, 260], "income": [200, 400, 390], "recipients": [90, 20, 10]},
        ["Rinkeby-Kista", "Farsta", "Bromma"],
    )
    ranks = ranks_of_need(table, LOW)
    assert ranks.loc["Rinkeby-Kista"].tolist() == [1, 1, 1]
    assert ranks.loc["Farsta"].tolist() == [2, 2, 3]
    assert ranks.loc["Bromma"].tolist() == [3, 2, 3]


def test_the_direction_of_an_indicator_turns_its_ranks():
    table = pd.DataFrame({"x": [1.0, 2.0, 4.0]}, list("ABC"))
    assert ranks_of_need(table, {"x": "high"})["rank"].tolist() == [3, 2, 1]
    assert ranks_of_need(table, {"x": "low"})["rank"].tolist() == [1, 2, 3]


def test_one_indicator_leaves_no_room_for_weights():
    ranks = ranks_of_need(pd.DataFrame({"x": [1.0, 2.0, 4.0]}), {"x": "high"})
    assert (ranks["low"] == ranks["rank"]).all()
    assert (ranks["high"] == ranks["rank"]).all()


def test_areas_that_tie_share_the_best_rank_and_the_range_holds_both_places():
    ranks = ranks_of_need(pd.DataFrame({"x": [1.0, 4.0, 4.0]}), {"x": "high"})
    assert ranks["rank"].tolist() == [3, 1, 1]
    assert ranks[["low", "high"]].to_numpy().tolist() == [[3, 3], [1, 2], [1, 2]]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4).flatmap(tables), st.integers(0, 2**32 - 1))
def test_every_weighting_gives_a_rank_inside_the_range(table, seed):
    k = table.shape[1]
    ranks = ranks_of_need(table, dict.fromkeys(table.columns, "high"))
    low, high = ranks["low"].to_numpy(), ranks["high"].to_numpy()
    rng = np.random.default_rng(seed)
    for weights in [*np.eye(k), np.full(k, 1 / k), *rng.dirichlet(np.full(k, 0.6), 40)]:
        rank = rank_under(weights, table)
        assert (low <= rank).all()
        assert (rank <= high).all()
    assert (ranks["rank"] == rank_under(np.full(k, 1 / k), table)).all()


@settings(max_examples=60, deadline=None)
@given(tables(2))
def test_with_two_indicators_some_weighting_attains_either_end(table):
    ranks = ranks_of_need(table, {"i0": "high", "i1": "high"})
    z = ((table - table.mean()) / table.std(ddof=0)).to_numpy()
    ends = {0.0, 1.0}
    for a in range(len(z)):
        for b in range(a):
            one, other = z[a] - z[b]
            if abs(one - other) > 1e-9 and 0 <= -other / (one - other) <= 1:
                ends.add(float(-other / (one - other)))
    index = np.array([z @ [w, 1 - w] for w in sorted(ends)])
    lead = index[:, None, :] - index[:, :, None]  # weighting, area, other
    best = 1 + (lead > 1e-9).sum(axis=2).min(axis=0)
    worst = (lead >= -1e-9).sum(axis=2).max(axis=0)
    assert ranks["low"].tolist() == best.tolist()
    assert ranks["high"].tolist() == worst.tolist()


@settings(max_examples=30, deadline=None)
@given(tables(3), st.randoms(use_true_random=False))
def test_ranks_keep_under_another_unit_origin_and_order(table, random):
    more = dict.fromkeys(table.columns, "high")
    ranks = ranks_of_need(table, more)
    assert ranks_of_need(7 * table + 3, more).equals(ranks)
    order = list(table.index)
    random.shuffle(order)
    assert ranks_of_need(table.loc[order], more).loc[table.index].equals(ranks)
    assert ranks_of_need(-table, dict.fromkeys(table.columns, "low")).equals(ranks)


@pytest.mark.parametrize(
    ("table", "more", "words"),
    [
        (pd.DataFrame({"x": [1.0, np.nan]}, list("AB")), {"x": "high"}, "x of area 'B' is missing"),
        (pd.DataFrame({"x": [1.0, 1.0]}), {"x": "high"}, "x is equal in all areas"),
        (pd.DataFrame({"x": [1.0, 2.0]}), {}, "more_need of x is None"),
        (pd.DataFrame({"x": [1.0, 2.0]}), {"x": "up"}, "more_need of x is 'up'"),
        (pd.DataFrame({"x": [1.0, 2.0]}), {"x": "low", "y": "low"}, "names y, which is no column"),
        (pd.DataFrame({"x": [1.0, 2.0]}, ["A", "A"]), {"x": "high"}, "'A' twice"),
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), {"x": "high"}, "'x' stands there twice"),
        (pd.DataFrame({"x": ["a", "b"]}), {"x": "high"}, "x holds something that is no number"),
        (pd.DataFrame({"x": []}), {"x": "high"}, "nothing to rank"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_area_or_indicator(table, more, words):
    with pytest.raises(ValueError, match=words):
        ranks_of_need(table, more)


def test_too_many_indicators_for_an_exact_range_are_refused():
    table = pd.DataFrame(np.random.default_rng(1).normal(size=(14, 9)))
    with pytest.raises(ValueError, match="14 areas by 9 indicators are too many"):
        ranks_of_need(table, dict.fromkeys(table.columns, "high"))
