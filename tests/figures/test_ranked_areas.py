import json

import pandas as pd
import pytest

from equity.figures.charts import MEDIA_TYPE, Chart, carried
from equity.figures.drawing.guides import ticks
from equity.figures.kinds.ranked import ranking
from equity.figures.theme import NARROW, SIDE_SYMBOL, WIDE
from made_up_pages import HOSTILE, charts


def made(**columns: object) -> Chart:
    table = pd.DataFrame({"value": [2.0, -1.5, None], **columns}, index=["b", "a", "c"])
    return ranking(table, title="t", caption="c", unit="u", language="sv")


def marks(chart: Chart) -> list[float]:
    return [
        trace.x[0]
        for trace in chart.figure.data
        if trace.mode == "markers" and trace.marker.size == 12
    ]


def test_the_least_area_stands_first() -> None:
    assert marks(made()) == [-1.5, 2.0]
    assert [row[0] for row in made().table.rows] == ["a", "b", "c"]


def test_an_area_without_a_figure_keeps_its_row_and_has_no_mark() -> None:
    chart = made(flag=["", "", "suppressed"])
    written = [note.text for note in chart.figure.layout.annotations]
    assert "c" in written
    assert "Skyddat" in written
    assert len(marks(chart)) == 2
    assert chart.table.rows[-1][2] == "Skyddat"


def test_numbers_have_a_comma_and_a_real_minus_everywhere() -> None:
    chart = made()
    written = [note.text for note in chart.figure.layout.annotations]
    hovers = [text for trace in chart.figure.data for text in (trace.text or ())]
    assert "<b>−1,5</b>" in written
    assert any("−1,5" in hover for hover in hovers)
    assert not any("-1" in text for text in (*written, *hovers))


def test_a_side_has_its_own_shape() -> None:
    assert SIDE_SYMBOL["north"] != SIDE_SYMBOL["south"]
    chart = made(side=["north", "south", None])
    shapes = {
        trace.x[0]: trace.marker.symbol
        for trace in chart.figure.data
        if trace.mode == "markers" and trace.marker.size == 12
    }
    assert shapes == {2.0: "circle", -1.5: "square"}


def test_a_range_is_drawn_from_end_to_end_and_even() -> None:
    chart = made(low=[1.0, -2.0, None], high=[3.0, -1.0, None])
    bars = [t for t in chart.figure.data if t.fill == "toself" and t.hoverinfo == "text"]
    assert [(min(t.x), max(t.x)) for t in bars] == [(-2.0, -1.0), (1.0, 3.0)]
    assert all(t.fillgradient.to_plotly_json() == {} for t in bars)


def test_no_area_with_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to rank"):
        ranking(
            pd.DataFrame({"value": [None]}, index=["a"]),
            title="t",
            caption="",
            unit="",
            language="sv",
        )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_chart_has_two_drawings_and_its_numbers_as_a_table(language: str) -> None:
    for chart in charts(language):
        bundle = chart._repr_mimebundle_()[MEDIA_TYPE]
        assert bundle["figure"]["layout"]["width"] == WIDE
        assert bundle["narrow"]["layout"]["width"] == NARROW
        assert bundle["table"]["rows"]
        assert bundle["title"] == chart.title


def test_a_notebooks_output_carries_the_whole_chart_and_its_strokes_once() -> None:
    for chart in charts("sv"):
        output = json.loads(json.dumps(chart._repr_mimebundle_()))
        assert carried(output) == json.loads(json.dumps(chart.bundle()))
        strokes = json.dumps(chart.bundle()["figure"]["data"])[1:-1]
        assert json.dumps(output).count(strokes) == 1
    assert carried({"text/plain": "no chart"}) is None


def test_letters_have_the_same_size_at_both_widths() -> None:
    for chart in charts("sv"):
        for figure in (chart.figure, chart.narrow):
            sizes = {note.font.size for note in figure.layout.annotations}
            assert sizes <= {12, 12.5}


def test_no_text_from_data_is_markup() -> None:
    for chart in charts("sv"):
        texts = [note.text for note in chart.figure.layout.annotations]
        for trace in chart.figure.data:
            texts += [trace.text or ""] if isinstance(trace.text, str) else list(trace.text or ())
            texts.append(trace.name or "")
        assert not any(HOSTILE in text for text in texts)


def test_drawing_leaves_the_callers_table_as_it_was() -> None:
    table = pd.DataFrame({"value": [2.0, 1.0]}, index=["b", "a"])
    before = table.copy()
    ranking(table, title="t", caption="", unit="", language="en")
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.13), (-3, 5), (61.9, 100), (1e6, 3e6), (5, 5)])
def test_round_marks_cover_the_values(low: float, high: float) -> None:
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert len(found) <= 9
