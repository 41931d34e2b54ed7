"""The first notebook, opened as `make lab` opens it: a real server, a real browser, every cell."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "made-up-token"
PATIENCE = 120  # seconds for a server to answer, or for all cells to run, on a busy machine


@dataclass
class Lab:
    """A page on which JupyterLab is open, with what the browser asked for and complained of."""

    page: Page
    asked: list[str]
    failed: list[str]


def opened_by_make(root: Path) -> list[str]:
    """Return what `make lab` gives to JupyterLab."""
    told = subprocess.run(
        ["make", "-n", "lab"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.replace("\\\n", " ")
    found = re.search(r"-m jupyterlab (.*)", told)
    assert found, told
    return found.group(1).split()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def home(root: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the notebook, its `data` set to tables that are built."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(root / "notebooks" / ".lab", folder / "notebooks" / ".lab")
    content = json.loads((root / "notebooks" / "start_here.ipynb").read_text("utf-8"))
    taking = next(c for c in content["cells"] if "parameters" in c["metadata"].get("tags", []))
    taking["source"] = [*taking["source"], f"\ndata = {str(built)!r}"]
    target = folder / "notebooks" / "start_here.ipynb"
    target.write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(root: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server on loopback with a token, its kernels on sockets in a short folder."""
    short = Path("/tmp") / f"lab-{os.getpid()}"
    short.mkdir(mode=0o700)
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", *opened_by_make(root), "--no-browser",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}", "--KernelManager.transport=ipc", "--allow-root",
    ]  # fmt: skip
    private = {
        "JUPYTER_RUNTIME_DIR": str(short),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    log = (tmp_path_factory.mktemp("log") / "server.txt").open("w+")
    server = subprocess.Popen(command, cwd=home, env=os.environ | private, stdout=log, stderr=log)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={TOKEN}") as answer:
                    answer.read()
                break
            except OSError:
                if server.poll() is not None:
                    break
                time.sleep(0.3)
        log.seek(0)
        assert server.poll() is None, log.read()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
        log.close()
        shutil.rmtree(short, ignore_errors=True)


@pytest.fixture(scope="module")
def lab(root: Path, address: str) -> Iterator[Lab]:
    """Open the notebook that `make lab` names, in a tall window."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium is installed: JupyterLab is not opened in a browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 9000})
        asked: list[str] = []
        failed: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(f"{address}/lab/tree/{Path(opened_by_make(root)[0]).name}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-MarkdownCell h1", timeout=PATIENCE * 1000)
        idle = ".jp-NotebookPanel .jp-Notebook-ExecutionIndicator[data-status=idle]"
        page.wait_for_selector(idle, timeout=PATIENCE * 1000)
        yield Lab(page, asked, failed)
        browser.close()


@pytest.fixture(scope="module")
def ran(lab: Lab) -> float:
    """Run all cells by the menu; return the seconds that it took."""
    page = lab.page
    begun = time.monotonic()
    page.locator(".lm-MenuBar-item", has_text="Run").click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
    page.wait_for_function(
        """() => {
            const code = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")];
            const prompt = (cell) => cell.querySelector(".jp-InputPrompt").textContent;
            return code.length > 3 && code.every((cell) => /\\[\\d+\\]/.test(prompt(cell)));
        }""",
        timeout=PATIENCE * 1000,
    )
    return time.monotonic() - begun


def test_make_lab_opens_on_the_first_notebook(lab: Lab) -> None:
    assert "start_here.ipynb" in lab.page.url
    assert lab.page.locator(".jp-Notebook h1", has_text="Start here").is_visible()


def test_every_cell_runs_without_an_error(lab: Lab, ran: float) -> None:
    wrong = "[data-mime-type*='stderr'], [data-mime-type*='error']"
    outputs = lab.page.locator(".jp-OutputArea-output")
    assert lab.page.locator(wrong).all_inner_texts() == []
    assert outputs.count() >= 7
    assert lab.failed == []


def test_figures_are_drawn_with_their_words(lab: Lab, ran: float) -> None:
    counted = """(what) => [...document.querySelectorAll(".jp-Notebook .js-plotly-plot")].map(
        (plot) => [...plot.querySelectorAll(`.main-svg ${what}`)].filter(
            (one) => one.getBoundingClientRect().width > 0).length)"""
    lab.page.wait_for_function(
        f"() => ({counted})('path').length === 3 && ({counted})('path').every((n) => n > 1)",
        timeout=PATIENCE * 1000,
    )
    marks, words = lab.page.evaluate(counted, "path"), lab.page.evaluate(counted, "text")
    assert marks[0] > 14, "a map has a shape a district, and more"
    assert min(words) > 5, words


def test_findings_are_told_as_sentences_and_as_a_table(lab: Lab, ran: float) -> None:
    page = lab.page
    table = page.locator(".jp-OutputArea-output table", has_text="gap.turnout_riksdag")
    assert table.first.is_visible()
    assert page.locator(".jp-OutputArea-output h2", has_text="The answer").count() == 2
    shown = "\n".join(page.locator(".jp-OutputArea-output").all_inner_texts())
    assert "Finding(" not in shown
    assert "application/vnd" not in shown


def test_nothing_asks_for_trust_and_nothing_goes_elsewhere(lab: Lab, ran: float) -> None:
    assert lab.page.locator(".jp-Dialog, .jp-toast-button, .Toastify__toast").count() == 0
    assert lab.page.locator("[data-icon='ui-components:not-trusted']").count() == 0
    away = [url for url in lab.asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url)]
    assert away == []
