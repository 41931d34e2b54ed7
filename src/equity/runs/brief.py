"""Every page of the briefing: its notebooks run, its pages put side by side."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from equity.errors import RunError
from equity.parameters import model_of
from equity.runs.folder import alone, checkout, private_folder, publish
from equity.runs.kernels.limits import Limits
from equity.runs.prepared import built, without_rows
from equity.runs.run import RunResult, run

if TYPE_CHECKING:
    from equity.runs.edition import Edition

PAGES = "pages"
EDITION = "edition.json"
PROJECTS = ("project_balance", "cost_forecast", "priorities")
FINER = "polling_districts"  # a page for each indicator whose finer areas are laid
JOBS = 2  # kernels side by side; each mostly waits for its libraries to load


@dataclass(frozen=True)
class Brief:
    """What `brief` left. page: the one page to open. headlines: its first sentences.

    runs: of its notebooks, in order. seconds: what this call took. note: what could not be made
    though it was asked for, in one line; empty otherwise. audited: what an audit tells, a line
    each.
    """

    page: Path
    headlines: tuple[str, ...]
    pages: tuple[Path, ...]
    runs: tuple[RunResult, ...]
    seconds: float
    note: str = ""
    audited: tuple[str, ...] = ()


def brief(
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str = "sv",
    notebooks: Path | None = None,
    force: bool = False,
    pdf: bool = False,
    progress: Callable[[str], None] | None = None,
    limits: Limits | None = None,
    edition: str = "",
    since: Path | None = None,
    audit: bool = False,
) -> Brief:
    """Run the briefing, its profiles and what is known of projects; leave `OUT/pages/`.

    `index.LANG.html` is the briefing, `district_profile.INDICATOR.LANG.html` the profile of
    each indicator that the city declares as a headline, `polling_districts.INDICATOR.LANG.html`
    the page of each whose finer areas are laid in the city's `finer/`. The folder is exchanged
    in one step once every notebook has run: whole or as it was. Pages of the other language
    stay beside, and so do files that somebody else laid there.

    A notebook about what the city has nothing of, such as projects, is passed over.

    data, out, notebooks, force: as for `run`. pdf: whether to leave each page as a PDF beside it;
    without a browser that can, `note` says how to get one. progress: told each notebook that is
    done. limits: of each run. edition: what the pages call themselves. since: the folder of an
    earlier edition's pages; each page then tells what changed, and `edition.json` beside the pages
    holds what the next one is compared with. audit: whether to format every number of every page
    anew; RunError where one does not read so.
    Raises what `run` raises, and RunError where a folder lies among the pages, which nobody could
    keep beside them; the pages of an earlier run then stay as they are.
    """
    begun = time.perf_counter()
    out = (out or checkout() / "runs").absolute()
    folder = out / PAGES
    _staying(folder, language)  # said before anything is run
    home = built(data)
    plan: list[tuple[str, str, dict[str, object]]] = [("index", "briefing", {})]
    plan += [
        (f"district_profile.{indicator}", "district_profile", {"indicator": indicator})
        for indicator in _profiled(data)
    ]
    plan += [(name, name, {}) for name in PROJECTS if not without_rows(name, home)]
    plan += [
        (f"{FINER}.{indicator}", FINER, {"indicator": indicator}) for indicator in _finer(data)
    ]

    then = _earlier(since)
    stop = Event()

    def one(item: tuple[str, str, dict[str, object]]) -> RunResult:
        page, notebook, parameters = item
        takes = "edition" in model_of(notebook).model_fields
        named = {"edition": edition} if edition and takes else {}
        result = run(
            notebook, parameters | named, data=data, out=out, language=language,
            notebooks=notebooks, force=force, limits=limits, stop=stop,
        )  # fmt: skip
        if progress is not None:
            progress(f"{page}: {result.status}")
        return result

    with ThreadPoolExecutor(JOBS) as pool:
        try:
            results = list(pool.map(one, plan))
        except (KeyboardInterrupt, SystemExit):  # asked to stop: nothing else is begun or awaited
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    fresh = {
        f"{page}.{language}.html": _page(result, language)
        for (page, _, _), result in zip(plan, results, strict=True)
    }
    raw = home / "raw"
    kept_edition = _kept(edition, raw, plan, results)
    told: list[str] = []
    if then is not None or audit:
        from equity.runs.edition import finish, parse_edition

        executed = {
            f"{page}.{language}.html": (page, result.folder / f"{result.notebook}.ipynb")
            for (page, _, _), result in zip(plan, results, strict=True)
        }
        now = parse_edition(kept_edition, EDITION)
        fresh, told = finish(executed, now, then, raw, audit=audit)
    if faults := audit_pages(fresh):
        raise RunError("\n".join(faults))
    lines = _headlines(results[0])
    printed, note = _printed(fresh, progress) if pdf else ({}, "")
    with alone(folder / PAGES):  # while it is read and exchanged: the other language may be made
        publish(_staying(folder, language) | fresh | printed | {EDITION: kept_edition}, folder)
    pages = tuple(folder / name for name in fresh)
    took = round(time.perf_counter() - begun, 3)
    return Brief(pages[0], lines, pages, tuple(results), took, note, tuple(told))


def _earlier(since: Path | None) -> "Edition | None":
    """Return the edition to compare with, read before anything is run."""
    if since is None:
        return None
    from equity.runs.edition import read_edition

    return read_edition(since)


def _kept(
    edition: str,
    raw: Path,
    plan: list[tuple[str, str, dict[str, object]]],
    results: list[RunResult],
) -> bytes:
    from equity.runs.edition import as_json

    found = {
        page: result.folder / "findings.json"
        for (page, _, _), result in zip(plan, results, strict=True)
    }
    return as_json(edition, raw, found)


def _profiled(data: Path | None) -> tuple[str, ...]:
    from equity.raw.indicators import read_indicators

    return read_indicators((data or checkout() / "data") / "raw").headline


def _finer(data: Path | None) -> list[str]:
    from equity.geography.declared_finer import FOLDER, declared, laid

    folder = (data or checkout() / "data") / FOLDER
    return [indicator for indicator in declared(folder) if laid(folder, indicator)]


def _page(result: RunResult, language: str) -> bytes:
    return (result.folder / f"{result.notebook}.{language}.html").read_bytes()


def audit_pages(pages: dict[str, bytes]) -> list[str]:
    """Return every fault that the audit finds, with the page's name."""
    from equity.briefing.audit import audit

    return [f"{name}: {told}" for name, page in pages.items() for told in audit(page.decode())]


