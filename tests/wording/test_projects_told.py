"""What is told of projects and money: never more than the range allows, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.findings import Finding, Label, Note
from equity.wording.money import msek, phases_title
from equity.wording.sentences import sentence
from equity.wording.titles import gaps_and_projects_title, lists_title
from wording import examples as ex

LANGUAGES = st.sampled_from(["sv", "en"])
ENDS = st.tuples(st.integers(-60, 60), st.integers(-60, 60)).map(sorted)
PEOPLE = Label(en="eligible voters", sv="röstberättigade")


def plain(finding: Finding, language: str = "en") -> str:
    text = sentence(finding, language)
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("\u202f", " ")


def about(id: str, low: float | None, high: float | None, **fields: object) -> Finding:
    given: dict[str, object] = {
        "low": low,
        "high": high,
        "range_of": None if low is None else "identification",
        "value": low if low == high else None,
    }
    return ex.finding(id, **(given | fields))


def share(low: float, high: float, name: str = "statement") -> Finding:
    return about(
        f"balance.projects.{name}.north_share",
        low,
        high,
        unit="share",
        definition="water",
        border=ex.BORDERS["water"],
        subject=Label(en=f"the {name} list", sv=f"listan {name}"),
    )


def against(low: float, high: float) -> Finding:
    values = {"tolerance": 5.0, "people": PEOPLE, "year": "2018"}
    return about(
        "balance.projects.all.against.eligible",
        low,
        high,
        definition="water",
        border=ex.BORDERS["water"],
        method=Note(message="", values=values),
    )


def test_a_share_of_projects_is_a_range_and_a_fact():
    assert plain(share(0, 4 / 14)) == (
        "The statement list: with the border Water, 0–29% of the projects lie in the north, "
        "wherever the unknown belongs."
    )


def test_a_share_that_may_be_anything_says_so_without_numbers():
    assert "anything from none to all" in plain(share(0, 1))
    assert "allt från inget till alla" in plain(share(0, 1), "sv")


def test_a_list_with_no_project_in_the_sides_has_no_share():
    assert "no project lies, or may lie, in either side" in plain(
        about("balance.projects.all.north_share", None, None, unit="share")
    )


@given(ends=ENDS, language=LANGUAGES)
def test_an_answer_is_inside_outside_or_cannot_be_told(ends, language):
    told = plain(against(*ends), language)
    open_ = {"en": "cannot be told", "sv": "går det inte att avgöra"}[language] in told
    within = {"en": " lies within ", "sv": " ligger norrs andel av projekten inom "}[language]
    inside = ends[0] >= -5 and ends[1] <= 5
    outside = ends[1] < -5 or ends[0] > 5
    assert open_ == (not inside and not outside)
    assert (within in told and not open_) == inside
    assert ({"en": " above ", "sv": " över "}[language] in told) == (ends[0] > 5)
    assert ({"en": " below ", "sv": " under "}[language] in told) == (ends[1] < -5)


@given(ends=ENDS, language=LANGUAGES)
def test_a_district_is_behind_only_where_the_whole_range_is(ends, language):
    finding = about("priority.x.votes.gap.Farsta", *ends, areas=("Farsta",), unit="points")
    told = plain(finding, language)
    behind = {"en": " behind, ", "sv": " efter, "}[language]
    if ends[0] < ends[1]:
        assert (behind in told) == (ends[0] > 0)
        untold = {"en": "cannot be told", "sv": "går inte att avgöra"}[language]
        assert (untold in told) == (ends[0] <= 0 <= ends[1])


def test_one_district_is_furthest_behind_and_several_may_be():
    one = about("priority.x.votes.largest_gap", 2, 3, areas=("Farsta",), unit="points")
    assert "Farsta is furthest behind, by 2.0–3.0 points" in plain(one)
    several = one.model_copy(update={"areas": ("Farsta", "Älvsjö")})
    assert "It may be Farsta or Älvsjö, by 2.0–3.0 points" in plain(several)
    none = one.model_copy(update={"areas": (), "low": None, "high": None, "range_of": None})
    assert "it cannot be told which area is furthest behind." in plain(none)


def test_a_theme_without_projects_shows_none_found():
    finding = ex.finding(
        "priority.x.votes.projects_in_largest_gap",
        0.0,
        unit="projects",
        method=Note(message="0 of {all:d} found", values={"all": 35}),
    )
    assert plain(finding).endswith(": 0 of 35 found.")
    assert plain(finding, "sv").endswith(": 0 av 35 funna.")


def test_projects_in_one_of_several_districts_are_where_the_gap_may_be_largest():
    finding = about(
        "priority.x.votes.projects_in_largest_gap", 0, 2, unit="projects", areas=("A", "B")
    )
    assert "where the gap may be largest there are 0–2 projects" in plain(finding)
    alone = finding.model_copy(update={"areas": ("A",)})
    assert "where the gap is largest there are 0–2 projects" in plain(alone)


def test_a_theme_of_ones_own_may_be_called_as_one_likes():
    known = about("priority.known.votes.gap.A", 1, 2, areas=("A",), unit="points")
    assert "A is 1.0–2.0 points behind" in plain(known)


def test_nothing_comparable_is_nothing_to_check_and_never_nothing_covered():
    method = Note(message="", values={"count": 0, "target": 142.0})
    finding = about("forecast.covered", 0.0, 142.0, unit="MSEK", period="2017", method=method)
    assert "nothing can be checked against 142 million SEK" in plain(finding)
    assert "ingenting går att stämma av mot 142 mnkr" in plain(finding, "sv")


def test_what_was_spent_is_not_known_and_not_nothing():
    finding = about("forecast.spent", None, None, unit="MSEK", verdict="open")
    assert plain(finding).endswith("not known, and without an upper end.")


def test_a_study_that_does_not_tell_is_said_not_to():
    finding = about("forecast.scenario.x.budget_80", None, None, unit="MSEK")
    assert "the study does not tell this" in plain(finding)


def test_a_scenario_carries_no_year_of_the_forecast():
    finding = about(
        "forecast.scenario.x.p_exceed",
        0.17,
        0.93,
        unit="share",
        period="2017-2018",
        range_of="scenario",
        subject=Label(en="Study"),
    )
    assert plain(finding) == "Study: 17–93% of its projects cost more than planned."


def test_the_souths_share_of_money_without_costs_is_anything():
    finding = about(
        "balance.money.south_share",
        0.0,
        1.0,
        unit="share",
        definition="water",
        border=ex.BORDERS["water"],
    )
    assert "anything from nothing to all" in plain(finding)


@pytest.mark.parametrize(
    ("ends", "text"), [((142, 142), "142"), ((0, 570), "0–570"), ((2.26, 14), "2.3–14.0")]
)
def test_money_is_whole_from_ten_upwards(ends, text):
    told = msek(about("forecast.x", *ends, unit="MSEK"), "en").replace("\u2060", "")
    assert told == f"{text}\u00a0million SEK"


def test_a_title_sets_lists_apart_only_where_their_ranges_are():
    apart = lists_title([share(0, 0.29), share(0.7, 0.79, "other")], "en")
    assert (
        apart
        == "In the north lie at most 29% of the statement list, at least 70% of the other list"
    )
    assert "cannot be told" in lists_title([share(0, 0.8), share(0.7, 0.79, "other")], "en")
    with pytest.raises(ValueError, match="nothing to tell"):
        lists_title([], "en")


def test_a_title_of_the_matrix_names_the_themes_of_known_projects_only():
    def count(low: float, high: float, theme: str) -> Finding:
        id = f"priority.{theme}.x.projects_in_largest_gap"
        return about(id, low, high, unit="projects", areas=("A",))

    assert gaps_and_projects_title([count(0, 2, "a")], "en").startswith("No project is known")
    told = gaps_and_projects_title([count(0, 2, "a"), count(1, 2, "b"), count(3, 3, "c")], "en")
    assert told == "Projects lie where the gap may be largest in b and c"


def test_a_title_of_phases_adds_nothing_up():
    def money(id: str, value: float) -> Finding:
        return about(id, value, value, unit="MSEK", period="2017-2018")

    told = phases_title([money("forecast.total", 190), money("forecast.decided", 115)], "sv")
    assert told.replace("\u00a0", " ") == (
        "Prognos 190 mnkr för 2017–\u20602018, beslutat 115 mnkr: vad som använts är inte känt"
    )


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "en",
            "Forecast 142 million SEK for 2017 and 48 million SEK for 2018: what was decided and "
            "what was spent are not known",
        ),
        (
            "sv",
            "Prognos 142 mnkr för 2017 och 48 mnkr för 2018: vad som beslutats och vad som "
            "använts är inte känt",
        ),
    ],
)
def test_a_title_without_a_decided_sum_says_that_it_is_not_known(language: str, title: str):
    def forecast(value: float, period: str) -> Finding:
        return about("forecast.total", value, value, unit="MSEK", period=period)

    years = [forecast(142, "2017"), forecast(190, "2017-2018"), forecast(48, "2018")]
    assert phases_title(years, language).replace("\u00a0", " ") == title
    assert "142" in phases_title(years[:1], language)
    with pytest.raises(ValueError, match="no forecast"):
        phases_title([], language)
