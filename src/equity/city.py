"""A city's folder: build its tables from `raw/`, and open what was built."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.geography.divisions import districts, neighbours
from equity.geography.places import place
from equity.geography.sides import Sides, read_sides
from equity.observations import observe
from equity.raw.indicators import Indicator, Schools, read_indicators
from equity.raw.sources import Source, read_catalogue
from equity.raw.tables import read_tables

DIVISION = "2007"
STAMP = "built.json"
BUILT = (
    "observations.parquet",
    "specifications.parquet",
    "districts.parquet",
    "neighbourhoods.parquet",
    "water.parquet",
)


@dataclass(frozen=True)
class City:
    """An opened city.

    areas: districts with their outlines (EPSG:3006). neighbourhoods, water: outlines for maps.
    neighbours: pairs of districts that share a border. sides: definitions by id, the default
    first. observations: the tidy table. menu: the valid ways
    to compute each gap. indicators: declarations by id; headline: those of the
    briefing. sources: by source id.
    """

    folder: Path
    areas: gpd.GeoDataFrame
    neighbourhoods: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    neighbours: tuple[tuple[str, str], ...]
    sides: Mapping[str, Sides]
    observations: pd.DataFrame
    menu: pd.DataFrame
    indicators: Mapping[str, Indicator]
    headline: tuple[str, ...]
    sources: Mapping[str, Source]

    @property
    def default(self) -> Sides:
        """Return the definition of the sides that the city's file calls its default."""
        return next(iter(self.sides.values()))

    @property
    def facts(self) -> dict[str, Label]:
        """Return what is worth finding out, by indicator."""
        known = self.indicators.values()
        return {one.id: one.to_find_out for one in known if one.to_find_out is not None}

    def stronger(self, indicator: str) -> str:
        """Return which values of an indicator are the need: "low" ones or "high" ones.

        indicator: its id, a detail for another denominator included.
        """
        known = self.indicators[indicator.split(".", 1)[0]]
        return "low" if known.direction == "higher_is_better" else "high"

    def __repr__(self) -> str:
        return (
            f"City: {len(self.areas)} areas, {len(self.sides)} definitions of sides, "
            f"{len(self.observations)} observations of {len(self.indicators)} indicators"
        )


def default_folder() -> Path:
    """Return the data folder of the checkout, or `data` in the working folder without one."""
    checkout = Path(__file__).resolve().parents[2] / "data"
    return checkout if (checkout / "raw").is_dir() else Path.cwd() / "data"


def load(data: str | Path | None = None) -> City:
    """Open a city's folder that has been built.

    data: the folder that holds `raw/` and `processed/`; the project's own if not given.
    Raises DataError where the folder is not built, or was built from other raw files.
    """
    folder = Path(data) if data else default_folder()
    if not is_built(folder):
        raise DataError(
            [
                Problem(
                    str(folder.name),
                    None,
                    "processed",
                    "missing or older than raw",
                    "built tables",
                    "run: equity data build",
                )
            ]
        )
    raw, processed = folder / "raw", folder / "processed"
    declared = read_indicators(raw)
    areas = gpd.read_parquet(processed / "districts.parquet")
    return City(
        folder=folder,
        areas=areas,
        neighbourhoods=gpd.read_parquet(processed / "neighbourhoods.parquet"),
        water=gpd.read_parquet(processed / "water.parquet"),
        neighbours=tuple(neighbours(areas)),
        sides=read_sides(raw / "sides.yaml", areas["area"]),
        observations=pd.read_parquet(processed / "observations.parquet"),
        menu=pd.read_parquet(processed / "specifications.parquet"),
        indicators=declared.indicators,
        headline=declared.headline,
        sources=read_catalogue(raw).sources,
    )


def build(data: str | Path | None = None) -> list[Path]:
    """Build `processed/` from `raw/` and return the files written.

    The same raw files give the same bytes. Files are swapped in when all are written, and the
    stamp, which says what they were built from, last.
    Raises DataError with every problem of every raw file; nothing is then written.
    """
    folder = Path(data) if data else default_folder()
    raw, processed = folder / "raw", folder / "processed"
    frames = _frames(raw)
    processed.mkdir(parents=True, exist_ok=True)
    (processed / STAMP).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=processed) as temporary:
        for name in BUILT:
            frames[name].to_parquet(Path(temporary) / name, index=False)
        stamp = json.dumps(checksums(raw), indent=1, sort_keys=True) + "\n"
        (Path(temporary) / STAMP).write_text(stamp, "utf-8")
        for name in (*BUILT, STAMP):
            (Path(temporary) / name).replace(processed / name)
    return [processed / name for name in (*BUILT, STAMP)]


def is_built(data: str | Path | None = None) -> bool:
    """Return whether `processed/` is there and was built from the raw files as they are now."""
    folder = Path(data) if data else default_folder()
    processed = folder / "processed"
    try:
        stamp = json.loads((processed / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    there = all((processed / name).is_file() for name in BUILT)
    return there and stamp == checksums(folder / "raw")


def checksums(raw: Path) -> dict[str, str]:
    """Return the SHA-256 of every raw file by name."""
    files = sorted(path for path in raw.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def notes(data: str | Path | None = None) -> list[str]:
    """Return what the check finds worth knowing though nothing is wrong.

    Points on a shared border, with the owner the rule gives them, and points outside the city.
    """
    raw = (Path(data) if data else default_folder()) / "raw"
    tables = read_tables(raw)
    found = []
    for name, called_by in _placed_tables(raw).items():
        table = tables[name]
        placed = _place(tables, name)
        columns = (table[called_by], placed["district"], placed["shared_with"], placed["nearest"])
        for called, district, others, nearest in zip(*columns, strict=True):
            if others:
                found.append(
                    f"{name}: {called} lies on the border of {district} and {', '.join(others)}; "
                    f"it counts in {district}, whose code sorts first"
                )
            elif not isinstance(district, str):
                found.append(
                    f"{name}: {called} lies outside the city, nearest to {nearest}; it counts in "
                    "the city only"
                )
    return list(dict.fromkeys(found))


def _frames(raw: Path) -> dict[str, pd.DataFrame]:
    tables = read_tables(raw)
    declared = read_indicators(raw)
    outlines = gpd.GeoDataFrame(tables["neighbourhoods"])
    places = [_place(tables, name)["district"] for name in _placed_tables(raw)]
    observations = observe(tables, declared, pd.concat(places) if places else None)
    return {
        "observations.parquet": observations,
        "specifications.parquet": tables["specifications"].fillna({"detail": ""}),
        "districts.parquet": districts(outlines, DIVISION),
        "neighbourhoods.parquet": outlines.to_crs(3006),
        "water.parquet": gpd.GeoDataFrame(tables["water"]).to_crs(3006),
    }


def _placed_tables(raw: Path) -> dict[str, str]:
    """Return the tables whose rows are placed by their position, and the column of their names."""
    reads = [indicator.reads for indicator in read_indicators(raw).indicators.values()]
    return {read.table: read.area for read in reads if isinstance(read, Schools)}


def _place(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    listed = tables["districts"]
    codes = dict(zip(listed["district"], listed["code"], strict=True))
    outlines = districts(gpd.GeoDataFrame(tables["neighbourhoods"]), DIVISION)
    return place(tables[name], outlines, codes, file=f"{name}.csv")
