"""A mark that stands elsewhere than at its number is told, in each kind of chart with values."""

import copy
from dataclasses import replace

import pytest

from equity.briefing.content import ChartPiece, read_content
from equity.briefing.tracing.standing import check_standing
from made_up_pages import charts, notebook_of

OF_VALUES = {"ranking", "ranges", "change"}


@pytest.fixture(scope="module", params=["sv", "en"])
def pieces(request) -> list[ChartPiece]:
    content = read_content(notebook_of(charts(request.param)))
    return [piece for piece in content.pieces if isinstance(piece, ChartPiece)]


def told_marks(piece: ChartPiece, name: str) -> list[tuple[int, int]]:
    """Return trace and place of each mark that tells a number when pointed at."""
    return [
        (n, at)
        for n, trace in enumerate(getattr(piece, name)["data"])
        if trace.get("text") and "markers" in trace["mode"]
        for at, x in enumerate(trace["x"])
        if x is not None
    ]


def moved(piece: ChartPiece, name: str, n: int, at: int) -> ChartPiece:
    """Return the chart with one mark five hundredths of its drawing further on, both ways."""
    figure = copy.deepcopy(getattr(piece, name))
    trace, layout = figure["data"][n], figure["layout"]
    across = layout[f"xaxis{trace.get('xaxis', 'x')[1:]}"]["range"]
    for axis, ends in (("x", across), ("y", layout["yaxis"]["range"])):
        trace[axis] = list(trace[axis])
        trace[axis][at] += 0.05 * abs(ends[1] - ends[0])
    return replace(piece, **{name: figure})


def test_our_charts_stand_at_their_numbers(pieces):
    assert {piece.anchor for piece in pieces} >= OF_VALUES
    assert [fault for piece in pieces for fault in check_standing(piece)] == []


@pytest.mark.parametrize("name", ["figure", "narrow"])
def test_each_mark_moved_is_told_with_its_chart_and_its_words(pieces, name):
    tried = 0
    for piece in (piece for piece in pieces if piece.anchor in OF_VALUES):
        for n, at in told_marks(piece, name):
            faults = check_standing(moved(piece, name, n, at))
            assert faults, (piece.anchor, n, at)
            assert all(fault.startswith(f"chart {piece.anchor} shows ") for fault in faults)
            tried += 1
    assert tried >= 11


def test_a_bar_drawn_longer_than_its_number_is_told(pieces):
    tried = 0
    for piece in (piece for piece in pieces if piece.anchor in ("ranking", "ranges")):
        figure = copy.deepcopy(piece.figure)
        for trace in figure["data"]:
            if trace.get("fill") == "toself" and trace.get("text"):
                low, high = figure["layout"][f"xaxis{trace.get('xaxis', 'x')[1:]}"]["range"]
                whole = list(trace["x"])
                trace["x"] = [x + 0.037 * (high - low) * (x == max(whole)) for x in whole]
                assert check_standing(replace(piece, figure=figure)), trace["text"]
                trace["x"] = whole
                tried += 1
    assert tried >= 5
