"""What a page quotes, compared with the city's files."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from equity.findings import Finding
from equity.projects.counted.words import in_both
from equity.raw.sources import read_catalogue
from equity.raw.stamp import STAMP
from equity.wording.messages import translate
from equity.wording.names import capital
from equity.wording.sections.around.about import SHOWN
from equity.wording.sections.around.background import dated
from equity.wording.sections.around.since import EDITION, key_text, written
from equity.wording.sections.listed.money import amount_cell, years_cell

PARAMETERS: Final = "parameters"
_NOTHING: Final = ("not stated", "not known")  # what the page says of an empty cell
_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")  # as far as it is known


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
    _texts: dict[str, list[tuple[frozenset[str], str]]] = field(default_factory=dict)

    def fault(self, file: str, row: str, column: str, text: str) -> str:
        """Return what is wrong with a quotation; nothing where it stands there.

        A text must be the whole cell, its first letter small or capital; what the page writes in
        its own way (an amount, a span of years, a payer's name, a date, nothing) must be what the
        cell gives when written so anew.
        """
        if text == file and not row:  # a file's own name
            return ""
        name, _, own = column.rpartition(":")
        file, column = name or file, own
        if text in self._written(file, row, column):
            return ""
        return f"{text[:80]!r} does not stand in {file}, row {row}, column {column or '-'}"

    def _written(self, file: str, row: str, column: str) -> set[str]:
        """Return every way in which the page may write what stands at a place."""
        found: set[str] = set()
        for cells in self._cells(file, row, column):
            if column == "amount unit":
                found.add(amount_cell(_number(cells[0]), cells[1], self.language))
            elif column == "year_from year_to":
                found.add(years_cell(*map(_number, cells)))
            elif column in ("payer", "owner"):
                found.add(in_both(cells[0]).text(self.language))
            elif column == "date":
                found |= {dated(cells[0], self.language), max(_DATE.findall(cells[0]), default="")}
            else:
                found |= {*cells, *map(capital, cells)}
            if not any(cells):
                found |= {translate(word, self.language) for word in _NOTHING}
        return found - {""}

    def _cells(self, file: str, row: str, column: str) -> list[list[str]]:
        """Return the cells of each row that has this name, in the order of the columns."""
        if file == PARAMETERS:
            return [[str(self.parameters.get(row, ""))]]
        if file == EDITION:
            then = [f for f in self.earlier if key_text(f) == row]
            if column == "sources":
                return [list(f.sources) for f in then]
            return [[written(f, self.language) if column == "then" else f.id] for f in then]
        if file == STAMP:
            stamp = self.folder.parent / "processed" / STAMP
            known = hashlib.sha256(stamp.read_bytes()).hexdigest() if stamp.is_file() else ""
            return [[known[:SHOWN]]]
        if not file.endswith(".csv"):
            way = {row, *column.split(" ")} - {""}
            return [[text] for names, text in self._scalars(file) if way <= names]
        rows = self._table(file)
        if row.startswith("line "):
            place = int(row.removeprefix("line ")) - 2
            found = rows[place : place + 1] if place >= 0 else []
        else:
            found = [one for one in rows if next(iter(one.values()), None) == row]
        return [[str(one.get(name) or "") for name in column.split(" ")] for one in found]

    def _table(self, file: str) -> list[dict[str, str]]:
        path = self._path(file)
        if file not in self._tables:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                self._tables[file] = list(csv.DictReader(opened))
        return self._tables[file]

    def _scalars(self, file: str) -> list[tuple[frozenset[str], str]]:
        """Return every text of a file that is no table, with the names on the way to it."""
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


def _texts_in(
    content: Any, names: frozenset[str] = frozenset()
) -> Iterator[tuple[frozenset[str], str]]:
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from _texts_in(value, names | {str(name)})
    elif isinstance(content, list):
        for value in content:
            yield from _texts_in(value, names)
    elif content is not None:
        yield names, str(content)


def _number(text: str) -> float:
    return float(text) if text else math.nan
