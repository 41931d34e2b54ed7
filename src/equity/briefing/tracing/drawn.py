"""Whether the table beside a chart holds every number that the chart tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from equity.briefing.content import ChartPiece
from equity.briefing.tracing.tokens import tokens

_TAG: Final = re.compile(r"<[^>]+>")
_SCALE: Final = re.compile(r"[\u2212+]?[\d.,\u202f]+(?:\s*(?:km|m|%))?")  # of an axis or a map


def check_charts(charts: Iterable[ChartPiece]) -> list[str]:
    """Return the numbers that a chart tells and its table does not, one sentence each.

    What a mark tells when pointed at, and every label with words, is compared with the table, its
    heads and its title; the numbers along an axis and a map's scale are the drawing's own.
    """
    faults = []
    for chart in charts:
        held = _held(chart)
        for drawing in (chart.figure, chart.narrow):
            for text in dict.fromkeys(_told(drawing)):
                missing = [
                    token.text
                    for token in tokens(text, chart.language)
                    if _size(token.text, chart.language) not in held
                ]
                if missing:
                    lost = ", ".join(missing)
                    faults.append(
                        f"chart {chart.anchor} tells {lost} in {text[:80]!r}, its table does not"
                    )
    return list(dict.fromkeys(faults))


def _held(chart: ChartPiece) -> set[float]:
    texts = [cell for row in chart.table.rows for cell in row]
    texts += [*chart.table.columns, chart.table.caption, chart.title, chart.caption]
    return {
        _size(token.text, chart.language)
        for text in texts
        for token in tokens(text, chart.language)
    }


def _told(drawing: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a drawing tells in words: of its marks, and its labels that are not a scale's."""
    for trace in drawing.get("data", ()):
        for name in ("text", "hovertext"):
            told = trace.get(name) or ()
            for text in [told] if isinstance(told, str) else told:
                yield _plain(str(text))
    for label in drawing.get("layout", {}).get("annotations", ()):
        text = _plain(str(label.get("text", "")))
        if not _SCALE.fullmatch(text.strip()):
            yield text


def _plain(text: str) -> str:
    return _TAG.sub(" ", text)


def _size(text: str, language: str) -> float:
    digits = text.lstrip("\u2212+").replace("\u202f", "")
    digits = digits.replace(",", "." if language == "sv" else "")
    return float(digits.partition("/")[0])
