"""Small multiples: a panel a measure with its own scale, a row a border."""

import pytest

from equity.figures.charts import Chart
from equity.figures.drawing.static import svg
from equity.figures.kinds.multiples import multiples
from equity.findings import Finding
from made_up_pages import all_findings, finding


def of_another_measure(low: float, high: float, border: str = "water") -> Finding:
    told = {"id": "gap.made_up_marks", "unit": "points", "period": "2019"}
    return finding(low, high, border).model_copy(update=told)


def made(*findings: Finding) -> Chart:
    given = findings or (
        *list(all_findings())[:3],
        of_another_measure(-20, 30),
        of_another_measure(5, 9, "yearbook"),
    )
    return multiples(given, title="t", caption="c", language="en")


def bars(chart: Chart) -> list[object]:
    return [t for t in chart.figure.data if t.fill == "toself" and t.hoverinfo == "text"]


def labels(chart: Chart) -> list[str]:
    return [str(note.text) for note in chart.figure.layout.annotations]


def test_each_measure_has_a_panel_and_a_scale_of_its_own() -> None:
    layout = made().figure.layout
    assert layout.xaxis2.range != layout.xaxis3.range
    assert layout.xaxis2.domain[1] < layout.xaxis3.domain[0]


def test_every_panel_has_nothing_as_its_strongest_line() -> None:
    chart = made()
    for axis in ("x2", "x3"):
        upright = [t for t in chart.figure.data if t.xaxis == axis and not t.fill and len(t.x) == 2]
        upright = [t for t in upright if t.x[0] == t.x[1] and t.y[1] - t.y[0] > 20]
        zero = [t.line.width for t in upright if t.x[0] == 0]
        assert len(zero) == 1
        assert zero[0] > max(t.line.width for t in upright if t.x[0] != 0)


def test_a_bar_lies_from_the_least_to_the_greatest_and_is_hatched_where_open() -> None:
    drawn = [(t.xaxis, min(t.x), max(t.x), t.fillpattern.shape) for t in bars(made())]
    assert ("x2", -0.7, -0.4, None) in drawn
    assert ("x2", -0.3, 2.4, "/") in drawn
    assert ("x3", -20, 30, "/") in drawn
    assert ("x3", 5, 9, None) in drawn
    assert len(drawn) == 5


def test_a_border_without_a_gap_says_so_and_has_no_bar() -> None:
    chart = made()
    assert any("No figure" in text for text in labels(chart))
    assert len([t for t in bars(chart) if t.xaxis == "x3"]) == 2
    assert not any("No figure" in text for text in labels(made(finding(-1, 2))))


def test_what_is_told_in_which_unit_stands_above_its_panel() -> None:
    texts = " ".join(labels(made()))
    assert "percentage points" in texts
    assert "points" in texts
    assert "2019" in texts


def test_the_table_has_a_row_for_every_bar_with_its_unit() -> None:
    rows = made().table.rows
    assert len(rows) == 5
    assert rows[3][1] == "2019"
    assert rows[3][3:] == ("points", "−20.0", "30.0")


def test_panels_stand_below_each_other_on_a_phone() -> None:
    narrow = made().narrow.layout
    assert narrow.xaxis2.domain == narrow.xaxis3.domain
    assert narrow.height > made().figure.layout.height


def test_the_same_is_drawn_without_a_script() -> None:
    drawn = svg(made().bundle()["figure"], "a")
    assert drawn.startswith("<svg")
    assert "percentage points" in drawn


def test_no_gap_two_of_a_kind_and_one_of_which_nothing_is_known_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        multiples((), title="t", caption="c", language="en")
    with pytest.raises(ValueError, match="one period of each"):
        made(finding(-1, 2), finding(-1, 2))
    unknown = {"value": None, "low": None, "high": None, "range_of": None, "verdict": None}
    with pytest.raises(ValueError, match="neither a value nor a range"):
        made(finding(-1, 2).model_copy(update=unknown))
