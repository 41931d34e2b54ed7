"""A figure by itself, as JupyterLab shows it, with its title above and its caption below."""

import textwrap
from collections.abc import Mapping
from typing import Any

from equity.figures.drawing.letters import plain

ACROSS = 92  # letters of a caption in one line
LINE = 19.0  # pixels


def with_words(figure: Mapping[str, Any], title: str, caption: str) -> dict[str, Any]:
    """Return a copy of plotly's JSON, made taller for its title and caption; text stays text.

    >>> bare = {"data": [], "layout": {"height": 100, "annotations": []}}
    >>> with_words(bare, "A title", "A caption.")["layout"]["title"]["text"]
    '<b>A title</b>'
    """
    above = textwrap.wrap(title, int(ACROSS * 0.75))
    below = textwrap.wrap(caption, ACROSS)
    layout = figure["layout"]
    margin = dict(layout.get("margin", {}))
    top, bottom = LINE * len(above) + 18, LINE * len(below) + 14
    heading = {
        "text": f"<b>{'<br>'.join(plain(line) for line in above)}</b>",
        "x": 0,
        "xref": "paper",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 8},
        "font": {"size": 17},
    }
    words = {
        "text": "<br>".join(plain(line) for line in below),
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -8,
        "align": "left",
        "showarrow": False,
    }
    grown = {
        "height": layout["height"] + top + bottom,
        "margin": margin | {"t": margin.get("t", 0) + top, "b": margin.get("b", 0) + bottom},
        "title": heading,
        "annotations": [*layout["annotations"], words],
    }
    return {"data": list(figure["data"]), "layout": layout | grown}