def _staying(folder: Path, language: str) -> dict[str, bytes]:
    """Return what lies among the pages and is not made in this language.

    Raises RunError where that is no plain file.
    """
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    if other := [path.name for path in there if path.is_symlink() or not path.is_file()]:
        raise RunError(
            f"{folder}: the pages take this folder for themselves, and {other[0]} in it is no "
            "file; move it, or name another folder with --out DIR"
        )
    made = (f".{language}.html", f".{language}.pdf")
    return {path.name: path.read_bytes() for path in there if not path.name.endswith(made)}


def _printed(
    pages: dict[str, bytes], progress: Callable[[str], None] | None
) -> tuple[dict[str, bytes], str]:
    """Return the pages as PDFs, or none and one line that says why."""
    from equity.briefing.pdf import HOW_TO_GET_ONE, browser, print_pages

    if (found := browser()) is None:
        return {}, HOW_TO_GET_ONE
    if progress is not None:
        progress("printing the pages")
    try:
        with private_folder() as held:
            return print_pages(pages, found, held), ""
    except RunError as fault:
        return {}, str(fault)


def _headlines(result: RunResult) -> tuple[str, ...]:
    """Return the sentences that answer the briefing's question most shortly."""
    import nbformat

    from equity.wording.passages import MEDIA_TYPE, Passage
    from equity.wording.sections.answers import headlines

    executed: Any = nbformat.read(  # type: ignore[no-untyped-call]
        result.folder / f"{result.notebook}.ipynb", as_version=4
    )
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    passages = [output.get("data", {}).get(MEDIA_TYPE) for output in outputs]
    answers = [passage for passage in passages if passage and passage["kind"] == "answer"]
    lines = [line for one in answers for line in headlines(Passage.model_validate(one))]
    if not lines:
        raise RunError(f"{result.notebook}: no sentence answers its question")
    return tuple(lines)
