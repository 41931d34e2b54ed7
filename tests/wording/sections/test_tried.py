"""Beside every answer stands what its range tries, and what it leaves out."""

import pytest

from equity.differences.profile import profile
from equity.findings import Note
from equity.wording.sections.answers import answer
from equity.wording.sections.around.background import method
from equity.wording.sections.tried import tried
from equity.wording.sentences import sentence
from wording import examples as ex


def test_a_range_of_places_says_that_it_tries_every_place():
    assert tried(ex.employed(), "sv") == [
        "En del av det som räknats saknar plats. Spannet prövar alla platser."
    ]


def test_an_exact_value_tries_nothing():
    assert tried([ex.gap(ex.TURNOUT, "gap.t", "water", 1.0, ends=(1.0, 1.0))], "en") == []


def test_what_is_the_same_with_every_border_is_told_once_and_else_with_its_border():
    out = [Note(message="Left out: {n}.", values={"n": n}, sv="Saknas: {n}.") for n in (3, 3, 2)]
    found = [
        f.model_copy(update={"caveats": (note,)}) for f, note in zip(ex.schools(), out, strict=True)
    ]
    assert tried(found, "sv") == [
        "Påhittat.",
        "Vattnet och Årsboken: Saknas: 3.",
        "Ytterstaden: Saknas: 2.",
    ]


def test_no_answer_says_that_a_range_over_weights_is_all_that_is_possible():
    passage = answer(ex.everything(), "sv")
    told = " ".join([*passage.paragraphs, *(s for c in passage.claims for s in c.sure)])
    assert "allt som är möjligt" not in told
    assert "prövar alla vikter." not in told


def test_a_decided_gap_over_weights_holds_only_for_what_was_tried():
    found = [
        f.model_copy(update={"low": 1.0, "high": 30.0, "value": 9.0, "verdict": "decided"})
        for f in ex.schools()
    ]
    sure = answer(found, "sv").claims[0].sure
    assert sure[0] == "Gäller för allt som prövats av det okända."
    assert "Avgjort: Gäller för allt som prövats av det okända." in method(found, "sv").paragraphs
    assert answer(ex.employed(), "sv").claims[0].sure[0] == (
        "Gäller vad som än visar sig om det okända."
    )
    level = found[0].model_copy(update={"id": "level.merit_rating.Farsta", "definition": None})
    assert sentence(level, "sv").endswith(", med alla vikter som prövats.")


@pytest.mark.parametrize("indicator", ["merit_rating", "eligible_vocational"])
def test_beside_a_gap_between_schools_stands_all_that_the_range_leaves_out(city, indicator):
    found = profile(city.observations, city.sides, city.neighbours, indicator=indicator)
    claims = answer(found, "sv").claims
    sure = " ".join(next(c for c in claims if c.findings[0][0].startswith("gap.")).sure)
    sure = sure.replace("\u00a0", " ")
    assert "alla vikter mellan 10 % och 33 %" in sure
    assert "får stå för antalet elever i årskurs 9" in sure
    assert "Tal som inte är publicerade och inte räknas med:" in sure
    assert "29 procent av eleverna i Rinkeby-Kista går i skola i ett annat område" in sure
    ends_only = "några tal bara är publicerade som en gräns"
    assert (ends_only in sure) == (indicator == "eligible_vocational")


def test_beside_what_is_decided_stands_what_its_range_does_not_try(city):
    found = profile(
        city.observations, city.sides, city.neighbours, indicator="employed_per_100_eligible"
    )
    claims = answer(found, "sv").claims
    decided = next(c for c in claims if c.findings[0][0].startswith("gap."))
    assert decided.verdict == "decided"
    assert "De förvärvsarbetande räknades 2016 och de röstberättigade 2018." in " ".join(
        decided.sure
    )


def test_findings_without_a_border_are_told_without_one():
    notes = [(), (Note(message="Left out: 3.", sv="Saknas: 3."),), ()]
    found = [
        f.model_copy(update={"caveats": caveats, "definition": None, "border": None})
        for f, caveats in zip(ex.schools(), notes, strict=True)
    ]
    assert tried(found, "sv") == ["Påhittat.", "Saknas: 3."]
