"""A notebook with every kind of output. All numbers, places and projects in it are made up."""

from functools import cache
from typing import Any

import geopandas as gpd
import nbformat
import pandas as pd
from shapely.geometry import LineString, box

from equity.figures.charts import Chart
from equity.figures.kinds.changes import change
from equity.figures.kinds.choices import specifications
from equity.figures.kinds.gaps import ranges
from equity.figures.kinds.maps import draw_map
from equity.figures.kinds.ranked import ranking
from equity.findings import Finding, Findings, Label, Note
from equity.wording.passages import Claim, Passage, RangeMark, Table

HOSTILE = "<script>alert(1)</script>"
QUOTED = '"><img src=x onerror="alert(2)">'
FORMULA = "=SUMMA(B2:B9)"
AREAS = ("Ön", "Ängen", "Åsen", HOSTILE)
MADE_UP = {"sv": "Påhittade tal för ett prov.", "en": "Made-up numbers for a test."}


def finding(low: float, high: float, definition: str = "water", detail: str = "") -> Finding:
    """Return a made-up gap with a range."""
    return Finding(
        id=f"gap.made_up{detail}",
        value=(low + high) / 2,
        low=low,
        high=high,
        range_of="identification",
        unit="percentage points",
        period="2018",
        definition=definition,
        verdict="decided" if low > 0 or high < 0 else "open",
        method=Note(message="Made up.", sv="Påhittat."),
        sources=("made-up",),
        caveats=(Note(message=f"Invented: {QUOTED}", sv=f"Påhittat: {QUOTED}"),),
        subject=Label(en="made-up measure", sv="påhittat mått"),
        border=Label(en=f"The {definition}", sv=f"Gränsen {definition}"),
    )


def all_findings() -> Findings:
    """Return three made-up gaps, decided and open, and what stands beside the first."""
    return Findings(
        [
            finding(-0.7, -0.4),
            finding(-0.3, 2.4, "yearbook"),
            finding(-5.9, -3.1, "outer"),
            finding(-9.4, 6.9, detail=".anywhere"),
            finding(-1.5, -1.5, detail=".counted"),
        ]
    )


def land() -> gpd.GeoDataFrame:
    """Return four made-up areas; one has two parts and a hole."""
    x, y = 670_000, 6_580_000
    square = [box(x + 4000 * i, y, x + 4000 * i + 4000, y + 5000) for i in range(4)]
    lake = box(x + 1500, y + 2000, x + 2500, y + 3000)
    square[0] = square[0].difference(lake).union(box(x, y + 6000, x + 2000, y + 7000))
    return gpd.GeoDataFrame({"area": list(AREAS)}, geometry=square, crs="EPSG:3006")


@cache
def charts(language: str) -> list[Chart]:
    """Return one chart of each kind."""
    words: dict[str, Any] = {"language": language, "caption": f"{MADE_UP[language]} {QUOTED}"}
    sides = {"Ön": "north", "Ängen": "north", "Åsen": "south", HOSTILE: None}
    areas = pd.DataFrame(
        {
            "value": [66.5, 73.6, 84.9, None],
            "low": [61.9, 70.1, 84.9, None],
            "high": [77.8, 86.2, 84.9, None],
            "side": [sides[a] for a in AREAS],
            "flag": ["", "", "", "suppressed"],
        },
        index=list(AREAS),
    )
    over_time = pd.DataFrame({"2014": [60.0, 71, 80, 70], "2018": areas["value"]})
    ways = pd.DataFrame(
        {
            "Gräns": ["Vattnet", "Vattnet", "Årsboken"],
            "Nämnare": [HOSTILE, "a", "b"],
            "low": [-2.6, -2.2, -0.3],
            "high": [-2.3, -2.0, 0.4],
            "default": [True, False, False],
        }
    )
    border = LineString([(678_000, 6_580_000), (678_000, 6_585_000)])
    keys = [f.key for f in all_findings()]
    return [
        draw_map(
            land(),
            areas["value"],
            title=f"1: {HOSTILE}",
            unit="per cent",
            split=border,
            sides=sides,
            flags={HOSTILE: "suppressed"},
            findings=keys[:1],
            **words,
        ),
        ranking(areas, title="2: ordning", unit="%", levels={"north": 70, "south": 84.9}, **words),
        ranges(all_findings(), title="3: spann", **words),
        change(over_time, title="4: ändring", unit="per cent", sides=sides, **words),
        specifications(ways, choices=["Gräns", "Nämnare"], title="5: val", unit="per 100", **words),
    ]


def passages(language: str) -> list[Passage]:
    """Return one passage of each kind, hostile texts among them."""
    keys = [f.key for f in all_findings()]
    mark = RangeMark(label=QUOTED, low=-0.7, high=-0.4, value=None, decided=True, text="−0,7")
    claims = tuple(
        Claim(
            title=f"Påstående {verdict} {QUOTED}",
            text=(MADE_UP[language], HOSTILE),
            verdict=verdict,
            verdict_label=verdict,
            sure=(QUOTED,),
            ranges=(mark, mark.model_copy(update={"low": -0.3, "high": 2.4, "decided": False})),
            findings=(keys[0], keys[1], keys[4]),
        )
        for verdict in ("decided", "assumption", "definitions", "open")
    )
    table = Table(
        caption=HOSTILE,
        columns=("Id", QUOTED),
        rows=((FORMULA, "https://example.org/a?b=1&c=2."), ("−5", "−1,50")),
        numeric=(False, True),
    )
    kinds: list[dict[str, Any]] = [
        {"kind": "question", "title": f"Fråga {HOSTILE}", "paragraphs": (MADE_UP[language],)},
        {"kind": "answer", "title": "Svar", "claims": claims},
        {"kind": "text", "title": "Text", "paragraphs": (QUOTED,), "table": table},
        {"kind": "districts", "title": "Områden"},
        {"kind": "districts", "title": "Ön", "items": (FORMULA,)},
        {"kind": "unknown", "title": "Okänt", "items": ("Vem? Vad?",)},
        {"kind": "method", "title": "Metod", "paragraphs": ("Så.",)},
        {
            "kind": "sources",
            "title": "Källor",
            "items": ("https://example.org/x.",),
            "table": table,
        },
    ]
    return [
        Passage(anchor=f"p-{n}", language=language, **content) for n, content in enumerate(kinds)
    ]


def notebook(language: str = "sv") -> nbformat.NotebookNode:
    """Return an executed notebook that shows all of it."""
    first, answer, *rest = passages(language)
    shown = [first, answer, *charts(language), *rest, all_findings()]
    return notebook_of(shown)


def notebook_of(shown: list[Any]) -> nbformat.NotebookNode:
    """Return a notebook, one code cell an object shown."""
    book = nbformat.v4.new_notebook()
    book.cells.append(nbformat.v4.new_markdown_cell("# En rubrik som inte visas"))
    for n, thing in enumerate(shown):
        cell = nbformat.v4.new_code_cell("hemlig_kod = 1", id=f"cell-{n}")
        data = thing._repr_mimebundle_()
        cell.outputs = [
            nbformat.v4.new_output("stream", text="hemlig utskrift"),
            nbformat.v4.new_output("display_data", data=data),
        ]
        book.cells.append(cell)
    return book
