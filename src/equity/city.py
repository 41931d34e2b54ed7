"""A city's folder: build its tables from `raw/`, and open what was built."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Generic, TypeVar

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from equity.checking.placed import areas_of, placed_projects, school_districts
from equity.checking.problems import unfit
from equity.errors import DataError, Problem
from equity.findings import Label
from equity.geography.declared_finer import FOLDER
from equity.geography.divisions import neighbours
from equity.geography.identity import Identity, read_identity
from equity.geography.positions import SWEREF99_TM
from equity.geography.sides import Sides, read_sides
from equity.observations import observe
from equity.projects.baselines import Baseline
from equity.projects.counted.shares import groups_apart
from equity.raw.indicators import Indicator, most_compared, read_indicators
from equity.raw.sources import Source, read_catalogue
from equity.raw.stamp import BUILDING, STAMP, TABLES, is_current, left_behind, texts_of
from equity.raw.tables import read_tables
from equity.yardsticks import baseline, declared_baselines

T = TypeVar("T")


class OnFirstUse(Mapping[str, T], Generic[T]):
    """A mapping whose values are made when they are first asked for, each once.

    makers: how to make each value, by its name.

    >>> tables = OnFirstUse({"made_up": lambda: [1], "never_asked_for": lambda: 1 / 0})
    >>> list(tables), tables["made_up"] is tables["made_up"]
    (['made_up', 'never_asked_for'], True)
    """

    def __init__(self, makers: Mapping[str, Callable[[], T]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True)
class City:
    """An opened city.

    identity: its name, the division in force, what it is called where it pays. areas: districts
    with their outlines (SWEREF 99 TM). neighbourhoods, water: outlines for maps. neighbours:
    pairs of districts that share a border. sides: definitions by id, the default first.
    observations: the tidy table. indicators: declarations by id; headline: those of the
    briefing. sources: by source id. tables: the raw tables by name. projects: how much of each
    project lies in which district. baselines: what shares of projects are compared with.
    """

    folder: Path
    identity: Identity
    areas: gpd.GeoDataFrame
    neighbourhoods: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    neighbours: tuple[tuple[str, str], ...]
    sides: Mapping[str, Sides]
    observations: pd.DataFrame
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

    @cached_property
    def menu(self) -> pd.DataFrame:
        """Return the valid ways to compute each gap."""
        return self.tables["specifications"].fillna({"detail": ""})

    @property
    def finer(self) -> Path:
        """Return the folder where figures by finer areas may be laid; see its `finer.yaml`."""
        return self.folder / FOLDER

    @property
    def apart(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of projects that stand for different places each."""
        return tuple(groups_apart(self.tables["projects_apart"]))

    @property
    def facts(self) -> dict[str, Label]:
        """Return what is worth finding out, by indicator."""
        known = self.indicators.values()
        return {one.id: one.to_find_out for one in known if one.to_find_out is not None}

    @property
    def compared(self) -> str:
        """Return the headline's indicator that the menu has the most valid ways to compute."""
        valid = self.menu.loc[self.menu["valid"] == "yes", "indicator"]
        return most_compared(self.headline, valid)

    def stronger(self, indicator: str) -> str:
        """Return which values of an indicator are the need: "low" ones or "high" ones.

        indicator: its id, a detail for another denominator included.
        """
        known = self.indicators[indicator.split(".", 1)[0]]
        return "low" if known.direction == "higher_is_better" else "high"

    def __repr__(self) -> str:
        return (
            f"{self.identity.name.en}: {len(self.areas)} areas, {len(self.sides)} definitions of "
            f"sides, {len(self.observations)} observations of {len(self.indicators)} indicators"
        )


def default_folder() -> Path:
    """Return the data folder of the checkout, or `data` in the working folder without one."""
    checkout = Path(__file__).resolve().parents[2] / "data"
    return checkout if (checkout / "raw").is_dir() else Path.cwd() / "data"


