"""What of a finding a number may be: its fields, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equity.briefing.tracing.tokens import Token, tokens
from equity.findings import Finding
from equity.wording.messages import render
from equity.wording.names import border, detail, subject
from equity.wording.numbers import MINUS, in_unit, number, period_text

NUMBERS: Final = ("value", "low", "high", "width")
COARSEST: Final = 10.0  # from here upwards a number may stand without decimals


def number_field(finding: Finding, field: str) -> float | None:
    """Return a field's number in the finding's unit as it is shown; None where it has none.

    field: "value", "low", "high", "width" (high minus low), or "method.NAME", "caveat.N.NAME" for
    a number that the method or a caveat was told with.
    """
    if field == "width":
        if finding.low is None or finding.high is None:
            return None
        return in_unit(finding.high, finding.unit) - in_unit(finding.low, finding.unit)
    if field in NUMBERS:
        value = getattr(finding, field)
        return None if value is None else in_unit(float(value), finding.unit)
    where, _, name = field.partition(".")
    given: object = None
    if where == "method":
        given = finding.method.values.get(name)
    elif where == "caveat":
        place, _, name = name.partition(".")
        if place.isdecimal() and int(place) < len(finding.caveats):
            given = finding.caveats[int(place)].values.get(name)
    if isinstance(given, str) and re.fullmatch(r"\d+", given):
        return float(given)
    return float(given) if isinstance(given, int | float) else None


def number_fields(finding: Finding) -> Iterator[str]:
    """Yield the fields of a finding that hold a number, those of the statement first."""
    yield from (name for name in NUMBERS if number_field(finding, name) is not None)
    names = [f"method.{name}" for name in finding.method.values]
    names += [f"caveat.{n}.{k}" for n, note in enumerate(finding.caveats) for k in note.values]
    yield from (name for name in names if number_field(finding, name) is not None)


def is_written(value: float, token: Token, language: str) -> bool:
    """Tell whether a number reads so with the token's decimals; its sign may be told in words."""
    plain = token.text.lstrip("+")
    if token.text != plain and value <= 0:
        return False
    sizes = [value] if token.text.startswith(("+", MINUS)) else [value, abs(value)]
    return any(
        number(size, token.decimals, language, grouped=grouped) == plain
        for size in sizes
        for grouped in (True, False)
    )


def is_coarse(finding: Finding, field: str, token: Token) -> bool:
    """Tell whether a number below ten lost its decimals: then many others read the same."""
    value = number_field(finding, field)
    if value is None or token.decimals:
        return False
    return abs(value) < COARSEST and abs(value - round(value)) > 1e-9


def text_field(finding: Finding, field: str, language: str) -> str | None:
    """Return a field that is a text with numbers in it: what it is about, when, how it was made.

    field: "subject", "border", "period", "areas", "id", "method" or "caveat.N". None for another,
    and for one that the finding does not have.
    """
    if field == "subject":
        return subject(finding, language)
    if field == "border":
        return border(finding, language) or None
    if field == "period":
        return period_text(finding.period, language) or None
    if field == "areas":
        return ", ".join(finding.areas) or detail(finding) or None
    if field == "id":
        return finding.id
    if field == "method":
        return render(finding.method, language)
    place = field.removeprefix("caveat.")
    if field.startswith("caveat.") and place.isdecimal() and int(place) < len(finding.caveats):
        return render(finding.caveats[int(place)], language)
    return None


def period_tokens(finding: Finding, language: str) -> set[str]:
    """Return the numbers in a finding's period, as they are written."""
    return {token.text for token in tokens(period_text(finding.period, language), language)}


def matches(finding: Finding, field: str, text: str, language: str) -> bool:
    """Tell whether a text is what a field of a finding reads anew.

    A number is compared with the text's own decimals; of a period, one of its years will do; of
    a sentence, the first letter and the full stop may differ.
    """
    if field == "period":
        return text in period_tokens(finding, language)
    if field == "sources":
        return text in finding.sources
    if field == "id":
        return text.replace(",", "_").replace(".", "_") == of_step(finding)
    written = text_field(finding, field, language)
    if written is not None:
        return _loosely(written) == _loosely(text)
    value = number_field(finding, field)
    found = list(tokens(text, language))
    if value is None or len(found) != 1 or found[0].text != text:
        return False
    return is_written(value, found[0], language)


def of_step(finding: Finding) -> str:
    """Return the last part of an id, where an assumption names its size ("factor_1_5")."""
    return finding.id.rpartition(".")[2].partition("_")[2]


def _loosely(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")
