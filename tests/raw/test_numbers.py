"""Numbers are read in one way; anything else is refused, with the number meant if one can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.raw.numbers import Unread, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0.0), ("14.2", 14.2), ("-5", -5.0), ("\u22125", -5.0), ("1250.50", 1250.5)],
)
def test_a_number_with_a_decimal_point_is_read(text: str, value: float) -> None:
    assert read_number(text, "number") == value


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("14,2", "write 14.2,"),
        ("0,142", "write 0.142,"),
        ("1 250,5", "write 1250.5,"),
        ("1\u00a0250,5", "write 1250.5,"),
        ("1\u202f250,5", "write 1250.5,"),
        ("1.250,5", "write 1250.5,"),
        ("9 120", "write 9120,"),
        ("1,250", "write 1.250 or 1250,"),
        ("-14,2", "write -14.2,"),
        ("–5", "write -5,"),
        ("'-5", "write -5,"),
        ("+5", "write 5,"),
        ("87 %", "write 87,"),
        ("007", "write 7,"),
        (" 5", "write 5,"),
    ],
)
def test_a_number_written_in_another_way_is_refused_with_the_number_meant(
    text: str, fix: str
) -> None:
    read = read_number(text, "number")
    assert isinstance(read, Unread)
    assert read.fix.startswith(fix)


@pytest.mark.parametrize(
    "text", ["14 2", "1 42", "1,2,3", "NA", "nan", "inf", "1e5", "", "..", "=1+1", "٣", "1_000"]
)
def test_what_can_be_read_in_several_ways_or_none_gets_no_proposal(text: str) -> None:
    read = read_number(text, "number")
    assert isinstance(read, Unread)
    assert not any(character.isdigit() for character in read.fix)


@pytest.mark.parametrize("text", ["2018.0", "18", "2018-2019", "02018"])
def test_a_year_has_four_digits(text: str) -> None:
    assert isinstance(read_number(text, "year"), Unread)


def test_a_whole_number_takes_no_decimals() -> None:
    assert read_number("120.0", "integer") == Unread("a whole number", "write 120")
    assert isinstance(read_number("12.5", "integer"), Unread)


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_is_read_as_itself(number: int) -> None:
    assert read_number(str(number), "integer") == number


def test_a_number_too_long_to_be_held_exactly_is_refused() -> None:
    assert isinstance(read_number("9" * 16, "integer"), Unread)
    assert isinstance(read_number("9" * 30, "number"), Unread)


@given(st.text(max_size=8))
def test_a_text_is_read_only_if_python_reads_the_same(text: str) -> None:
    read = read_number(text, "number")
    if not isinstance(read, Unread):
        assert read == float(text.replace("\u2212", "-"))


@given(st.text(alphabet="0123456789 ,.'-\u2212\u00a0", min_size=1, max_size=10))
def test_a_proposed_number_can_be_read(text: str) -> None:
    read = read_number(text, "number")
    if isinstance(read, Unread) and read.fix.startswith("write "):
        proposed = read.fix.removeprefix("write ").split(",")[0].split(" or ")
        for one in proposed:
            assert not isinstance(read_number(one, "number"), Unread), (text, read)
