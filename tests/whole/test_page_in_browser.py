"""Pages opened in a real browser. Every number in them is made up (made_up_pages.py)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from equity.briefing.page import BriefingExporter
from equity.figures.theme import LIGHT
from made_up_pages import FORMULA, HOSTILE, QUOTED, charts, notebook

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
QUIET = ["--no-sandbox", "--disable-background-networking"]
SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium is installed: the page is not opened in a browser")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    files = {}
    for language in ("sv", "en"):
        text, _ = BriefingExporter().from_notebook_node(notebook(language))
        files[language] = folder / f"{language}.html"
        files[language].write_text(text, encoding="utf-8")
    return files


def open_page(
    browser: Browser, file: Path, *, width: int = 1280, scheme: str = "light", scripts: bool = True
) -> tuple[Page, list[str]]:
    """Open a page offline; return it with all it asked for, said or failed at."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        offline=True,
    )
    page = context.new_page()
    noted: list[str] = []
    page.on("request", lambda request: noted.append(request.url))
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("dialog", lambda dialog: noted.append(dialog.message))
    page.goto(file.as_uri())
    if scripts:
        page.wait_for_selector("html[data-charts=drawn]", timeout=30_000, state="attached")
    return page, noted


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_asks_for_nothing_and_says_nothing(
    browser: Browser, pages: dict[str, Path], language: str, width: int
) -> None:
    page, noted = open_page(browser, pages[language], width=width)
    page.wait_for_timeout(300)
    assert noted == [pages[language].as_uri()]
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_at_the_size_that_fits(
    browser: Browser, pages: dict[str, Path], width: int
) -> None:
    page, _ = open_page(browser, pages["sv"], width=width)
    drawn = page.locator(".chart .live .main-svg:visible")
    assert page.locator(".chart .live .js-plotly-plot, .chart .live.js-plotly-plot").count() == len(
        charts("sv")
    )
    assert drawn.count() >= len(charts("sv"))
    assert page.locator(".still:visible").count() == 0
    page.context.close()


@pytest.mark.parametrize(("width", "size"), [(320, 1), (1280, 0)])
def test_the_script_draws_shapes_where_the_figures_have_them(
    browser: Browser, pages: dict[str, Path], width: int, size: int
) -> None:
    page, _ = open_page(browser, pages["sv"], width=width)
    drawn = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-chart]")].map((chart) =>
        [chart.dataset.chart, chart.querySelector(".live").data.map(({x, y}) => [x, y])]))"""
    )
    for chart in charts("sv"):
        made = chart.drawings[size].content()
        layout = made["layout"]
        for (xs, ys), trace in zip(drawn[chart.anchor], made["data"], strict=True):
            points = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None]
            right, down = ([*places] for places in zip(*points, strict=True))
            across = layout[f"xaxis{trace['xaxis'][1:]}"]
            for told, placed, axis, pixels in (
                (right, xs, across, layout["width"]),
                (down, ys, layout["yaxis"], layout["height"]),
            ):
                first, last = axis.get("domain", (0, 1))
                reach = abs(axis["range"][1] - axis["range"][0])
                pixel = reach / (pixels * (last - first))
                assert ends(placed) == pytest.approx(ends(told), abs=0.11 * pixel)
    page.context.close()


def ends(places: list[float | None]) -> list[float]:
    """Return what does not change when equal places that follow each other are told once."""
    known = [place for place in places if place is not None]
    return [known[0], known[-1], min(known), max(known)]


@pytest.mark.parametrize("width", WIDTHS)
def test_letters_in_charts_are_12_pixels_or_more(
    browser: Browser, pages: dict[str, Path], width: int
) -> None:
    page, _ = open_page(browser, pages["sv"], width=width)
    heights = page.evaluate(
        """[...document.querySelectorAll(".chart .live text")]
        .filter((text) => text.textContent && text.getClientRects().length)
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    )
    assert heights
    assert min(heights) >= 11.9
    page.context.close()


def test_without_scripts_drawings_and_tables_are_all_there(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page, noted = open_page(browser, pages["sv"], scripts=False)
    assert page.locator(".still.wide svg:visible").count() == len(charts("sv"))
    assert page.locator("figure details table:visible").count() == len(charts("sv"))
    assert noted == [pages["sv"].as_uri()]
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(
    browser: Browser, pages: dict[str, Path], language: str, scheme: str, width: int
) -> None:
    page, _ = open_page(browser, pages[language], width=width, scheme=scheme)
    page.evaluate("for (const table of document.querySelectorAll('details')) table.open = true")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1088, 1280])