def load(data: str | Path | None = None) -> City:
    """Open a city's folder that has been built.

    What a table holds is what the folder held when it was opened, whenever it is asked for.

    data: the folder that holds `raw/` and `processed/`; the project's own if not given.
    Raises DataError where the folder is not built, or was built from other raw files.
    """
    folder = Path(data) if data else default_folder()
    if not is_built(folder):
        why = "missing, or older than raw or than the code that builds it"
        fix = f"run: equity data build{f' --data {data}' if data else ''}"
        raise DataError([Problem(folder.name, None, "processed", why, "built tables", fix)])
    raw, processed = folder / "raw", folder / "processed"
    declared = read_indicators(raw)
    tables = OnFirstUse(
        {
            path.stem: partial(_frame, path.read_bytes())
            for path in sorted((processed / TABLES).glob("*.parquet"))
        }
    )
    baselines = declared_baselines(raw)
    areas = _outlines(processed / "districts.parquet")
    return City(
        folder=folder,
        identity=read_identity(raw),
        areas=areas,
        neighbourhoods=_outlines(processed / "neighbourhoods.parquet"),
        water=_outlines(processed / "water.parquet"),
        neighbours=tuple(neighbours(areas)),
        sides=read_sides(raw / "sides.yaml", areas["area"]),
        observations=_frame((processed / "observations.parquet").read_bytes()),
        indicators=declared.indicators,
        headline=declared.headline,
        sources=read_catalogue(raw).sources,
        tables=tables,
        projects=_frame((processed / "placed_projects.parquet").read_bytes()),
        baselines=OnFirstUse(
            {name: partial(baseline, name, one, tables) for name, one in baselines.items()}
        ),
    )


def _frame(content: bytes) -> pd.DataFrame:
    """Read a table as pandas.read_parquet does, without its threads: it is too small for them."""
    held = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
    frame: pd.DataFrame = held.to_pandas(use_threads=False)
    return frame


def _outlines(path: Path) -> gpd.GeoDataFrame:
    frame = _frame(path.read_bytes())
    shapes = gpd.GeoSeries.from_wkb(frame["geometry"], crs=SWEREF99_TM)
    return gpd.GeoDataFrame(frame.assign(geometry=shapes))


def build(data: str | Path | None = None) -> list[Path]:
    """Build `processed/` from `raw/` and return the files written.

    The same raw files give the same bytes. Files are swapped in when all are written, and the
    stamp, which says what they were built from, last.
    Raises DataError with all that `checking.problems` finds; nothing is then written.
    """
    folder = Path(data) if data else default_folder()
    raw, processed = folder / "raw", folder / "processed"
    texts = texts_of(raw)  # before reading: what changes meanwhile is noticed afterwards
    frames = _frames(raw)
    processed.mkdir(parents=True, exist_ok=True)
    (processed / TABLES).mkdir(exist_ok=True)
    (processed / STAMP).unlink(missing_ok=True)
    for stale in (processed / TABLES).iterdir():
        stale.unlink()
    for left in left_behind(processed):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=BUILDING, dir=processed) as temporary:
        for name, frame in frames.items():
            frame.to_parquet(Path(temporary) / name.replace("/", "-"), index=False)
        for name, text in texts.items():
            (Path(temporary) / name).write_text(text, "utf-8")
        for name in (*frames, *texts):
            (Path(temporary) / name.replace("/", "-")).replace(processed / name)
    return [processed / name for name in (*frames, *texts)]


def is_built(data: str | Path | None = None) -> bool:
    """Return whether `processed/` is there, built from the raw files and by the code of now."""
    return is_current(Path(data) if data else default_folder())


def _frames(raw: Path) -> dict[str, pd.DataFrame]:
    tables = read_tables(raw)
    if found := unfit(raw, tables):
        raise DataError(found)
    declared, division = read_indicators(raw), read_identity(raw).division
    schools = school_districts(tables, declared.indicators.values(), division)
    outlines = gpd.GeoDataFrame(tables["neighbourhoods"])
    kept = {
        f"{TABLES}/{name}.parquet": table
        for name, table in tables.items()
        if "geometry" not in table.columns
    }
    return kept | {
        "placed_projects.parquet": placed_projects(tables, division),
        "observations.parquet": observe(tables, declared, schools),
        "districts.parquet": areas_of(tables, division),
        "neighbourhoods.parquet": outlines.to_crs(SWEREF99_TM),
        "water.parquet": gpd.GeoDataFrame(tables["water"]).to_crs(SWEREF99_TM),
    }
