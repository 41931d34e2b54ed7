"""Made-up registries for tests: no project, sum or place of use in them is real."""

import csv
import io
import re
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from equity.raw.sources import refresh

Tables = dict[str, list[dict[str, str]]]

COLUMNS = {
    "projects": [
        "project_id",
        "name_sv",
        "name_en",
        "list",
        "kind",
        "theme",
        "owner",
        "scope",
        "sites_total",
        "start",
        "end",
        "source_id",
        "evidence",
        "theme_basis",
    ],
    "project_sites": [
        "project_id",
        "site",
        "neighbourhood",
        "district",
        "basis",
        "units",
        "source_id",
        "share",
        "lat",
        "lon",
        "northing",
        "easting",
    ],
    "project_amounts": [
        "project_id",
        "amount",
        "unit",
        "phase",
        "year_from",
        "year_to",
        "payer",
        "source_id",
        "confidence",
        "note",
        "confirmed",
    ],
}
NUMBERS = ("sites_total", "start", "end", "units", "share", "lat", "lon", "northing", "easting")
NUMBERS += ("amount", "year_from", "year_to")
PLACES = [("Kista", "Rinkeby-Kista"), ("Årsta", "Enskede-Årsta-Vantör"), ("", "Farsta"), ("", "")]
AWKWARD = ["NA", "None", "Null", "007", "1.0", "+46", "=SUMMA(B2:B9)", "-5 grader", "@stad"]
IDS = ["NA", "None", "Null", "007", "1.0", "X-1", "Å1", "P31", "nan", "TRUE"]

WORDS = st.text(st.characters(codec="latin-1", exclude_categories=["C", "Z", "M", "S"]), min_size=1)
NAMES = st.sampled_from(AWKWARD) | st.builds(
    "{} {}{}{}".format,
    st.sampled_from(["made-up", "påhittad"]),
    WORDS.filter(str.isascii),
    st.sampled_from([",", ";", '"', "\n", "\t;", "''", '","', "\n\n"]).map(lambda t: t.strip("\t")),
    st.sampled_from(["end", "slut"]),
)


@st.composite
def registries(draw, most: int = 4, full: bool = False) -> Tables:
    """Valid registries of up to `most` projects, as typed; where full, with no table empty."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=most, unique=True))
    tables: Tables = {name: [] for name in COLUMNS}
    for key in ids:
        scope = draw(st.sampled_from(["site", "district", "several", "citywide", "unknown"]))
        at_most = {"site": 1, "district": 1, "several": 3, "citywide": 0, "unknown": 2}[scope]
        there = draw(st.lists(st.sampled_from(PLACES), max_size=at_most, unique=True))
        total = {"site": "1", "several": draw(st.sampled_from(["", "3"]))}.get(scope, "")
        tables["projects"].append(
            _row("projects", key, draw(NAMES), scope=scope, sites_total=total, list="other")
        )
        tables["project_sites"] += [
            _row("project_sites", key, draw(NAMES), neighbourhood=part, district=district)
            for part, district in there
        ]
        years = draw(st.lists(st.sampled_from(["2016", "2017", "2018"]), unique=True))
        for year in years:
            amount = draw(st.decimals(1, 90, places=1).map(str) | st.just(""))
            tables["project_amounts"].append(
                _row("project_amounts", key, draw(NAMES), amount=amount, year_from=year)
            )
    if full:
        tables = {name: rows + one()[name] for name, rows in tables.items()}
    return tables


def _row(table: str, key: str, text: str, **cells: str) -> dict[str, str]:
    usual = {
        "projects": {
            "name_sv": text,
            "name_en": "made up",
            "kind": "pilot",
            "theme": "care",
            "evidence": text,
            "theme_basis": "stated",
        },
        "project_sites": {"site": text, "basis": "named"},
        "project_amounts": {
            "unit": "MSEK",
            "phase": "budget",
            "year_to": cells.get("year_from", ""),
            "payer": "made up",
            "confidence": "low",
            "note": text,
        },
    }[table]
    blank = dict.fromkeys(COLUMNS[table], "")
    return blank | {"project_id": key, "source_id": "seed"} | usual | cells


def one(**cells: str) -> Tables:
    """Return one made-up project with one site and one amount; cells by `table__column`."""
    tables = {
        "projects": [_row("projects", "X1", "made up", scope="several", list="other")],
        "project_sites": [_row("project_sites", "X1", "made up", district="Farsta")],
        "project_amounts": [
            _row("project_amounts", "X1", "made up", amount="7.5", year_from="2017")
        ],
    }
    for place, text in cells.items():
        table, column = place.split("__")
        tables[table][0][column] = text
    return tables


def as_text(rows: list[dict[str, str]], table: str, delimiter: str = ",") -> str:
    """Return a table as a file of text holds it."""
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS[table], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def into_raw(tables: Tables, raw: Path) -> None:
    """Put a registry in the place of a raw folder's own."""
    for name, rows in tables.items():
        (raw / f"{name}.csv").write_bytes(as_text(rows, name).encode("utf-8"))
    refresh(raw)


def into_files(
    tables: Tables, folder: Path, delimiter: str = ";", encoding: str = "utf-8-sig"
) -> Path:
    """Write a registry as files of text, and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(as_text(rows, name, delimiter).encode(encoding))
    return folder


def into_workbook(tables: Tables, path: Path, numbers: bool = True) -> Path:
    """Write a registry as a workbook, numbers as numbers or as text, and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(COLUMNS[name])
        for at, row in enumerate(rows, 2):
            for place, (column, text) in enumerate(row.items(), 1):
                cell = sheet.cell(at, place)
                plain = numbers and column in NUMBERS and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text)
                cell.value = (float(text) if plain else text) if text else None
                if not plain and not (column in NUMBERS and text.startswith("=")):
                    cell.data_type = "s" if text else "n"
    book.save(path)
    return path
