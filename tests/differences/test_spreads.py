"""Shares of variance, ranks and patterns stand beside their benchmarks."""

from itertools import pairwise

import pandas as pd
import pytest

from equity.differences.changes import change
from equity.differences.gaps import gap
from equity.differences.profile import chosen_period, overview, profile
from equity.differences.spreads import inequality, spatial
from equity.findings import Label
from equity.geography.sides import Sides

RIVER = Sides("river", Label(en="The river"), Label(en=""), ("A", "B"), ("C",))


@pytest.fixture(scope="module")
def turnout_2018(city):
    asked = {"indicator": "turnout_riksdag", "period": "2018"}
    return inequality(city.observations, city.sides, city.neighbours, **asked) + gap(
        city.observations, city.sides, neighbours=city.neighbours, **asked
    )


@pytest.mark.parametrize(
    ("id", "definition", "value", "decimals"),
    [
        ("inequality.turnout_riksdag.between_share", "water", 0.0018, 4),
        ("inequality.turnout_riksdag.between_share.random_mean", "water", 0.05874, 5),
        ("inequality.turnout_riksdag.between_share.greatest", "water", 0.5188, 4),
        ("inequality.turnout_riksdag.most_divided", None, 0.5415, 4),
        ("gap.turnout_riksdag.rank_all", "water", 0.87, 2),
    ],
)
def test_turnout_in_2018_has_the_published_shares(turnout_2018, id, definition, value, decimals):
    assert round(turnout_2018.get(id, "2018", definition).value, decimals) == value


def test_the_split_that_divides_most_is_rinkeby_kista_against_the_rest(turnout_2018):
    found = turnout_2018.get("inequality.turnout_riksdag.most_divided", "2018")
    assert found.areas == ("Rinkeby-Kista",)


@pytest.mark.parametrize(
    ("definition", "every", "contiguous"),
    [("water", 3432, 50), ("yearbook", 3003, 50), ("outer", 210, 12)],
)
def test_each_rank_says_among_how_many_ways(turnout_2018, definition, every, contiguous):
    among = [
        turnout_2018.get(f"gap.turnout_riksdag.rank_{kind}", "2018", definition).method.values
        for kind in ("all", "contiguous")
    ]
    assert [values["splits"] for values in among] == [every, contiguous]


def test_a_rank_says_that_it_is_no_test(turnout_2018):
    rank = turnout_2018.get("gap.turnout_riksdag.rank_all", "2018", "water")
    assert "not a test" in " ".join(note.english() for note in rank.caveats)


def test_the_share_between_sides_is_a_range_where_votes_have_no_district(turnout_2018, city):
    asked = {"indicator": "turnout_riksdag", "period": "2018"}
    ranged = inequality(city.observations, city.sides, city.neighbours, ranges=True, **asked)
    possible = ranged.get("inequality.turnout_riksdag.between_share.possible", "2018", "water")
    share = turnout_2018.get("inequality.turnout_riksdag.between_share", "2018", "water")
    assert 0 <= possible.low < share.value < possible.high <= 1
    assert ranged.select(id=share.id, definition="water") == turnout_2018.select(
        id=share.id, definition="water"
    )


def test_the_same_data_give_the_same_pattern_to_the_last_digit(city):
    asked = {"indicator": "turnout_riksdag", "period": "2018"}
    first = spatial(city.observations, city.neighbours, **asked)
    assert first == spatial(city.observations, city.neighbours, **asked)
    assert first.get("spatial.turnout_riksdag.moran_i", "2018").value == pytest.approx(
        0.2948, abs=1e-4
    )


def test_a_count_is_refused_and_told_what_to_use():
    frame = pd.DataFrame(
        {"area": ["A", "B", "C"], "numerator": [1, 2, 3], "denominator": 4, "scale": "count"}
    )
    with pytest.raises(ValueError, match=r"x is a count.*use measures\.inequality\.theil"):
        inequality(frame, RIVER, [("A", "B")], indicator="x")


def test_a_change_has_the_range_of_two_independent_elections(city):
    found = change(city.observations, city.sides, indicator="turnout_riksdag")
    gaps = gap(city.observations, city.sides, indicator="turnout_riksdag")
    ends = [gaps.get("gap.turnout_riksdag", year, "water") for year in ("2014", "2018")]
    one = found.get("change.turnout_riksdag", "2014..2018", "water")
    assert one.low == ends[1].low - ends[0].high
    assert one.high == ends[1].high - ends[0].low
    assert one.value == ends[1].value - ends[0].value


def test_a_change_between_unlike_ranges_says_so(city):
    found = change(city.observations, city.sides, indicator="turnout_kommunfullmaktige")
    one = found.get("change.turnout_kommunfullmaktige", "2014..2022", "water")
    assert "different kinds of range: in 2014" in one.caveats[0].english()
    same = change(city.observations, city.sides, indicator="turnout_riksdag")
    assert not [f for f in same if "different kinds" in f.caveats[0].english()]


