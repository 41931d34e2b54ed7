"""A figure as SVG text, without a browser: what mail previews, paper and scriptless readers see.

Understands what `drawing` draws: lines, filled outlines, marks and words on linear axes.
Colours become CSS custom properties, so one drawing serves light and dark. A page holds each
drawing twice, so it is told in few letters: what looks alike and follows each other shares one
group, and a long outline is told in halves of a pixel.
"""

import html
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from equity.figures.theme import LIGHT, SANS, TEXT

_DASHES = {"solid": "", "dash": "6 4", "dot": "1.5 3.5"}
_VARIABLE = {value: f"var(--{name})" for name, value in LIGHT.items()}
_MARKUP = re.compile(r"(</?b>|<br>)")
_LONG = 60  # points; an outline of more is told in halves of a pixel
_HALVED = ' transform="scale(.5)"'
Box = tuple[float, float]
Stroke = tuple[str, str]  # the attributes of its look, and its element without them


def svg(figure: Mapping[str, Any], ident: str) -> str:
    """Return a figure's drawing as one SVG element, hidden from the accessibility tree.

    The element's name stands on its container, beside the table with the same figures.

    figure: plotly JSON of a figure made with `drawing`. ident: begins the ids inside; unique on
    the page. Raises ValueError for a trace of another kind.

    >>> import plotly.graph_objects as go
    >>> bare = go.Figure(layout={"width": 80, "height": 40}).to_plotly_json()
    >>> svg(bare, "a")[:43]
    '<svg xmlns="http://www.w3.org/2000/svg" wid'
    """
    layout = figure["layout"]
    width, height = layout["width"], layout["height"]
    box = (width, height)
    patterns: dict[str, str] = {}
    strokes: list[Stroke] = []
    for trace in figure.get("data", ()):
        strokes += _trace(trace, layout, box, patterns, ident)
    words = [word for note in layout.get("annotations", ()) for word in _words(note, layout, box)]
    looks = list(dict.fromkeys(look for look, _ in words))
    letters = _grouped(sorted(words, key=lambda word: looks.index(word[0])))
    letters = f'<g fill="var(--ink)">{letters}</g>' if letters else ""
    definitions = f"<defs>{''.join(patterns.values())}</defs>" if patterns else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" aria-hidden="true" '
        f'font-family="{html.escape(SANS)}" font-size="{TEXT}" fill="none" '
        f'fill-rule="evenodd" stroke-linejoin="round">'
        f"{definitions}{_grouped(strokes)}{letters}</svg>"
    )


def _grouped(parts: Sequence[Stroke]) -> str:
    """Return the strokes as elements; what looks alike and follows each other in one group.

    >>> _grouped([(' fill="a"', '<path d="M0 0"/>'), (' fill="a"', '<path d="M1 1"/>')])
    '<g fill="a"><path d="M0 0"/><path d="M1 1"/></g>'
    >>> _grouped([(' fill="a"', '<path d="M0 0"/>')])
    '<path d="M0 0" fill="a"/>'
    """
    text = ""
    for look, run in groupby(parts, key=lambda part: part[0]):
        bodies = [body for _, body in run]
        if look and len(bodies) > 1:
            text += f"<g{look}>{''.join(bodies)}</g>"
        else:
            text += "".join(re.sub(r"(?=/?>)", look, body, count=1) for body in bodies)
    return text


