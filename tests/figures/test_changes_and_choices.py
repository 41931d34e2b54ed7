from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key, key_height
from equity.figures.drawing.labels import spread
from equity.figures.drawing.letters import text_width
from equity.figures.drawing.strokes import canvas
from equity.figures.kinds.changes import change
from equity.figures.kinds.choices import specifications
from equity.figures.theme import SMALL

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


def test_periods_above_a_chart_never_touch_and_the_ends_are_told() -> None:
    years = ["2020/21", "2021/22", "2022/23", "2023/24", "2024/25"]
    made_up = pd.DataFrame([[1.0, 2, 3, 4, 5]], columns=years, index=["a made-up district"])
    chart = change(made_up, **WORDS)
    for figure, all_told in ((chart.figure, True), (chart.narrow, False)):
        heads = sorted(
            (note.x, text)
            for note in figure.layout.annotations
            if (text := note.text.replace("<b>", "").replace("</b>", "")) in years
        )
        assert {"2020/21", "2024/25"} <= {text for _, text in heads}
        assert (len(heads) == len(years)) is all_told
        assert all(
            b - a >= text_width(years[0], SMALL, bold=True) for (a, _), (b, _) in pairwise(heads)
        )


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


def test_a_legends_word_with_no_room_in_a_row_is_broken_and_makes_the_legend_higher() -> None:
    entries = [("north", "made-up words of a legend that is long"), ("south", "short")]

    def drawn(width: float) -> Drawing:
        figure = canvas(width, 100, (0, width))
        key(figure, entries, 0, 0, width=width, units=1)
        return figure

    narrow = [(note["text"], note["y"]) for note in drawn(150).notes]
    assert len(narrow) == 3
    assert len({y for _, y in narrow}) == 3
    assert all(26 + text_width(text, SMALL) <= 150 for text, _ in narrow)
    assert key_height(entries, 150) == 60
    assert len(drawn(600).notes) == 2
    assert key_height(entries, 600) == 20
