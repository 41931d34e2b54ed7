"""Numbers as a Swedish office types them: decimal commas and spaces, read only where sure."""

from __future__ import annotations

import re

import pandas as pd

from equity.errors import Problem
from equity.raw.numbers import MINUS, SPACES

SIGN = rf"(?P<sign>[-{MINUS}]?)"
COMMA = re.compile(rf"{SIGN}(?P<whole>[0-9]+),(?P<part>[0-9]+)")
GROUPED = re.compile(
    rf"{SIGN}(?P<whole>[1-9][0-9]{{0,2}}(?:[{SPACES}][0-9]{{3}})+)(?:,(?P<part>[0-9]+))?"
)
POINT = re.compile(rf"{SIGN}[0-9]+\.[0-9]+")


def plain_numbers(texts: pd.Series, file: str) -> tuple[pd.Series, list[Problem]]:
    """Return a column of numbers as the raw tables write them, and where that cannot be done.

    A decimal comma becomes a point, and spaces between groups of three digits go. `1,250` may
    be 1.25 or 1250: it is read only where another number of the column shows that the comma is
    decimal. A column with both signs is refused. Everything else stays as typed, to be refused
    where it is no number.

    texts: the cells of one column, by row; its name is the column's. file: what to blame.

    >>> plain_numbers(pd.Series(["14,2", "1 250,5", "14 2"], [2, 3, 4], name="x"), "f")[0].tolist()
    ['14.2', '1250.5', '14 2']
    """
    column = str(texts.name)
    cells = {int(str(row)): str(text) for row, text in texts.items()}
    commas = [row for row, text in cells.items() if _is_decimal_comma(text)]
    points = [row for row, text in cells.items() if POINT.fullmatch(text)]
    if commas and points:
        expected = f"one decimal sign in a column; row {points[0]} has {cells[points[0]]!r}"
        fix = "write all of them with a comma, or all with a point"
        return texts, [Problem(file, commas[0], column, cells[commas[0]], expected, fix)]
    problems = []
    for row, text in cells.items():
        if match := GROUPED.fullmatch(text) or COMMA.fullmatch(text):
            whole = match["sign"] + re.sub(rf"[{SPACES}]", "", match["whole"])
            plain = f"{whole}.{match['part']}" if match["part"] else whole
            if not commas and COMMA.fullmatch(text):
                fix = f"write {plain} or {text.replace(',', '')}, as the source has it"
                expected = "a number that can be read in one way only"
                problems.append(Problem(file, row, column, text, expected, fix))
            else:
                cells[row] = plain
    return pd.Series(cells, name=column, dtype=object), problems


def _is_decimal_comma(text: str) -> bool:
    """Whether the comma of a number can only be a decimal one."""
    match = COMMA.fullmatch(text)
    if match:
        return len(match["part"]) != 3 or match["whole"] == "0"
    match = GROUPED.fullmatch(text)
    return bool(match and match["part"])