def _trace(
    trace: Mapping[str, Any],
    layout: Mapping[str, Any],
    box: Box,
    patterns: dict[str, str],
    ident: str,
) -> list[Stroke]:
    if trace.get("type", "scatter") != "scatter":
        raise ValueError(f"no drawing for a trace of type {trace.get('type')!r}")
    x_axis, y_axis = trace.get("xaxis") or "x", trace.get("yaxis") or "y"
    points = [
        None
        if x is None or y is None
        else (_at(x, x_axis, layout, box), _at(y, y_axis, layout, box))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if "markers" in trace["mode"]:
        return [_marks([p for p in points if p is not None], trace["marker"])]
    filled = trace.get("fill") == "toself"
    runs = [
        [point for point in run if point is not None]
        for known, run in groupby(points, key=lambda p: p is not None)
        if known
    ]
    stroke = trace["line"]
    dash = _DASHES[stroke.get("dash", "solid")]
    fills = _fills(trace, patterns, ident) if filled else []
    halved = len(points) > _LONG and not dash and not trace.get("fillpattern")
    path = "".join(_path(run, closed=filled, halved=halved) for run in runs)
    width = stroke.get("width", 1) * (2 if halved else 1)
    look = _HALVED if halved else ""
    look += f' stroke="{_ink(stroke["color"])}"' if width else ""
    look += f' stroke-width="{_n(width)}"' if width not in (0, 1) else ""
    look += f' stroke-dasharray="{dash}"' if dash else ""
    over = [(f' class="over" fill="{fill}"', f'<path d="{path}"/>') for fill in fills[1:]]
    look = f' fill="{fills[0]}"{look}' if filled else look
    return [(look, f'<path d="{path}"/>'), *over]


def _path(run: Sequence[tuple[float, float]], *, closed: bool, halved: bool = False) -> str:
    """Return a run of points as a path, each point told from the one before in tenths of a pixel.

    halved: in whole halves of a pixel, for a path that is drawn at half its size.

    >>> _path([(10, 20), (10.04, 20), (15.5, 20), (15, 21.2)], closed=True)
    'M10 20h5.5l-.5 1.2z'
    >>> _path([(10, 20), (15.5, 20), (15, 21.2)], closed=True, halved=True)
    'M20 40h11l-1 2z'
    """
    if halved:
        tenths = [(10 * round(2 * x), 10 * round(2 * y)) for x, y in run]
    else:
        tenths = [(round(10 * x), round(10 * y)) for x, y in run]
    before, *after = tenths
    if closed and after and after[-1] == before:
        after.pop()
    text, last = f"M{_tenth(before[0])} {_tenth(before[1])}", "M"
    for point in after:
        right, down = point[0] - before[0], point[1] - before[1]
        before = point
        if not right and not down:
            continue
        kind = "l" if right and down else "h" if right else "v"
        for n, step in enumerate(step for step in (right, down) if step):
            told = _tenth(step)
            same = kind == last or n
            text += f"{'' if told[0] == '-' else ' '}{told}" if same else f"{kind}{told}"
        last = kind
    return text + ("z" if closed else "")


def _tenth(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}"


def _fills(trace: Mapping[str, Any], patterns: dict[str, str], ident: str) -> list[str]:
    """Return what fills a shape, the lowest first: a colour, or one or two hatchings.

    A hatching is a gradient that repeats: on paper it stays lines, where a pattern would become
    a picture of the page's size.
    """
    pattern = trace.get("fillpattern")
    if not pattern:
        return [_ink(trace["fillcolor"])]
    paper, hatch = _ink(pattern["bgcolor"]), _ink(pattern["fgcolor"])
    ways = [("slash", 'x1="0" y1="0" x2="3" y2="3"', f'stop-color="{paper}"')]
    if pattern["shape"] == "x":
        clear = f'stop-color="{hatch}" stop-opacity="0"'
        ways.append(("back", 'x1="0" y1="3" x2="3" y2="0"', clear))
    for way, run, off in ways:
        patterns[f"{ident}-{way}"] = (
            f'<linearGradient id="{ident}-{way}" gradientUnits="userSpaceOnUse" {run} '
            'spreadMethod="repeat">'
            f'<stop offset=".6" {off}/><stop offset=".75" stop-color="{hatch}"/>'
            f'<stop offset=".9" stop-color="{hatch}"/><stop offset="1" {off}/></linearGradient>'
        )
    return [f"url(#{ident}-{way})" for way, _, _ in ways]


def _marks(points: Sequence[tuple[float, float]], marker: Mapping[str, Any]) -> Stroke:
    """Return marks of one look as one path; where two overlap, no hole is left."""
    symbol = marker["symbol"]
    hollow = symbol.endswith("-open")
    shape = symbol.removesuffix("-open")
    r = round(5 * marker["size"])  # half its size, in tenths of a pixel
    half, whole, back = _tenth(r), _tenth(2 * r), _tenth(-2 * r)
    outlines = {
        "square": (-r, -r, f"h{whole}v{whole}h{back}z"),
        "diamond": (0, -r, f"l{half} {half}-{half} {half}-{half}-{half}z"),
        "x-thin": (-r, -r, f"l{whole} {whole}m{back} 0l{whole} {back}"),
        "circle": (-r, 0, f"a{half} {half} 0 1 0 {whole} 0a{half} {half} 0 1 0 {back} 0z"),
    }
    if shape not in outlines:
        raise ValueError(f"no drawing for a mark of kind {symbol!r}")
    right, down, outline = outlines[shape]
    path = "".join(
        f"M{_tenth(round(10 * x) + right)} {_tenth(round(10 * y) + down)}{outline}"
        for x, y in points
    )
    fill = "none" if shape == "x-thin" else _ink(LIGHT["paper"] if hollow else marker["color"])
    rule = ' fill-rule="nonzero"' if len(points) > 1 else ""
    edge, width = _ink(marker["line"]["color"]), _n(marker["line"]["width"])
    look = f' fill="{fill}"{rule} stroke="{edge}" stroke-width="{width}"'
    return look, f'<path d="{path}"/>'


def _words(note: Mapping[str, Any], layout: Mapping[str, Any], box: Box) -> list[Stroke]:
    x = _at(note["x"], note.get("xref", "x"), layout, box) + note.get("xshift", 0)
    y = _at(note["y"], note.get("yref", "y"), layout, box) - note.get("yshift", 0)
    size = note["font"]["size"]
    lines = note["text"].split("<br>")
    drop = {"middle": 0.35 * size, "top": 0.95 * size, "bottom": -0.22 * size}
    y += drop[note.get("yanchor", "middle")] - (
        {"middle": 0.5, "top": 0, "bottom": 1}[note.get("yanchor", "middle")]
        * (len(lines) - 1)
        * 1.3
        * size
    )
    anchor = {"left": "", "center": "middle", "right": "end"}[note.get("xanchor", "center")]
    look = f' text-anchor="{anchor}"' if anchor else ""
    look += f' font-size="{size}"' if size != TEXT else ""
    fill = _ink(note["font"]["color"])
    look += f' fill="{fill}"' if fill != "var(--ink)" else ""
    if note.get("bgcolor"):
        look += ' stroke="var(--paper)" stroke-width="3" paint-order="stroke"'
    return [
        (
            look + (' font-weight="700"' if _is_bold(text) else ""),
            f'<text x="{_n(x)}" y="{_n(y + n * 1.3 * size)}">{_content(text)}</text>',
        )
        for n, text in enumerate(lines)
    ]


def _is_bold(text: str) -> bool:
    return text.startswith("<b>") and text.endswith("</b>")


def _content(text: str) -> str:
    """Take plotly's few tags away; all else is text and stays text."""
    return html.escape(html.unescape(_MARKUP.sub("", text)), quote=False)


def _at(value: float, ref: str, layout: Mapping[str, Any], box: Box) -> float:
    horizontal = ref.startswith("x")
    axis = layout.get(f"{ref[0]}axis{ref[1:]}", {})
    low, high = axis.get("range", (0, 1))
    first, last = axis.get("domain", (0, 1))
    share = first + (last - first) * (value - low) / (high - low)
    return float(box[0] * share if horizontal else box[1] * (1 - share))


def _ink(value: str) -> str:
    return _VARIABLE.get(value, value)


def _n(value: float) -> str:
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
