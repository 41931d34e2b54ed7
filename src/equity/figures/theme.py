"""The look of every figure: colours, letters, marks and sizes, in one place.

Colours have a name and two values, for light and for dark paper. Figures are made with the light
ones; a page swaps each for its name (`css_colours`) or its dark twin. So no two names share a
light value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import plotly.graph_objects as go

Mode = Literal["light", "dark"]

LIGHT: Final[dict[str, str]] = {
    "paper": "#fbfaf6",
    "ink": "#1a1b1f",
    "muted": "#55565d",
    "rule": "#d6d3c9",
    "accent": "#7b1e57",
    "north": "#1b5e9b",
    "south": "#b5480a",
    "water": "#cfe1ea",
    "shore": "#8fb3c5",
    "hatch": "#85858c",
    "chip": "#f0e4eb",
    "outline": "#6e6a68",
    "step-1": "#f1e6ec",
    "step-2": "#dfc0d2",
    "step-3": "#c78bae",
    "step-4": "#9c4679",
    "step-5": "#651545",
}
DARK: Final[dict[str, str]] = {
    "paper": "#14161a",
    "ink": "#eceae4",
    "muted": "#b3b1aa",
    "rule": "#393c44",
    "accent": "#f0a0cc",
    "north": "#7fb9ee",
    "south": "#f2a165",
    "water": "#223a4b",
    "shore": "#3f637a",
    "hatch": "#8b8d95",
    "chip": "#3a2633",
    "outline": "#a19ea3",
    "step-1": "#33282f",
    "step-2": "#53364a",
    "step-3": "#83496e",
    "step-4": "#bd6c9f",
    "step-5": "#f3a8d1",
}
STEPS: Final = tuple(f"step-{n}" for n in range(1, 6))

SANS: Final = '"Segoe UI", Roboto, Helvetica, Arial, sans-serif'
TEXT: Final = 12.5  # px, at every width
SMALL: Final = 12

WIDE: Final = 720  # px: two drawings of each chart, neither shrunk
NARROW: Final = 296

SIDE_COLOUR: Final[dict[str | None, str]] = {"north": "north", "south": "south", None: "muted"}
SIDE_SYMBOL: Final[dict[str | None, str]] = {
    "north": "circle",
    "south": "square",
    None: "diamond-open",
}
SIDE_DASH: Final[dict[str | None, str]] = {"north": "solid", "south": "dash", None: "dot"}


def colour(name: str, mode: Mode = "light") -> str:
    """Return a colour's value by its name; ValueError for an unknown name.

    >>> colour("north"), colour("north", "dark")
    ('#1b5e9b', '#7fb9ee')
    """
    palette = LIGHT if mode == "light" else DARK
    if name not in palette:
        raise ValueError(f"no colour {name!r}; known: {', '.join(palette)}")
    return palette[name]


def css_colours(mode: Mode) -> str:
    """Return the palette as CSS declarations, one custom property a colour.

    >>> css_colours("dark").split(";")[0]
    '--paper:#14161a'
    """
    palette = LIGHT if mode == "light" else DARK
    return ";".join(f"--{name}:{value}" for name, value in palette.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it.

    >>> round(contrast("#000000", "#ffffff"), 6)
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(fill: str) -> str:
    """Return the name of the text colour that reads best on the fill named, ink or paper.

    >>> ink_on("step-1"), ink_on("step-5")
    ('ink', 'paper')
    """
    return max(("ink", "paper"), key=lambda name: contrast(colour(name), colour(fill)))


def template() -> go.layout.Template:
    """Return a fresh plotly template with the project's letters, colours and axes.

    Nothing is registered: pass it as `template=` to a figure's layout.

    >>> template().layout.font.size
    12.5
    """
    import plotly.graph_objects as go

    return go.layout.Template(layout=look())


def look() -> dict[str, Any]:
    """Return the layout of `template` as plotly's JSON has it.

    >>> look()["font"]["size"]
    12.5
    """
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": False,
        "fixedrange": True,
        "gridcolor": colour("rule"),
        "gridwidth": 1,
        "tickfont": {"size": SMALL, "color": colour("muted")},
    }
    return {
        "font": {"family": SANS, "size": TEXT, "color": colour("ink")},
        "paper_bgcolor": colour("paper"),
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "separators": ".,",
        "autosize": False,
        "hoverlabel": {
            "bgcolor": colour("paper"),
            "bordercolor": colour("ink"),
            "font": {"family": SANS, "size": TEXT, "color": colour("ink")},
            "align": "left",
            "namelength": -1,
        },
        "xaxis": axis,
        "yaxis": axis,
    }


def _luminance(value: str) -> float:
    channels = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
