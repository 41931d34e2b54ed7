"""The site: it builds without a warning, its links hold, and every example runs as it stands."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typer.testing import CliRunner

import equity
from equity.cli.app import app
from equity.runs.notebooks import names

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs").glob("*.md"))
SLOW = {"add.md", "handing_on.md", "how_data_are_made.md"}  # build tables, export, start a city
BLOCK = re.compile(
    r"^```(?:\{code-block\} )?(\w+)\n(?::caption: ([^\n]*)\n)?(.*?)^```$", re.M | re.S
)
LONG = {"run", "brief", "sweep"}  # start kernels; tried by tests of their own
FILES = {"text", "yaml"}


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """Return language, caption and text of every example of a page."""
    return BLOCK.findall(page.read_text("utf-8"))


@pytest.fixture
def desk(root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder like the checkout's, with data of its own, and stand in it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copytree(built, folder / "data")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    monkeypatch.chdir(folder)
    return folder


def perform(line: str, targets: set[str]) -> None:
    """Do what a line of a shell example says, on the desk's data and into its own folders."""
    words = shlex.split(line, comments=True)
    if not words:
        return
    assert words[0] in ("equity", "make"), line
    if words[0] == "make":
        assert set(words[1:]) <= targets, line
        return
    before, _, behind = " ".join(words[1:]).partition(" -- ")
    given = words[1 : len(words) - (len(behind.split()) + 1 if behind else 0)]
    told = CliRunner().invoke(app, [*given[: 2 if given[0] in ("data", "city") else 1], "--help"])
    extra = [] if "--data" in given or "--data DIR" not in told.stdout else ["--data", "data"]
    extra += ["--out", "runs"] if "--out DIR" in told.stdout else []
    if given[0] in LONG and "--dry-run" not in given:
        assert told.exit_code == 0
        for option in (word for word in given if word.startswith("--")):
            assert option in told.stdout, line
        assert given[0] != "run" or given[1] in names(Path("notebooks"))
        return
    asked = [*given, *extra, *(["--", *behind.split()] if behind else [])]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, f"{line}\n{done.output}"
    assert before


def follow(page: Path, desk: Path, targets: set[str]) -> int:
    """Do all that a page's examples say, in order; return how many there were."""
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    known: dict[str, object] = {}
    for language, caption, text in blocks(page):
        if language in FILES:
            how, _, name = caption.rpartition(" ")
            assert how in ("new file", "append to"), f"{page.name}: {caption!r}"
            with (desk / name).open("w" if how == "new file" else "a", encoding="utf-8") as file:
                file.write(text.lstrip("\n"))
        elif language == "sh":
            for line in text.splitlines():
                perform(line, targets)
        else:
            assert language == "python"
            example = doctest.DocTestParser().get_doctest(text, known, page.name, page.name, 0)
            assert example.examples, f"{page.name}: an example without >>>"
            runner.run(example, clear_globs=False)
            known = example.globs
    assert runner.summarize(verbose=False).failed == 0
    return len(blocks(page))


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.M))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.name, marks=[pytest.mark.slow] * (page.name in SLOW))
        for page in PAGES
    ],
)
def test_every_example_of_a_page_runs_as_it_stands(page, desk, targets):
    text = page.read_text("utf-8")
    fenced = len(re.findall(r"^```", text, re.M)) // 2
    others = len(re.findall(r"^```\{(figure|toctree|eval-rst)\}", text, re.M))
    assert follow(page, desk, targets) == fenced - others


@pytest.mark.parametrize(
    "text",
    [
        "```python\n>>> 1 + 1\n3\n```\n",
        "```python\nprint(1)\n```\n",
        "```sh\nequity data chekc\n```\n",
        "```sh\nmake brefing\n```\n",
        "```sh\nequity run districts\n```\n",
        "```sh\nequity brief --langauge en\n```\n",
        "```yaml\na: 1\n```\n",
    ],
)
def test_an_example_that_does_not_hold_is_found(text, desk, targets, tmp_path, capsys):
    page = tmp_path / "made_up.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError):
        follow(page, desk, targets)


def test_the_interface_describes_every_name_at_the_door(root):
    text = (root / "docs" / "api.md").read_text("utf-8")
    described = re.findall(r"autofunction:: equity\.(\w+)$", text, re.M)
    assert sorted(described) == sorted(equity.__all__)


def test_make_help_names_every_target(root, targets):
    told = subprocess.run(["make", "-s", "help"], cwd=root, capture_output=True, text=True).stdout
    explained = set(re.findall(r"^make ([a-z-]+)", told, re.M))
    assert explained == targets - {"help"}


class Links(HTMLParser):
    """Gathers where a page leads, what it loads, and its anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.anchors.add(found.get("id") or "")
        if tag == "a" and found.get("href"):
            self.leads.append(found["href"])
        loaded = found.get("src") or (found.get("href") if tag == "link" else None)
        if loaded:
            self.loads.append(loaded)


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_its_links_hold(root, tmp_path):
    site = tmp_path / "site"
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html",
         "-d", tmp_path / "doctrees", root / "docs", site],
        capture_output=True, text=True, env=os.environ | {"PYTHONWARNINGS": "default"},
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    pages = {}
    for path in site.rglob("*.html"):
        pages[path] = Links()
        pages[path].feed(path.read_text("utf-8"))
    assert {f"{page.stem}.html" for page in PAGES} <= {path.name for path in pages}
    broken, away = [], []
    for path, links in pages.items():
        for address in links.leads + links.loads:
            parts = urlsplit(address)
            if parts.scheme in ("http", "https"):
                away += [f"{path.name}: {address}"] if address in links.loads else []
            elif parts.scheme not in ("mailto", "data"):
                there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                anchor = unquote(parts.fragment)
                known = there.is_file() and (
                    not anchor or there not in pages or anchor in pages[there].anchors
                )
                broken += [] if known else [f"{path.name}: {address}"]
    assert broken == []
    assert away == [], "the site loads nothing from elsewhere"
    first = pages[site / "index.html"]
    assert any("briefing" in one for one in first.loads)
