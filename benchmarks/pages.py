"""How heavy and how quick pages are: `python benchmarks/pages.py` after `equity brief`.

Reads the executed notebooks and pages of the newest briefing in `runs/`, or of `--out DIR`.
Times are medians of several rounds in one process or one browser, and stand beside what they are
measured against, so that ratios compare on any machine:

* weight: at most 2.5 MB a page, at most 0.4 MB of it not plotly.js
* rendering: at most 1.0 s beyond nbconvert's own HTML exporter on the same notebook
* drawing: all charts drawn in at most 1.2 times the time of plotly's own self-contained HTML with
  the same charts, and the first text painted before any script has run
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import plotly.graph_objects as go
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, sync_playwright
from plotly.offline import get_plotlyjs

from equity.briefing.content import ChartPiece, read_content
from equity.briefing.page import BriefingExporter
from equity.briefing.pdf import browser

ROUNDS = 7
QUIET = ["--no-sandbox", "--disable-background-networking"]


def seconds(work: Callable[[], object]) -> tuple[float, float, float]:
    """Return the median, the least and the greatest of several rounds; the first is left out."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), min(times), max(times)


def plotly_page(charts: list[ChartPiece], folder: Path) -> Path:
    """Write plotly's own self-contained page with the same charts; return where it is."""
    figures = [go.Figure(dict(chart.figure)) for chart in charts]
    parts = [
        figure.to_html(full_html=False, include_plotlyjs=n == 0) for n, figure in enumerate(figures)
    ]
    page = folder / "plotly.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}", encoding="utf-8")
    return page


def opened_once(browser: Browser, page: Path, charts: int) -> tuple[float, float]:
    """Return ms until all charts of a page are drawn, and until its first text is painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    tab = context.new_page()
    tab.add_init_script(
        """window.whenDrawn = (wanted) => new Promise((tell) => { const look = () => {
        const there = [...document.querySelectorAll(".js-plotly-plot")].filter(
          (plot) => plot.querySelector(".main-svg .plot, .main-svg .overplot"));
        if (there.length >= wanted) requestAnimationFrame(() => tell(performance.now()));
        else requestAnimationFrame(look); }; look(); })"""
    )
    tab.goto(page.as_uri(), wait_until="commit")
    drawn = float(tab.evaluate("(wanted) => whenDrawn(wanted)", charts))
    paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    painted = float(tab.evaluate(paint))
    context.close()
    return drawn, painted


def beside(browser: Browser, ours: Path, theirs: Path, charts: int) -> list[str]:
    """Return the cells of drawing: the two pages are opened in turn, so that both share a load."""
    rounds = [
        (opened_once(browser, ours, charts), opened_once(browser, theirs, charts))
        for _ in range(ROUNDS + 1)
    ][1:]
    own = [ms for (ms, _), _ in rounds]
    other = [ms for _, (ms, _) in rounds]
    middle, its = statistics.median(own), statistics.median(other)
    ratio = statistics.median(one / two for one, two in zip(own, other, strict=True))
    first = statistics.median(ms for (_, ms), _ in rounds)
    told = f"{middle:.0f} ({min(own):.0f}–{max(own):.0f})"
    return [told, f"{its:.0f}", f"{ratio:.2f}", f"{first:.0f}"]


def notebooks(out: Path) -> dict[str, tuple[Path, Path]]:
    """Return by page name the executed notebook and the page of every run below a folder."""
    found = {}
    for page in sorted((out / "pages").glob("*.html")):
        same = page.read_bytes()
        for made in sorted(out.glob("*/*/*.html")):
            if made.parent.parent.name != "pages" and made.read_bytes() == same:
                found[page.name] = (next(made.parent.glob("*.ipynb")), page)
    return found


def weight(page: Path) -> tuple[float, float]:
    """Return MB of a page, and of what in it is not plotly.js."""
    text = page.read_text("utf-8")
    packed = re.search(r'id="plotly">(.*?)</script>', text, flags=re.DOTALL)
    whole = len(text.encode())
    return whole / 1e6, (whole - len(packed[1] if packed else "")) / 1e6


def main() -> None:
    """Print one line a page, and the targets that are missed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--out", type=Path, default=Path("runs"), help="where runs are left")
    found = notebooks(asked.parse_args().out.absolute())
    if not found:
        raise SystemExit("no pages with their runs there: run `equity brief` first")
    chromium = browser()
    print(
        f"plotly.js is {len(get_plotlyjs()) / 1e6:.2f} MB; medians of {ROUNDS} (least to greatest)"
    )
    print("page | MB | not plotly | charts | ours s | nbconvert s | beyond | drawn ms | "
          "plotly's ms | ratio | first text ms")  # fmt: skip
    with tempfile.TemporaryDirectory() as held, sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=QUIET) if chromium else None
        for name, (executed, page) in found.items():
            notebook: Any = nbformat.read(executed, as_version=4)
            pieces = read_content(notebook).pieces
            charts = [piece for piece in pieces if isinstance(piece, ChartPiece)]
            own, own_least, own_most = seconds(
                lambda book=notebook: BriefingExporter().from_notebook_node(book)
            )
            theirs, *_ = seconds(lambda book=notebook: HTMLExporter().from_notebook_node(book))
            cells = [name, "{:.2f} | {:.2f}".format(*weight(page)), str(len(charts))]
            cells += [f"{own:.2f} ({own_least:.2f}–{own_most:.2f})", f"{theirs:.2f}"]
            cells += [f"{own - theirs:+.2f}"]
            if opened is not None and charts:
                cells += beside(opened, page, plotly_page(charts, Path(held)), len(charts))
            print(" | ".join(cells))
        if opened is not None:
            opened.close()


if __name__ == "__main__":
    main()
