"""Whatever the unknown turns out to be, the truth lies in the range and the answer in the set."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.priorities.behind import distances

NAMES = ["A", "B", "C", "D"]
ENDS = st.sampled_from(["low", "high"])
SLACK = 1e-6


def split(data, total: int, room: list[int]) -> list[int]:
    """Draw a way to place a total in districts with so much room."""
    placed = []
    for n, here in enumerate(room):
        after = sum(room[n + 1 :])
        low, high = max(0, total - sum(placed) - after), min(here, total - sum(placed))
        placed.append(data.draw(st.integers(low, high)))
    return placed


def counts(counted: list[int], left: int) -> pd.DataFrame:
    rows = pd.DataFrame({"area": NAMES, "level": "district", "numerator": counted})
    rows = rows.assign(denominator=100.0, constituency="")
    extra = {"area": "(rest)", "level": "unallocated", "numerator": left, "constituency": ""}
    return pd.concat([rows, pd.DataFrame([extra])]).assign(indicator="votes", period="2018")


@settings(max_examples=30)
@given(data=st.data(), end=ENDS, target=st.sampled_from(["city", "best third", 50.0]))
def test_the_true_gap_and_the_true_last_are_among_those_given(data, end, target):
    counted = data.draw(st.lists(st.integers(0, 80), min_size=4, max_size=4))
    left = data.draw(st.integers(0, 40))
    put = split(data, left, [100 - c for c in counted])
    found = distances(counts(counted, left), "votes", "latest", end, target)
    level = np.array(counted, float) + put
    best = sorted(level, reverse=end == "low")[1]  # two of four are the best third, rounded up
    aim = {"city": level.mean(), "best third": best, 50.0: 50.0}[target]
    gap = aim - level if end == "low" else level - aim
    for name, value in zip(NAMES, gap, strict=True):
        held = found.districts.loc[name]
        assert held["low"] - SLACK <= value <= held["high"] + SLACK
    assert found.largest.low - SLACK <= max(gap) <= found.largest.high + SLACK
    assert NAMES[int(np.argmax(gap))] in found.areas


@settings(max_examples=30)
@given(data=st.data(), end=ENDS)
def test_percentages_without_their_people_hold_the_truth_all_the_same(data, end):
    people = data.draw(st.lists(st.integers(2000, 90000), min_size=4, max_size=4))
    rate = data.draw(st.lists(st.integers(8, 90), min_size=4, max_size=4))
    known = [max(1, p * r // 1000) for p, r in zip(people, rate, strict=True)]
    left = data.draw(st.integers(1, 900))
    put = split(data, left, [left] * 4)
    published = [round(100 * k / p, 1) for k, p in zip(known, people, strict=True)]
    rows = pd.DataFrame({"area": NAMES, "level": "district", "value": published})
    rows = rows.assign(numerator=[float(k) for k in known])
    extra = {"area": "(rest)", "level": "unallocated", "value": np.nan, "numerator": float(left)}
    frame = pd.concat([rows, pd.DataFrame([extra])]).assign(indicator="aid", period="2015")
    found = distances(frame, "aid", "2015", end, "city")
    level = 100 * (np.array(known) + put) / np.array(people)
    aim = 100 * sum(known) / sum(people)
    assert found.level.low - SLACK <= aim <= found.level.high + SLACK
    gap = aim - level if end == "low" else level - aim
    for name, value in zip(NAMES, gap, strict=True):
        held = found.districts.loc[name]
        assert held["low"] - SLACK <= value <= held["high"] + SLACK
    assert NAMES[int(np.argmax(gap))] in found.areas
    assert found.largest.low - SLACK <= max(gap) <= found.largest.high + SLACK


def test_published_levels_without_a_city_need_another_target():
    frame = pd.DataFrame({"area": NAMES, "value": [1.0, 2, 3, 4], "indicator": "x"})
    frame = frame.assign(period="2018")
    with pytest.raises(ValueError, match="use 'best third'"):
        distances(frame, "x", "latest", "low", "city")
    found = distances(frame, "x", "latest", "low", "best third")
    assert found.areas == ("A",)
    assert found.districts.loc["A", "value"] == 2.0


def test_a_figure_without_the_number_behind_it_is_refused_by_name():
    rows = pd.DataFrame({"area": NAMES, "level": "district", "value": [1.0, 2, 3, 4]})
    rows["numerator"] = [10.0, 20.0, np.nan, 40.0]
    extra = {"area": "(rest)", "level": "unallocated", "value": np.nan, "numerator": 5.0}
    frame = pd.concat([rows, pd.DataFrame([extra])]).assign(indicator="aid", period="2015")
    with pytest.raises(ValueError, match="the figure of C"):
        distances(frame, "aid", "2015", "high", "city")
