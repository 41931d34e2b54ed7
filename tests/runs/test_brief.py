"""The pages side by side: exchanged whole, or as they were."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from equity.briefing import pdf
from equity.errors import RunError
from equity.runs import brief as module
from equity.runs.brief import brief
from equity.runs.folder import PRIVATE_END, checkout
from equity.runs.run import RunResult
from equity.wording.passages import MEDIA_TYPE, Passage

PROFILES = ("turnout_riksdag", "merit_rating", "employed_per_100_eligible")


def executed(*claims: str) -> str:
    passage = Passage(
        kind="answer", anchor="a", title="t", paragraphs=(*claims, "Last."), language="sv"
    ).model_dump(mode="json")
    shown = {"output_type": "display_data", "data": {MEDIA_TYPE: passage}, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "outputs": [shown],
            "execution_count": 1}  # fmt: skip
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stand in for runs; `fails` names the indicator whose run fails."""
    told: dict[str, Any] = {"fails": None, "claims": ("One.", "Two.", "Three.", "Four.")}

    def run(
        notebook: str, parameters: Mapping[str, Any], *, out: Path, language: str, **_: Any
    ) -> RunResult:
        indicator = parameters.get("indicator", "")
        if told["fails"] is not None and indicator == told["fails"]:
            raise RunError(f"{notebook}: no")
        folder = out / notebook / (indicator or "key")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{notebook}.{language}.html").write_text(f"{indicator} {language}", "utf-8")
        (folder / f"{notebook}.ipynb").write_text(executed(*told["claims"]), "utf-8")
        (folder / "findings.json").write_text('{"schema": 1, "findings": []}', "utf-8")
        return RunResult("done", notebook, folder, 1, 0.1)

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "built", lambda _: checkout() / "data")  # whether it is or not
    monkeypatch.setattr(module, "_profiled", lambda _: PROFILES)
    monkeypatch.setattr(module, "without_rows", lambda *_: False)
    monkeypatch.setattr(module, "audit_pages", lambda _: [])
    return told


@pytest.mark.usefixtures("runs")
def test_every_page_has_its_name_and_the_first_three_claims_are_the_headlines(
    tmp_path: Path,
) -> None:
    made = brief(out=tmp_path)
    assert made.page == tmp_path / "pages" / "index.sv.html"
    assert made.headlines == ("One.", "Two.", "Three.")
    assert {page.name for page in (tmp_path / "pages").iterdir()} == {
        "edition.json",
        "index.sv.html",
        *(f"district_profile.{indicator}.sv.html" for indicator in PROFILES),
        *(f"{notebook}.sv.html" for notebook in module.PROJECTS),
    }
    page = tmp_path / "pages" / "district_profile.merit_rating.sv.html"
    assert page.read_text("utf-8") == "merit_rating sv"


def test_one_failed_notebook_leaves_the_pages_as_they_were(
    tmp_path: Path, runs: dict[str, Any]
) -> None:
    brief(out=tmp_path)
    (tmp_path / "pages" / "index.sv.html").write_text("earlier", "utf-8")
    runs["fails"] = "merit_rating"
    with pytest.raises(RunError, match="district_profile: no"):
        brief(out=tmp_path)
    assert (tmp_path / "pages" / "index.sv.html").read_text("utf-8") == "earlier"


@pytest.mark.usefixtures("runs")
def test_the_pages_of_the_other_language_stay_beside(tmp_path: Path) -> None:
    brief(out=tmp_path)
    brief(out=tmp_path, language="en")
    assert len(list((tmp_path / "pages").glob("*.sv.html"))) == 1 + len(PROFILES) + len(
        module.PROJECTS
    )
    assert len(list((tmp_path / "pages").glob("*.en.html"))) == 1 + len(PROFILES) + len(
        module.PROJECTS
    )


