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
from equity.projects.baselines import Baseline
from equity.projects.counted.shares import groups_apart
from equity.projects.places import place_sites
from equity.projects.registry import read_registry
from equity.raw.indicators import Indicator, Schools, read_indicators
from equity.raw.sources import Source, read_catalogue
from equity.raw.tables import read_tables
from equity.yardsticks import read_baselines

DIVISION = "2007"
STAMP = "built.json"
BUILT = (
    "observations.parquet",
    "districts.parquet",
    "neighbourhoods.parquet",
    "water.parquet",
    "placed_projects.parquet",
)
TABLES = "tables"


@dataclass(frozen=True)
class City:
    """An opened city.

    areas: districts with their outlines (EPSG:3006). neighbourhoods, water: outlines for maps.
    neighbours: pairs of districts that share a border. sides: definitions by id, the default
    first. observations: the tidy table. menu: the valid ways
    to compute each gap. indicators: declarations by id; headline: those of the
    briefing. sources: by source id. tables: the raw tables by name. projects: how much of each
    project lies in which district. baselines: what shares of projects are compared with.
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
    tables: Mapping[str, pd.DataFrame]
    projects: pd.DataFrame
    baselines: Mapping[str, Baseline]

    @property
    def default(self) -> Sides:
        """Return the definition of the sides that the city's file calls its default."""
        return next(iter(self.sides.values()))

    @property
    def apart(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of projects that stand for different places each."""
        return tuple(groups_apart(self.tables["projects_apart"]))

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
    tables = {
        path.stem: pd.read_parquet(path) for path in sorted((processed / TABLES).glob("*.parquet"))
    }
    areas = gpd.read_parquet(processed / "districts.parquet")
    return City(
        folder=folder,
        areas=areas,
        neighbourhoods=gpd.read_parquet(processed / "neighbourhoods.parquet"),
        water=gpd.read_parquet(processed / "water.parquet"),
        neighbours=tuple(neighbours(areas)),
        sides=read_sides(raw / "sides.yaml", areas["area"]),
        observations=pd.read_parquet(processed / "observations.parquet"),
        menu=tables["specifications"].fillna({"detail": ""}),
        indicators=declared.indicators,
        headline=declared.headline,
        sources=read_catalogue(raw).sources,
        tables=tables,
        projects=pd.read_parquet(processed / "placed_projects.parquet"),
        baselines=read_baselines(raw, tables),
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
    (processed / TABLES).mkdir(exist_ok=True)
    (processed / STAMP).unlink(missing_ok=True)
    for stale in (processed / TABLES).iterdir():
        stale.unlink()
    with tempfile.TemporaryDirectory(dir=processed) as temporary:
        for name, frame in frames.items():
            frame.to_parquet(Path(temporary) / name.replace("/", "-"), index=False)
        stamp = json.dumps(checksums(raw), indent=1, sort_keys=True) + "\n"
        (Path(temporary) / STAMP).write_text(stamp, "utf-8")
        for name in (*frames, STAMP):
            (Path(temporary) / name.replace("/", "-")).replace(processed / name)
    return [processed / name for name in (*frames, STAMP)]


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
    kept = {
        f"{TABLES}/{name}.parquet": table
        for name, table in tables.items()
        if "geometry" not in table.columns
    }
    return kept | {
        "placed_projects.parquet": _placed_projects(tables),
        "observations.parquet": observations,
        "districts.parquet": districts(outlines, DIVISION),
        "neighbourhoods.parquet": outlines.to_crs(3006),
        "water.parquet": gpd.GeoDataFrame(tables["water"]).to_crs(3006),
    }


def _placed_projects(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how much of each project lies where, with its theme."""
    outlines = gpd.GeoDataFrame(tables["neighbourhoods"])
    homes = dict(zip(outlines["neighbourhood"], outlines[f"district_{DIVISION}"], strict=True))
    placed = place_sites(
        read_registry(tables), homes, districts(outlines, DIVISION), _codes(tables)
    )
    themes = tables["projects"].set_index("project_id")["theme"]
    return placed.assign(theme=placed["project_id"].map(themes))


def _codes(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    listed = tables["districts"]
    return dict(zip(listed["district"], listed["code"], strict=True))


def _placed_tables(raw: Path) -> dict[str, str]:
    """Return the tables whose rows are placed by their position, and the column of their names."""
    reads = [indicator.reads for indicator in read_indicators(raw).indicators.values()]
    return {read.table: read.area for read in reads if isinstance(read, Schools)}


def _place(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    outlines = districts(gpd.GeoDataFrame(tables["neighbourhoods"]), DIVISION)
    return place(tables[name], outlines, _codes(tables), file=f"{name}.csv")
