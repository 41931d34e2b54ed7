"""How numbers are written, whatever their size and sign."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.wording import numbers as n

LANGUAGES = st.sampled_from(["sv", "en"])
VALUES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "decimals", "language", "text"),
    [
        (28726, 0, "sv", "28\u202f726"),
        (28726, 0, "en", "28,726"),
        (1234567.85, 1, "sv", "1\u202f234\u202f567,9"),
        (-1.5, 2, "sv", "\u22121,50"),
        (-1.5, 2, "en", "\u22121.50"),
        (-0.04, 1, "sv", "0,0"),
        (-0.04, 1, "en", "0.0"),
        (-0.25, 1, "sv", "\u22120,3"),
        (0.25, 1, "sv", "0,3"),
        (2.675, 2, "sv", "2,68"),
        (1e-12, 0, "en", "0"),
    ],
)
def test_a_number_is_written_as_the_language_does(value, decimals, language, text):
    assert n.number(value, decimals, language) == text


@given(VALUES, st.integers(0, 4), LANGUAGES)
def test_no_number_has_an_ascii_minus_or_a_breaking_space_or_a_signed_zero(value, decimals, lang):
    for text in (n.number(value, decimals, lang), n.signed(value, decimals, lang)):
        assert "-" not in text
        assert " " not in text
        assert not re.fullmatch(r"[\u2212+]0([.,]0*)?", text)


@given(VALUES, st.integers(0, 4), LANGUAGES)
def test_a_number_can_be_read_back(value, decimals, language):
    text = n.number(value, decimals, language)
    plain = text.replace("\u2212", "-").replace("\u202f", "")
    plain = plain.replace(",", ".") if language == "sv" else plain.replace(",", "")
    assert float(plain) == pytest.approx(value, abs=0.500001 * 10**-decimals, rel=1e-12)


def test_a_plus_stands_only_where_it_is_asked_for():
    assert n.number(2.4, 1, "sv") == "2,4"
    assert n.signed(2.4, 1, "sv") == "+2,4"
    assert n.signed(0.01, 1, "sv") == "0,0"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="cannot be shown"):
        n.number(value, 1, "sv")


def test_an_unknown_language_is_refused_by_name():
    for write in (
        lambda: n.number(1, 0, "no"),
        lambda: n.period_text("2018", "no"),
        lambda: n.with_unit("1", "points", "no"),
        lambda: n.listed(["a"], "no"),
    ):
        with pytest.raises(ValueError, match="'no'"):
            write()


@pytest.mark.parametrize(
    ("value", "unit", "swedish", "english"),
    [
        (0.51, "percentage points", "0,5\u00a0procentenheter", "0.5\u00a0percentage points"),
        (87.3, "per cent", "87,3\u00a0%", "87.3%"),
        (0.002, "share", "0,2\u00a0%", "0.2%"),
        (0.542, "share", "54\u00a0%", "54%"),
        (2.42, "per 100", "2,4\u00a0per\u00a0100", "2.4\u00a0per\u00a0100"),
        (10.5, "points", "10,5\u00a0poäng", "10.5\u00a0points"),
        (585.1, "tkr", "585,1\u00a0tkr", "585.1\u00a0thousand SEK"),
        (2758, "votes", "2\u202f758\u00a0röster", "2,758\u00a0votes"),
        (1, "votes", "1\u00a0röst", "1\u00a0vote"),
        (0.125, "index", "0,13", "0.13"),
        (12, "furlongs", "12,0\u00a0furlongs", "12.0\u00a0furlongs"),
    ],
)
def test_a_unit_never_parts_from_its_number(value, unit, swedish, english):
    assert n.amount(value, unit, "sv") == swedish
    assert n.amount(value, unit, "en") == english


@pytest.mark.parametrize(
    ("low", "high", "swedish", "english"),
    [
        (0.43, 0.72, "0,4–\u20600,7\u00a0%", "0.4–\u20600.7%"),
        (-0.25, 2.38, "\u22120,3\u00a0till\u00a0+2,4\u00a0%", "\u22120.3\u00a0to\u00a0+2.4%"),
        (
            -6.1,
            -1.4,
            "\u22126,1\u00a0till\u00a0\u22121,4\u00a0%",
            "\u22126.1\u00a0to\u00a0\u22121.4%",
        ),
        (0.5, 0.5, "0,5\u00a0%", "0.5%"),
        (-0.04, 2.0, "0,0–\u20602,0\u00a0%", "0.0–\u20602.0%"),
    ],
)
def test_a_range_has_words_where_an_end_is_negative(low, high, swedish, english):
    assert n.range_text(low, high, 1, "per cent", "sv") == swedish
    assert n.range_text(low, high, 1, "per cent", "en") == english


@given(VALUES, VALUES, LANGUAGES)
def test_a_range_has_no_place_to_break(first, second, language):
    low, high = sorted((first, second))
    text = n.span(low, high, "per 100", language)
    assert " " not in text
    assert not re.search("\u2013(?!\u2060)", text)


def test_more_decimals_are_shown_where_fewer_would_mislead():
    assert n.span(-0.02, 1.3, "per cent", "sv").startswith("\u22120,02")
    assert n.span(0.51, 0.53, "per cent", "en") == "0.51–\u20600.53%"
    assert n.span(0, 1.3, "per cent", "en") == "0.0–\u20601.3%"


def test_periods_are_written_as_years_school_years_sums_and_changes():
    assert n.period_text("2018", "sv") == "2018"
    assert n.period_text("2024/25", "en") == "school year 2024/25"
    assert n.period_text("2017-2018", "sv") == "2017–\u20602018"
    assert n.period_text("2020/21..2024/25", "sv") == ("från läsåret 2020/21 till läsåret 2024/25")
    assert n.period_text("2014..2018", "en") == "from 2014 to 2018"
    assert n.period_text(None, "sv") == ""


def test_words_are_joined_without_a_comma_before_the_last():
    assert n.listed(["a", "b", "c"], "en") == "a, b and c"
    assert n.listed(["a", "b"], "sv") == "a och b"
    assert n.listed([], "sv") == ""


def test_percentages_points_and_counts_have_their_own_words():
    assert n.percent(-0.04, 1, "sv") == "0,0\u00a0%"
    assert n.points(-1.5, 1, "sv") == "\u22121,5\u00a0procentenheter"
    assert n.count(4839, "sv") == "4\u202f839"
    assert n.unit_name("share", "sv") == "procent"
