"""CSV for spreadsheets: numbers stay numbers, texts stay texts, and nothing is a formula."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.excel import BEGINS_FORMULA, as_csv, cell


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")


def test_a_swedish_excel_finds_its_separator_its_decimal_comma_and_its_letters() -> None:
    content = as_csv(["område", "gap"], [["Älvsjö", -1.5], ["Årsta; södra", 0.25]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == 'område;gap\r\nÄlvsjö;-1,5\r\n"Årsta; södra";0,25\r\n'


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_comes_back_to_the_last_digit(numbers: list[float]) -> None:
    back = read(as_csv(["x"], [[number] for number in numbers]))["x"]
    assert [float(one) for one in back] == pytest.approx(numbers, rel=1e-15, abs=0)


@given(st.text(max_size=20))
def test_no_text_begins_a_formula(text: str) -> None:
    told = cell(text)
    assert not told.startswith(BEGINS_FORMULA)
    assert told.removeprefix("'") == text.removeprefix("'") or told == text


@pytest.mark.parametrize("text", ["=SUMMA(B2:B9)", "+46", "@x", "-5", "\t=1", "＝1"])
def test_a_text_that_looks_like_a_formula_is_a_text(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell([text, "b"]).startswith("'")
    assert as_csv([text], []).decode("utf-8-sig").strip('"').startswith("'")


def test_absent_and_no_number_are_empty() -> None:
    assert [cell(None), cell(float("nan")), cell(float("inf")), cell("")] == [""] * 4


def test_a_row_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        as_csv(["a", "b"], [["a"]])
