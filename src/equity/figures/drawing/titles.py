"""A figure by itself, as JupyterLab shows it, with its title above and its caption below."""

import textwrap

import plotly.graph_objects as go

from equity.figures.drawing.strokes import plain

ACROSS = 92  # letters of a caption in one line
LINE = 19.0  # pixels


def with_words(figure: go.Figure, title: str, caption: str) -> go.Figure:
    """Return a copy of the figure, made taller for its title and caption; text stays text.

    >>> with_words(go.Figure(layout={"height": 100}), "A title", "A caption.").layout.title.text
    '<b>A title</b>'
    """
    above = textwrap.wrap(title, int(ACROSS * 0.75))
    below = textwrap.wrap(caption, ACROSS)
    copy = go.Figure(figure)
    margin = copy.layout.margin
    top, bottom = (margin.t or 0) + LINE * len(above) + 18, (margin.b or 0) + LINE * len(below) + 14
    grown = top + bottom - (margin.t or 0) - (margin.b or 0)
    copy.update_layout(
        height=(copy.layout.height or 450) + grown,
        margin={"t": top, "b": bottom},
        title={
            "text": f"<b>{'<br>'.join(plain(line) for line in above)}</b>",
            "x": 0,
            "xref": "paper",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8},
            "font": {"size": 17},
        },
    )
    copy.add_annotation(
        text="<br>".join(plain(line) for line in below),
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        yshift=-8,
        align="left",
        showarrow=False,
    )
    return copy