def test_a_change_from_an_exact_year_says_nothing_of_unlike_ranges():
    columns = {"area": ["A", "B", "C"], "level": "district", "numerator": [1, 2, 3],
               "denominator": 4}  # fmt: skip
    left = pd.DataFrame({"area": ["(none)"], "level": ["unallocated"], "numerator": [1]})
    frame = pd.concat(
        [
            pd.DataFrame(columns | {"period": "1"}),
            pd.DataFrame(columns | {"period": "2"}),
            left.assign(period="2"),
        ]
    )
    found = change(frame, RIVER, indicator="x").get("change.x", "1..2", "river")
    assert not [note for note in found.caveats if "different kinds" in note.message]


def test_a_change_that_ends_in_an_assumption_is_no_more_than_one(city):
    found = change(city.observations, city.sides, indicator="turnout_riksdag")
    assert {f.verdict for f in found if f.period.endswith("2022")} <= {"assumption", "open"}


@pytest.mark.parametrize(
    "indicator", ["social_assistance", "employment_rate_foreign_born", "eligible_vocational"]
)
def test_a_profile_holds_whatever_fits_an_indicator_and_nothing_else(city, indicator):
    found = profile(city.observations, city.sides, city.neighbours, indicator=indicator)
    assert found.select(topic="level")
    assert all(f.value is None for f in found if f.id == "gap.eligible_vocational")
    if indicator != "eligible_vocational":
        assert {f.topic for f in found} == {"level", "spatial"}


def test_an_overview_keeps_one_period_of_all_but_the_first_indicator(city):
    found = overview(city.observations, city.sides, city.neighbours, indicators=city.headline)
    first, second, third = city.headline
    assert len({f.period for f in found if f.id == f"gap.{first}"}) == 3
    assert {f.period for f in found if f.id == f"gap.{second}"} == {"2024/25"}
    assert {f.period for f in found if f.id == f"gap.{third}"} == {"2016"}


def test_the_latest_period_is_the_one_taken_if_none_is_asked_for(city):
    assert chosen_period(city.observations, "merit_rating") == "2024/25"
    with pytest.raises(ValueError, match="merit_rating has no period '2019'"):
        chosen_period(city.observations, "merit_rating", "2019")


def test_a_definition_that_names_an_unknown_area_is_refused_with_a_near_miss(city):
    wrong = Sides("mine", Label(en="x"), Label(en=""), ("Kungsholmn",), ("Farsta",))
    with pytest.raises(ValueError, match="no area 'Kungsholmn'; did you mean Kungsholmen"):
        gap(city.observations, wrong, indicator="turnout_riksdag")


def test_sides_in_more_than_two_pieces_have_no_contiguous_rank_and_everything_else(city):
    scattered = Sides("mine", Label(en="x"), Label(en=""),
                      ("Kungsholmen", "Norrmalm", "Södermalm", "Östermalm"),
                      ("Rinkeby-Kista", "Spånga-Tensta", "Skärholmen", "Farsta"))  # fmt: skip
    found = gap(
        city.observations,
        scattered,
        neighbours=city.neighbours,
        indicator="turnout_riksdag",
        period="2018",
    )
    ids = {one.id for one in found}
    assert "gap.turnout_riksdag.rank_all" in ids
    assert "gap.turnout_riksdag.rank_contiguous" not in ids
    told = found.get("gap.turnout_riksdag.rank_all", "2018", "mine").caveats
    assert any("lie in more than two pieces" in note.english() for note in told)


def row_of_areas(number):
    names = [f"made-up {at:02d}" for at in range(number)]
    frame = pd.DataFrame({"area": names, "numerator": range(40, 40 + number), "denominator": 100})
    sides = Sides("half", Label(en="x"), Label(en=""), tuple(names[::2]), tuple(names[1::2]))
    return frame, sides, list(pairwise(names))


def test_more_districts_than_borders_are_listed_for_have_a_caveat_and_everything_else():
    frame, sides, pairs = row_of_areas(21)
    found = gap(frame, sides, neighbours=pairs, indicator="votes")
    assert "gap.votes.rank_contiguous" not in {one.id for one in found}
    told = found.get("gap.votes.rank_all", "", "half").caveats
    assert any("at most 20 districts, and 21 have a side" in note.english() for note in told)
    assert inequality(frame, sides, pairs, indicator="votes").starting(
        "inequality.votes.between_share"
    )
    frame, sides, pairs = row_of_areas(20)
    found = gap(frame, sides, neighbours=pairs, indicator="votes")
    assert "gap.votes.rank_contiguous" in {one.id for one in found}


def test_a_city_of_many_islands_has_no_border_that_divides_it_most_and_everything_else():
    frame, _, pairs = row_of_areas(12)
    islands = [pairs[0], pairs[5], pairs[9]]
    few = frame[frame["area"].isin([name for pair in islands for name in pair])]
    apart = Sides("apart", Label(en="x"), Label(en=""), tuple(few["area"][:3]),
                  tuple(few["area"][3:]))  # fmt: skip
    ids = {one.id for one in inequality(few, apart, islands, indicator="votes")}
    assert "inequality.votes.between_share" in ids
    assert "inequality.votes.most_divided" not in ids
