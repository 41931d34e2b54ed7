"""Editions of the briefing: what one held, kept beside its pages, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from equity.briefing.content import Content
from equity.errors import RunError
from equity.findings import Finding, Findings, Note
from equity.raw.stamp import checksums
from equity.wording.passages import Passage
from equity.wording.sections.around.since import EDITION, since

SCHEMA = 1
# What a later edition compares; how each was made stands in the run's own findings.json.
KEPT = ("id", "value", "low", "high", "range_of", "unit", "period", "definition", "areas",
        "verdict", "sources")  # fmt: skip


@dataclass(frozen=True)
class Edition:
    """What an edition held. files: checksums of the city's raw files. pages: findings by page."""

    name: str
    files: Mapping[str, str]
    pages: Mapping[str, Findings]


def as_json(name: str, raw: Path, findings: Mapping[str, Path]) -> bytes:
    """Return what an edition holds as the file that stands beside its pages.

    name: its name, empty where it has none. raw: the city's raw folder. findings: each page's
    `findings.json`.
    """
    pages = {
        page: [{field: row[field] for field in KEPT} for row in _findings(path)]
        for page, path in findings.items()
    }
    content = {"schema": SCHEMA, "edition": name, "files": checksums(raw), "pages": pages}
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_edition(folder: Path) -> Edition:
    """Read the edition that a folder of pages holds, or the runs' folder that has `pages/`.

    Raises RunError, one line with the folder, where there is none or it cannot be read.
    """
    places = [folder / EDITION, folder / "pages" / EDITION]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise RunError(f"{folder}: no {EDITION} there; name an earlier edition's folder of pages")
    return parse_edition(path.read_bytes(), str(path))


def parse_edition(text: bytes, path: str) -> Edition:
    """Read an edition from its file's bytes; RunError, naming the path, for one that is none."""
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise ValueError(f"schema {content['schema']!r}, {SCHEMA} expected")
        pages = {name: Findings(map(_finding, rows)) for name, rows in content["pages"].items()}
        return Edition(str(content["edition"]), dict(content["files"]), pages)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RunError(f"{path}: not an edition ({told})") from None


def finish(
    pages: Mapping[str, tuple[str, Path]],
    now: Edition,
    then: Edition | None,
    raw: Path,
    *,
    audit: bool,
) -> tuple[dict[str, bytes], list[str]]:
    """Return pages made again with what changed since an earlier edition, and what an audit tells.

    pages: the name of each page's file → the page's and its executed notebook. then: None to
    leave the pages as they are. audit: whether to format every number anew.
    Raises RunError with every number that does not read so or has no origin.
    """
    import nbformat

    from equity.briefing.content import ChartPiece, read_content
    from equity.briefing.page import render_page
    from equity.briefing.tracing.check import check_numbers
    from equity.briefing.tracing.constants import CONSTANTS
    from equity.briefing.tracing.drawn import check_charts
    from equity.briefing.tracing.standing import check_standing

    made, faults, told = {}, [], []
    for file, (page, path) in pages.items():
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        content = read_content(notebook)
        if then is not None:
            content = with_changes(content, page, now, then)
        parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
        edition = str(parameters.get("edition", ""))
        text = render_page(content, edition=edition, name=path.stem)
        made[file] = text.encode()
        if audit:
            earlier = then.pages.get(page) if then is not None else None
            checked = check_numbers(text, content, raw, parameters, earlier)
            charts = [piece for piece in content.pieces if isinstance(piece, ChartPiece)]
            drawn = [*check_charts(charts), *(one for c in charts for one in check_standing(c))]
            faults += [f"{file}: {fault}" for fault in (*checked.faults, *drawn)]
            doubtful = dict.fromkeys(checked.doubtful)
            told.append(
                f"{file}: {checked.numbers} numbers, each formatted anew and the same; "
                f"{len(checked.doubtful)} could as well be of another finding"
            )
            told += [f"  {one}" for one in doubtful]
    if faults:
        raise RunError("\n".join(faults))
    if audit:
        told.append(f"constants, {len(CONSTANTS)} of at most 25:")
        told += [f"  {one.name}: {one.source}" for one in CONSTANTS]
    return made, told


def with_changes(content: Content, page: str, now: Edition, then: Edition) -> Content:
    """Return a page's content with the section on what changed, behind its answer.

    A page that the earlier edition did not have is left as it is.
    """
    if page not in then.pages:
        return content
    told = since(
        content.findings,
        then.pages[page],
        content.language,
        files=now.files,
        files_then=then.files,
    )
    pieces = list(content.pieces)
    places = [n for n, p in enumerate(pieces) if isinstance(p, Passage) and p.kind == "answer"]
    pieces.insert(places[0] + 1 if places else 0, told)
    return replace(content, pieces=tuple(pieces))


def _findings(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["findings"]
    return rows


def _finding(row: dict[str, Any]) -> Finding:
    return Finding.model_validate(row | {"method": Note(message="")})
