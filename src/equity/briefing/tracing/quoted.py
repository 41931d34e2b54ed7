"""What a page quotes, compared with the city's files."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from equity.briefing.tracing.tokens import has_digit, tokens
from equity.findings import Finding
from equity.raw.sources import read_catalogue
from equity.raw.stamp import STAMP
from equity.wording.sections.around.since import EDITION, key_text, written

PARAMETERS: Final = "parameters"


@dataclass
class Raw:
    """The files of a city's raw folder, read when first asked for.

    parameters: of the run. language: in which the page writes numbers. earlier: the findings of
    the edition that the page is compared with.
    """

    folder: Path
    parameters: Mapping[str, object]
    language: str
    earlier: Iterable[Finding] = ()
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, file: str, row: str, column: str, text: str) -> str:
        """Return what is wrong with a quotation; nothing where it stands there.

        A text must be the cell's, or a part of it; a cell put together of several columns, or
        written as the language does, must hold the same numbers.
        """
        if text == file and not row:  # a file's own name
            return ""
        name, _, own = column.rpartition(":")
        file, column = name or file, own
        if not has_digit(text) and self._is_ours(text, file, row, column):
            return ""
        cells = self._cells(file, row, column)
        if any(text == cell or text in cell or _uncapital(text) in cell for cell in cells):
            return ""
        if _numbers(text, self.language) == _numbers(" ".join(cells), "en") and column:
            return ""
        return f"{text[:80]!r} does not stand in {file}, row {row}, column {column or '-'}"

    def _is_ours(self, text: str, file: str, row: str, column: str) -> bool:
        """Tell whether a text without numbers stands for an empty cell, or is our word for it."""
        cells = self._cells(file, row, column)
        return bool(text) and (not any(cells) or not any(map(has_digit, cells)))

    def _cells(self, file: str, row: str, column: str) -> list[str]:
        if file == PARAMETERS:
            return [str(self.parameters.get(row, ""))]
        if file == EDITION:
            then = [f for f in self.earlier if key_text(f) == row]
            return [written(f, self.language) if column == "then" else f.id for f in then]
        if file == STAMP:
            stamp = self.folder.parent / "processed" / STAMP
            return [hashlib.sha256(stamp.read_bytes()).hexdigest()] if stamp.is_file() else []
        if not file.endswith(".csv"):
            return self._scalars(file)
        rows = self._table(file)
        if row.startswith("line "):
            place = int(row.removeprefix("line ")) - 2
            found = rows[place : place + 1] if place >= 0 else []
        else:
            found = [one for one in rows if next(iter(one.values()), None) == row]
        return [str(one.get(name) or "") for one in found for name in column.split(" ")]

    def _table(self, file: str) -> list[dict[str, str]]:
        path = self._path(file)
        if file not in self._tables:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                self._tables[file] = list(csv.DictReader(opened))
        return self._tables[file]

    def _scalars(self, file: str) -> list[str]:
        if file not in self._texts:
            text = self._path(file).read_text("utf-8")
            content = json.loads(text) if file.endswith(".json") else yaml.safe_load(text)
            self._texts[file] = list(_texts_in(content))
        return self._texts[file]

    def _path(self, file: str) -> Path:
        """Return a file of the folder; ValueError for a name that leads out of it.

        A table may lie in a file of another name: the catalogue says in which.
        """
        if Path(file).name != file:
            raise ValueError(f"a page quotes {file!r}, which is no file of the city's folder")
        if (self.folder / file).is_file():
            return self.folder / file
        known = read_catalogue(self.folder).resources
        stem = Path(file).stem
        return self.folder / (known[stem].path if stem in known else file)


def _texts_in(content: Any) -> Iterator[str]:
    if isinstance(content, Mapping):
        for value in content.values():
            yield from _texts_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts_in(value)
    elif content is not None:
        yield str(content)


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]


def _numbers(text: str, language: str) -> list[float]:
    """Return a text's numbers in order, whatever they are written with."""
    found = []
    for token in tokens(text, language):
        plain = token.text.replace("\u2212", "-").replace("\u202f", "").lstrip("+")
        plain = plain.replace(",", "." if language == "sv" else "")
        found += [float(part) for part in plain.split("/")]
    return found
