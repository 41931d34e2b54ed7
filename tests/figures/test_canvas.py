import pytest

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import FINEST
from equity.figures.drawing.strokes import canvas, line, words
from made_up_pages import charts


@pytest.mark.parametrize("chart", charts("sv"), ids=lambda chart: chart.anchor)
def test_plotly_takes_every_stroke_as_it_is(chart: Chart) -> None:
    for drawing in chart.drawings:
        made = drawing.figure().to_plotly_json()
        told = drawing.content()
        assert len(made["data"]) == len(told["data"])
        assert [note["text"] for note in made["layout"]["annotations"]] == [
            note["text"] for note in told["layout"]["annotations"]
        ]


@pytest.mark.parametrize("ends", [(0.0, 0.001), (-3.0, 9.0), (650_000.0, 690_000.0)])
def test_a_place_is_rounded_to_less_than_the_finest_part_of_a_pixel(
    ends: tuple[float, float],
) -> None:
    drawing = canvas(300, 100, ends)
    at = ends[0] + (ends[1] - ends[0]) / 3
    line(drawing, [at, None, ends[1]], [1, None, 2])
    (trace,) = drawing.content()["data"]
    assert abs(trace["x"][0] - at) * 300 / (ends[1] - ends[0]) <= 0.5 / FINEST
    assert trace["x"][1] is None


def test_a_panel_has_an_axis_of_its_own() -> None:
    drawing = canvas(300, 100, (0, 1))
    drawing.panel("x2", (0.0, 50.0), 30, 150)
    words(drawing, 25, 10, "halfway", refs=("x2", "y"))
    layout = drawing.figure().layout
    assert layout.xaxis2.domain == (0.1, 0.5)
    assert layout.annotations[0].xref == "x2"


def test_a_stroke_that_plotly_does_not_know_is_refused() -> None:
    drawing = canvas(300, 100, (0, 1))
    drawing.traces.append({"type": "scatter", "x": [1], "y": [1], "colour": "red"})
    with pytest.raises(ValueError, match="colour"):
        drawing.figure()


def test_a_word_on_an_edge_stays_on_it_when_places_are_rounded():
    drawing = canvas(296, 100, (656_773.4, 682_486.2))
    for place in (656_773.4, 682_486.2, 670_000.0):
        words(drawing, place, 0, "edge")
    words(drawing, 600_000, 0, "far outside")
    low, high, inside, outside = (note["x"] for note in drawing.content()["layout"]["annotations"])
    assert (low, high) == (656_773.4, 682_486)  # rounded down, one would fall outside
    assert (inside, outside) == (670_000, 600_000)
