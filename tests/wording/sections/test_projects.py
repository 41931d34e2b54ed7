"""The answers on projects, money and priorities: how the lists came about stands first."""

import pytest

from equity.city import City
from equity.findings import Findings, Label, Note
from equity.priorities.priority import priority
from equity.projects.balance import balance
from equity.projects.forecast import forecast
from equity.projects.risk import scenarios
from equity.wording.projects import needed_together
from equity.wording.sections.projects import (
    money_answer,
    priority_answer,
    project_answer,
    project_table,
    risk_answer,
)
from wording import examples as ex
from wording.sections.reading import lix, sentences, words_a_sentence

LISTS = ["statement", "programme", "other", "all"]
PEOPLE = Label(en="the eligible", sv="de röstberättigade")


@pytest.fixture(scope="module")
def balanced(city: City) -> Findings:
    return balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=city.tables["projects"],
        facts=city.tables["budget_facts"],
        amounts=city.tables["project_amounts"],
        apart=city.apart,
    )


@pytest.fixture(scope="module")
def money(city: City, balanced: Findings) -> Findings:
    facts, amounts = city.tables["budget_facts"], city.tables["project_amounts"]
    found = forecast(facts, amounts, payers=city.tables["payers"])
    return found + balanced.starting("balance.money")


@pytest.fixture(scope="module")
def risk(city: City) -> Findings:
    return scenarios(
        city.tables["it_overrun_reference"], 190.0, sources=("seed",), period="2017-2018"
    )


@pytest.fixture(scope="module")
def themes(city: City) -> Findings:
    return priority(city.observations, city.projects, city.tables["themes"])


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


def made_up(told: dict[str, tuple[float, float]], name: str = "mine") -> Findings:
    """Return a list set against its yardstick, by border: how far above it lies; made up."""
    values = {"tolerance": 5.0, "people": PEOPLE}
    return Findings(
        ex.gap(
            Label(en="my list", sv="min lista"),
            f"balance.projects.{name}.against.eligible",
            border,
            None,
            ends=ends,
            method=Note(message="", values=values),
        )
        for border, ends in told.items()
    )


def test_how_the_lists_came_about_stands_before_any_balance(balanced):
    first, second, third, *more = project_answer(balanced, "sv").paragraphs
    assert first.startswith("Ingen lista speglar alla projekt.")
    assert "en enda stadsdelsnämnd" in second
    assert "någon hade skrivit om dem" in third
    assert "150\u00a0projekt" in more[0]
    assert "är inte publicerat" in more[1]


def test_each_list_has_one_claim_with_every_border(balanced, language):
    claims = project_answer(balanced, language).claims
    lists = [claim.findings[0][0].split(".")[2] for claim in claims]
    assert lists == LISTS
    assert all(len(claim.text) == len(claim.ranges) == 3 for claim in claims)
    assert [claim.verdict for claim in claims] == ["decided", "open", "decided", "open"]


def test_the_lists_say_the_opposite_of_each_other(balanced):
    titles = [claim.title for claim in project_answer(balanced, "sv").claims]
    assert "norr har färre än norrs andel av" in titles[0]
    assert "det går inte att avgöra" in titles[1]
    assert "norr har fler än norrs andel av" in titles[2]


def test_a_list_of_ones_own_is_told_without_the_selection_of_another():
    passage = project_answer(made_up({"water": (-1, 1), "outer": (-2, 2)}), "en")
    assert len(passage.paragraphs) == 1
    assert passage.claims[0].title == (
        "My list: the north has about its share of the eligible, with every border tried."
    )


def test_borders_that_say_different_things_leave_the_answer_to_the_border():
    (claim,) = project_answer(made_up({"water": (8, 9), "outer": (-9, -8)}), "sv").claims
    assert claim.verdict == "definitions"
    assert claim.title == "Min lista: svaret beror på var gränsen dras."


def test_lists_without_the_yardstick_are_refused(balanced):
    with pytest.raises(ValueError, match="'flats'"):
        project_answer(balanced, "sv", "flats")


def test_borders_that_need_the_same_places_share_a_sentence():
    found = [
        ex.gap(
            PEOPLE,
            "balance.projects.mine.against.eligible.places_needed",
            border,
            value,
            unit="projects",
            verdict="open",
        )
        for border, value in [("water", 4), ("yearbook", 1), ("outer", 4)]
    ]
    told = [text.replace("\u00a0", " ") for text in needed_together(found, "sv")]
    assert len(told) == 2
    assert told[0].startswith("Med gränserna Vattnet och Ytterstaden måste platsen för minst 4")
    assert told[1].startswith("Med gränsen Årsboken måste platsen för minst 1")


