"""Numbers, units and periods as text, in Swedish and in English.

A minus is a real one (U+2212). What belongs together never parts at a line break: thousands are
parted by a no-break space, a number and its unit by another, and a word joiner follows the dash
of a range. Between a sign and its digits no line breaks by itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel.lists import format_list
from babel.numbers import format_decimal

MINUS: Final = "\u2212"
NO_BREAK: Final = "\u00a0"
THIN: Final = "\u202f"
DASH: Final = "\u2013\u2060"
LOCALES: Final = {"sv": "sv", "en": "en_GB"}
MOST_DECIMALS: Final = 3

# Unit of a finding → one and many in each language.
UNITS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "percentage points": {
        "en": ("percentage points", "percentage points"),
        "sv": ("procentenheter", "procentenheter"),
    },
    "points": {"en": ("points", "points"), "sv": ("poäng", "poäng")},
    "per 100": {"en": ("per 100", "per 100"), "sv": ("per 100", "per 100")},
    "tkr": {"en": ("thousand SEK", "thousand SEK"), "sv": ("tkr", "tkr")},
    "MSEK": {"en": ("million SEK", "million SEK"), "sv": ("mnkr", "mnkr")},
    "votes": {"en": ("vote", "votes"), "sv": ("röst", "röster")},
    "projects": {"en": ("project", "projects"), "sv": ("projekt", "projekt")},
    "SEK": {"en": ("krona", "kronor"), "sv": ("krona", "kronor")},
    "rank": {"en": ("", ""), "sv": ("", "")},
    "administrations": {
        "en": ("administration", "administrations"),
        "sv": ("förvaltning", "förvaltningar"),
    },
    "districts": {"en": ("district", "districts"), "sv": ("område", "områden")},
    "count": {"en": ("", ""), "sv": ("", "")},
    "index": {"en": ("", ""), "sv": ("", "")},
}
PER_CENT: Final = ("per cent", "share")
_WHOLE: Final = ("votes", "projects", "districts", "count", "rank", "SEK", "administrations")


def locale_of(language: str) -> str:
    """Return babel's name of the language; ValueError for one that is not spoken here."""
    try:
        return LOCALES[language]
    except KeyError:
        raise ValueError(f"language {language!r}: 'sv' or 'en' expected") from None


def number(value: float, decimals: int, language: str, *, grouped: bool = True) -> str:
    """Write a number with a fixed count of decimals, halves away from zero.

    What rounds to nothing has no sign. ValueError for NaN and the infinite: they are no numbers
    to show.

    >>> number(-1234.56, 1, "en")
    '−1,234.6'
    >>> number(-0.04, 1, "sv")
    '0,0'
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be shown as a number")
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    return _written(_rounded(value, decimals), pattern, locale_of(language))


def signed(value: float, decimals: int, language: str) -> str:
    """Write a number with its sign, also a plus; zero has none.

    >>> signed(2.38, 1, "sv")
    '+2,4'
    """
    plus = "+" if _rounded(value, decimals) > 0 else ""
    return plus + number(value, decimals, language)


def count(value: float, language: str) -> str:
    """Write a count, without decimals.

    >>> count(28726, "en")
    '28,726'
    """
    return number(value, 0, language)


def percent(value: float, decimals: int, language: str) -> str:
    """Write a percentage (87.3, not 0.873) with its sign.

    >>> percent(87.3, 1, "en")
    '87.3%'
    """
    return with_unit(number(value, decimals, language), "per cent", language)


def points(value: float, decimals: int, language: str) -> str:
    """Write a difference between percentages.

    >>> points(0.5, 1, "en").replace(NO_BREAK, " ")
    '0.5 percentage points'
    """
    return with_unit(number(value, decimals, language), "percentage points", language)


def with_unit(text: str, unit: str, language: str) -> str:
    """Put the unit behind a number's text, never parted from it; an unknown unit stays as it is."""
    locale_of(language)
    if unit in PER_CENT:
        return f"{text}{NO_BREAK}%" if language == "sv" else f"{text}%"
    one, many = UNITS.get(unit, {}).get(language, (unit, unit))
    word = (one if text == "1" else many).replace("per 100", f"per{NO_BREAK}100")
    return f"{text}{NO_BREAK}{word}" if word else text


def unit_name(unit: str, language: str) -> str:
    """Return the unit's name for a table's column.

    >>> unit_name("percentage points", "sv")
    'procentenheter'
    """
    if unit in PER_CENT:
        return {"en": "per cent", "sv": "procent"}[language]
    return UNITS.get(unit, {}).get(language, (unit, unit))[1]


