"""A drawing in the making: plotly's own JSON, gathered stroke by stroke.

plotly checks a figure anew at each word that is added to it; strokes gathered first and checked
once cost a tenth of that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from equity.figures.theme import look

if TYPE_CHECKING:
    import plotly.graph_objects as go

FINEST: Final = 20.0  # parts of a pixel; finer places are rounded


@dataclass(frozen=True)
class Drawing:
    """A canvas of a fixed size in pixels with what is drawn on it, the first lowest.

    layout: size and axes. traces: shapes, lines and marks; notes: words. All are plotly JSON.
    """

    layout: dict[str, Any]
    traces: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def panel(self, axis: str, ends: tuple[float, float], left: float, right: float) -> None:
        """Add a horizontal axis of its own ("x2", …), with `ends` at these pixels of the canvas."""
        width = self.layout["width"]
        self.layout[f"xaxis{axis[1:]}"] = {
            "visible": False,
            "range": list(ends),
            "domain": [left / width, right / width],
            "anchor": "y",
        }

    def content(self) -> dict[str, Any]:
        """Return the figure as plotly's JSON has it, places to a twentieth of a pixel."""
        digits = {axis: self._digits(axis) for axis in ("x", "y")}
        notes = [self._inside(_rounded(note, digits), digits) for note in self.notes]
        layout = self.layout | {"template": {"layout": look()}, "annotations": notes}
        return {"data": [self._settled(trace) for trace in self.traces], "layout": layout}

    def figure(self) -> go.Figure:
        """Return the plotly figure; ValueError for a stroke that plotly does not know."""
        import plotly.graph_objects as go

        return go.Figure(self.content())

    def _inside(self, note: dict[str, Any], digits: Mapping[str, int]) -> dict[str, Any]:
        """Return a word that rounding put past an edge on that edge: outside it is not drawn."""
        for axis in ("x", "y"):
            if note[f"{axis}ref"] == axis:
                low, high = sorted(self.layout[f"{axis}axis"]["range"])
                near = min(max(note[axis], low), high)
                if abs(near - note[axis]) <= 10.0 ** -digits[axis]:
                    note[axis] = near
        return note

    def _settled(self, trace: Mapping[str, Any]) -> dict[str, Any]:
        axes = {"x": self._digits(trace.get("xaxis", "x")), "y": self._digits("y")}
        return _rounded(trace, axes)

    def _digits(self, axis: str) -> int:
        """Return how many decimals of an axis' values make a twentieth of a pixel."""
        held = self.layout[f"{axis[0]}axis{axis[1:]}"]
        first, last = held.get("domain", (0.0, 1.0))
        length = self.layout["width" if axis[0] == "x" else "height"] * (last - first)
        low, high = held["range"]
        return -math.floor(math.log10(abs(high - low) / (length * FINEST)))


def _rounded(item: Mapping[str, Any], digits: Mapping[str, int]) -> dict[str, Any]:
    return {
        key: _places(value, digits[key]) if key in digits else value
        for key, value in item.items()
        if value is not None
    }


def _places(value: Any, digits: int) -> Any:
    if isinstance(value, list):
        return [_place(one, digits) for one in value]
    return _place(value, digits)


def _place(value: float | None, digits: int) -> float | None:
    if value is None or (digits >= 0 and isinstance(value, int)):
        return value
    near = round(float(value), digits)
    return int(near) if near == int(near) else near
