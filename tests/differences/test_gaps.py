"""A gap carries its range, its ladder and what would turn it."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given

from equity.differences.gaps import gap
from equity.findings import Label
from equity.geography.sides import Sides

RIVER = Sides("river", Label(en="The river"), Label(en=""), ("A", "B"), ("C",))


def toy(**changed):
    columns = {"area": ["A", "B", "C"], "numerator": [80, 10, 70], "denominator": [100] * 3}
    return pd.DataFrame(columns | changed)


def test_the_gap_of_three_districts_is_that_of_added_counts():
    found = gap(toy(), RIVER, indicator="votes").get("gap.votes", "", "river")
    assert (found.value, found.low, found.high) == (-25.0, -25.0, -25.0)
    assert found.verdict == "decided"


def test_counts_without_a_district_widen_the_gap_to_a_range():
    frame = pd.concat(
        [
            toy().assign(level="district"),
            pd.DataFrame({"area": ["(none)"], "level": ["unallocated"], "numerator": [20]}),
        ]
    )
    found = gap(frame.assign(indicator="votes", period="1", scale="share", source_id="s",
                             more_sources="", flag="", constituency=""),
                RIVER, indicator="votes")  # fmt: skip
    main = found.get("gap.votes", "1", "river")
    assert (main.low, main.high) == (pytest.approx(-45.0), pytest.approx(-15.0))
    # 20 in proportion: 13.33 to the north's 200, 6.67 to the south's 100
    assert main.value == pytest.approx(100 * (90 + 40 / 3) / 200 - (70 + 20 / 3))
    assert found.get("gap.votes.counted", "1", "river").value == -25.0


def test_published_levels_without_counts_are_refused_and_told_what_to_use():
    frame = pd.DataFrame({"area": ["A", "B", "C"], "value": [1.0, 2.0, 3.0]})
    with pytest.raises(ValueError, match=r"rate \(scale share\).*use its levels"):
        gap(frame, RIVER, indicator="rate")


def test_an_unknown_period_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="votes has no period '2030'; there is"):
        gap(toy(), RIVER, indicator="votes", period="2030")


@pytest.mark.parametrize("missing", ["area", "denominator"])
def test_a_frame_without_what_is_needed_says_what_is_missing(missing):
    with pytest.raises(ValueError, match=missing):
        gap(toy().drop(columns=missing), RIVER, indicator="votes")


TURNOUT_2018 = [
    ("gap.turnout_riksdag", "water", -0.51, -0.72, -0.43, "decided"),
    ("gap.turnout_riksdag", "yearbook", 1.68, -0.25, 2.38, None),
    ("gap.turnout_riksdag.anywhere", "water", None, -9.39, 6.94, "open"),
    ("gap.turnout_riksdag.counted", "water", -1.50, None, None, None),
]


@pytest.mark.parametrize(("id", "definition", "value", "low", "high", "verdict"), TURNOUT_2018)
def test_the_riksdag_election_of_2018_has_the_published_gaps(
    city, id, definition, value, low, high, verdict
):
    found = gap(city.observations, city.sides, indicator="turnout_riksdag", period="2018")
    one = found.get(id, "2018", definition)
    shown = [None if x is None else round(x, 2) for x in (one.value, one.low, one.high)]
    assert shown == [value, low, high]
    if verdict is not None:
        assert one.verdict == verdict


EMPLOYMENT = [("water", -2.42, -2.57, -2.26), ("yearbook", -0.80, -1.02, -0.68),
              ("outer", -4.10, -4.31, -3.77)]  # fmt: skip


@pytest.mark.parametrize(("definition", "value", "low", "high"), EMPLOYMENT)
def test_employment_has_the_published_gaps(city, definition, value, low, high):
    found = gap(city.observations, city.sides, indicator="employed_per_100_eligible")
    one = found.get("gap.employed_per_100_eligible", "2016", definition)
    assert [round(x, 2) for x in (one.value, one.low, one.high)] == [value, low, high]
    assert one.verdict == "decided"


def test_another_denominator_gives_another_gap_under_its_own_id(city):
    for detail, expected in (("riksdag_2018", -2.1), ("kommunfullmaktige_2014", -1.4)):
        indicator = f"employed_per_100_eligible.{detail}"
        found = gap(city.observations, city.sides, indicator=indicator)
        one = found.get(f"gap.{indicator}", "2016", "yearbook")
        assert round(one.value, 1) == expected


MERIT = [("water", 10.5), ("yearbook", 13.3), ("outer", -3.9)]


@pytest.mark.parametrize(("definition", "value"), MERIT)
def test_every_school_gap_is_open_until_grade_9_is_counted(city, definition, value):
    found = gap(city.observations, city.sides, indicator="merit_rating", period="2024/25")
    one = found.get("gap.merit_rating", "2024/25", definition)
    assert round(one.value, 1) == value
    assert one.range_of == "weights"
    assert one.low < 0 < one.high


def test_about_100_per_cent_leaves_a_gap_without_a_value(city):
    found = gap(city.observations, city.sides, indicator="eligible_vocational", period="2024/25")
    one = found.get("gap.eligible_vocational", "2024/25", "water")
    narrower = found.get("gap.eligible_vocational.from_90", "2024/25", "water")
    assert one.value is None
    assert one.low <= narrower.low <= narrower.high <= one.high


def test_household_income_pools_with_households_and_is_exact(city):
    found = gap(city.observations, city.sides, indicator="household_income_mean")
    gaps = found.select(id="gap.household_income_mean")
    assert len(gaps) == 3
    assert all(one.low == one.value == one.high for one in gaps)


@pytest.mark.parametrize("indicator", ["social_assistance", "employment_rate_foreign_born"])
def test_percentages_without_their_counts_have_no_pooled_gap(city, indicator):
    with pytest.raises(ValueError, match=indicator):
        gap(city.observations, city.sides, indicator=indicator)


def test_an_assumed_constituency_never_makes_more_than_an_assumption(city):
    found = gap(city.observations, city.sides, indicator="turnout_riksdag", period="2022")
    for one in found.select(id="gap.turnout_riksdag"):
        nowhere = found.get("gap.turnout_riksdag.anywhere", "2022", one.definition)
        if nowhere.verdict != "decided":
            assert one.verdict in ("assumption", "open")
        assert any("assumption" in note.english() for note in one.caveats)


def test_where_no_constituency_is_known_the_range_is_that_of_anywhere(city):
    found = gap(city.observations, city.sides, indicator="turnout_kommunfullmaktige", period="2014")
    for one in found.select(id="gap.turnout_kommunfullmaktige"):
        other = found.get("gap.turnout_kommunfullmaktige.anywhere", "2014", one.definition)
        assert (one.low, one.high) == (other.low, other.high)


def test_each_turnout_finding_says_how_polling_districts_were_placed(city):
    found = gap(city.observations, city.sides, indicator="turnout_riksdag")
    for one in found:
        said = " ".join(note.english() for note in one.caveats)
        assert "at least 89 per cent of the area" in said
        assert ("by their codes" in said) == (one.period == "2014")


def test_the_tipping_point_of_2018_is_told_in_votes_and_places(city):
    found = gap(city.observations, city.sides, indicator="turnout_riksdag", period="2018")
    one = found.get("gap.turnout_riksdag.tipping", "2018", "yearbook")
    assert one.value == 2758
    said = " ".join(note.english() for note in one.caveats)
    assert "932 of the 4,839" in said
    assert "19.3%" in said
    assert "at least 10.6% must" in said
    assert one.areas == ("Södermalm",)


def test_where_two_constituencies_could_turn_the_sign_none_is_said_to_be_needed():
    rows = [("A", "part", "k", 6, 10), ("C", "part", "k", 4, 10), ("B", "part", "m", 6, 10),
            ("D", "part", "m", 4, 10)]  # fmt: skip
    frame = pd.DataFrame(
        rows, columns=["area", "level", "constituency", "numerator", "denominator"]
    )
    left = [("(none)", "unallocated", "k", 6, np.nan), ("(none)", "unallocated", "m", 6, np.nan)]
    frame = pd.concat([frame, pd.DataFrame(left, columns=frame.columns)])
    districts = pd.DataFrame({"area": list("ABCD"), "level": "district", "numerator": [6, 6, 4, 4],
                              "denominator": 10, "constituency": ""})  # fmt: skip
    frame = pd.concat([frame, districts]).assign(district=lambda f: f["area"])
    sides = Sides("river", Label(en="r"), Label(en=""), ("A", "B"), ("C", "D"))
    found = gap(frame, sides, indicator="x")
    tipping = [f for f in found if f.id == "gap.x.tipping"]
    said = " ".join(note.english() for f in tipping for note in f.caveats)
    assert tipping
    assert "only if" not in said
    assert "In one way to turn the sign" in said


def test_a_side_left_out_makes_the_tipping_point_one_way_among_others(city):
    found = gap(city.observations, city.sides, indicator="turnout_kommunfullmaktige", period="2014")
    for definition in ("water", "outer"):
        tipping = found.get("gap.turnout_kommunfullmaktige.tipping", "2014", definition)
        said = " ".join(note.english() for note in tipping.caveats)
        assert ("only if" in said) == (definition == "water")


counts = st.integers(0, 50)


@given(
    counted=st.lists(counts, min_size=4, max_size=4),
    room=st.lists(counts, min_size=4, max_size=4),
    left=st.integers(1, 60),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_range_holds_the_gap_of_every_random_placement(counted, room, left, seed):
    whole = np.array(counted) + np.array(room)
    assume(left <= sum(room) and whole[:2].sum() > 0 and whole[2:].sum() > 0)
    frame = pd.DataFrame(
        {
            "area": [*"ABCD", "(none)"],
            "level": ["district"] * 4 + ["unallocated"],
            "numerator": [*counted, left],
            "denominator": [*whole, np.nan],
        }
    )
    sides = Sides("river", Label(en="r"), Label(en=""), ("A", "B"), ("C", "D"))
    found = gap(frame, sides, indicator="x").get("gap.x", "", "river")
    seats = np.repeat(np.arange(4), room)
    placed = np.bincount(np.random.default_rng(seed).permutation(seats)[:left], minlength=4)
    full = np.array(counted) + placed
    one = 100 * (full[:2].sum() / whole[:2].sum() - full[2:].sum() / whole[2:].sum())
    assert found.low - 1e-9 <= one <= found.high + 1e-9
