"""Of projects and money: what to find out first, and who could tell."""

from equity.findings import Label, Note
from equity.wording.sections.around.unknown import unknowns
from wording import examples as ex

OFFICE = Label(en="the made-up office", sv="det påhittade kontoret")
SPENT = ex.finding("forecast.spent", unit="MSEK", period="2017-2018", verdict="open")
MAPPED = ex.finding("balance.frame.mapped", 150.0, unit="projects", verdict="decided")
ASK = ex.finding(
    "balance.projects.made_up.ask_first",
    2.0,
    unit="projects",
    method=Note(message="Ask first: X1.", sv="Fråga först: X1."),
)


def test_the_places_of_the_mapped_projects_come_before_those_of_the_listed():
    (told,) = unknowns([MAPPED, ASK], {}, {}, "sv", could_tell=OFFICE).items
    assert told.index("av de 150 som staden kartlade") < told.index("Därefter: var de funna")
    assert "X1" not in told  # the claim of its list names it
    assert told.endswith("Vem kan svara: det påhittade kontoret.")
    (alone,) = unknowns([ASK], {}, {}, "sv", could_tell=OFFICE).items
    assert alone.startswith("Fråga först: X1.")


def test_what_was_spent_is_asked_for_only_while_it_is_unknown():
    (told,) = unknowns([SPENT], {}, {}, "sv", could_tell=OFFICE).items
    assert "Ta först reda på vad som använts, år för år och projekt för projekt." in told
    known = SPENT.model_copy(update={"value": 1.0})
    assert unknowns([known], {}, {}, "sv", could_tell=OFFICE).items == ()


def test_nobody_is_invented_where_the_city_does_not_say_who_could_tell():
    (told,) = unknowns([SPENT], {}, {}, "en").items
    assert told.endswith("Who could tell is not stated.")
