"""Shares of projects by side: the published numbers, brute force, and what must always hold."""

import itertools

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equity.findings import Label
from equity.geography.divisions import districts
from equity.measures.bounds import Range
from equity.measures.unknown.counting import dissimilarity_range
from equity.projects.balance import balance
from equity.projects.baselines import north_share_of, people, people_without
from equity.projects.counted.against import answer_of
from equity.projects.counted.answers import answer, ask_first, places_needed
from equity.projects.counted.shares import groups_apart, north_share, tally
from equity.projects.counted.spread import dissimilarity_of
from equity.projects.places import place_sites
from equity.projects.registry import read_registry
from equity.wording.messages import render
from oracles import projects as published
from projects.small_registries import (
    DISTRICTS,
    MIRRORED,
    RIVER,
    UNKNOWN,
    completions,
    frame,
    registries,
    share_by_hand,
)

SHARE = st.floats(0, 1, allow_nan=False)


@pytest.fixture(scope="module")
def found(placed, sides, baselines, tables):
    return balance(
        placed,
        sides,
        baselines=baselines,
        projects=tables["projects"],
        facts=tables["budget_facts"],
        amounts=tables["project_amounts"],
        apart=groups_apart(tables["projects_apart"]),
    )


def residents(counts, unallocated=0.0):
    return people(
        pd.Series(counts, list(DISTRICTS[: len(counts)])),
        name="residents",
        period="2011",
        label=Label(en="residents"),
        sources=["s"],
        unallocated=unallocated,
    )


# The real registry


@pytest.mark.parametrize(("group", "border"), published.NORTH_SHARE)
def test_the_norths_share_is_the_published_range(found, group, border):
    finding = found.get(f"balance.projects.{group}.north_share", None, border)
    assert (round(100 * finding.low), round(100 * finding.high)) == published.NORTH_SHARE[
        group, border
    ]
    assert finding.value is None


def test_the_statement_has_at_most_29_percent_north_and_the_others_at_least_70(found):
    get = found.get
    assert get("balance.projects.statement.north_share", None, "water").high == pytest.approx(
        4 / 14
    )
    assert get("balance.projects.other.north_share", None, "water").low > 0.70
    outer = get("balance.projects.other.north_share", None, "outer")
    assert (round(outer.low, 3), round(outer.high, 3)) == (0.584, 0.725)


@pytest.mark.parametrize(("group", "border"), published.AGAINST_POPULATION)
def test_each_list_lies_against_the_population_as_published(found, group, border):
    finding = found.get(f"balance.projects.{group}.against.population", None, border)
    assert answer_of(finding) == published.AGAINST_POPULATION[group, border]


@pytest.mark.parametrize("border", published.POPULATION_NORTH)
def test_the_population_is_parted_as_published(found, border):
    finding = found.get("balance.baseline.population.north_share", "2011", border)
    assert round(100 * finding.value, 1) == published.POPULATION_NORTH[border]


def test_every_baseline_has_its_year_and_the_forecast_of_people_is_none_of_them(found):
    years = {f.id.split(".")[2]: f.period for f in found if f.id.startswith("balance.baseline.")}
    assert years == {
        "eligible": "2018",
        "employed": "2016",
        "non_voters": "2018",
        "recipients": "2016",
        "population": "2011",
    }


def test_people_without_a_district_give_a_baseline_a_range_and_no_value(found, baselines):
    assert baselines["employed"].loose == 589
    for name in ("employed", "non_voters", "recipients"):
        finding = found.get(f"balance.baseline.{name}.north_share", baselines[name].period, "water")
        assert finding.low < finding.high
        assert finding.value is None


def test_all_35_projects_are_counted_and_four_are_for_the_whole_city(found):
    counts = {f.id: f.value for f in found if f.id.endswith((".count", ".citywide"))}
    lists = ("statement", "programme", "other")
    assert [counts[f"balance.projects.{name}.count"] for name in lists] == [14, 7, 14]
    assert [counts[f"balance.projects.{name}.citywide"] for name in lists] == [0, 2, 2]
    kinds = [n for id, n in counts.items() if ".kind." in id and id.endswith(".count")]
    assert sum(kinds) == counts["balance.projects.all.count"] == 35
    assert counts["balance.projects.all.citywide"] == 4


