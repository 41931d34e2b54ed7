"""One word for every answer: what the findings are about decides which is given."""

import pytest

from equity.findings import Findings, Label, Note
from equity.geography.sides import Sides
from equity.wording.sections.answers import answer
from equity.wording.sections.around.background import question
from equity.wording.sections.say import ask, say
from wording import examples as ex

WATER = Label(en="Water", sv="Vattnet")
SIDES = [Sides("water", WATER, Label(en="A lake.", sv="En sjö."), ("A",), ("B",))]


def balanced() -> list:
    values = {"tolerance": 5.0, "people": Label(en="the eligible", sv="de röstberättigade")}
    return [
        ex.gap(
            Label(en="my list", sv="min lista"),
            "balance.projects.mine.against.eligible",
            "water",
            None,
            ends=(8, 9),
            method=Note(message="", values=values),
        )
    ]


def money() -> list:
    fields = {"unit": "MSEK", "period": "2017-2018", "verdict": "decided"}
    return [ex.finding("forecast.total", 190.0, indicator="total", **fields)]


def risk() -> list:
    fields = {"unit": "share", "range_of": "scenario", "indicator": "scenario"}
    name = "forecast.scenario.x.p_exceed"
    return [ex.finding(name, None, low=0.2, high=0.9, **fields)]


def theme() -> list:
    name = "priority.x.votes.projects_in_largest_gap"
    return [ex.finding(name, 1.0, unit="projects", areas=("A",), verdict="decided")]


def test_the_topic_decides_what_is_answered():
    assert "fler än norrs andel" in say(balanced(), "sv").claims[0].title
    assert "190" in say(money(), "sv").claims[0].title
    assert "där gapet är störst finns 1" in say(theme(), "sv").claims[0].title
    assert say(risk(), "sv").title == "Vad andra projekt har kostat"
    assert say(risk(), "sv").anchor == "scenarios"


def test_findings_added_to_others_do_not_change_what_is_asked():
    both = Findings([*money(), *risk(), *balanced()])
    assert [claim.findings[0][0] for claim in say(both, "sv").claims] == ["forecast.total"]


@pytest.mark.parametrize("period", ["latest", "2018"])
def test_gaps_and_levels_are_answered_as_before(period):
    assert say(ex.turnout(), "sv", period) == answer(ex.turnout(), "sv", period)
    assert ask(ex.turnout(), "sv", SIDES) == question(ex.turnout(), "sv", SIDES)


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        (balanced(), "Är projekten rättvist fördelade mellan norr och söder?"),
        (money(), "Går pengarna ihop?"),
        (theme(), "Ligger projekten där gapen är?"),
    ],
)
def test_each_topic_has_its_question(found, asked):
    passage = ask(found, "sv", SIDES)
    assert passage.title == asked
    assert passage.items == ("Vattnet: En sjö.",)


@pytest.mark.parametrize(
    "found",
    [
        [ex.finding("balance.money.equal.Farsta", 1.0, unit="MSEK")],
        [ex.finding("forecast.spent_elsewhere", 1.0, unit="MSEK")],
        [ex.finding("priority.x.votes.gap.A", 1.0, unit="points", areas=("A",))],
    ],
)
def test_findings_that_answer_nothing_are_refused(found):
    with pytest.raises(ValueError, match=r"nothing to answer|none of the findings"):
        say(found, "sv")


def test_no_finding_at_all_is_told_as_such():
    said = say([], "sv")
    assert said.paragraphs == (
        "Ingen publicerad siffra är inlagd, så det går inte att säga något.",
    )
    assert said.claims == ()
