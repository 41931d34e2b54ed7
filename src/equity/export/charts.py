"""A chart as an SVG file that stands by itself: its sentence above, its caption below."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from equity.errors import DataError, Problem, RunError
from equity.figures.charts import Chart, carried, numbered
from equity.figures.drawing.static import svg as drawn
from equity.figures.theme import LIGHT, SANS, colour

TITLE: Final = 17.0  # px
CAPTION: Final = 12.5
LETTER: Final = 0.52  # width of a letter, of its height, on average
EDGE: Final = 16.0
_NAMED: Final = re.compile(r"var\(--([a-z0-9-]+)\)")
_SAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")


def svg(chart: Chart) -> str:
    """Return a chart as the text of an SVG file, with its words, in the colours of light paper.

    It needs no other file, no script and no network. In a notebook:
    `Path("map.svg").write_text(equity.svg(chart))`; `equity svg RUN DIR` saves every chart of a
    run. Raises TypeError for what is no chart of ours.
    """
    if not isinstance(chart, Chart):
        raise TypeError(f"a chart is wanted, as equity.map gives, not {type(chart).__name__}")
    return _standing_alone(chart.bundle())


def save_charts(run: Path, folder: Path) -> list[Path]:
    """Write every chart of an executed notebook as an SVG file, named after its place.

    run: the folder of a run, or an executed notebook. folder: made where it is missing; files of
    the same names are replaced. Returns the files, in the order of the notebook.
    Raises RunError where there is no such notebook, or none of its charts was drawn.
    """
    notebook = run
    if run.is_dir():
        found = sorted(run.glob("*.ipynb"))
        if len(found) != 1:
            raise RunError(f"{run}: {len(found)} notebooks, one is wanted: name a run's own folder")
        notebook = found[0]
    bundles = _bundles(notebook)
    if not bundles:
        raise RunError(f"{notebook.name}: no chart in it; run it first: equity run {notebook.stem}")
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    names = (_SAFE.sub("-", str(bundle["anchor"]))[:60] or "chart" for bundle in bundles)
    for bundle, name in zip(bundles, numbered(names), strict=True):
        path = folder / f"{notebook.stem}.{name}.svg"
        path.write_text(_standing_alone(bundle), "utf-8", newline="\n")
        files.append(path)
    return files


def _bundles(notebook: Path) -> list[Mapping[str, Any]]:
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
    except FileNotFoundError:
        fix = "give a folder that equity run left"
        raise DataError([Problem(str(notebook), None, "", "", "a run", fix)]) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{notebook.name} is not a notebook ({type(error).__name__})") from None
    known = [carried(output.get("data", {})) for output in outputs]
    return [bundle for bundle in known if bundle is not None]


def _standing_alone(bundle: Mapping[str, Any]) -> str:
    inner = drawn(bundle["figure"], "drawing")
    inner = _NAMED.sub(lambda match: LIGHT.get(match.group(1), LIGHT["ink"]), inner)
    width, height = (float(bundle["figure"]["layout"][side]) for side in ("width", "height"))
    above = _lines(bundle["title"], width, TITLE)
    below = _lines(bundle["caption"], width, CAPTION)
    top = EDGE + len(above) * TITLE * 1.3 + 8
    whole = top + height + 8 + len(below) * CAPTION * 1.4 + EDGE
    words = _text(above, EDGE + TITLE, TITLE, "ink", "700")
    words += _text(below, top + height + 8 + CAPTION, CAPTION, "muted", "400")
    name, told = html.escape(bundle["title"]), html.escape(bundle["caption"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * EDGE:.0f}" '
        f'height="{whole:.0f}" viewBox="0 0 {width + 2 * EDGE:.0f} {whole:.0f}" role="img" '
        f'lang="{html.escape(bundle["language"])}" font-family="{html.escape(SANS)}">\n'
        f"<title>{name}</title>\n<desc>{told}</desc>\n"
        f'<rect width="100%" height="100%" fill="{colour("paper")}"/>\n'
        f'{words}<svg x="{EDGE:.0f}" y="{top:.1f}"{inner.removeprefix("<svg")}\n</svg>\n'
    )


def _lines(text: str, width: float, size: float) -> list[str]:
    return textwrap.wrap(text, int(width / (size * LETTER)))


def _text(lines: list[str], y: float, size: float, ink: str, weight: str) -> str:
    leading = size * (1.3 if weight == "700" else 1.4)
    return "".join(
        f'<text x="{EDGE:.0f}" y="{y + at * leading:.1f}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour(ink)}">{html.escape(line)}</text>\n'
        for at, line in enumerate(lines)
    )
