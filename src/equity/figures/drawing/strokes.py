"""Few means of drawing, shared by all charts and understood by `static`: areas, lines, dots, words.

Every figure is a canvas of a fixed size in pixels. The vertical axis of a chart counts pixels
from the top of its plotting area, so rows keep their height at every width.
"""

from collections.abc import Sequence
from typing import Any

from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.letters import plain
from equity.figures.theme import TEXT, colour


def canvas(width: float, height: float, horizontal: tuple[float, float]) -> Drawing:
    """Return an empty figure of this size; all of it is plotting area.

    horizontal: the horizontal axis' values at the left and the right edge. The vertical axis
    counts pixels downwards.
    """
    return Drawing(
        {
            "width": width,
            "height": height,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
            "xaxis": {"visible": False, "range": list(horizontal)},
            "yaxis": {"visible": False, "range": [height, 0]},
        }
    )


def edges(low: float, high: float, width: float, left: float, right: float) -> tuple[float, float]:
    """Return the values at a canvas' edges that put low and high so many pixels inside them.

    >>> edges(0, 10, 120, left=10, right=10)
    (-1.0, 11.0)
    """
    unit = (high - low) / (width - left - right)
    return low - left * unit, high + right * unit


def words(
    figure: Drawing,
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "left",
    valign: str = "middle",
    name: str = "ink",
    size: float = TEXT,
    bold: bool = False,
    refs: tuple[str, str] = ("x", "y"),
    shift: tuple[float, float] = (0, 0),
    halo: bool = False,
) -> None:
    """Set a line of plain text; `shift` moves it right and up by pixels."""
    shown = f"<b>{plain(text)}</b>" if bold else plain(text)
    note = {
        "x": x,
        "y": y,
        "xref": refs[0],
        "yref": refs[1],
        "text": shown,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": valign,
        "xshift": shift[0],
        "yshift": shift[1],
        "borderpad": 1 if halo else 0,
        "font": {"size": size, "color": colour(name)},
    }
    figure.notes.append(note | ({"bgcolor": colour("paper")} if halo else {}))


def line(
    figure: Drawing,
    x: Sequence[float | None],
    y: Sequence[float | None],
    *,
    name: str = "ink",
    width: float = 1,
    dash: str = "solid",
    axis: str = "x",
) -> None:
    """Draw a line without hover; None parts it."""
    _trace(
        figure,
        x,
        y,
        axis,
        mode="lines",
        line={"color": colour(name), "width": width, "dash": dash},
        hoverinfo="skip",
    )


def area(
    figure: Drawing,
    x: Sequence[float | None],
    y: Sequence[float | None],
    *,
    fill: str,
    hatch: str = "",
    outline: str | None = None,
    width: float = 1,
    hover: str = "",
    label: str = "",
    axis: str = "x",
) -> None:
    """Fill one or several closed outlines, parted by None; `hatch` is a plotly pattern."""
    look: dict[str, Any] = {"fillcolor": colour(fill)}
    if hatch:
        look = {
            "fillpattern": {
                "shape": hatch,
                "fgcolor": colour("hatch"),
                "bgcolor": colour(fill),
                "size": 6,
                "solidity": 0.3,
            }
        }
    _trace(
        figure,
        x,
        y,
        axis,
        mode="lines",
        fill="toself",
        line={"color": colour(outline or fill), "width": width if outline else 0},
        hoveron="fills",
        hoverinfo="text" if hover else "skip",
        text=hover or None,
        name=plain(label),
        **look,
    )


def dots(
    figure: Drawing,
    x: Sequence[float],
    y: Sequence[float],
    *,
    symbol: str,
    name: str,
    size: float = 10,
    hover: Sequence[str] = (),
    axis: str = "x",
    width: float = 1.5,
) -> None:
    """Place marks of one kind; a paper-coloured rim parts a full mark from what lies below."""
    hollow = symbol.endswith("-open")
    _trace(
        figure,
        x,
        y,
        axis,
        mode="markers",
        marker={
            "symbol": symbol,
            "size": size,
            "color": colour(name),
            "line": {"color": colour(name if hollow else "paper"), "width": width},
            "opacity": 1,
        },
        hoverinfo="text" if hover else "skip",
        text=list(hover) or None,
    )


def _trace(
    figure: Drawing,
    x: Sequence[float | None],
    y: Sequence[float | None],
    axis: str,
    **look: Any,
) -> None:
    figure.traces.append(
        {"type": "scatter", "x": list(x), "y": list(y), "xaxis": axis, "yaxis": "y"} | look
    )


def span(
    figure: Drawing,
    low: float,
    high: float,
    y: float,
    *,
    thickness: float = 10,
    decided: bool = False,
    hover: str = "",
    axis: str = "x",
    fill: str = "accent",
) -> None:
    """Draw a range as an even bar: solid where decided, hatched with end caps where open."""
    half = thickness / 2
    area(
        figure,
        [low, high, high, low, low],
        [y - half, y - half, y + half, y + half, y - half],
        fill=fill if decided else "paper",
        hatch="" if decided else "/",
        outline=fill if decided else "hatch",
        width=1.5 if decided else 1,
        hover=hover,
        axis=axis,
    )
    if not decided:
        cap = half + 2
        line(
            figure,
            [low, low, None, high, high],
            [y - cap, y + cap, None, y - cap, y + cap],
            width=1.5,
            axis=axis,
        )


def whisker(figure: Drawing, low: float, high: float, y: float, *, axis: str = "x") -> None:
    """Draw a wider range as a thin line with small ends."""
    line(
        figure,
        [low, high, None, low, low, None, high, high],
        [y, y, None, y - 4, y + 4, None, y - 4, y + 4],
        name="muted",
        width=1,
        axis=axis,
    )
