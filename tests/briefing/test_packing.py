import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.briefing.content import ChartPiece, read_content
from equity.briefing.packing import packed, packed_figures, packed_plotly, unpacked
from made_up_pages import notebook


@given(st.text(max_size=300))
def test_what_is_packed_is_unpacked_the_same(text: str) -> None:
    signs = packed(text)
    assert unpacked(signs) == text
    assert signs.isascii()
    assert not set(signs) & set("<\"'\\ \n")


def test_the_same_text_gives_the_same_signs() -> None:
    assert packed("made up") == packed("made up")


def test_plotly_takes_less_than_two_million_bytes() -> None:
    assert len(packed_plotly()) < 1_900_000


@pytest.fixture(scope="module")
def charts() -> list[ChartPiece]:
    return [p for p in read_content(notebook("sv")).pieces if isinstance(p, ChartPiece)]


def test_a_shape_is_not_in_a_page_twice(charts: list[ChartPiece]) -> None:
    told = json.loads(unpacked(packed_figures(charts)))["charts"]
    assert list(told) == sorted(chart.anchor for chart in charts)
    for chart in charts:
        for size, figure in (("wide", chart.figure), ("narrow", chart.narrow)):
            assert told[chart.anchor][size]["layout"] == figure["layout"]
            for bare, trace in zip(told[chart.anchor][size]["data"], figure["data"], strict=True):
                assert ("x" in bare) == ("markers" in trace["mode"])
                assert bare.items() <= trace.items()


def test_figures_pack_alike_in_whatever_order_a_file_kept_their_names(charts) -> None:
    turned = [replace(chart, figure=dict(reversed(chart.figure.items()))) for chart in charts]
    assert [list(chart.figure) for chart in turned] != [list(chart.figure) for chart in charts]
    assert packed_figures(turned) == packed_figures(charts)
