"""Numbers in text: where they stand, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Digits in groups of three, or in one piece; decimals; a school year ("2024/25") is one number.
_NUMBERS: Final = {
    "sv": re.compile(r"[\u2212+]?(?:\d{1,3}(?:\u202f\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?(?:/\d+)?)"),
    "en": re.compile(r"[\u2212+]?(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:/\d+)?)"),
}


@dataclass(frozen=True)
class Token:
    """A number as it stands in a text: from start to end, with so many decimals."""

    start: int
    end: int
    text: str
    decimals: int


def tokens(text: str, language: str) -> Iterator[Token]:
    """Yield every number of a text, in order; no digit is left out.

    language: "sv" with decimal commas and thin spaces, "en" with points and commas.

    >>> [token.text for token in tokens("−0,7 till +2,3 av 26\u202f965 år 2024/25", "sv")]
    ['−0,7', '+2,3', '26\u202f965', '2024/25']
    """
    point = "," if language == "sv" else "."
    for match in _NUMBERS[language].finditer(text):
        decimals = len(match.group().partition(point)[2])
        yield Token(match.start(), match.end(), match.group(), decimals)


def has_digit(text: str) -> bool:
    """Tell whether a text holds a digit.

    >>> has_digit("årskurs 9"), has_digit("årskursen")
    (True, False)
    """
    return any(sign.isdecimal() for sign in text)
