"""The README of an open-data package, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from equity.city import City
from equity.export.chosen import Chosen
from equity.wording.messages import N_, say, translate

HOLDS: Final[Mapping[str, str]] = {
    "observations": N_("published figures, one row an area, indicator and period"),
    "projects": N_("the registry of projects"),
    "project_sites": N_("where projects are, as far as it is known"),
    "project_amounts": N_("published sums, each with its phase; phases are never added"),
    "findings": N_("what was computed: value, range, method, sources, as a sentence too"),
    "indicators": N_("what each indicator measures"),
    "sides": N_("which district is north or south, under each definition"),
    "sources": N_("where every figure was read, and on what terms"),
    "left_out": N_("what may not be passed on, and why"),
    "districts_map": N_("outlines of the districts, with their side under each definition"),
    "unsided_map": N_("outlines of the districts"),
    "neighbourhoods_map": N_("outlines of the neighbourhoods"),
    "water_map": N_("lakes and sea, for maps"),
}


def readme(city: City, chosen: Chosen, tables: Mapping[str, pd.DataFrame]) -> str:
    """Return the text of the package's README: Swedish first, then English.

    city: whose package it is. chosen: what is passed on. tables: every table that is written.
    """
    return "\n\n".join(_section(city, chosen, tables, language) for language in ("sv", "en"))


def _section(city: City, chosen: Chosen, tables: Mapping[str, pd.DataFrame], language: str) -> str:
    name = city.identity.name.text(language)
    sided = "sides" in tables
    lines = [
        say(N_("# Open data: {city}"), language, city=name),
        "",
        translate(N_("What may be passed on of the tables behind the briefing."), language),
        "",
        translate(N_("| file | holds | rows |"), language),
        "| --- | --- | --- |",
    ]
    lines += [
        f"| `{table}.csv` | {translate(HOLDS[table], language)} | {len(rows)} |"
        for table, rows in tables.items()
    ]
    lines += [
        f"| `{table}.geojson`, `{table}.parquet` | {translate(HOLDS[kind], language)} "
        f"| {len(rows)} |"
        for table, rows in chosen.maps.items()
        for kind in ["unsided_map" if table == "districts_map" and not sided else table]
    ]
    advice = (
        N_(
            "* In Excel, open `tables.xlsx`: it holds every table, and numbers are numbers in any "
            "language. The CSV files are for programs: UTF-8, commas, decimal points."
        ),
        N_(
            "* In QGIS, drag a map's `.geojson` (WGS 84) into the window, or its `.parquet` (the "
            "city's own projection) where the program was built to read Parquet."
        ),
        N_(
            "* `datapackage.json` describes every column, with licences, sources and checksums; "
            "`frictionless validate datapackage.json` holds the files against it."
        ),
        N_(
            "* A range (`low`, `high`) is everything consistent with what is published. It is no "
            "interval with a probability, and no point in it is likelier than another. A blank "
            "cell is not known; it is not 0."
        ),
        N_(
            "* A text that a spreadsheet would take for a formula has an apostrophe before it in "
            "the tables."
        ),
    )
    lines += ["", *(translate(line, language) for line in advice)]
    terms = dict.fromkeys(one for known in chosen.terms.values() for one in known)
    lines += ["", translate(N_("## Terms"), language), ""]
    lines += [f"* {one.title} {one.path}".rstrip() for one in terms]
    lines += [
        "",
        translate(
            N_(
                "Each table's own stand in `datapackage.json`. Name the sources of `sources.csv` "
                "when you pass the figures on."
            ),
            language,
        ),
        "",
        translate(N_("## Not here"), language),
        "",
        say(
            N_(
                "{count} kinds of rows stay behind, listed in `left_out.csv`: their sources state "
                "no licence, or one that does not let them be passed on."
            ),
            language,
            count=str(len(chosen.left_out)),
        ),
        "",
    ]
    return "\n".join(lines)
