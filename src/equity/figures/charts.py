"""Charts that carry their numbers: areas in order, and gaps as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal

from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.titles import with_words
from equity.wording.passages import Table

if TYPE_CHECKING:
    import plotly.graph_objects as go

MEDIA_TYPE: Final = "application/vnd.equity.chart+json"
PLOTLY: Final = "application/vnd.plotly.v1+json"
Kind = Literal["map", "ordered", "ranges", "lines", "bars", "matrix"]  # what a reader learns
NO_FIGURE: Final = ("suppressed", "missing", "not_applicable")


@dataclass(frozen=True)
class Chart:
    """A figure with its sentence, its caption and its numbers.

    kind: one of the six that a reader learns to read, each with a drawing that needs no script:
    a map; areas in order with everything that is possible; ranges from nothing; lines over
    periods; bars of what is known and unknown; a matrix. drawings: the wide one, and the same
    for a phone. title: a finding's sentence. table: every number drawn. anchor: the chart's
    address on a page. findings: the keys (id, period, definition) of the findings it shows.
    """

    kind: Kind
    drawings: tuple[Drawing, Drawing]
    title: str
    caption: str
    table: Table
    language: str
    anchor: str
    findings: tuple[tuple[str, str | None, str | None], ...] = ()

    @cached_property
    def figure(self) -> go.Figure:
        """Return the wide drawing as a plotly figure."""
        return self.drawings[0].figure()

    @cached_property
    def narrow(self) -> go.Figure:
        """Return the drawing for a phone as a plotly figure."""
        return self.drawings[1].figure()

    def bundle(self) -> dict[str, Any]:
        """Return the chart as data."""
        return {
            "title": self.title,
            "caption": self.caption,
            "table": self.table.model_dump(mode="json"),
            "language": self.language,
            "anchor": self.anchor,
            "findings": [list(key) for key in self.findings],
            "figure": self.drawings[0].content(),
            "narrow": self.drawings[1].content(),
        }

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = self.bundle()
        shown = with_words(bundle["figure"], self.title, self.caption)
        return {
            MEDIA_TYPE: bundle | {"figure": {"layout": bundle["figure"]["layout"]}},
            PLOTLY: shown | {"config": {"displayModeBar": False, "displaylogo": False}},
            "text/plain": f"{self.title}\n{self.caption}",
        }


def carried(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the chart that a notebook's output carries, as `Chart.bundle` gave it.

    output: its parts by media type; None for one without a chart of ours. What the wide figure
    draws is heavy and stands in the output once, in plotly's own part.
    """
    known = output.get(MEDIA_TYPE)
    if known is None:
        return None
    return {**known, "figure": {"data": output[PLOTLY]["data"], **known["figure"]}}


def numbered(addresses: Iterable[str]) -> Iterator[str]:
    """Give each address once: the second of a kind ends in _2, the third in _3.

    >>> list(numbered(["map", "answer", "map"]))
    ['map', 'answer', 'map_2']
    """
    given: set[str] = set()
    for address in addresses:
        free = (f"{address}_{number}" for number in count(2))
        new = address if address not in given else next(one for one in free if one not in given)
        given.add(new)
        yield new
