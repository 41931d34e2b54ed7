"""The catalogue of a city's raw folder: its files, their sources, and the README made of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import ValidationError

from equity.errors import DataError, Problem
from equity.raw.descriptor import Package, Resource
from equity.raw.grid import decode, line
from equity.raw.yaml_file import not_as_declared

FILE = "datapackage.json"
SOURCES = "sources.csv"
README = "README.md"
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Source:
    """A publication that figures were taken from; `where` is its address as noted."""

    id: str
    title: str
    publisher: str
    date: str
    where: str
    notes: str
    licence: str


@dataclass(frozen=True)
class Catalogue:
    """The files of a raw folder by name, and the sources by id.

    package: the whole descriptor.
    """

    package: Package
    resources: dict[str, Resource]
    sources: dict[str, Source]


def read_catalogue(raw: Path) -> Catalogue:
    """Read `datapackage.json` and `sources.csv` of a raw folder.

    raw: the folder. Raises DataError when the folder or the descriptor is missing, is not JSON
    or does not have the form of `equity.raw.descriptor`; every fault is named.
    """
    package = _package(raw)
    resources = {resource.name: resource for resource in package.resources}
    repeated = len(package.resources) - len(resources)
    paths = {resource.path for resource in package.resources}
    if repeated or len(paths) != len(package.resources):
        fix = "name each resource once, each with a file of its own"
        raise DataError([Problem(FILE, None, "resources", "", "each name and path once", fix)])
    return Catalogue(package, resources, _sources(raw, package))


def _package(raw: Path) -> Package:
    if not raw.is_dir():
        fix = "give a city's folder that holds raw/"
        raise DataError([Problem(str(raw), None, "", "", "a folder", fix)])
    if not any(raw.iterdir()):
        fix = f"enter the tables and their {FILE}"
        raise DataError([Problem(str(raw), None, "", "", "raw tables, the folder is empty", fix)])
    if not (raw / FILE).is_file():
        fix = f"add {FILE}, the catalogue of the folder's files"
        raise DataError([Problem(FILE, None, "", "", f"the file, in {raw}", fix)])
    text, problems = decode((raw / FILE).read_bytes(), FILE)
    if text is None or problems:
        raise DataError(problems)
    try:
        return Package.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        shown = line(text, error.lineno)
        fault = Problem(FILE, error.lineno, "", shown, "JSON", f"mend it: {error.msg}")
        raise DataError([fault]) from None
    except ValidationError as error:
        raise not_as_declared(
            FILE, error, "see a Data Package's descriptor and equity.raw.descriptor"
        ) from None


def _sources(raw: Path, package: Package) -> dict[str, Source]:
    """Read the sources as far as they can be read; `check` tells what is wrong with the file."""
    path = raw / SOURCES
    text = decode(path.read_bytes(), SOURCES)[0] if path.is_file() else None
    try:
        rows = list(csv.DictReader(io.StringIO(text or "", newline=""), restval=""))
    except csv.Error:
        rows = []
    names = [field.name for field in fields(Source)][1:-1]
    return {
        row["source_id"]: Source(
            id=row["source_id"],
            **{name: row.get(name) or "" for name in names},
            licence=package.source_licences.get(row["source_id"], NOT_STATED),
        )
        for row in rows
        if row.get("source_id")
    }


def fingerprint(content: bytes) -> tuple[str, int]:
    """Return a file's SHA-256 as the catalogue writes it, and its length in bytes.

    >>> fingerprint(b"")[1]
    0
    """
    return "sha256:" + hashlib.sha256(content).hexdigest(), len(content)


def refresh(raw: Path, only: Collection[str] | None = None) -> list[str]:
    """Write the present checksum and length of each file into the catalogue, and its README.

    only: the files, by path, whose change is meant; all of them if not given.
    Returns the paths whose checksum changed. To be called after a change that is meant, never
    to silence a check: `python -c "from pathlib import Path; from equity.raw.sources import
    refresh; print(refresh(Path('data/raw')))"`.
    """
    content = json.loads((raw / FILE).read_text("utf-8"))
    changed = []
    for resource in content["resources"]:
        path = raw / resource["path"]
        if not path.is_file() or (only is not None and resource["path"] not in only):
            continue
        found, length = fingerprint(path.read_bytes())
        if (resource.get("hash"), resource.get("bytes")) != (found, length):
            changed.append(resource["path"])
            resource |= {"bytes": length, "hash": found}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (raw / FILE).write_text(text, "utf-8", newline="\n")
    (raw / README).write_text(readme(read_catalogue(raw)), "utf-8", newline="\n")
    return changed


def readme(catalogue: Catalogue) -> str:
    """Return the text of the raw folder's README: each file, its columns, and every source."""
    package = catalogue.package
    lines = [
        f"# {package.title}",
        "",
        "<!-- Generated from datapackage.json and sources.csv; do not edit. -->",
        "",
        package.description,
        "",
        f"Licence: {package.licence}",
        "",
        "## Files",
        "",
        "| file | holds | period |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| [{resource.path}](#{_anchor(resource)}) | {resource.title} | {resource.period} |"
        for resource in package.resources
    ]
    for resource in package.resources:
        lines += ["", *_described(resource)]
    lines += ["", "## Sources", ""]
    lines += ["| id | title | publisher | date | where | licence | notes |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for source in catalogue.sources.values():
        cells = [source.id, source.title, source.publisher, source.date, source.where]
        lines.append(_row([*cells, source.licence, source.notes]))
    return "\n".join(lines) + "\n"


def _anchor(resource: Resource) -> str:
    return resource.path.replace(".", "").lower()


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _described(resource: Resource) -> list[str]:
    sources = ", ".join(source["title"] for source in resource.sources) or NOT_STATED
    lines = [
        f"### {resource.path}",
        "",
        resource.description,
        "",
        f"- publisher: {'; '.join(resource.publisher)}",
        f"- period: {resource.period}",
        f"- licence: {resource.licence}",
        f"- sources: {sources}",
        f"- {resource.bytes} bytes, {resource.hash}",
    ]
    lines += [f"- caveat: {caveat}" for caveat in resource.caveats]
    for rule in resource.checks:
        if rule.rule == "total":
            lines += [
                f"- declared: {difference.column} of the {rule.total} exceeds its parts by "
                f"{difference.difference:g} ({_where(difference.where)}): {difference.why} "
                f"[{difference.source_id}]"
                for difference in rule.differences
            ]
    if resource.table_schema:
        lines += ["", "| column | type | definition |", "| --- | --- | --- |"]
        lines += [
            _row([column.name, column.type, column.description or column.title])
            for column in resource.table_schema.fields
        ]
    return lines


def _where(where: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{column} {' or '.join(texts)}" for column, texts in where.items())
