import pytest

from equity.figures.charts import Chart
from equity.figures.drawing.guides import decided
from equity.figures.kinds.gaps import ranges
from equity.figures.pictures.gaps import range_gaps
from equity.figures.words import say
from equity.findings import Finding, Findings
from made_up_pages import all_findings, finding


def made(*findings: Finding) -> Chart:
    return ranges(findings or all_findings(), title="t", caption="c", language="sv")


def bars(chart: Chart) -> list[object]:
    return [t for t in chart.figure.data if t.fill == "toself" and t.hoverinfo == "text"]


def test_a_decided_range_is_solid_and_an_open_one_hatched() -> None:
    solid, hatched, other = bars(made())
    assert solid.fillpattern.shape is None
    assert hatched.fillpattern.shape == "/"
    assert other.fillpattern.shape is None


@pytest.mark.parametrize(
    ("low", "high", "sure"), [(-2, -1, True), (1, 2, True), (-1, 1, False), (0, 1, False)]
)
def test_a_range_that_touches_nothing_is_decided(low: float, high: float, sure: bool) -> None:
    assert decided(low, high) is sure


def test_the_zero_line_is_the_strongest() -> None:
    lines = [t for t in made().figure.data if t.mode == "lines" and t.xaxis == "x2" and not t.fill]
    zero = [t for t in lines if list(t.x) == [0, 0]]
    others = [t for t in lines if len(t.x) == 2 and t.x[0] == t.x[1] != 0]
    assert zero
    assert min(t.line.width for t in zero) > max(t.line.width for t in others)


def test_all_panels_share_one_scale() -> None:
    layout = made().figure.layout
    assert layout.xaxis2.range == layout.xaxis3.range == layout.xaxis4.range


def test_the_table_holds_what_is_drawn() -> None:
    rows = made().table.rows
    assert len(rows) == 3
    assert rows[0][3:7] == ("−0,6", "−0,7", "−0,4", "−1,5")


def test_a_gap_is_never_drawn_on_the_scale_of_another_unit() -> None:
    other = finding(1, 2, "outer").model_copy(update={"unit": "points"})
    with pytest.raises(ValueError, match="percentage points, points do not share one axis"):
        made(finding(1, 2), other)


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        made(finding(-1, 1, detail=".anywhere"))


def test_several_indicators_stand_beside_each_other_each_with_its_latest_period() -> None:
    told = {"id": "gap.made_up_marks", "unit": "points"}
    others = [
        finding(low, high).model_copy(update=told | {"period": period})
        for low, high, period in ((-9, 9, "2016"), (1, 5, "2019"))
    ]
    several = range_gaps(all_findings() + Findings(others), language="en")
    assert isinstance(several, Chart)
    assert [row[1] for row in several.table.rows if row[3] == "points"] == ["2019"]
    assert len(several.table.rows) == 4
    one = range_gaps(all_findings(), language="en")
    assert isinstance(one, Chart)
    assert say("counted", "en") in one.table.columns
