"""What a page says, in pieces: claims with how sure they are, tables, lists and paragraphs.

A passage shows as plain text in JupyterLab and carries itself as data, which the page reads.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from equity.findings import Verdict

MEDIA_TYPE: Final = "application/vnd.equity.passage+json"
Kind = Literal["question", "answer", "text", "unknown", "method", "sources", "districts"]
Key = tuple[str, str | None, str | None]


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Quote(_Shown):
    """A text taken from a table as it stands there: its file, the row's name or number, the column.

    column: several, parted by spaces, where a cell is put together of them.
    """

    text: str
    file: str
    row: str
    column: str


class RangeMark(_Shown):
    """One range to draw beside a claim: its ends in the finding's unit, and the same in words.

    decided: the sign is decided, without an assumption. whole: the greatest value there is, as
    1 for a share; None where there is none. finding: the key of what it shows.
    """

    label: str
    low: float | None
    high: float | None
    value: float | None
    whole: float | None = None
    decided: bool
    text: str
    finding: Key | None = None


class Claim(_Shown):
    """One statement and, of equal rank, how sure it is and why.

    title: the statement. text: what it rests on. sure: what would change it. findings: the
    keys of all findings that the claim was made from. anchor: its own address on the page;
    empty for one made from its place.
    """

    title: str
    anchor: str = ""
    text: tuple[str, ...]
    verdict: Verdict | None
    verdict_label: str
    sure: tuple[str, ...]
    ranges: tuple[RangeMark, ...]
    findings: tuple[Key, ...]


class Table(_Shown):
    """A table of texts; `numeric` tells which columns are set as figures.

    file: where its cells are taken from, with `origins`: the name or number of each row there; and
    `taken`: the columns of each cell, empty for words of our own. All three are empty for a table
    made of findings. Raises ValueError for a row that is longer or shorter than the head.

    >>> Table(caption="", columns=("a", "b"), rows=(("1", "2"),), numeric=(True, True)).rows
    (('1', '2'),)
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    file: str = ""
    origins: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rectangular(self) -> Table:
        widths = {len(self.columns), len(self.numeric), *(len(row) for row in self.rows)}
        if len(widths) > 1:
            raise ValueError(f"table {self.caption!r}: rows of {sorted(widths)} cells")
        if self.file and (len(self.origins), len(self.taken)) != (
            len(self.rows),
            len(self.columns),
        ):
            raise ValueError(f"table {self.caption!r}: not every cell has its place in {self.file}")
        return self


class Passage(_Shown):
    """One section of a page, in one language.

    >>> Passage(kind="text", anchor="a", title="Why", paragraphs=("Because.",), language="en")
    Why
    <BLANKLINE>
    Because.
    """

    kind: Kind
    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    table: Table | None = None
    items: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    language: str

    def __repr__(self) -> str:
        lines = [self.title, *self.paragraphs]
        for claim in self.claims:
            lines += [claim.title, *claim.text, claim.verdict_label, *claim.sure]
        lines += [f"- {item}" for item in self.items]
        if self.table is not None:
            lines += [self.table.caption, " | ".join(self.table.columns)]
            lines += [" | ".join(row) for row in self.table.rows]
        return "\n\n".join(line for line in lines if line)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            MEDIA_TYPE: self.model_dump(mode="json"),
            "text/html": self._html(),
            "text/plain": repr(self),
        }

    def _html(self) -> str:
        parts = [f"<h2>{escape(self.title)}</h2>", *_paragraphs(self.paragraphs)]
        for claim in self.claims:
            parts.append(f"<h3>{escape(claim.title)}</h3>")
            parts += _paragraphs(claim.text)
            if claim.verdict_label:
                parts.append(f"<p><strong>{escape(claim.verdict_label)}.</strong></p>")
            parts += _list(f"{mark.label}: {mark.text}" for mark in claim.ranges)
            parts += _paragraphs(claim.sure)
        parts += _list(self.items)
        if self.table is not None:
            parts.append(_table(self.table))
        return f'<section lang="{escape(self.language)}">{"".join(parts)}</section>'


def _paragraphs(texts: tuple[str, ...]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts]


def _list(texts: Any) -> list[str]:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return [f"<ul>{items}</ul>"] if items else []


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    rows = "".join("<tr>" + "".join(_cells(row, table.numeric)) + "</tr>" for row in table.rows)
    return (
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cells(row: tuple[str, ...], numeric: tuple[bool, ...]) -> list[str]:
    styles = (' style="text-align:right"' if right else "" for right in numeric)
    return [f"<td{style}>{escape(cell)}</td>" for cell, style in zip(row, styles, strict=True)]