def test_under_the_outer_city_the_inner_parts_drop_and_the_rest_is_not_scaled_up(found):
    left = found.get("balance.projects.other.left_out", None, "outer")
    assert left.low == pytest.approx(4 + 1 / 3 + 4 / 7)
    assert found.get("balance.projects.other.left_out", None, "water").value == 0


def test_whom_to_ask_first_names_the_project_and_its_owner_and_says_ties(found):
    alone = found.get("balance.projects.other.ask_first", None, "water")
    assert "P33 Digitally controlled growing systems (Stockholms stad" in alone.method.english()
    tied = found.get("balance.projects.programme.ask_first", None, "water").method.english()
    assert "P20" in tied
    assert "P21" in tied
    assert "P19" not in tied
    assert "The 2 tie" in tied


def test_many_to_ask_of_are_told_by_their_ids(found):
    many = found.get("balance.projects.all.ask_first", None, "water").method.english()
    assert "P11, P12, P13, P14, P20, P21, P33. The 7 tie" in many


def test_an_inferred_place_counts_and_is_named(found):
    caveats = found.get("balance.projects.other.north_share", None, "water").caveats
    assert any("P31" in caveat.english() for caveat in caveats)


def test_two_projects_in_two_districts_cannot_both_lie_in_one(found):
    kista = found.get("balance.projects.statement.district.Rinkeby-Kista")
    assert (kista.low, kista.high) == pytest.approx((0, 3 / 14))
    own = found.get("balance.projects.statement.district.Hägersten-Liljeholmen")
    assert (own.low, own.high) == pytest.approx((10 / 14, 13 / 14))


def test_the_share_of_a_district_is_known_where_all_places_are():
    found = balance(frame([["A", "C"], ["C"], ["everywhere"]]), RIVER)
    assert found.get("balance.projects.all.district.C").value == 0.75


def test_a_project_known_in_two_districts_counts_in_each_of_them_and_an_unknown_in_none():
    placed = frame([["A"], ["A", "B"], [UNKNOWN]])
    known = balance(placed, RIVER).starting("balance.projects.all.known.")
    assert {f.areas[0]: f.value for f in known} == {"A": 2, "B": 1, "C": 0}
    site = pd.DataFrame({"project_id": ["P2"], "district": ["C"]})
    known = balance(placed, RIVER, sites=site).starting("balance.projects.all.known.")
    assert {f.areas[0]: f.value for f in known} == {"A": 2, "B": 1, "C": 1}


def test_only_the_number_of_the_mapped_projects_is_known(found):
    assert found.get("balance.frame.mapped", "2016").value == 150
    overlap = found.get("balance.frame.overlap", "2016")
    assert (overlap.value, overlap.low, overlap.high) == (None, 2, 35)
    share = found.get("balance.projects.mapped.north_share", None, "water")
    assert (share.value, share.low, share.high) == (None, 0, 1)


def test_the_selection_is_said_with_every_share(found):
    said = found.get("balance.projects.statement.north_share", None, "water").caveats[0].english()
    assert "one district's own" in said


def test_placing_by_the_registry_gives_the_same_shares_as_by_hand(tables, placed, sides):
    hoods = tables["neighbourhoods"]
    codes = dict(zip(tables["districts"]["district"], tables["districts"]["code"], strict=True))
    owned = dict(zip(hoods["neighbourhood"], hoods["district_2007"], strict=True))
    ours = place_sites(read_registry(tables), owned, districts(hoods, "2007"), codes)
    for definition in sides.values():
        one, other = tally(ours, definition), tally(placed, definition)
        assert north_share(one).low == pytest.approx(north_share(other).low)
        assert north_share(one).high == pytest.approx(north_share(other).high)
        assert one.citywide == other.citywide
        assert one.unknown == pytest.approx(other.unknown)


