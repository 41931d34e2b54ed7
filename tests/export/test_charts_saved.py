"""Charts saved as SVG files: whole by themselves, with their words, and nothing to run."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

import equity
from equity.cli.app import app
from equity.errors import DataError, RunError
from equity.export.charts import save_charts, svg
from made_up_pages import HOSTILE, charts, notebook, notebook_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return the folder of a run whose charts are made up."""
    folder = tmp_path / "run"
    folder.mkdir()
    nbformat.write(notebook("sv"), folder / "made_up.ipynb")
    return folder


@pytest.mark.parametrize("at", range(len(charts("sv"))))
def test_a_saved_chart_stands_by_itself(at):
    chart = charts("sv")[at]
    text = svg(chart)
    tree = ET.fromstring(text)
    assert tree.tag == f"{SVG}svg"
    assert tree.find(f"{SVG}title").text == chart.title
    assert tree.find(f"{SVG}desc").text == chart.caption
    assert "var(--" not in text
    assert "<script" not in text
    addresses = re.findall(r"https?://[^\"'<> ]+", text.replace("http://www.w3.org/2000/svg", ""))
    assert addresses == []
    widths = [float(one.get("x", 0)) for one in tree.iter(f"{SVG}text")]
    assert max(widths) <= float(tree.get("width"))


def test_every_word_of_title_and_caption_is_drawn():
    chart = charts("en")[0]
    tree = ET.fromstring(svg(chart))
    drawn = " ".join("".join(one.itertext()) for one in tree.findall(f"{SVG}text"))
    assert drawn.split() == f"{chart.title} {chart.caption}".split()


def test_names_of_the_data_stay_text():
    texts = [svg(chart) for chart in charts("sv")]
    assert all(HOSTILE not in text for text in texts)
    assert any("&lt;script&gt;" in text for text in texts)


def test_the_door_has_it_and_says_what_it_wants():
    assert equity.svg(charts("sv")[0]) == svg(charts("sv")[0])
    with pytest.raises(TypeError, match=r"a chart is wanted, as equity\.map gives, not str"):
        equity.svg("map")


def test_every_chart_of_a_run_is_saved(run, tmp_path):
    files = save_charts(run, tmp_path / "charts")
    assert len(files) == len(charts("sv"))
    assert [path.read_text("utf-8") for path in files] == [svg(chart) for chart in charts("sv")]
    assert all(path.name.startswith("made_up.") for path in files)


def test_a_chart_that_a_notebook_draws_twice_is_saved_twice(tmp_path):
    nbformat.write(notebook_of([*charts("sv"), *charts("sv")]), tmp_path / "made_up.ipynb")
    files = save_charts(tmp_path / "made_up.ipynb", tmp_path / "charts")
    assert len(set(files)) == 2 * len(charts("sv"))


def test_the_command_names_the_files(run, tmp_path):
    words = ["svg", str(run), str(tmp_path / "charts")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert all(Path(line).is_file() for line in done.stdout.splitlines())
    told = CliRunner().invoke(app, [*words, "--json"])
    assert json.loads(told.stdout)["files"] == done.stdout.splitlines()


def test_a_notebook_that_was_not_run_has_no_chart_and_says_what_to_do(root, tmp_path):
    with pytest.raises(RunError, match="run it first: equity run briefing"):
        save_charts(root / "notebooks" / "briefing.ipynb", tmp_path)
    with pytest.raises(RunError, match="name a run's own folder"):
        save_charts(root / "notebooks", tmp_path)
    with pytest.raises(DataError, match="give a folder that equity run left"):
        save_charts(tmp_path / "nowhere", tmp_path)


@pytest.mark.browser
def test_a_browser_draws_it_and_asks_for_nothing(tmp_path):
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium is installed: the drawing is not opened in a browser")
    file = tmp_path / "made_up.svg"
    file.write_text(svg(charts("sv")[0]), encoding="utf-8")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = opened.new_page(viewport={"width": 800, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        shapes = page.evaluate("document.querySelectorAll('path').length")
        box = page.evaluate("JSON.stringify(document.documentElement.getBoundingClientRect())")
        opened.close()
    assert asked == [file.as_uri()]
    assert shapes > 3
    assert json.loads(box)["width"] > 300
