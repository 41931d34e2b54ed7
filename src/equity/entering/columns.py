"""What a column of a spreadsheet holds: numbers, years or text, and no number as text unsaid."""

from __future__ import annotations

import re
from typing import Final, Literal

import pandas as pd

from equity.errors import Problem
from equity.projects.entry.numbers import plain_numbers
from equity.raw.numbers import DASHES, MINUS, SPACES, Unread, read_number

Kind = Literal["string", "integer", "number", "year"]
PERIODS: Final = ("year", "år", "period", "läsår", "school_year")
_YEAR: Final = re.compile(r"(19|20)[0-9]{2}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2}|[0-9]{2})?")
_FIGURE: Final = re.compile(rf"[{SPACES}0-9.,'\u2019%+{DASHES}{MINUS}-]*")
_WORD: Final = re.compile(r"[^\W\d_]{2}|[^\W\d_].*[0-9]|[0-9].*[^\W\d_]|/")


def read_column(texts: pd.Series, file: str) -> tuple[Kind, pd.Series, list[Problem]]:
    """Return what a column holds, its cells as the raw tables write them, and what is amiss.

    A column is one of numbers where at least as many cells look like figures as hold words;
    then every cell has to be a number, or blank. Codes with leading zeros, dates and periods
    such as 2024/25 are text. A number is never made text, nor a text number, without a word.

    texts: the cells, by row; the column's name is theirs. file: what to blame.

    >>> kind, cells, _ = read_column(pd.Series(["14,2", "", "1 250,5"], [2, 3, 4], name="x"), "f")
    >>> kind, cells.tolist()
    ('number', ['14.2', '', '1250.5'])
    """
    name = str(texts.name)
    filled = texts[texts != ""]
    if filled.empty:
        return "string", texts, []
    if name.lower() in PERIODS and filled.map(_YEAR.fullmatch).map(bool).all():
        return "year", texts, []
    if not _holds_numbers(filled):
        return "string", texts, []
    plain, problems = plain_numbers(texts, file)
    if not problems:
        problems = _unread(plain[filled.index], texts, file)
    whole = all(not isinstance(read_number(t, "integer"), Unread) for t in plain[filled.index])
    return "integer" if whole else "number", plain, problems


def _holds_numbers(filled: pd.Series) -> bool:
    """Say whether a column's cells are meant as numbers, well written or not."""
    figures = filled[filled.map(_FIGURE.fullmatch).map(bool) & filled.str.contains("[0-9]")]
    if figures.empty or figures.map(_DATE.fullmatch).map(bool).all():
        return False
    if figures.str.fullmatch("[0-9]+").all() and figures.str.match("0[0-9]").any():
        return False  # codes, such as 0180
    return len(figures) >= filled.map(_WORD.search).map(bool).sum()


def _unread(plain: pd.Series, texts: pd.Series, file: str) -> list[Problem]:
    """Return the cells of a column of numbers that are none, and minus signs of two kinds."""
    name = str(texts.name)
    otherwise = f"; if the column holds text, say so: --text {name!r}"
    problems = []
    for row, text in zip(map(int, plain.index), plain, strict=True):
        found = read_number(str(text), "number")
        if isinstance(found, Unread):
            blank = not any(sign.isdigit() for sign in str(text))
            fix = "leave the cell blank where no figure is published" if blank else found.fix
            expected = "a number, as the other cells of the column"
            shown = str(texts[row])
            problems.append(Problem(file, row, name, shown, expected, fix + otherwise))
    signs = plain[plain.str.startswith(("-", MINUS))].str[0]
    if signs.nunique() > 1:
        odd = int(signs.index[signs == MINUS][0])
        expected = "one and the same minus sign in a column"
        shown = str(texts[odd])
        problems.append(Problem(file, odd, name, shown, expected, "write - (U+002D)"))
    return problems
