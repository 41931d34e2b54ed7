"""The matrix of gaps and projects: strong where sure, hatched where open, crossed if unknown."""

import json
from xml.etree import ElementTree

import pytest

from equity.figures.charts import Chart
from equity.figures.drawing.static import svg
from equity.figures.kinds.matrix import matrix
from equity.figures.theme import colour
from equity.findings import Finding, Label, Note

HOSTILE = "<script>alert(1)</script>"


def made(id: str, low: float | None, high: float | None, unit: str = "points", **fields) -> Finding:
    given = {
        "id": f"priority.{id}",
        "low": low,
        "high": high,
        "value": low if low == high else None,
        "range_of": None if low is None else "identification",
        "unit": unit,
        "method": Note(message="Made up.", sv="Påhittat."),
        "sources": ("made-up",),
    }
    return Finding(**(given | fields))


def gap(area: str, low: float, high: float, theme: str = "school") -> Finding:
    subject = Label(en="marks", sv="betyg")
    return made(
        f"{theme}.marks.gap.{area}", low, high, areas=(area,), period="2018", subject=subject
    )


def there(area: str, low: int, high: int, theme: str = "school") -> Finding:
    return made(f"{theme}.projects.{area}", low, high, "projects", areas=(area,))


def total(count: int, theme: str = "school") -> Finding:
    note = Note(message="{all}", sv="{all}", values={"all": 35})
    name = Label(en=theme, sv="skola" if theme == "school" else theme)
    value = {"value": float(count), "method": note, "subject": name}
    return made(f"{theme}.projects", None, None, "projects", **value)


FOUND = (
    gap("Bo", -2, 8),
    gap("Di", 5, 10),
    gap("Al", 1, 2),
    gap("Ce", -4, -1),
    there("Al", 0, 2),
    there("Bo", 1, 1),
    there("Ce", 0, 0),
    there("Di", 2, 4),
    total(5),
)


def drawn(*findings: Finding, language: str = "en") -> Chart:
    return matrix(findings or FOUND, title="t", caption="c", language=language)


def cells(chart: Chart) -> dict[str, object]:
    """Return the filled shapes that can be pointed at, by the district in their text."""
    return {t.text.split("</b>")[0][3:]: t for t in chart.figure.data if t.hoverinfo == "text"}


def test_a_cell_is_as_strong_as_what_is_certain() -> None:
    found = cells(drawn())
    assert found["Di"].fillcolor == colour("step-5")
    assert found["Al"].fillcolor == colour("step-1")


def test_what_may_be_behind_is_hatched_and_what_is_not_is_blank() -> None:
    found = cells(drawn())
    assert found["Bo"].fillpattern.shape == "/"
    assert found["Ce"].fillpattern.shape is None
    assert found["Ce"].fillcolor == found["Bo"].fillpattern.bgcolor


def test_a_wide_range_that_is_not_decided_is_never_painted() -> None:
    found = cells(drawn(gap("Al", -0.1, 90), gap("Bo", 1, 2), total(0)))
    assert found["Al"].fillpattern.shape == "/"


def test_those_surely_behind_come_first() -> None:
    assert [row[0] for row in drawn().table.rows] == ["Di", "Al", "Bo", "Ce"]


def test_the_table_has_gap_and_projects_of_every_district() -> None:
    rows = {row[0]: tuple(cell.replace("\u2060", "") for cell in row) for row in drawn().table.rows}
    assert rows["Di"][1:] == ("5.0–10.0", "2–4\u00a0projects")
    assert rows["Bo"][2] == "1\u00a0project"
    assert drawn().table.columns[1] == "School: marks 2018 (points)"


def test_a_theme_without_projects_says_none_found_and_counts_in_no_cell() -> None:
    chart = drawn(gap("Al", 1, 2), gap("Bo", 2, 3), total(0))
    assert all(row[2] == "" for row in chart.table.rows)
    assert "0 of 35 found" in chart.table.columns[2]
    assert any("0 of 35" in note.text for note in chart.figure.layout.annotations)


def test_projects_for_the_whole_city_stand_in_the_head_only() -> None:
    everywhere = made("school.projects.everywhere", None, None, "projects", value=1.0)
    chart = drawn(*FOUND, everywhere)
    assert "5\u00a0projects, 1 everywhere" in chart.table.columns[2]
    assert not any("everywhere" in cell for row in chart.table.rows for cell in row)


def test_a_measure_known_for_few_districts_is_crossed_elsewhere() -> None:
    known = made("mind.low.known", None, None, "districts", value=1.0, areas=("Al",))
    chart = drawn(*FOUND, known, total(0, "mind"))
    crossed = [t for t in chart.figure.data if t.fillpattern.shape == "x" and t.hoverinfo == "text"]
    assert len(crossed) == 3
    rows = {row[0]: row for row in chart.table.rows}
    assert rows["Al"][3] == "known, not comparable"
    assert rows["Bo"][3] == "Not known"


def test_both_widths_are_drawn_as_well_formed_svg_and_name_every_district() -> None:
    for bundle in (drawn(language=language).bundle() for language in ("sv", "en")):
        for size in ("figure", "narrow"):
            drawing = svg(bundle[size], size)
            text = "".join(ElementTree.fromstring(drawing).itertext())
            assert all(name in text for name in ("Al", "Bo", "Ce", "Di"))


def test_a_name_from_data_is_never_markup() -> None:
    chart = drawn(gap(HOSTILE, 1, 2), gap("Al", 0, 1), total(0))
    assert HOSTILE not in json.dumps(chart.bundle()["figure"])


def test_the_chart_carries_the_keys_of_what_it_shows() -> None:
    assert set(drawn().findings) == {f.key for f in FOUND}


def test_no_gap_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        drawn(total(3))
