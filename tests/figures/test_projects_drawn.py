"""Charts of projects say in their titles what their findings say, in both languages."""

import pytest

from equity.figures.pictures.projects import chart, show_lists, show_phases, show_priorities
from equity.findings import Finding, Findings, Label, Note

WATER = {"definition": "water", "border": Label(en="Water", sv="Vattnet")}


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


BALANCE = Findings(
    [
        made(
            "balance.projects.one.north_share", 0, 0.29, "share", subject=Label(en="one"), **WATER
        ),
        made(
            "balance.projects.two.north_share", 0.7, 0.8, "share", subject=Label(en="two"), **WATER
        ),
        made(
            "balance.projects.all.north_share", 0.3, 0.6, "share", subject=Label(en="all"), **WATER
        ),
        made("balance.projects.kind.pilot.north_share", 0, 1, "share", **WATER),
        made("balance.projects.mapped.north_share", 0, 1, "share", **WATER),
        made(
            "balance.baseline.eligible.north_share",
            0.48,
            0.48,
            "share",
            subject=Label(en="voters", sv="väljare"),
            **WATER,
        ),
    ]
)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_lists_are_drawn_and_kinds_and_the_mapped_are_not(language):
    chart = show_lists(BALANCE, language=language)
    assert [row[0] for row in chart.table.rows] == ["One", "Two", "All"]
    assert "29" in chart.title
    assert "70" in chart.title
    assert ("väljare" if language == "sv" else "voters") in chart.caption


def test_the_title_compares_lists_and_not_their_sum():
    low = made(
        "balance.projects.all.north_share", 0, 0.1, "share", subject=Label(en="all"), **WATER
    )
    others = [f for f in BALANCE if ".all." not in f.id]
    assert " all" not in show_lists(Findings([*others, low]), language="en").title


def test_a_baseline_that_is_not_there_is_refused_by_name():
    with pytest.raises(ValueError, match="'voters'"):
        show_lists(BALANCE, language="en", baseline="voters")


def test_scenarios_and_payers_are_no_phases():
    money = Findings(
        [
            made("forecast.total", 190, 190, "MSEK", period="2017-2018"),
            made("forecast.decided", 115, 115, "MSEK", period="2017-2018"),
            made("forecast.scenario.x.budget_80", 0, 570, "MSEK", period="2017-2018"),
            made("forecast.decided.covered", 0, 115, "MSEK", period="2017-2018"),
        ]
    )
    chart = show_phases(money, language="en")
    assert len(chart.table.rows) == 2
    title = chart.title.replace("\u00a0", " ").replace("\u2060", "")
    assert title.startswith("Forecast 190 million SEK for 2017–2018, decided 115")


def test_the_matrix_is_drawn_from_findings_of_priorities_only():
    found = Findings(
        [
            *BALANCE,
            made("priority.x.votes.gap.A", 1, 2, "points", areas=("A",)),
            made("priority.x.votes.projects_in_largest_gap", 0, 2, "projects", areas=("A",)),
        ]
    )
    chart = show_priorities(found, language="en")
    assert chart.title == "No project is known to lie where the gaps may be largest"
    assert all(key[0].startswith("priority.") for key in chart.findings)


def test_the_first_topic_is_drawn_with_the_yardstick_of_its_answers():
    values = {"tolerance": 10.0, "people": Label(en="poor"), "year": "2016"}
    people = made("balance.baseline.poor.north_share", 0.4, 0.4, "share", **WATER)
    against = made(
        "balance.projects.one.against.poor",
        -40,
        -11,
        "percentage points",
        method=Note(message="", values=values),
        **WATER,
    )
    drawn = chart(Findings([*BALANCE, people, against]), language="en")
    assert ("balance.baseline.poor.north_share", None, "water") in drawn.findings
    assert "10 percentage points" in drawn.caption


def test_findings_of_another_topic_have_no_chart_of_projects():
    with pytest.raises(ValueError, match="'gap'"):
        chart(Findings([made("gap.votes", 1, 2, "points")]), language="en")


def test_where_there_is_no_project_and_no_money_words_say_so_instead_of_a_chart():
    people = made("balance.baseline.poor.north_share", 0.4, 0.4, "share", **WATER)
    for nothing in (Findings(), Findings([people])):
        assert "nothing can be said" in repr(chart(nothing, language="en"))