# Brute force


@given(registries())
def test_the_range_is_what_every_completion_reaches(projects):
    shares = [share_by_hand(one) for one in completions(projects, (*DISTRICTS, "everywhere"))]
    reached = [share for share in shares if share is not None]
    held = north_share(tally(frame(projects), RIVER))
    if not reached:
        assert held is None
    else:
        assert (held.low, held.high) == pytest.approx((min(reached), max(reached)))


@given(registries(), st.sampled_from(DISTRICTS))
def test_a_place_made_known_never_widens_the_range(projects, place):
    hole = next(
        ((a, n) for a, s in enumerate(projects) for n, x in enumerate(s) if x == UNKNOWN), 0
    )
    assume(hole)
    known = [list(sites) for sites in projects]
    known[hole[0]][hole[1]] = place
    before, after = (north_share(tally(frame(one), RIVER)) for one in (projects, known))
    if after is not None:
        assert before.low <= after.low + 1e-12
        assert after.high <= before.high + 1e-12


@given(registries())
def test_north_and_south_relabelled_mirror_the_share(projects):
    one, other = (north_share(tally(frame(projects), border)) for border in (RIVER, MIRRORED))
    if one is None:
        assert other is None
    else:
        assert (1 - other.high, 1 - other.low) == pytest.approx((one.low, one.high))


@given(registries())
def test_the_order_of_the_rows_changes_nothing(projects):
    rows = frame(projects)
    turned = rows.iloc[::-1].reset_index(drop=True)
    assert north_share(tally(rows, RIVER)) == north_share(tally(turned, RIVER))


@given(registries(most=3), SHARE, st.floats(0, 20))
def test_fewer_places_than_needed_decide_nothing(projects, middle, tolerance):
    counted = tally(frame(projects), RIVER)
    base = Range(middle, middle)
    held = north_share(counted)
    assume(held is not None and answer(held, base, tolerance) == "open")
    needed = places_needed(counted, base, tolerance)
    unknown = [at for at, sites in enumerate(projects) if UNKNOWN in sites]
    if needed is None:  # then no way to know everything would decide it
        needed = len(unknown) + 1
    for known in itertools.combinations(unknown, needed - 1):
        rest = [sites if at in known else [] for at, sites in enumerate(projects)]
        for one in completions(rest, DISTRICTS):
            merged = [
                a if at in known else b for at, (a, b) in enumerate(zip(one, projects, strict=True))
            ]
            share = north_share(tally(frame(merged), RIVER))
            assert share is None or answer(share, base, tolerance) == "open"


def test_two_places_can_decide_the_programme_and_one_cannot(placed, sides, baselines):
    counted = tally(placed[placed["list"] == "programme"], sides["water"])
    base = north_share_of(baselines["eligible"], sides["water"])
    assert places_needed(counted, base, 5.0) == 2
    assert ask_first(counted) == (("P20", "P21"), pytest.approx(0.2))
    # P20 and P21 both north: (1 + 1/3 + 2) / 5 at least, which is above 48.4 + 5 percent
    assert base.high + 0.05 < (1 + 1 / 3 + 2) / 5


def test_a_decided_answer_needs_no_further_place():
    counted = tally(frame([["C"], ["C"], ["?"]]), RIVER)
    assert places_needed(counted, Range(0.9, 0.9), 5.0) is None
    assert answer(north_share(counted), Range(0.9, 0.9), 5.0) == "below"


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0, 50))
def test_the_answer_holds_for_every_value_of_both_ranges(a, b, c, d, tolerance):
    share, base = Range(*sorted((a, b))), Range(*sorted((c, d)))
    apart = [100 * abs(p - q) for p in share for q in base]
    nearest = 0.0 if share.low <= base.high and base.low <= share.high else min(apart)
    assume(min(abs(x - tolerance) for x in (nearest, max(apart))) > 1e-6)
    told = answer(share, base, tolerance)
    if told == "inside":
        assert max(apart) <= tolerance
    elif told == "open":
        assert nearest <= tolerance < max(apart)
    else:
        assert nearest > tolerance
        assert (share.low > base.high) == (told == "above")


