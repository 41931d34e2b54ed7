"""One way to read a number: as it must stand in a raw file, and what to say when it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NUMBER = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>0|[1-9][0-9]*)(?P<part>\.[0-9]+)?")
MINUS = "\u2212"
DIGITS = 15  # what a float64 holds exactly
SPACES = " \u00a0\u202f\u2009\u2007"
GROUPED = re.compile(
    rf"[1-9][0-9]{{0,2}}(?:(?P<mark>[{SPACES}.,'])[0-9]{{3}})(?:(?P=mark)[0-9]{{3}})*"
)
DASHES = "\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"


@dataclass(frozen=True)
class Unread:
    """A text that is no number: what was expected instead, and what to do."""

    expected: str
    fix: str


def read_number(text: str, kind: Literal["integer", "number", "year"]) -> float | int | Unread:
    """Return the number that `text` is, or why it is none. Nothing is guessed.

    text: a cell as typed. kind: "number" takes a decimal point; "integer" takes none; "year" is
    four digits. A minus is U+002D or U+2212. A comma, a space, a sign or letters inside are
    refused, with the number meant where only one can be.

    >>> read_number("14.2", "number")
    14.2
    >>> read_number("9 120", "integer")
    Unread(expected='a whole number', fix='write 9120, without a space')
    """
    expected = {
        "integer": "a whole number",
        "number": "a number with a decimal point",
        "year": "a year of four digits",
    }[kind]
    if kind == "year":
        if re.fullmatch("[0-9]{4}", text):
            return int(text)
        return Unread(expected, "write the year alone, as 2018")
    match = NUMBER.fullmatch(text)
    if match and len(match["whole"]) > DIGITS:
        return Unread(f"{expected} of at most {DIGITS} digits", "look the value up in the source")
    if match and kind == "number":
        return float(text.replace(MINUS, "-"))
    if match and not match["part"]:
        return int(text.replace(MINUS, "-"))
    return Unread(expected, _fix(text, kind))


def _fix(text: str, kind: str) -> str:
    if text.startswith("="):
        return "write the number, not a formula"
    bare = text.strip(SPACES)
    if bare != text:
        return _write(bare, kind, "without a space around it")
    if bare[:1] in ("'", "\u2019"):
        return _write(bare[1:], kind, "without the apostrophe")
    if bare[:1] in DASHES:
        return _write("-" + bare[1:], kind, "with a hyphen-minus")
    if bare.startswith("+"):
        return _write(bare[1:], kind, "without the plus sign")
    if bare.endswith("%"):
        return _write(bare[:-1].rstrip(SPACES), kind, "without the per cent sign")
    sign, digits = ("-", bare[1:]) if bare[:1] in ("-", MINUS) else ("", bare)
    return _fix_digits(sign, digits, kind)


def _fix_digits(sign: str, digits: str, kind: str) -> str:
    whole, comma, part = digits.partition(",")
    grouped = GROUPED.fullmatch(whole)
    if comma and part.isascii() and part.isdigit():
        if grouped and grouped["mark"] != ",":
            plain = whole.replace(grouped["mark"], "")
            return _write(f"{sign}{plain}.{part}", kind, "with a decimal point and no grouping")
        if NUMBER.fullmatch(whole) and (len(part) != 3 or whole == "0"):
            return _write(f"{sign}{whole}.{part}", kind, "with a decimal point")
        if NUMBER.fullmatch(whole):
            return f"write {sign}{whole}.{part} or {sign}{whole}{part}, as the source has it"
    grouped = GROUPED.fullmatch(digits)
    if grouped and grouped["mark"] in SPACES:
        plain = digits.replace(grouped["mark"], "")
        return _write(sign + plain, kind, "without a space")
    if grouped:
        plain = digits.replace(grouped["mark"], "")
        return _write(sign + plain, kind, "without grouping")
    whole, point, part = digits.partition(".")
    if point and set(part) == {"0"} and NUMBER.fullmatch(whole):
        return f"write {sign}{whole}"
    if digits.startswith(("0", ".")):
        plain = digits.lstrip("0")
        plain = "0" + plain if plain[:1] in ("", ".") else plain
        return _write(sign + plain, kind, "without leading zeros" if digits[0] == "0" else "whole")
    return "look the value up in the source and write it with digits alone"


def _write(text: str, kind: str, how: str) -> str:
    match = NUMBER.fullmatch(text)
    if not match or (kind == "integer" and match["part"]):
        return "look the value up in the source and write it with digits alone"
    return f"write {text}, {how}"
