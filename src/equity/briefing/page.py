"""The page: an executed notebook as one HTML file, through nbconvert."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Unicode, default

from equity.briefing.content import ChartPiece, Content, read_content
from equity.briefing.downloads import downloads
from equity.briefing.marks import range_marks, verdict_mark
from equity.briefing.origins import given
from equity.briefing.packing import packed_figures, packed_plotly
from equity.briefing.rows import Chip, Rows
from equity.briefing.tracing.trace import Tracer
from equity.briefing.words import say
from equity.figures.drawing.static import svg
from equity.figures.theme import css_colours
from equity.findings import Finding
from equity.wording.passages import Claim, Passage, Table
from equity.wording.sections.around.terms import terms_of
from equity.wording.verdicts import ORDER, verdict_label, verdict_meaning

NEAR: Final = 3  # sentences beside a claim; more stand below it
MOST_CHIPS: Final = 6  # below a chart; more runs of rows become one
HEADS: Final = ("number", "finding", "value", "range", "unit", "period", "border", "method")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


class BriefingExporter(TemplateExporter):
    """Makes a briefing of a notebook: what its passages, charts and findings say, and no code.

    `jupyter nbconvert --to equity_briefing executed.ipynb` gives `executed.html`. The same
    notebook gives the same bytes. Raises RunError for a notebook with a failed cell.
    """

    export_from_notebook = "Equity briefing"
    output_mimetype = "text/html"
    edition = Unicode("", help="Which edition this is; stands at the page's end.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override] # as nbconvert's own exporters do
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page's text, and nbconvert's resources."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
        edition = self.edition or str(parameters.get("edition", ""))
        name = str(resources.get("metadata", {}).get("name", ""))
        return render_page(read_content(notebook), edition=edition, name=name), resources


@dataclass
class Section:
    """A passage or a chart with what the template needs beside it."""

    piece: Passage | ChartPiece
    level: int
    chips: list[Any] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_chart(self) -> bool:
        """Tell whether this is a chart."""
        return isinstance(self.piece, ChartPiece)


def render_page(
    content: Content, *, edition: str = "", name: str = "", tracer: Tracer | None = None
) -> str:
    """Return the HTML text of a page.

    name: the heading where no passage asks a question. tracer: one of the content's findings, to
    learn from it afterwards what it was not sure of. Raises ValueError when the text rests
    on a finding that is not among those shown.
    """
    language = content.language
    rows = Rows(content.findings, language)
    question = next(
        (p for p in content.pieces if isinstance(p, Passage) and p.kind == "question"), None
    )
    tracer = tracer or Tracer(content.findings, language)
    traced = cache(tracer.mark)
    sections = _sections([p for p in content.pieces if p is not question], rows, traced)
    table, notes = rows.table()
    charts = [s.piece for s in sections if isinstance(s.piece, ChartPiece)]
    page = _environment().get_template("page.html.j2")
    return page.render(
        language=language,
        say=lambda word, **values: say(word, language).format(**values),
        question=question,
        title=question.title if question else name or say("rows_title", language),
        sections=sections,
        rows=table,
        notes=notes,
        verdicts=[
            (
                verdict_mark(v),
                verdict_label(v, content.language),
                verdict_meaning(v, content.language),
            )
            for v in ORDER
        ],
        terms=terms_of(map(_words, content.pieces), language),
        edition=edition,
        css=Markup(_file("page.css")),  # noqa: S704 - our own file
        columns=max([len(HEADS), *(len(p.table.columns) for p in content.pieces if p.table)]),
        heads=[say(head, language) for head in HEADS],
        named=_named,
        light=Markup(css_colours("light")),  # noqa: S704 - constants
        dark=Markup(css_colours("dark")),  # noqa: S704 - constants
        script=Markup(_file("page.js")),  # noqa: S704 - our own file
        downloads=Markup(downloads(content)),  # noqa: S704 - without any <
        plotly=Markup(packed_plotly()) if charts else "",  # noqa: S704 - without any <
        figures=Markup(packed_figures(charts)) if charts else "",  # noqa: S704 - without any <
        drawing=lambda figure, ident: Markup(svg(figure, ident)),  # noqa: S704 - it escapes
        linked=_linked,
        traced=traced,
        unseen=tracer.mark_unseen,
        key=_key,
        origin=_origin,
        taken=_taken,
        beside=_beside,
    )


def _sections(
    pieces: Sequence[Passage | ChartPiece], rows: Rows, traced: Callable[..., Markup]
) -> list[Section]:
    sections: list[Section] = []
    for n, piece in enumerate(pieces):
        before = pieces[n - 1] if n else None
        follows = (
            isinstance(piece, Passage)
            and piece.kind == "districts"
            and isinstance(before, Passage)
            and before.kind == "districts"
        )
        section = Section(piece, level=3 if follows else 2)
        if isinstance(piece, ChartPiece):
            section.chips = rows.chips(piece.findings, most=MOST_CHIPS)
        else:
            section.claims = [
                {
                    "claim": claim,
                    "chips": _chips(claim, piece, rows, traced),
                    "near": claim.sure if len(claim.sure) <= NEAR else claim.sure[: NEAR - 1],
                    "further": () if len(claim.sure) <= NEAR else claim.sure[NEAR - 1 :],
                    "mark": verdict_mark(claim.verdict) if claim.verdict else "",
                    "ranges": list(zip(claim.ranges, _drawn(claim, piece), strict=True)),
                }
                for claim in piece.claims
            ]
        sections.append(section)
    return sections


def _chips(claim: Claim, piece: Passage, rows: Rows, traced: Callable[..., Markup]) -> list[Chip]:
    """Return the links to a claim's rows; of an area, to those that no number of it leads to."""
    if piece.kind != "districts" or not claim.anchor:
        return rows.chips(claim.findings)
    text = Markup("").join(traced(one, claim.findings, piece.quotes) for one in claim.text)
    led = rows.refer(text, claim.anchor)
    return rows.chips(key for key in claim.findings if key not in led)


