"""Letters: text from data as text, about how wide it is, and where its lines break."""

import html

from equity.figures.theme import TEXT

_WIDE_LETTERS = set("mwMWÅÄÖ%@—")
_THIN_LETTERS = set("ijlftrI.,:;'|()-–  \u202f\u00a0")


def plain(text: str) -> str:
    """Return text from data so that plotly shows it as those characters, never as markup.

    >>> plain("<b>Fabelvik</b>")
    '&lt;b&gt;Fabelvik&lt;/b&gt;'
    """
    return html.escape(text, quote=False)


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Return about how wide a line of text is, in pixels; rather too wide than too narrow.

    >>> text_width("Fabelvik") < text_width("Påhittby-Sagoholm")
    True
    """
    units = sum(
        0.9 if c in _WIDE_LETTERS else 0.34 if c in _THIN_LETTERS else 0.68 if c.isupper() else 0.57
        for c in text
    )
    return units * size * (1.06 if bold else 1.0)


def wrap(text: str, width: float, size: float = TEXT) -> list[str]:
    """Break a text into lines no wider than `width` pixels, at spaces only.

    >>> wrap("one two", 30)
    ['one', 'two']
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
