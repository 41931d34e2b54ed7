"""The package's sentences: English in the code, Swedish in the catalogue `equity.po`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Formatter

from babel.messages.pofile import read_po

from equity.findings import Label, Note
from equity.wording.numbers import locale_of, number, signed

_SPEC = re.compile(r"(?P<sign>\+?)(?P<grouped>,?)(?:\.(?P<decimals>\d+))?(?P<kind>[fd%]?)")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a message for the catalogue where it is not translated at once."""
    return message


@cache
def _catalogue(language: str) -> dict[str, str]:
    folder = files("equity").joinpath("locale", language, "LC_MESSAGES")
    with folder.joinpath("equity.po").open("rb") as file:
        catalogue = read_po(file, locale=locale_of(language))
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}


def translate(message: str, language: str) -> str:
    """Return a message in `language` ("sv" or "en").

    A message that the catalogue does not have stays English; a test sees to it that the
    package's own are all there.

    >>> translate("Decided", "sv")
    'Avgjort'
    """
    locale_of(language)
    return message if language == "en" else _catalogue(language).get(message, message)


def say(message: str, language: str, **words: str) -> str:
    """Translate a template and fill its fields with words that are in the language already."""
    return translate(message, language).format(**words)


def render(note: Note, language: str) -> str:
    """Return a note's sentence in `language`, its numbers written as the language does.

    The note's own Swedish is used where it has one. ValueError, naming the field, for a number
    with a format that is not fixed decimals.

    >>> render(Note(message="{votes:,.0f} votes", values={"votes": 28726}), "en")
    '28,726 votes'
    """
    own = note.sv if language == "sv" else ""
    template = own or translate(note.message, language)
    if not note.values:
        return template
    words = []
    for text, field, spec, _ in Formatter().parse(template):
        words.append(text)
        if field is not None:
            words.append(_word(field, note.values[field], spec or "", language))
    return "".join(words)


def _word(field: str, value: str | float | Label, spec: str, language: str) -> str:
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, str):
        return value
    form = _SPEC.fullmatch(spec)
    if form is None:
        raise ValueError(f"field {field}: format {spec!r} is not one of fixed decimals")
    decimals = form["decimals"]
    if decimals is None:
        whole = isinstance(value, int) or form["kind"] == "d"
        decimals = "0" if whole else str(len(f"{value:f}".rstrip("0").partition(".")[2]))
    shown = 100 * value if form["kind"] == "%" else value
    grouped = bool(form["grouped"])
    text = number(shown, int(decimals), language, grouped=grouped)
    if form["sign"]:
        text = signed(shown, int(decimals), language)
    if form["kind"] == "%":
        text += "\u00a0%" if language == "sv" else "%"
    return text