@pytest.mark.usefixtures("runs")
def test_the_other_language_made_while_pages_are_printed_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_meanwhile(*_: object) -> dict[str, bytes]:
        brief(out=tmp_path, language="en")
        return {}

    monkeypatch.setattr(pdf, "browser", lambda: "a browser")
    monkeypatch.setattr(pdf, "print_pages", made_meanwhile)
    brief(out=tmp_path, pdf=True)
    names = {page.name for page in (tmp_path / "pages").iterdir()}
    assert {"index.sv.html", "index.en.html"} <= names


@pytest.mark.usefixtures("runs")
def test_a_file_that_somebody_laid_among_the_pages_stays(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "made_up.txt").write_text("mine", "utf-8")
    (tmp_path / "pages" / "dropped.sv.html").write_text("of an indicator that went", "utf-8")
    brief(out=tmp_path)
    assert (tmp_path / "pages" / "made_up.txt").read_text("utf-8") == "mine"
    assert not (tmp_path / "pages" / "dropped.sv.html").exists()


def test_a_folder_that_somebody_laid_among_the_pages_is_told_before_anything_is_run(
    tmp_path: Path, runs: dict[str, Any]
) -> None:
    (tmp_path / "pages" / "made_up").mkdir(parents=True)
    runs["fails"] = "merit_rating"
    with pytest.raises(RunError, match="made_up in it is no file; move it"):
        brief(out=tmp_path)
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["made_up"]


def test_a_briefing_that_answers_nothing_is_no_briefing(
    tmp_path: Path, runs: dict[str, Any]
) -> None:
    runs["claims"] = ()
    with pytest.raises(RunError, match="no sentence answers its question"):
        brief(out=tmp_path)
    assert not (tmp_path / "pages").exists()


def test_a_page_that_the_audit_finds_fault_with_is_not_published(
    runs: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief(out=tmp_path)
    before = {page.name: page.read_text("utf-8") for page in (tmp_path / "pages").iterdir()}
    monkeypatch.setattr(module, "audit_pages", lambda pages: [f"{min(pages)}: no title"])
    with pytest.raises(RunError, match=r"cost_forecast\.sv\.html: no title"):
        brief(out=tmp_path, force=True)
    assert {p.name: p.read_text("utf-8") for p in (tmp_path / "pages").iterdir()} == before


def test_the_audit_of_pages_names_the_page_and_the_fault() -> None:
    told = module.audit_pages({"a.html": b"<p>no title, no language</p>"})
    assert told
    assert all(line.startswith("a.html: ") for line in told)


@pytest.mark.usefixtures("runs")
def test_pages_are_printed_where_a_browser_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "browser", lambda: "a browser")
    held: list[Path] = []

    def prints(pages: Mapping[str, bytes], _: str, folder: Path) -> dict[str, bytes]:
        held.append(folder)
        return {name.replace("html", "pdf"): b"%" for name in pages}

    monkeypatch.setattr(pdf, "print_pages", prints)
    assert brief(out=tmp_path, pdf=True).note == ""
    assert [folder.name.endswith(PRIVATE_END) for folder in held] == [True]  # swept if we die
    assert not held[0].exists()
    brief(out=tmp_path, language="en")
    names = {page.name for page in (tmp_path / "pages").iterdir()}
    assert {"index.sv.html", "index.en.html", "index.sv.pdf", "priorities.sv.pdf"} <= names
    assert "index.en.pdf" not in names


@pytest.mark.usefixtures("runs")
def test_without_a_browser_one_line_says_how_to_get_it_and_the_pages_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "browser", lambda: None)
    made = brief(out=tmp_path, pdf=True)
    assert "apt install chromium" in made.note
    assert made.page.exists()
    assert list((tmp_path / "pages").glob("*.pdf")) == []


@pytest.mark.usefixtures("runs")
def test_a_browser_that_fails_does_not_take_the_pages_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> dict[str, bytes]:
        raise RunError("index.sv.html: no PDF")

    monkeypatch.setattr(pdf, "browser", lambda: "a browser")
    monkeypatch.setattr(pdf, "print_pages", fails)
    made = brief(out=tmp_path, pdf=True)
    assert made.note == "index.sv.html: no PDF"
    assert made.page.exists()