def in_unit(value: float, unit: str) -> float:
    """Return the number as it is shown: a share of 0.873 is shown as 87.3.

    >>> in_unit(0.5, "share")
    50.0
    """
    return 100 * value if unit == "share" else value


def decimals_for(unit: str, *values: float) -> int:
    """Return with how many decimals values of a unit are shown.

    Counts have none, an index two, the rest one; shares of ten per cent and more
    none. More, at most three, where a value would else read as nothing, or two as one.

    >>> decimals_for("percentage points", -0.51), decimals_for("percentage points", 0.02)
    (1, 2)
    """
    shown = [in_unit(value, unit) for value in values]
    if unit in _WHOLE:
        return 0
    least = 2 if unit == "index" else 1
    if unit == "share" and shown and all(value == 0 or abs(value) >= 10 for value in shown):
        least = 0
    wanted = len({value for value in shown if value != 0})
    for decimals in range(least, MOST_DECIMALS):
        if len({_rounded(value, decimals) for value in shown} - {0}) == wanted:
            return decimals
    return MOST_DECIMALS if wanted else least


def amount(value: float, unit: str, language: str, *, sign: bool = False) -> str:
    """Write a finding's number with its unit.

    >>> amount(0.542, "share", "en")
    '54%'
    """
    write = signed if sign else number
    text = write(in_unit(value, unit), decimals_for(unit, value), language)
    return with_unit(text, unit, language)


def range_text(low: float, high: float, decimals: int, unit: str, language: str) -> str:
    """Write a range: "0.4–0.7", or with words and signs where an end is negative.

    Ends that read the same are written once. low, high: as the finding has them.

    >>> range_text(0.43, 0.72, 1, "per cent", "en").replace(DASH, "–")
    '0.4–0.7%'
    >>> range_text(-0.25, 2.38, 1, "", "en").replace(NO_BREAK, " ")
    '−0.3 to +2.4'
    """
    low, high = in_unit(low, unit), in_unit(high, unit)
    write = signed if _rounded(low, decimals) < 0 else number
    ends = write(low, decimals, language), write(high, decimals, language)
    if ends[0] == ends[1]:
        return with_unit(ends[0], unit, language)
    word = {"en": "to", "sv": "till"}[language]
    between = f"{NO_BREAK}{word}{NO_BREAK}" if write is signed else DASH
    return with_unit(between.join(ends), unit, language)


def span(low: float, high: float, unit: str, language: str) -> str:
    """Write a range with the decimals that its unit and its ends ask for.

    >>> span(0.01, 2, "", "en").replace(DASH, "–")
    '0.01–2.00'
    """
    return range_text(low, high, decimals_for(unit, low, high), unit, language)


def period_text(period: str | None, language: str) -> str:
    """Write a period: a year, a school year, a sum of years, or from one to another.

    >>> period_text("2024/25", "sv"), period_text("2014..2018", "sv")
    ('läsåret 2024/25', 'från 2014 till 2018')
    """
    locale_of(language)
    if not period:
        return ""
    first, dots, last = period.partition("..")
    if dots:
        start, end = period_text(first, language), period_text(last, language)
        return f"från {start} till {end}" if language == "sv" else f"from {start} to {end}"
    if re.fullmatch(r"\d{4}/\d{2}", period):
        return f"{'läsåret' if language == 'sv' else 'school year'} {period}"
    return re.sub(r"(?<=\d)-(?=\d)", DASH, period)


def listed(words: Iterable[str], language: str, *, either: bool = False) -> str:
    """Join words as the language does, with "or" where one of them is meant.

    >>> listed(["Fabelvik", "Drömlund", "Sagoholm"], "sv"), listed(["A", "B"], "en", either=True)
    ('Fabelvik, Drömlund och Sagoholm', 'A or B')
    """
    items, locale = list(words), locale_of(language)
    if either:
        return str(format_list(items, style="or", locale=locale))
    return str(format_list(items, locale=locale))


@lru_cache(maxsize=2048)  # a page says each number five times: in a title, a mark, a table, …
def _written(rounded: Decimal, pattern: str, locale: str) -> str:
    text = format_decimal(rounded, format=pattern, locale=locale)
    return str(text).replace("-", MINUS).replace(NO_BREAK, THIN)


def _rounded(value: float, decimals: int) -> Decimal:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
