"""What a chart tells stands in the table beside it."""

from dataclasses import replace

import pytest

from equity.briefing.content import ChartPiece, read_content
from equity.briefing.tracing.drawn import check_charts
from made_up_pages import charts, notebook_of


@pytest.fixture(scope="module")
def pieces() -> list[ChartPiece]:
    return [p for p in read_content(notebook_of(charts("sv"))).pieces if isinstance(p, ChartPiece)]


def test_our_charts_tell_nothing_that_their_tables_do_not(pieces):
    assert check_charts(pieces) == []


def test_a_number_that_only_the_chart_has_is_told_with_the_chart(pieces):
    ranking = next(piece for piece in pieces if piece.anchor == "ranking")
    rows = tuple(tuple("0" if "," in cell else cell for cell in row) for row in ranking.table.rows)
    emptied = replace(ranking, table=ranking.table.model_copy(update={"rows": rows}))
    faults = check_charts([emptied])
    assert faults
    assert all(fault.startswith("chart ranking tells ") for fault in faults)


def test_the_numbers_along_an_axis_need_no_row(pieces):
    drawing = {"data": [], "layout": {"annotations": [{"text": "4711"}, {"text": "5 km"}]}}
    assert check_charts([replace(pieces[0], figure=drawing, narrow=drawing)]) == []
    told = {"data": [], "layout": {"annotations": [{"text": "Åsen 4711"}]}}
    assert len(check_charts([replace(pieces[0], figure=told, narrow=told)])) == 1