def _drawn(claim: Claim, piece: Passage) -> list[Markup]:
    """Return a claim's ranges drawn: on one scale, or, of areas, on one for each measure."""
    if piece.kind != "districts":
        return range_marks(claim.ranges)
    every = [mark for other in piece.claims for mark in other.ranges]
    return [
        drawn
        for mark in claim.ranges
        for drawn in range_marks(
            [mark], among=[other for other in every if other.label == mark.label], zero=False
        )
    ]


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("equity.briefing", "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _words(piece: Passage | ChartPiece) -> str:
    """Return what a piece tells in words, its tables apart."""
    if isinstance(piece, ChartPiece):
        return f"{piece.title} {piece.caption}"
    claims = [text for c in piece.claims for text in (c.title, *c.text, *c.sure)]
    return " ".join([piece.title, *piece.paragraphs, *claims, *piece.items])


def _file(name: str) -> str:
    """Return a file of the template, without what only its own readers need."""
    text = files("equity.briefing").joinpath("template", name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _named(names: Sequence[str]) -> str:
    r"""Return the names of a table's columns for its style, which tells them in narrow windows.

    >>> print(_named(["Made up", "It's"]))
    --head-1:'Made up';--head-2:'It\'s'
    """
    quoted = (re.sub(r"([\\'])", r"\\\1", " ".join(name.split())) for name in names)
    return ";".join(f"--head-{n}:'{name}'" for n, name in enumerate(quoted, start=1))


def _key(finding: Finding) -> Markup:
    """Return the attributes that name a finding: its id, its period and its definition."""
    names = ("data-id", "data-period", "data-definition")
    pairs = zip(names, finding.key, strict=True)
    return given([(name, value) for name, value in pairs if value])


def _origin(table: Table, row: int) -> Markup:
    """Return the attributes that say where the cells of a row were taken from."""
    if not table.file:
        return Markup("")
    return given([("data-file", table.file), ("data-row", table.origins[row])])


def _taken(table: Table, column: int) -> Markup:
    """Return the attribute of a cell that was taken from there; none for words of our own."""
    if not (table.file and table.taken[column]):
        return Markup("")
    return given([("data-column", table.taken[column])])


def _beside(row: Sequence[str], head: str) -> str:
    """Return the words that a cell's number is read with: its row's and its column's."""
    return " ".join([*row, head])


def _linked(text: str) -> Markup:
    """Return text, escaped, with its web addresses as links."""
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [escape(text[end : match.start()])]
        address = escape(match.group())
        parts += [Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(address)]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])
