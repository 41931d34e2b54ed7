from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.figures.drawing.labels import spread
from equity.figures.kinds.changes import change
from equity.figures.kinds.choices import specifications

WORDS = {"title": "t", "caption": "c", "unit": "per cent", "language": "sv"}


@given(st.lists(st.floats(0, 300), max_size=12).map(sorted))
def test_labels_never_overlap_and_keep_their_order(wanted: list[float]) -> None:
    places = spread(wanted, 17, 0, 300)
    assert all(b - a >= 17 - 1e-6 for a, b in pairwise(places))
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in places)


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([10, 50, 90], 17, 0, 100) == [10, 50, 90]


def test_a_line_is_parted_where_there_is_no_figure() -> None:
    areas = pd.DataFrame({"2014": [1.0], "2018": [None], "2022": [3.0]}, index=["a"])
    chart = change(areas, **WORDS)
    lines = [t for t in chart.figure.data if t.mode == "lines" and len(t.x) == 3]
    assert lines[0].y[1] is None
    assert chart.table.rows == (("a", "1,0", "Uppgift saknas", "3,0"),)


def test_one_period_is_no_change() -> None:
    with pytest.raises(ValueError, match="two periods"):
        change(pd.DataFrame({"2018": [1.0]}, index=["a"]), **WORDS)


def test_the_reports_own_choice_is_marked_in_drawing_and_table() -> None:
    ways = pd.DataFrame(
        {
            "Gräns": ["Vattnet", "Vattnet"],
            "År": ["2015", "2016"],
            "value": [-2.0, -1.0],
            "default": [False, True],
        }
    )
    chart = specifications(ways, choices=["Gräns", "År"], **WORDS)
    written = [note.text for note in chart.figure.layout.annotations]
    assert "<b>▸ 2016</b>" in written
    assert [row[-1] for row in chart.table.rows] == ["", "ja"]


def test_no_way_to_compute_is_refused() -> None:
    with pytest.raises(ValueError, match="no way"):
        specifications(pd.DataFrame({"a": [], "value": []}), choices=["a"], **WORDS)
