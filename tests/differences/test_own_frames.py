"""A researcher's own frame goes in as it is, and what it lacks is asked for by name."""

import pandas as pd
import pytest

from equity.differences.gaps import gap
from equity.differences.levels import level
from equity.differences.spreads import inequality
from equity.geography.sides import Sides

MINE = Sides("mine", "Mine", "", ("A", "B"), ("C",))
COUNTS = pd.DataFrame({"area": ["A", "B", "C"], "numerator": [1, 2, 6], "denominator": 10})
VALUES = pd.DataFrame({"area": ["A", "B", "C"], "value": [1.0, 2.0, 4.5], "weight": 1})


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


def test_a_grouping_that_is_no_definition_is_told_how_to_write_one():
    with pytest.raises(TypeError, match=r"'north' is no definition; write Sides\(id, label"):
        gap(COUNTS, {"A": "north", "B": "north", "C": "south"}, indicator="x")
