"""A city as an open-data package: tables, maps, licences, sources and a README, whole or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from equity.checking.new_folder import new_folder
from equity.city import City
from equity.export.about import readme
from equity.export.cells import as_csv, as_workbook
from equity.export.chosen import REGISTRY, Chosen, LeftOut, choose, left_out_table
from equity.export.columns import schema_of
from equity.export.licences import licence_of
from equity.raw.sources import Catalogue, fingerprint, read_catalogue

DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.md"
WORKBOOK: Final = "tables.xlsx"
WGS84: Final = 4326
KEYS: Final[Mapping[str, list[str]]] = {
    "projects": ["project_id"],
    "indicators": ["indicator"],
    "sides": ["definition", "area"],
    "sources": ["source_id"],
}
MEDIA: Final[Mapping[str, str]] = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Exported:
    """What `export` left. files: their names. left_out: what could not be passed on, and why."""

    folder: Path
    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def export(city: City, folder: Path) -> Exported:
    """Write what may be passed on of a city as an open-data package, whole or not at all.

    Each table is a CSV file (UTF-8, commas, decimal points) and a sheet of `tables.xlsx`, which
    any country's Excel opens right; each map is GeoJSON in WGS 84 and GeoParquet in the city's
    own projection. `datapackage.json` describes them with licences, sources and checksums, as
    Frictionless reads it; `left_out.csv` lists what may not be passed on, and why. The same
    tables give the same bytes.

    folder: a new one, or an empty one. Raises DataError where it holds anything.

    `equity data export DIR` does the same for a city's folder.
    """
    with new_folder(folder) as fresh:
        catalogue = read_catalogue(city.folder / "raw")
        chosen = choose(city, catalogue)
        _write(city, catalogue, chosen, fresh)
        files = tuple(sorted(path.name for path in fresh.iterdir()))
    return Exported(folder, files, chosen.left_out)


def _write(city: City, catalogue: Catalogue, chosen: Chosen, fresh: Path) -> None:
    tables = dict(chosen.tables) | {
        "sources": _sources(city, chosen),
        "left_out": left_out_table(chosen.left_out),
    }
    resources = []
    for name, table in tables.items():
        (fresh / f"{name}.csv").write_bytes(as_csv(table))
        raw = catalogue.resources[name].table_schema if name in REGISTRY else None
        schema = schema_of(name, table, raw)
        if name in KEYS:
            schema["primaryKey"] = KEYS[name]
        tabular = {
            "profile": "tabular-data-resource",
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
            "schema": schema,
        }
        resources.append(_resource(fresh / f"{name}.csv", name, city, chosen) | tabular)
    for name, frame in chosen.maps.items():
        for path in _draw(fresh, name, frame):
            kind = path.suffix[1:]
            about = {"profile": "data-resource", "type": "file", "format": kind}
            resources.append(_resource(path, f"{name}_{kind}", city, chosen, name) | about)
    (fresh / WORKBOOK).write_bytes(as_workbook(tables))
    workbook = _resource(fresh / WORKBOOK, "tables_workbook", city, chosen, "observations")
    resources.append(workbook | {"profile": "data-resource", "type": "file", "format": "xlsx"})
    package = _package(city, catalogue, chosen, resources)
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (fresh / DESCRIPTOR).write_text(text, "utf-8", newline="\n")
    about_it = readme(city, chosen, tables)
    (fresh / README).write_text(about_it, "utf-8", newline="\n")


def _draw(fresh: Path, name: str, frame: gpd.GeoDataFrame) -> list[Path]:
    """Write a map in both forms; GeoJSON as its standard asks: WGS 84, outer rings to the left."""
    parquet, geojson = fresh / f"{name}.parquet", fresh / f"{name}.geojson"
    frame.to_parquet(parquet, index=False)
    frame.to_crs(WGS84).to_file(geojson, driver="GeoJSON", RFC7946="YES", WRITE_NAME="NO")
    return [geojson, parquet]


def _resource(
    path: Path, name: str, city: City, chosen: Chosen, terms_of: str = ""
) -> dict[str, Any]:
    digest, length = fingerprint(path.read_bytes())
    terms = chosen.terms.get(terms_of or name, ())
    licences = {"licenses": [one.described() for one in terms]} if terms else {}
    return {
        "name": name,
        "path": path.name,
        "mediatype": MEDIA[path.suffix],
        "bytes": length,
        "hash": digest,
    } | licences


def _sources(city: City, chosen: Chosen) -> pd.DataFrame:
    """Return the sources that the package or its list of what is left out names."""
    named = [*chosen.cited, *(one.source_id for one in chosen.left_out)]
    rows = [
        (one.id, one.title, one.publisher, one.date, one.where, licence_of(one.id, city.sources))
        for name in dict.fromkeys(" ".join(named).split())
        for one in [city.sources[name]]
        if name in city.sources
    ]
    columns = ["source_id", "title", "publisher", "date", "where", "licence"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _package(
    city: City, catalogue: Catalogue, chosen: Chosen, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    licences = dict.fromkeys(one for terms in chosen.terms.values() for one in terms)
    name = city.identity.name
    return {
        "profile": "data-package",
        "name": f"{catalogue.package.name}-open-data",
        "title": f"{name.text('en')}: observations, findings and maps",
        "title_sv": f"{name.text('sv')}: observationer, resultat och kartor",
        "description": "What may be passed on of the tables behind the briefing; README.md says "
        "how to read them, and left_out.csv what is not here and why.",
        "licenses": [one.described() for one in licences],
        "sources": [
            {"title": f"{one.publisher}: {one.title} [{one.id}]", "where": one.where}
            for id in chosen.cited
            for one in [city.sources[id]]
        ],
        "resources": resources,
    }
