"""Words that need it are explained, once, where they are used."""

import pytest

from equity.wording.sections.around.terms import terms_of


def test_only_words_that_stand_in_the_texts_are_explained_in_their_order():
    told = terms_of(["Valkretsens röster kan flytta 2\u00a0procentenheter.", "En valkrets."], "sv")
    assert [name for name, _ in told] == ["valkrets", "procentenheter"]
    assert terms_of(["Ingenting."], "sv") == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("sv", "Meritvärdet är högre.", "meritvärde"),
        ("en", "Merit rating in grade 9", "merit rating"),
        ("en", "two constituencies", "constituency"),
        ("sv", "Det gäller de röstberättigade", "röstberättigade"),
    ],
)
def test_a_word_is_known_in_its_inflections_and_with_a_capital(language, text, name):
    ((told, meaning),) = terms_of([text], language)
    assert told == name
    assert meaning.endswith(".")


def test_a_word_inside_another_is_not_that_word():
    assert terms_of(["ineligible", "kommunvalkrets"], "en") == []
    assert terms_of(["kovariansen"], "sv") == []


def test_no_explanation_holds_a_number_that_no_finding_has():
    told = terms_of(["mnkr procentenheter meritvärde varians prisnivå Morans I"], "sv")
    assert len(told) == 6
    assert not any(sign.isdecimal() for pair in told for sign in "".join(pair))
