"""What a page's script needs, packed into text: plotly.js, and the figures that it draws."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from plotly.offline import get_plotlyjs

from equity.briefing.content import ChartPiece
from equity.figures.theme import DARK, LIGHT


def packed(text: str) -> str:
    """Return a text gzipped and told in 85 signs, five for four bytes, none of which is `<`.

    The page unpacks it with DecompressionStream. Base64 would need four signs for three bytes,
    so a page with plotly.js would be 120 kB larger. The same text gives the same signs.

    >>> unpacked(packed("Norr och söder"))
    'Norr och söder'
    """
    signs = base64.b85encode(gzip.compress(text.encode(), 9, mtime=0)).decode("ascii")
    return signs.replace("<", ",")


def unpacked(signs: str) -> str:
    """Return the text that `packed` packed."""
    return gzip.decompress(base64.b85decode(signs.strip().replace(",", "<"))).decode()


@cache
def packed_plotly() -> str:
    """Return plotly.js, packed; made once a process."""
    return packed(get_plotlyjs())


def packed_figures(charts: Sequence[ChartPiece]) -> str:
    """Return what the script draws, packed: both drawings of each chart, and the dark colours.

    A line or a filled shape comes without its places: they stand in the still drawing's path,
    from which the script reads them, so that no shape is in the page twice.
    """
    content = {
        "dark": {LIGHT[name]: DARK[name] for name in LIGHT},
        "charts": {c.anchor: {"wide": _bare(c.figure), "narrow": _bare(c.narrow)} for c in charts},
    }
    return packed(json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def _bare(figure: Mapping[str, Any]) -> dict[str, Any]:
    traces = [
        trace
        if "markers" in trace["mode"]
        else {name: value for name, value in trace.items() if name not in ("x", "y")}
        for trace in figure["data"]
    ]
    return {"data": traces, "layout": figure["layout"]}