def test_the_baselines_own_range_can_make_an_answer_open():
    assert answer(Range(0.5, 0.5), Range(0.5, 0.5), 5.0) == "inside"
    assert answer(Range(0.5, 0.5), Range(0.4, 0.5), 5.0) == "open"


# Baselines


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.integers(0, 3))
def test_people_without_a_district_may_live_anywhere(counts, loose):
    assume(sum(counts[:3]) > 0)
    shares = []
    for chosen in itertools.product(range(4), repeat=loose):
        whole = [count + chosen.count(at) for at, count in enumerate(counts)]
        shares.append((whole[0] + whole[1]) / sum(whole[:3]))
    held = north_share_of(residents(counts, loose), RIVER)
    assert (held.low, held.high) == pytest.approx((min(shares), max(shares)))


@given(
    st.lists(st.integers(1, 4), min_size=6, max_size=6),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_votes_without_a_district_take_non_voters_away_in_their_own_constituency(stay, one, two):
    parts, pools = ["A", "C", "D", "B", "C", "D"], ["x", "x", "x", "y", "y", "y"]
    assume(one <= sum(stay[:3]) and two <= sum(stay[3:]))
    shares = []
    for chosen in itertools.product(range(3), repeat=one):
        for others in itertools.product(range(3, 6), repeat=two):
            left = [n - (*chosen, *others).count(at) for at, n in enumerate(stay)]
            north = left[0] + left[3]
            south = left[1] + left[4]
            if min(left) >= 0 and north + south:
                shares.append(north / (north + south))
    assume(shares)
    eligible = pd.Series([10 + n for n in stay], parts)
    made = people_without(
        eligible,
        pd.Series(10, parts),
        pool=pd.Series(pools, parts),
        unallocated={"x": one, "y": two},
        name="non_voters",
        period="2018",
        label=Label(en="non-voters"),
        sources=["s"],
    )
    try:
        held = north_share_of(made, RIVER)
    except ValueError:
        return  # at one end nobody is left in either side
    assert (held.low, held.high) == pytest.approx((min(shares), max(shares)))


def test_more_votes_than_a_constituency_can_hold_are_refused():
    parts = ["A", "C"]
    with pytest.raises(ValueError, match="pool 'x' cannot hold 3 unallocated"):
        people_without(
            pd.Series([10, 10], parts),
            pd.Series([9, 9], parts),
            pool=pd.Series(["x", "x"], parts),
            unallocated={"x": 3},
            name="n",
            period="2018",
            label=Label(en="n"),
            sources=["s"],
        )


def test_a_district_that_counts_nobody_known_is_refused():
    with pytest.raises(ValueError, match="area 'B' has a count of nan"):
        residents([1.0, float("nan")])


# Dissimilarity


@given(
    st.lists(st.sampled_from([*DISTRICTS, UNKNOWN]), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
)
def test_dissimilarity_holds_that_of_whole_projects_and_has_the_same_greatest(places, counts):
    rows = frame([[place] for place in places])
    held = dissimilarity_of(rows, residents(counts))
    known = [places.count(name) for name in DISTRICTS]
    exact = dissimilarity_range(known, counts, places.count(UNKNOWN))
    assert held.low <= exact.low + 1e-9
    assert held.high == pytest.approx(exact.high)


@given(registries(), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_the_least_dissimilarity_fills_what_is_short_and_leaves_what_is_over(projects, counts):
    rows = frame(projects)
    fixed = rows[rows["status"] != "citywide"]
    held = dissimilarity_of(rows, residents(counts))
    if fixed.empty:
        assert held is None
        return
    total = fixed["share"].sum()
    over = [
        max(fixed.loc[fixed["district"] == name, "share"].sum() - count / sum(counts) * total, 0)
        for name, count in zip(DISTRICTS, counts, strict=True)
    ]
    assert held.low == pytest.approx(sum(over) / total, abs=1e-7)


def test_projects_that_lie_apart_cannot_all_lie_in_one_district():
    rows = frame([["?"], ["?"]])
    free = dissimilarity_of(rows, residents([1, 1, 1, 1]))
    apart = dissimilarity_of(rows, residents([1, 1, 1, 1]), [("P0", "P1")])
    assert (free.high, apart.high) == pytest.approx((0.75, 0.5))


def test_people_without_a_district_widen_the_dissimilarity():
    rows = frame([["A"], ["C"]])
    exact = dissimilarity_of(rows, residents([5, 5, 5, 5]))
    wide = dissimilarity_of(rows, residents([5, 5, 5, 5], 10))
    assert exact.low == pytest.approx(exact.high)
    assert wide.low == pytest.approx(1 / 3)
    assert wide.high == pytest.approx(2 / 3)


# What is refused, and what is said of nothing


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"share": 0.5}, "project 'P0': shares add up to 0.5, not 1"),
        ({"status": "lost"}, "'P0'.*status"),
        ({"district": None}, "'P0'.*without a district"),
        ({"list": " "}, "'P0'.*no list"),
        ({"project_id": None}, "no project_id"),
        ({"share": -1.0}, "'P0'.*share"),
    ],
)
def test_a_frame_that_contradicts_itself_is_refused(change, words):
    rows = frame([["A"], ["C"]])
    for column, value in change.items():
        rows[column] = rows[column].astype(object)
        rows.loc[0, column] = value
    with pytest.raises(ValueError, match=words):
        balance(rows, RIVER)


