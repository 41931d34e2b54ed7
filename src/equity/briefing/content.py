"""An executed notebook as the pieces of a page: passages and charts in order, and all findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from equity.errors import RunError
from equity.figures.charts import carried, numbered
from equity.findings import MEDIA_TYPE as FINDINGS
from equity.findings import Findings
from equity.wording.passages import MEDIA_TYPE as PASSAGE
from equity.wording.passages import Passage, Table

Key = tuple[str, str | None, str | None]
DEFAULT_LANGUAGE: Final = "sv"


@dataclass(frozen=True)
class ChartPiece:
    """A chart as a notebook's output carries it; figures are plotly JSON."""

    title: str
    caption: str
    table: Table
    language: str
    anchor: str
    findings: tuple[Key, ...]
    figure: Mapping[str, Any]
    narrow: Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """What a page shows, in order, and the findings that its numbers rest on."""

    pieces: tuple[Passage | ChartPiece, ...]
    findings: Findings
    language: str


def read_content(notebook: Mapping[str, Any]) -> Content:
    """Gather what an executed notebook's outputs carry for the page, in order.

    Code, Markdown and outputs of other kinds are passed over. Raises RunError for a cell that
    failed, and ValueError for pieces in two languages. The second piece of an address gets one
    of its own: `answer_2`.
    """
    pieces: list[Passage | ChartPiece] = []
    findings = Findings()
    for data in _outputs(notebook):
        if PASSAGE in data:
            pieces.append(Passage.model_validate(data[PASSAGE]))
        if (chart := carried(data)) is not None:
            pieces.append(_chart(chart))
        if FINDINGS in data:
            findings += Findings.from_bundle(data[FINDINGS])
    languages = sorted({piece.language for piece in pieces})
    if len(languages) > 1:
        raise ValueError(f"one page in several languages: {', '.join(languages)}")
    language = languages[0] if languages else DEFAULT_LANGUAGE
    return Content(tuple(_addressed(pieces)), findings, language)


def _addressed(pieces: list[Passage | ChartPiece]) -> Iterator[Passage | ChartPiece]:
    """Give the pieces, each with an address that no earlier one has."""
    addresses = numbered(piece.anchor for piece in pieces)
    for piece, anchor in zip(pieces, addresses, strict=True):
        if isinstance(piece, ChartPiece):
            yield replace(piece, anchor=anchor)
        else:
            ending = anchor.removeprefix(piece.anchor)
            claims = tuple(
                claim.model_copy(update={"anchor": claim.anchor and claim.anchor + ending})
                for claim in piece.claims
            )
            yield piece.model_copy(update={"anchor": anchor, "claims": claims})


def _outputs(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                raise RunError(f"cell {number} failed: {output['ename']}: {output['evalue']}")
            yield output.get("data", {})


def _chart(bundle: Mapping[str, Any]) -> ChartPiece:
    return ChartPiece(
        title=bundle["title"],
        caption=bundle["caption"],
        table=Table.model_validate(bundle["table"]),
        language=bundle["language"],
        anchor=bundle["anchor"],
        findings=tuple((i, p, d) for i, p, d in bundle.get("findings", ())),
        figure=bundle["figure"],
        narrow=bundle["narrow"],
    )