def test_every_project_is_a_row_and_an_unknown_place_is_told(city, language):
    projects = city.tables["projects"]
    table = project_table(projects, city.projects, language).table
    assert [row[0] for row in table.rows] == list(projects["project_id"])
    rows = {row[0]: row for row in table.rows}
    unknown = {"sv": "inte känt", "en": "not known"}[language]
    assert rows["P11"][3:] == (unknown, unknown)
    assert rows["P01"][4] == "Hägersten-Liljeholmen"
    assert rows["P15"][4] == {"sv": "hela staden", "en": "the whole city"}[language]


def test_a_project_without_any_place_is_still_a_row(city):
    projects = city.tables["projects"]
    table = project_table(projects, city.projects.iloc[:0], "sv").table
    assert len(table.rows) == len(projects)
    assert {row[4] for row in table.rows} == {"inte känt"}


def test_the_tolerance_is_named_and_where_it_alone_leaves_the_answer_open(balanced):
    told = {claim.findings[0][0].split(".")[2]: claim.sure for claim in answered(balanced)}
    assert set(told) == {"statement", "programme", "other", "all"}
    assert all("Den gränsen har vi valt." in " ".join(sure) for sure in told.values())
    only = [name for name, sure in told.items() if "är norrs andel lägre" in " ".join(sure)]
    assert only == ["all"]
    assert any(text.startswith("Med gränsen Årsboken är norrs andel") for text in told["all"])


def answered(balanced):
    return project_answer(balanced, "sv").claims


def test_the_money_is_told_once_with_its_years_beside(money, language):
    claims = money_answer(money, language).claims
    ids = [claim.findings[0][0] for claim in claims]
    assert ids == [
        "forecast.total",
        "forecast.per_resident",
        "forecast.decided",
        "forecast.decided_per_forecast",
        "forecast.spent",
        "forecast.covered",
        "balance.money.south_share",
    ]
    assert [year in claims[0].title for year in ("142", "48", "190")] == [True, True, False]
    assert len(claims[0].text) == 1
    assert "190" in claims[0].text[0]
    assert {claim.verdict for claim in claims[:4]} == {None}
    assert [claim.verdict for claim in claims[4:]] == ["open", "open", "open"]
    assert len(claims[6].text) == 2


def test_a_year_with_nothing_comparable_is_not_nothing_of_the_forecast(money):
    claim = money_answer(money, "sv").claims[5]
    told = " ".join([claim.title, *claim.text]).replace("\u00a0", " ")
    assert "ingenting går att stämma av mot 142 mnkr" in told
    assert "0 av 142" not in told


def test_studies_stand_side_by_side_with_what_they_are_of(risk):
    passage = risk_answer(risk, "sv")
    assert [claim.title.partition(":")[0] for claim in passage.claims][-1].startswith("Riksrev")
    assert len(passage.claims) == 4
    assert all(len(claim.text) == 1 for claim in passage.claims)
    told = " ".join(passage.paragraphs)
    assert "säger emot varandra" in told
    assert "enskilda projekt efter beslut" in told
    assert "flytta pengar mellan år är inte att dra över" in told


def test_a_theme_is_told_with_where_its_gap_is_largest(themes):
    passage = priority_answer(themes, "sv")
    assert passage.paragraphs[0].startswith("Ingen lista speglar alla projekt.")
    assert len(passage.claims) == 5
    for claim in passage.claims:
        projects, largest = (key[0] for key in claim.findings)
        assert projects.replace("projects_in_", "") == largest
    found = {claim.title.partition(" ")[0]: claim.text[0] for claim in passage.claims}
    assert "det går inte att avgöra vilket område" in found["Demokrati"]
    assert sum("0 av 35 funna" in claim.title for claim in passage.claims) == 3


@pytest.mark.parametrize("answer", [money_answer, risk_answer, priority_answer])
def test_an_answer_without_its_findings_is_refused(answer, language):
    with pytest.raises(ValueError, match="none of the findings"):
        answer(Findings(ex.turnout()), language)


@pytest.fixture
def passages(balanced, money, risk, themes):
    return [
        project_answer(balanced, "sv"),
        money_answer(money, "sv"),
        risk_answer(risk, "sv"),
        priority_answer(themes, "sv"),
    ]


def test_the_answers_are_easy_to_read(passages):
    for passage in passages:
        told = sentences(passage)
        assert words_a_sentence(told) < 20, passage.claims[0].title
        assert lix(told) < 45, passage.claims[0].title


def test_claims_name_each_finding_once_and_only_findings_that_are_there(balanced, passages):
    keys = {f.key for f in balanced}
    for claim in passages[0].claims:
        assert set(claim.findings) <= keys
        assert len(claim.findings) == len(set(claim.findings))


def test_no_project_found_is_told_of_those_found_and_not_as_decided():
    none = ex.finding(
        "priority.made_up.votes.projects_in_largest_gap",
        0.0,
        unit="projects",
        verdict="decided",
        method=Note(message="0 of {all:d} found", values={"all": 35}),
    )
    (claim,) = priority_answer(Findings([none]), "sv").claims
    assert (claim.verdict, claim.verdict_label) == (None, "")
    assert claim.sure[0] == "Gäller de projekt som hittats."
