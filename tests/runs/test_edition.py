"""Two editions of a page: the later tells what changed, and its numbers hold in the audit."""

import json
from pathlib import Path

import nbformat
import pytest

from equity.errors import RunError
from equity.findings import Findings
from equity.runs.edition import as_json, finish, parse_edition, read_edition
from equity.wording.sections.say import ask, say
from made_up_pages import notebook_of
from wording import examples as ex


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "made_up" / "raw"
    folder.mkdir(parents=True)
    (folder / "votes.csv").write_text("made_up\n1\n", "utf-8")
    return folder


def leave(folder: Path, found: Findings, raw: Path, name: str) -> dict[str, tuple[str, Path]]:
    """Leave a run's notebook and findings, and the edition beside them."""
    folder.mkdir()
    book = notebook_of([ask(found, "sv"), say(found, "sv"), found])
    book.metadata["papermill"] = {"parameters": {"edition": name}}
    nbformat.write(book, folder / "page.ipynb")
    (folder / "findings.json").write_text(found.to_json(), "utf-8")
    kept = as_json(name, raw, {"index": folder / "findings.json"})
    (folder / "edition.json").write_bytes(kept)
    return {"index.sv.html": ("index", folder / "page.ipynb")}


def later() -> Findings:
    return Findings(
        f.model_copy(update={"low": -0.8, "high": 0.2, "verdict": "open"})
        if f.key == ("gap.turnout_riksdag", "2018", "water")
        else f
        for f in ex.everything()
    )


def test_the_later_edition_tells_the_verdict_that_changed_and_both_values(tmp_path, raw):
    leave(tmp_path / "first", ex.everything(), raw, "prov 1")
    (raw / "votes.csv").write_text("made_up\n2\n", "utf-8")
    pages = leave(tmp_path / "second", later(), raw, "prov 2")
    then, now = read_edition(tmp_path / "first"), read_edition(tmp_path / "second")
    made, told = finish(pages, now, then, raw, audit=True)
    page = made["index.sv.html"].decode()
    section = page[page.index('id="since"') : page.index("</section>", page.index('id="since"'))]
    assert section.index("den är nu") < section.index("Ändrade filer") < section.index("<table")
    assert "data-file=edition.json data-row=gap.turnout_riksdag|2018|water" in section
    assert page.index('id="answer"') < page.index('id="since"') < page.index('id="rows"')
    assert told[0].startswith("index.sv.html: ")
    assert any(line.startswith("constants, ") for line in told)


def test_a_source_of_the_earlier_edition_alone_is_named_and_holds_in_the_audit(tmp_path, raw):
    found = ex.everything()
    earlier = Findings(
        f.model_copy(update={"sources": ("made-up-2017",)}) if f is first else f
        for first in [next(iter(found))]
        for f in found
    )
    leave(tmp_path / "first", earlier, raw, "prov 1")
    pages = leave(tmp_path / "second", found, raw, "prov 2")
    then, now = read_edition(tmp_path / "first"), read_edition(tmp_path / "second")
    made, _ = finish(pages, now, then, raw, audit=True)
    page = made["index.sv.html"].decode()
    assert "Källor som inte längre används: " in page
    assert "data-column=sources>made-up-2017<" in page


def test_a_number_altered_in_what_a_notebook_says_is_caught(tmp_path, raw):
    leave(tmp_path / "first", ex.everything(), raw, "prov 1")
    pages = leave(tmp_path / "second", later(), raw, "prov 2")
    then, now = read_edition(tmp_path / "first"), read_edition(tmp_path / "second")
    file, (page, notebook) = next(iter(pages.items()))
    broken = nbformat.read(notebook, as_version=4)
    notebook.write_text(json.dumps(broken).replace("\\u22120,8", "\\u22120,9", 1), "utf-8")
    with pytest.raises(RunError, match=r"index\.sv\.html: "):
        finish({file: (page, notebook)}, now, then, raw, audit=True)


def test_without_an_earlier_edition_nothing_is_told_of_changes(tmp_path, raw):
    pages = leave(tmp_path / "first", ex.everything(), raw, "prov 1")
    made, _ = finish(pages, read_edition(tmp_path / "first"), None, raw, audit=False)
    assert 'id="since"' not in made["index.sv.html"].decode()


def test_a_folder_without_an_edition_is_told_by_name(tmp_path):
    with pytest.raises(RunError, match=r"nothing: no edition\.json there"):
        read_edition(tmp_path / "nothing")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"schema": 9}',
        b'{"schema": 1, "edition": "a"}',
        b"\xff\xfe",
        b"[" * 9999,
    ],
)
def test_what_is_no_edition_is_refused_in_one_line(text):
    with pytest.raises(RunError, match=r"^x: not an edition \(") as fault:
        parse_edition(text, "x")
    assert "\n" not in str(fault.value)
