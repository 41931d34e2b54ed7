"""The one page's answer: differences, projects and money, in three to five sentences."""

import re

import pytest

import equity
from equity.findings import Findings
from equity.wording.sections.say import ask, say
from equity.wording.sections.whole import in_short
from wording.examples import everything
from wording.sections.reading import lix, sentences, words_a_sentence


@pytest.fixture(scope="module")
def known(city):
    differences = equity.overview(
        city.observations, city.sides, city.neighbours, indicators=city.headline
    )
    facts, amounts = city.tables["budget_facts"], city.tables["project_amounts"]
    ours = city.identity.payers
    spread = equity.balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=city.tables["projects"],
        facts=facts,
        amounts=amounts,
        apart=city.apart,
        city_payers=ours,
    )
    return in_short(differences + spread + equity.forecast(facts, amounts, city_payers=ours))


def test_the_answer_speaks_of_differences_projects_and_money_in_five_sentences_at_most(known):
    leads = say(known, "sv").paragraphs[:-1]
    assert 3 <= len(leads) <= 5
    assert any("projekten" in lead for lead in leads)
    assert any("pengarna" in lead for lead in leads)


def test_what_cannot_be_told_or_depends_on_the_border_stands_in_the_first_two_sentences(known):
    first, second, *_ = say(known, "en").paragraphs
    assert "may depend on how the border" in first
    assert "cannot be told" in second


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_claim_says_how_sure_it_is_and_why(known, language):
    claims = say(known, language).claims
    assert all(claim.verdict_label and claim.sure for claim in claims)
    assert len({claim.title for claim in claims}) == len(claims)


def test_the_numbers_of_projects_and_money_come_from_findings_that_are_kept(known):
    keys = {f.key for f in known}
    assert all(key in keys for claim in say(known, "sv").claims for key in claim.findings)


def test_what_the_page_does_not_need_is_left_out_and_no_difference_is(known):
    assert not known.starting("balance.projects.kind.")
    assert not [f for f in known if f.id.startswith("balance.money.equal")]
    assert known.starting("gap.")


def test_a_city_without_projects_and_money_has_the_plain_answer():
    plain = say(everything(), "en")
    assert not any("projects" in text for text in plain.paragraphs)
    assert ask(everything(), "en").title == "Do north and south differ?"


def test_the_forecast_is_told_year_by_year_as_it_was_published(known):
    *_, money, _ = say(known, "sv").paragraphs
    plain = re.sub(r"\s", " ", money)
    assert "142 mnkr för 2017 och 48 mnkr för 2018" in plain
    assert "115 mnkr" in plain


def test_a_forecast_where_nothing_is_decided_is_told_with_that(known):
    *_, money, _ = say([f for f in known if f.id != "forecast.decided"], "en").paragraphs
    assert "neither what was decided nor what was spent is published" in money
    assert "115" not in money


def test_money_that_was_spent_is_told_and_not_called_unknown(known):
    spent = known.get("forecast.spent", "2017-2018")
    told = spent.model_copy(update={"value": 99.0, "low": 99.0, "high": 99.0, "verdict": "decided"})
    changed = Findings(told if f.key == spent.key else f for f in known)
    claim = say(changed, "en").claims[-1]
    assert claim.title == "Money: forecast, decided and spent."
    assert claim.verdict == "decided"
    assert not any("spent is not published" in text for text in say(changed, "en").paragraphs)


def test_the_swedish_answer_is_plain(known):
    passage = say(known, "sv")
    leads = passage.model_copy(update={"claims": ()})
    assert words_a_sentence(sentences(leads)) < 20
    assert lix(sentences(leads)) < 45
    assert lix(sentences(passage)) < 45


def test_the_question_asks_for_differences_projects_money_and_how_sure(known, city):
    asked = ask(known, "sv", city.sides.values())
    assert re.search("skillnaderna.*projekten.*pengarna.*säkra", " ".join(asked.paragraphs))
    assert len(asked.items) == len(city.sides)
