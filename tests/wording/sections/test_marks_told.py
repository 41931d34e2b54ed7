"""What is drawn beside a claim: a share on the scale of its whole, a gap on its own."""

import equity
from equity.wording.sections.say import say


def test_shares_of_projects_are_drawn_on_the_scale_from_nothing_to_everything(city):
    found = equity.balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=city.tables["projects"],
        facts=city.tables["budget_facts"],
    )
    marks = [mark for claim in say(found, "sv").claims for mark in claim.ranges]
    assert len(marks) >= 12
    assert {mark.whole for mark in marks} == {1.0}


def test_gaps_are_drawn_on_a_scale_of_their_own(city):
    found = equity.gap(
        city.observations, city.sides.values(), indicator="turnout_riksdag", period="2018"
    )
    marks = [mark for claim in say(found, "sv").claims for mark in claim.ranges]
    assert {mark.whole for mark in marks} == {None}
