"""A researcher's own frame goes in as it is, and what it lacks is asked for by name."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import equity
from equity.differences.gaps import gap
from equity.differences.levels import level
from equity.differences.spreads import inequality
from equity.geography.sides import Sides

MINE = Sides("mine", "Mine", "", ("A", "B"), ("C",))
COUNTS = pd.DataFrame({"area": ["A", "B", "C"], "numerator": [1, 2, 6], "denominator": 10})
VALUES = pd.DataFrame({"area": ["A", "B", "C"], "value": [1.0, 2.0, 4.5], "weight": 1})

SQUARES = gpd.GeoDataFrame(
    {"area": ["A", "B", "C"]},
    geometry=[shapely.box(1000 * n, 0, 1000 * (n + 1), 1000) for n in range(3)],
    crs="EPSG:3006",
)


@pytest.mark.parametrize("frame", [COUNTS, VALUES])
def test_counts_or_values_and_a_grouping_of_ones_own_are_enough(frame):
    assert gap(frame, MINE, indicator="x").get("gap.x", "", "mine").value < 0
    assert len(level(frame, indicator="x")) >= 3
    found = inequality(frame, MINE, [("A", "B"), ("B", "C")], indicator="x")
    assert 0 < found.get("inequality.x.between_share", "", "mine").value <= 1


def test_a_frame_with_names_of_its_own_is_told_what_to_rename():
    with pytest.raises(ValueError, match="no column 'area', only kommun, value, weight: rename"):
        gap(VALUES.rename(columns={"area": "kommun"}), MINE, indicator="x")


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (VALUES.assign(value=["1", "2", "x"]), "value of area 'C' is 'x': a number is needed"),
        (COUNTS.assign(numerator=["1", "2,5", "3"]), "numerator of area 'B' is '2,5'"),
        (VALUES.assign(weight=["1", "many", "1"]), "weight of area 'B' is 'many'"),
    ],
)
def test_a_text_where_a_number_is_needed_is_told_with_its_area(frame, told):
    with pytest.raises(ValueError, match=told):
        gap(frame, MINE, indicator="x")


GROUPINGS = (
    {"north": ["A", "B"], "south": ["C"]},
    {"A": "north", "B": "north", "C": "south", "D": None},
    pd.Series({"A": "north", "B": "north", "C": "south", "D": None}),
)


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_a_grouping_of_ones_own_is_a_list_of_areas_for_each_side_or_a_side_for_each(grouping):
    own, mine = (gap(COUNTS, sides, indicator="x") for sides in (grouping, MINE))
    assert own.get("gap.x", "", "own").value == mine.get("gap.x", "", "mine").value
    assert level(COUNTS, grouping, indicator="x").get("level.x.north", "", "own").value == 15.0
    drawn = equity.map(level(COUNTS, indicator="x"), grouping, SQUARES, language="en")
    assert "A" in drawn.title
    assert equity.ranking(level(COUNTS, indicator="x"), grouping, language="en").table.rows


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"A": "west"}, r"'west' is no definition; write Sides\(id, label"),
        ("water", r"'water' is a name; give the definition, city.sides\['water'\]"),
        (None, "None is no definition"),
        (pd.Series("north", index=["A"]), "sides 'own': the side south has no district"),
    ],
)
def test_what_is_no_grouping_is_told_how_to_write_one(given, told):
    with pytest.raises((TypeError, ValueError), match=told):
        gap(COUNTS, given, indicator="x")


MISTAKES = [
    (lambda: gap(COUNTS.set_index("area"), MINE, indicator="x"), r"write frame.reset_index\(\)"),
    (lambda: gap(COUNTS.to_dict("records"), MINE, indicator="x"), "a frame is wanted, not list"),
    (lambda: gap(COUNTS.iloc[1:], MINE, indicator="x"), "no area 'A'; the frame has B, C, …"),
    (lambda: gap(pd.concat([COUNTS, COUNTS]), MINE, indicator="x"), "^x: two rows for A$"),
    (lambda: gap(COUNTS.assign(denominator=1), MINE, indicator="x"), "^x: area 'B' has 2 counted"),
    (
        lambda: gap(COUNTS.assign(year=2031), MINE, indicator="x", period="2031"),
        "holds it 'period'",
    ),
    (lambda: equity.map(COUNTS, MINE, SQUARES, language="en"), "wanted, as equity.level or"),
    (
        lambda: equity.map(gap(COUNTS, MINE, indicator="x"), MINE, SQUARES, language="en"),
        "no level of a district among the findings: equity.level gives them",
    ),
    (
        lambda: equity.map(level(COUNTS, indicator="x"), MINE, COUNTS, language="en"),
        "outlines are wanted, a GeoDataFrame such as city.areas, not DataFrame",
    ),
    (
        lambda: equity.map(
            level(COUNTS.assign(period=2031), indicator="x"),
            MINE,
            SQUARES,
            language="en",
            period="2030",
        ),
        "no district has a level of period 2030; there is 2031",
    ),
]


@pytest.mark.parametrize(("mistake", "told"), MISTAKES)
def test_a_mistake_is_told_with_what_there_is_and_what_to_write(mistake, told):
    with pytest.raises((TypeError, ValueError), match=told):
        mistake()


def test_values_without_weights_have_no_share_between_the_sides_and_say_so():
    bare = VALUES.drop(columns="weight")
    with pytest.raises(ValueError, match=r"values without weights, .* give a column 'weight'"):
        inequality(bare, MINE, [("A", "B"), ("B", "C")], indicator="x")


def test_an_area_that_a_grouping_names_twice_is_told():
    twice = pd.Series(["north", "south", "south"], index=["A", "B", "A"])
    with pytest.raises(ValueError, match="a grouping of one's own names twice: A"):
        equity.gap(COUNTS, twice, indicator="x", period="2030")


PROJECTS = pd.DataFrame({"area": ["A", "B", "C", None], "count": [2, 1, 1, 1]})


def test_projects_of_ones_own_need_no_more_than_their_areas():
    found = equity.balance(PROJECTS, MINE)
    share = found.get("balance.projects.own.north_share", None, "mine")
    assert (share.low, share.high) == (0.6, 0.8)
    assert found.get("balance.projects.own.count").value == 5
    assert found.get("balance.projects.own.unknown").value == 1
    ids = {finding.id for finding in found}
    assert not [id for id in ids if id.startswith("balance.projects.kind.")]


def test_rows_of_one_project_are_its_places_and_lists_stand_apart():
    several = pd.DataFrame(
        {"project_id": ["P", "P", "Q"], "area": ["A", "C", "C"], "list": ["x", "x", "y"]}
    )
    found = equity.balance(several, {"north": ["A", "B"], "south": ["C"]})
    assert found.get("balance.projects.x.north_share", None, "own").value == 0.5
    assert found.get("balance.projects.y.north_share", None, "own").value == 0.0
    assert found.get("balance.projects.x.count").value == 1


def test_rows_put_together_from_several_tables_count_once_each_whatever_their_index():
    both = pd.concat([PROJECTS.iloc[:2], PROJECTS.iloc[2:].set_axis([0, 1])])
    assert both.index.tolist() == [0, 1, 0, 1]
    assert equity.balance(both, MINE).to_json() == equity.balance(PROJECTS, MINE).to_json()


def test_a_project_that_names_no_list_is_of_the_own_one():
    some = pd.DataFrame({"area": ["A", "C", "C"], "list": ["x", None, ""]})
    found = equity.balance(some, MINE)
    assert found.get("balance.projects.x.count").value == 1
    assert found.get("balance.projects.own.count").value == 2


def test_areas_told_by_numbers_are_found_in_a_grouping_of_the_same_numbers():
    some = pd.DataFrame({"area": [101, 102, 102]})
    found = equity.balance(some, {"north": [101], "south": [102]})
    assert found.get("balance.projects.own.north_share", None, "own").value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (PROJECTS.assign(project_id=["P", "Q", "R", None]), "count of project 'P' is more than"),
        (
            pd.DataFrame({"area": ["A", "B"], "project_id": ["P", " "]}),
            "project_id of area 'B' is blank: give each project one, or leave the column out",
        ),
        (
            PROJECTS.rename(columns={"area": "kommun"}),
            "no column 'area', only kommun, count: rename",
        ),
        (PROJECTS.assign(count=["2", "a", "1", "1"]), "count of area 'B' is 'a': a whole number"),
        (PROJECTS.assign(count=[0.5, 1, 1, 1]), "count of area 'A' is 0.5"),
        (
            PROJECTS.assign(area=["Alfa", "Beta", "Betta", None]),
            "'Betta' in the sides; did you mean",
        ),
        ([PROJECTS], "projects: a frame is wanted, not list"),
    ],
)
def test_projects_that_cannot_be_read_are_told_by_area(frame, told):
    named = Sides("mine", "Mine", "", ("A", "B", "Alfa"), ("C", "Beta"))
    with pytest.raises((TypeError, ValueError), match=told):
        equity.balance(frame, named)