def test_a_list_with_nothing_in_either_side_has_no_share():
    finding = balance(frame([["D"]]), RIVER).get(
        "balance.projects.statement.north_share", None, "river"
    )
    assert (finding.value, finding.low) == (None, None)
    assert "in either side" in finding.method.english()


def test_a_share_has_a_value_where_everything_is_known():
    finding = balance(frame([["A", "C", "C", "C"]]), RIVER).get(
        "balance.projects.statement.north_share", None, "river"
    )
    assert finding.value == finding.low == finding.high == 0.25


def test_an_empty_registry_has_its_yardsticks_and_no_share_of_anything():
    nothing, people = frame([["A"]]).iloc[:0], {"r": residents([1, 1, 1, 1])}
    assert not list(balance(nothing, RIVER))
    found = balance(nothing, RIVER, baselines=people)
    assert {finding.id for finding in found} == {"balance.baseline.residents.north_share"}


def test_a_district_that_the_baseline_does_not_have_is_named():
    with pytest.raises(ValueError, match="no area 'D'"):
        balance(frame([["D"], ["A"]]), RIVER, baselines={"r": residents([1, 1, 1])})


def test_every_finding_can_be_told_in_both_languages(found):
    for finding in found:
        for note in (finding.method, *finding.caveats):
            assert render(note, "en")
            assert "{" not in render(note, "sv")


def test_the_answers_swedish_says_the_tolerance_and_the_people(found):
    finding = found.get("balance.projects.statement.against.population", None, "water")
    assert render(finding.method, "sv") == (
        "Utanför, under: var det okända än ligger är norrs andel av projekten mer än 5,0 "
        "procentenheter under dess andel av invånare (2011)."
    )


def test_a_list_that_bears_the_name_of_all_is_refused():
    with pytest.raises(ValueError, match="a list cannot be called 'all'"):
        balance(frame([["A"]]).assign(list="all"), RIVER)


def test_a_tolerance_below_nothing_is_refused():
    with pytest.raises(ValueError, match="tolerance"):
        balance(frame([["A"]]), RIVER, baselines={"r": residents([1, 1, 1, 1])}, tolerance=-1)