def test_nothing_reaches_out_of_the_window(
    browser: Browser, pages: dict[str, Path], width: int
) -> None:
    page, _ = open_page(browser, pages["sv"], width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_hostile_text_is_shown_as_those_characters(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page, noted = open_page(browser, pages["sv"])
    text = page.locator("body").inner_text()
    drawn = page.evaluate(
        "[...document.querySelectorAll('.live text')].map((text) => text.textContent)"
    )
    for hostile in (HOSTILE, QUOTED, FORMULA):
        assert hostile in text
    assert HOSTILE in drawn
    assert page.locator("img").count() == 0
    assert len(noted) == 1
    page.context.close()


def test_pointing_at_a_chart_shows_hostile_text_as_those_characters(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page, noted = open_page(browser, pages["sv"])
    page.evaluate(
        """() => { const chart = document.querySelector('[data-chart="map"] .live');
        const n = chart.data.findIndex((trace) => trace.name.includes("script"));
        const xs = chart.data[n].x, ys = chart.data[n].y;
        const middle = (list) => (Math.min(...list) + Math.max(...list)) / 2;
        const {xaxis, yaxis} = chart._fullLayout;
        chart.scrollIntoView({behavior: "instant", block: "center"});
        const box = chart.getBoundingClientRect();
        window.spot = [box.x + xaxis.l2p(middle(xs)), box.y + yaxis.l2p(middle(ys))]; }"""
    )
    x, y = page.evaluate("window.spot")
    page.mouse.move(x, y)
    page.wait_for_selector(".hoverlayer .hovertext", state="attached")
    assert HOSTILE in page.locator(".hoverlayer .hovertext").first.text_content()
    assert len(noted) == 1
    page.context.close()


def test_tab_gets_into_and_out_of_every_chart(browser: Browser, pages: dict[str, Path]) -> None:
    page, _ = open_page(browser, pages["sv"])
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "[document.activeElement.tagName, document.activeElement.dataset.chart ?? '']"
            )
        )
    names = [chart for _, chart in reached if chart]
    assert sorted(set(names)) == sorted(chart.anchor for chart in charts("sv"))
    after = [reached[n + 1] for n, (_, chart) in enumerate(reached[:-1]) if chart]
    assert all(tag == "SUMMARY" for tag, _ in after)
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_chart_wears_the_colours_of_its_paper(
    browser: Browser, pages: dict[str, Path], scheme: str
) -> None:
    page, _ = open_page(browser, pages["sv"], scheme=scheme)
    papers = page.evaluate(
        """[...document.querySelectorAll(".live .main-svg:first-child")]
        .map((svg) => getComputedStyle(svg).backgroundColor)"""
    )
    assert set(papers) == {page.evaluate("getComputedStyle(document.body).backgroundColor")}
    page.context.close()


def test_on_paper_all_is_light_and_every_table_is_open(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    page, _ = open_page(browser, pages["sv"], scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".live:visible").count() == 0
    assert page.locator(".still.wide svg:visible").count() == len(charts("sv"))
    assert page.locator("figure details table:visible").count() == len(charts("sv"))
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(26, 27, 31)"
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert (tmp_path / "page.pdf").stat().st_size > 20_000
    page.context.close()


def test_findings_and_tables_are_saved_as_files_of_the_page_itself(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    page, noted = open_page(browser, pages["sv"])
    with page.expect_download() as saved:
        page.locator('[data-csv="rows"]').click()
    assert saved.value.suggested_filename == "rows.csv"
    saved.value.save_as(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfid;value;low;high;")
    assert "gap.made_up;-0,55;-0,7;-0,4;" in text.decode("utf-8-sig")
    assert [one for one in noted[1:] if not one.startswith("blob:")] == []
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_chart_is_saved_as_a_drawing_that_stands_alone(
    browser: Browser, pages: dict[str, Path], tmp_path: Path, scheme: str
) -> None:
    page, noted = open_page(browser, pages["sv"], scheme=scheme)
    for chart in charts("sv"):
        button = page.locator(f'[data-svg="{chart.anchor}"]')
        assert chart.title in (button.text_content() or "")
        with page.expect_download() as saved:
            button.click()
        assert saved.value.suggested_filename == f"{chart.anchor}.svg"
        saved.value.save_as(tmp_path / "chart.svg")
        text = (tmp_path / "chart.svg").read_text("utf-8")
        tree = ElementTree.fromstring(text)
        assert tree.tag == f"{SVG}svg"
        assert tree.findtext(f"{SVG}title") == chart.title
        assert tree.findtext(f"{SVG}desc") == chart.caption
        said = " ".join("".join(one.itertext()) for one in tree.findall(f"{SVG}text"))
        assert said.split() == f"{chart.title} {chart.caption} {page.title()}".split()
        assert len(tree.findall(f".//{SVG}svg//{SVG}path")) >= len(chart.figure.data)
        assert "var(--" not in text
        assert f'height="100%" fill="{LIGHT["paper"]}"' in text
        assert not tree.findall(f".//{SVG}script")
    assert [one for one in noted[1:] if not one.startswith("blob:")] == []
    page.context.close()


def test_without_scripts_no_button_promises_a_file(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page, _ = open_page(browser, pages["sv"], scripts=False)
    for kind in ("csv", "svg"):
        assert page.locator(f"[data-{kind}]").count() > 0
        assert page.locator(f"[data-{kind}]:visible").count() == 0
    page.context.close()


def test_a_number_in_the_text_leads_to_its_row(browser: Browser, pages: dict[str, Path]) -> None:
    page, _ = open_page(browser, pages["sv"])
    page.locator('figcaption ~ * a[data-id="gap.made_up"], td a[data-id]').first.evaluate(
        "link => link.click()"
    )
    target = page.locator("tr:target")
    assert target.count() == 1
    assert target.is_visible()
    page.context.close()
