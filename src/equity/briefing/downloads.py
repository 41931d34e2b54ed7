"""What a reader may take away from a page: its findings and its tables, as a spreadsheet reads."""

import json
from collections.abc import Iterable
from typing import Final

from equity.briefing.content import ChartPiece, Content
from equity.briefing.packing import packed
from equity.briefing.tracing.tokens import tokens
from equity.excel import as_csv
from equity.findings import PUBLIC_FIELDS, Finding
from equity.wording.messages import render
from equity.wording.passages import Passage, Table

FINDINGS: Final = "rows"


def downloads(content: Content) -> str:
    """Return every table of a page as CSV by the address of its section, packed for the script.

    Findings carry their numbers in full, not as they are rounded on the page; in tables a cell
    that is a number stays one. Semicolons, decimal commas and UTF-8 with its mark, so that a
    Swedish Excel opens them right; no cell can start a formula.
    """
    tables = {piece.anchor: piece.table for piece in content.pieces if _table(piece)}
    made = {anchor: table_csv(table, content.language) for anchor, table in tables.items() if table}
    if len(content.findings):
        made[FINDINGS] = findings_csv(content.findings, content.language)
    texts = {anchor: text.decode("utf-8-sig") for anchor, text in made.items()}
    return packed(json.dumps(texts, ensure_ascii=False, separators=(",", ":"))) if texts else ""


def findings_csv(findings: Iterable[Finding], language: str) -> bytes:
    """Return findings as CSV: the fields of findings.json, method and caveats in the language."""
    rows = []
    for finding in findings:
        told = finding.public() | {
            "method": render(finding.method, language),
            "caveats": [render(note, language) for note in finding.caveats],
        }
        rows.append([told[name] for name in PUBLIC_FIELDS])
    return as_csv(PUBLIC_FIELDS, rows)


def table_csv(table: Table, language: str) -> bytes:
    """Return a table as CSV; cells of numeric columns that are one number are numbers.

    >>> made_up = Table(caption="", columns=("a",), rows=(("−1,5",), ("−",)), numeric=(True,))
    >>> table_csv(made_up, "sv").decode("utf-8-sig").split()
    ['a', '-1,5', '−']
    """
    rows = [
        [
            _number(cell, language) if numeric else cell
            for cell, numeric in zip(row, table.numeric, strict=True)
        ]
        for row in table.rows
    ]
    return as_csv(table.columns, rows)


def _table(piece: Passage | ChartPiece) -> Table | None:
    return piece.table


def _number(cell: str, language: str) -> str | int | float:
    """Return a cell's number; the cell as it is where it holds more than one number, or words."""
    found = list(tokens(cell, language))
    if len(found) != 1 or found[0].text != cell:
        return cell
    plain = cell.replace("\u2212", "-").replace("\u202f", "").lstrip("+")
    plain = plain.replace(",", "." if language == "sv" else "")
    if "/" in plain:
        return cell
    return float(plain) if found[0].decimals else int(plain)
