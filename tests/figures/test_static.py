import re
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from equity.figures.drawing.static import svg
from equity.figures.theme import LIGHT
from made_up_pages import HOSTILE, charts


@pytest.fixture(scope="module")
def drawings() -> list[str]:
    bundles = [chart.bundle() for chart in charts("sv")]
    return [
        svg(bundle[size], f"c{n}-{size}")
        for n, bundle in enumerate(bundles)
        for size in ("figure", "narrow")
    ]


def test_every_drawing_is_well_formed(drawings: list[str]) -> None:
    for drawing in drawings:
        ElementTree.fromstring(drawing)


def test_a_drawing_has_no_colour_of_its_own(drawings: list[str]) -> None:
    for drawing in drawings:
        assert not re.findall(r"#[0-9a-f]{6}\b", drawing)


def test_a_figure_uses_only_colours_that_have_a_dark_twin() -> None:
    for chart in charts("sv"):
        used = set(re.findall(r"#[0-9a-fA-F]{6}\b", str(chart.bundle()["figure"])))
        assert used <= set(LIGHT.values())


def test_text_from_data_is_drawn_as_those_characters(drawings: list[str]) -> None:
    texts = [
        "".join(element.itertext())
        for drawing in drawings
        for element in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert HOSTILE in texts
    assert not any("&lt;" in text for text in texts)


def test_ids_are_told_apart_by_the_prefix(drawings: list[str]) -> None:
    ids = [name for drawing in drawings for name in re.findall(r'id="([^"]+)"', drawing)]
    assert ids
    assert len(set(ids)) == len(ids)


def test_nothing_is_drawn_outside_the_canvas(drawings: list[str]) -> None:
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        width, height = (float(root.attrib[name]) for name in ("width", "height"))
        for element in root.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(element.attrib["x"]) <= width
            assert 0 <= float(element.attrib["y"]) <= height


def test_a_trace_of_another_kind_is_refused() -> None:
    figure = go.Figure(go.Pie(values=[1, 2]), layout={"width": 99, "height": 99})
    with pytest.raises(ValueError, match="no drawing for a trace of type 'pie'"):
        svg(figure.to_plotly_json(), "a")
