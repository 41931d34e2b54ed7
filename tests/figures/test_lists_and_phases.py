"""Bars of lists: blue is known north, orange known south, hatched neither; and phases of money."""

import math

import pytest

from equity.figures.charts import Chart
from equity.figures.drawing.static import svg
from equity.figures.kinds.money import phases
from equity.figures.kinds.shares import shares
from equity.figures.theme import colour
from equity.findings import Finding, Label, Note

BORDERS = {"water": Label(en="Water", sv="Vattnet"), "outer": Label(en="Outer", sv="Ytter")}


def made(id: str, low: float | None, high: float | None, unit: str, **fields) -> Finding:
    given = {
        "id": id,
        "low": low,
        "high": high,
        "value": low if low == high else None,
        "range_of": None if low is None else "identification",
        "unit": unit,
        "method": Note(message="Made up.", sv="Påhittat."),
        "sources": ("made-up",),
    }
    return Finding(**(given | fields))


def share(name: str, low: float | None, high: float | None, border: str = "water") -> Finding:
    sides = {"definition": border, "border": BORDERS[border], "subject": Label(en=name)}
    return made(f"balance.projects.{name}.north_share", low, high, "share", **sides)


def people(low: float, high: float, border: str = "water") -> Finding:
    sides = {"definition": border, "border": BORDERS[border], "subject": Label(en="voters")}
    return made("balance.baseline.eligible.north_share", low, high, "share", period="2018", **sides)


def bars(*findings: Finding, **fields) -> Chart:
    return shares(findings, title="t", caption="c", language="en", **fields)


def filled(chart: Chart) -> list[tuple[float, float, str]]:
    """Return start, end and look of every bar's pieces that can be pointed at."""
    found = []
    for trace in chart.figure.data:
        if trace.hoverinfo == "text":
            look = trace.fillpattern.shape or trace.fillcolor
            found.append((min(trace.x), max(trace.x), look))
    return found


def ticks(chart: Chart) -> list[float]:
    return [t.x[0] for t in chart.figure.data if t.line.width == 2.5 and t.x[0] == t.x[1]]


def test_a_bar_is_known_unknown_known() -> None:
    found = filled(bars(share("statement", 0.2, 0.5)))
    assert found == [
        (0.0, 0.2, colour("north")),
        (0.2, 0.5, "/"),
        (0.5, 1.0, colour("south")),
    ]


def test_what_is_certain_on_no_side_has_no_colour() -> None:
    assert filled(bars(share("possible", 0.0, 1.0))) == [(0.0, 1.0, "/")]


def test_an_exact_share_has_no_hatch() -> None:
    assert [look for *_, look in filled(bars(share("a", 0.25, 0.25)))] == [
        colour("north"),
        colour("south"),
    ]


def test_the_benchmark_is_that_of_the_panels_own_border() -> None:
    chart = bars(
        share("a", 0.2, 0.5),
        share("a", 0.1, 0.4, "outer"),
        people(0.48, 0.48),
        people(0.4, 0.4, "outer"),
    )
    assert ticks(chart)[-2:] == [0.48, 0.4]


def test_the_tolerance_stands_around_all_of_a_baseline_that_is_a_range() -> None:
    chart = bars(share("a", 0.2, 0.5), people(0.4, 0.5), tolerance=5)
    frames = [t for t in chart.figure.data if t.line.dash == "dot" and t.xaxis == "x2"]
    assert [(round(min(t.x), 9), round(max(t.x), 9)) for t in frames] == [(0.35, 0.55)]


def test_a_list_without_a_share_has_words_and_no_bar() -> None:
    chart = bars(share("a", 0.2, 0.5), share("empty", None, None))
    assert len(filled(chart)) == 3
    assert any("no project in the sides" in note.text for note in chart.figure.layout.annotations)


def test_the_table_holds_what_is_drawn() -> None:
    chart = bars(share("a", 0.0, 4 / 14), people(0.484, 0.484))
    assert chart.table.rows == (("A", "Water", "0", "29", "48"),)


def test_no_list_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        bars(people(0.4, 0.5))


def money(
    detail: str, low: float | None, high: float | None, period: str = "2017-2018", **f
) -> Finding:
    subject = {"subject": Label(en=detail), "period": period}
    return made(f"forecast.{detail}", low, high, "MSEK", **(subject | f))


MONEY = (
    money("total", 142, 142, "2017"),
    money("total", 48, 48, "2018"),
    money("total", 190, 190),
    money("decided", 115, 115),
    money(
        "covered", 0, 190, method=Note(message="{n}", values={"count": 0, "target": 190.0, "n": 0})
    ),
    money("spent", None, None),
    money("all_digitalisation", 545, 545),
)


def rows(*findings: Finding) -> Chart:
    return phases(findings or MONEY, title="t", caption="c", language="en")


def blocks(chart: Chart) -> list[tuple[float, float, float, str]]:
    """Return start, end, height and look of every block."""
    found = []
    for trace in chart.figure.data:
        if trace.hoverinfo == "text":
            look = trace.fillpattern.shape or trace.fillcolor
            found.append((min(trace.x), max(trace.x), min(trace.y), look))
    return found


def test_the_years_of_one_phase_stand_side_by_side_and_no_two_phases_do() -> None:
    found = blocks(rows())
    assert [b[:2] for b in found[:2]] == [(0, 142), (142, 190)]
    assert found[0][2] == found[1][2]
    assert all(start == 0 for start, *_ in found[2:])
    assert len({height for *_, height, _ in found}) == 5


def test_no_block_ends_at_a_sum_across_phases() -> None:
    sums = {190 + 115, 115 + 545, 190 + 545, 190 + 115 + 545}
    assert not sums & {round(b[1]) for b in blocks(rows())}
    assert "305" not in str(rows().table.rows)


def test_what_was_spent_is_open_to_the_right_and_never_nothing() -> None:
    spent = blocks(rows())[4]
    assert spent[3] == "/"
    assert spent[1] > 545
    row = next(r for r in rows().table.rows if r[0] == "Spent")
    assert row[2:] == ("Not known", "Not known")


def test_nothing_comparable_is_hatched_over_all_of_the_forecast() -> None:
    covered = blocks(rows())[3]
    assert (covered[:2], covered[3]) == ((0, 190), "/")
    told = " ".join(note.text for note in rows().figure.layout.annotations)
    assert "Nothing can be checked" in told


def test_what_is_wider_than_the_strategy_is_an_empty_frame() -> None:
    wider = blocks(rows())[5]
    assert (wider[1], wider[3]) == (545, colour("paper"))


def test_a_range_of_money_is_solid_as_far_as_it_is_certain() -> None:
    found = blocks(rows(money("covered", 20, 60)))
    assert [(b[0], b[1], b[3]) for b in found] == [(0, 20, colour("accent")), (20, 60, "/")]


def test_only_unknown_money_is_drawn_all_the_same() -> None:
    (spent,) = blocks(rows(money("spent", None, None)))
    assert math.isfinite(spent[1])
    assert spent[1] > 0


def test_no_phase_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        rows(share("a", 0, 1))


@pytest.mark.parametrize("size", ["figure", "narrow"])
def test_both_charts_become_svg(size: str) -> None:
    for chart in (rows(), bars(share("a", 0.2, 0.5), people(0.4, 0.5))):
        assert svg(chart.bundle()[size], "x").startswith("<svg")
