"""From a file's bytes to cells of text, each with its row; nothing is read as a number here."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections import Counter

import pandas as pd

from equity.errors import Problem

BOM = "\ufeff"
OTHER_DELIMITERS = (";", "\t", "|", ",")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def decode(content: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return a file's text and what is wrong with its encoding; None where it has no text.

    content: the bytes. file: the name to blame. A byte-order mark is reported and passed over,
    so that the faults behind it are found as well.
    """
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        return None, [Problem(file, None, "", "", "content", "the file is empty: restore it")]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        bom = content[:2].hex(" ")
        fix = "save the file as UTF-8: it begins as UTF-16 does"
        return None, [Problem(file, 1, "", bom, "UTF-8", fix)]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        wrong = content[max(0, error.start - 12) : error.start + 12].split(b"\n")
        shown = max(wrong, key=lambda part: any(byte > 127 for byte in part)).decode("latin-1")
        fix = "save the file as UTF-8: it seems to be in Windows-1252 or Latin-1"
        return None, [Problem(file, row, "", shown, "UTF-8", fix)]
    if text.startswith(BOM):
        mark = Problem(
            file, 1, "", BOM, "no byte-order mark", "save the file as UTF-8 without a signature"
        )
        return text.removeprefix(BOM), [mark]
    return text, []


def line(text: str, number: int) -> str:
    r"""Return a line of a text, shortened; 1 is the first, "" where there is none.

    >>> line("a\nb", 2)
    'b'
    """
    return "".join(text.split("\n")[number - 1 : number])[:80]


def cells(
    text: str, file: str, columns: list[str], delimiter: str, *, may_be_empty: bool = False
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Return the cells as text, indexed by row (2 is the first), and what is wrong with the grid.

    columns: the names declared; missing and extra ones are left to `header`. Rows with too few
    or too many cells are reported and left out; None where no row can be told from another, and
    where there is none, unless the file may be empty.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        fix = "mend the quotation marks of that row"
        row = len(records) + 1
        return None, [Problem(file, row, "", str(error), "comma-separated values", fix)]
    head = records[0] if records else []
    found = [mark for mark in OTHER_DELIMITERS if mark != delimiter and len(head) == 1]
    for mark in found:
        if mark in head[0] and len(columns) > 1:
            shown = {"\t": "tab"}.get(mark, mark)
            fix = f"separate the cells by {delimiter!r}, as the catalogue declares"
            return None, [Problem(file, 1, "", shown, f"the delimiter {delimiter!r}", fix)]
    twice = [name for name, times in Counter(head).items() if times > 1]
    if twice:
        fix = "give each column one name, once"
        return None, [Problem(file, 1, name, name, "each column once", fix) for name in twice]
    ragged = [
        Problem(
            file,
            row,
            "",
            delimiter.join(record)[:80],
            f"{len(head)} cells, as in the header",
            f"the row has {len(record)} cells: " + _ragged_fix(record, len(head)),
        )
        for row, record in enumerate(records[1:], start=2)
        if len(record) != len(head)
    ]
    if len(records) < (1 if may_be_empty else 2):
        return None, [Problem(file, 2, "", "", "at least one row", "the file has a header only")]
    whole = {n: record for n, record in enumerate(records[1:], 2) if len(record) == len(head)}
    frame = pd.DataFrame(list(whole.values()), columns=head, index=list(whole), dtype=object)
    return frame, ragged


def _ragged_fix(record: list[str], width: int) -> str:
    if not any(record):
        return "remove the empty row"
    if len(record) > width:
        return "put quotation marks around text that holds a comma"
    return "add what is missing"


def header(frame: pd.DataFrame, file: str, columns: list[str]) -> list[Problem]:
    """Return the columns that are declared and missing, and those that nobody declared."""
    here = list(frame.columns)
    missing = [name for name in columns if name not in here]
    extra = [name for name in here if name not in columns]
    problems = []
    for name in missing:
        like = difflib.get_close_matches(name.casefold(), [e.casefold() for e in extra], 1, 0.8)
        meant = next((e for e in extra if like and e.casefold() == like[0]), "")
        fix = f"rename {meant!r} to {name!r}" if meant else f"add the column {name}"
        problems.append(Problem(file, 1, name, meant, f"a column {name}", fix))
    for name in extra:
        fix = "remove it, or declare it in datapackage.json"
        problems.append(Problem(file, 1, name, name, f"only {', '.join(columns)}", fix))
    return problems


def untidy(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Return the cells whose text hides something: spaces around it, invisible or split letters."""
    problems = []
    for column in frame.columns:
        texts = frame[column]
        for text in texts.unique():
            fault = _hidden(text)
            if fault:
                expected, meant = fault
                fix = f"write {meant!r}"
                rows = texts.index[texts == text]
                problems += [Problem(file, int(r), str(column), text, expected, fix) for r in rows]
    return problems


def _hidden(text: str) -> tuple[str, str] | None:
    clean = "".join(
        c for c in text if c not in INVISIBLE and (unicodedata.category(c) != "Cc" or c in "\n")
    )
    if clean != text:
        return "text without invisible characters", clean.strip()
    if text.strip() != text:
        return "no space before or after", text.strip()
    if unicodedata.normalize("NFC", text) != text:
        return "each letter as one character (NFC)", unicodedata.normalize("NFC", text)
    if "\ufffd" in text:
        return "letters, not the replacement character", "the text anew, from the source"
    mended = _mended(text)
    return ("letters saved once as UTF-8", mended) if mended else None


def _mended(text: str) -> str | None:
    if text.isascii():
        return None
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
