"""Six kinds of chart at most, each of them with a drawing that needs no script."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import equity.figures
from equity.figures.charts import Chart, Kind
from equity.figures.drawing.static import svg
from equity.figures.kinds.matrix import matrix
from equity.figures.kinds.money import phases
from equity.findings import Finding, Note
from made_up_pages import charts

ROOM = Path(equity.figures.__file__).parent
DOCS = ROOM.parents[2] / "docs" / "add.md"
MADE_UP = {"method": Note(message="Made up.", sv="Påhittat."), "sources": ("made-up",)}


def all_charts() -> list[Chart]:
    """Return charts of every kind, from made-up numbers."""
    words = {"title": "t", "caption": "c", "language": "en"}
    gap = {"id": "priority.made_up.marks.gap.Bo", "low": 1, "high": 3, "unit": "points"}
    spent = {"id": "forecast.total", "value": 7, "unit": "MSEK", "period": "2017"}
    return [
        *charts("en"),
        matrix([Finding(**gap, range_of="identification", **MADE_UP)], **words),
        phases([Finding(**spent, **MADE_UP)], **words),
    ]


def makers() -> dict[str, str]:
    """Return which kind each module of the room says that its chart is of."""
    found = {}
    for path in sorted((ROOM / "kinds").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Chart":
                kinds = [k.value.value for k in node.keywords if k.arg == "kind"]
                found[path.stem] = kinds[0]
    return found


def test_there_are_six_kinds_at_most_and_each_is_made_somewhere() -> None:
    assert len(get_args(Kind)) <= 6
    assert set(makers().values()) == set(get_args(Kind))


def test_every_module_of_the_room_makes_a_chart_of_a_kind() -> None:
    modules = {p.stem for p in (ROOM / "kinds").glob("*.py")} - {"__init__"}
    assert set(makers()) == modules


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_its_drawing_without_a_script(kind: str) -> None:
    own = [chart for chart in all_charts() if chart.kind == kind]
    assert own
    for chart in own:
        bundle = chart.bundle()
        for drawing in (bundle["figure"], bundle["narrow"]):
            drawn = svg(drawing, "a")
            assert "<script" not in drawn
            assert "<path" in drawn or "<circle" in drawn


def test_the_guide_names_each_kind_and_who_makes_it() -> None:
    lines = [line.split("|")[1:4] for line in DOCS.read_text().splitlines() if line[:1] == "|"]
    told = {kind.strip(): set(by.replace("`", "").split()) for kind, _, by in lines}
    for module, kind in makers().items():
        assert module in {name.strip(",") for name in told[kind]}
