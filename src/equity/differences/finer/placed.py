"""Finer areas laid over districts: which one each mostly lies in, and how large it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from equity.differences.cases import About, Counts
from equity.differences.finer.sizes import FACTOR, fitted, greatest
from equity.differences.reading import cases_of
from equity.findings import Label, Note
from equity.geography.finer import LATEST, FinerAreas, read_finer
from equity.geography.overlaps import largest, overlaps


@dataclass(frozen=True)
class Finer:
    """Finer areas with their district, beside the districts' own counts.

    about: indicator and period, with the sources of both. kind, kinds: what a finer area is
    called. areas: `area`, `name`, `value` (per 100), `district`, `size` (people it counts: as
    published, else a stand-in that meets the district's totals), `most` and `most_likely` (the
    greatest size that the totals allow, and that and twice the mean of the district), outlines
    in EPSG:3006. shared: ground by part and district, see `overlaps`. districts: by district
    `counted`, `whole`, `value` (per 100), `areas` (how many) and `mean` (of their values,
    unweighted). outlines: `area` and outline of the districts. sized: whether the sizes are
    published.
    """

    about: About
    kind: Label
    kinds: Label
    areas: gpd.GeoDataFrame
    shared: pd.DataFrame
    districts: pd.DataFrame
    outlines: gpd.GeoDataFrame
    sized: bool

    @property
    def stand_in(self) -> tuple[Note, ...]:
        """Return what to mind of sizes that are not published; nothing where they are."""
        if self.sized:
            return ()
        words = {"kind": self.kind, "whole": self.about.whole, "part": self.about.part}
        return (
            Note(
                message="How many {whole} each {kind} has is not in the file. A stand-in is used: "
                "near equal within a district, and such that its {whole} and {part} add up.",
                values=words,
            ),
        )


def finer(
    folder: Path | str,
    observations: pd.DataFrame,
    districts: gpd.GeoDataFrame,
    *,
    indicator: str,
    period: str = LATEST,
    water: gpd.GeoDataFrame | None = None,
) -> Finer:
    """Read the finer areas laid in a city's folder and place them in its districts.

    folder: the city's `finer/`. observations: the tidy table, for the districts' counts.
    districts: `area` and outlines in EPSG:3006. period: one, or "latest" for the last whose
    file is there. water: is no ground, so a district that an area meets in water alone has no
    part of it.
    Raises DataError as `read_finer`, and ValueError as `place_finer`.
    """
    published = read_finer(Path(folder), indicator=indicator, period=period)
    return place_finer(published, observations, districts, water=water)


def place_finer(
    published: FinerAreas,
    observations: pd.DataFrame,
    districts: gpd.GeoDataFrame,
    *,
    water: gpd.GeoDataFrame | None = None,
) -> Finer:
    """Return finer areas with their district and size; inputs as in `finer`.

    Raises ValueError for an indicator that is no share with counts by district, naming the
    areas for one outside every district, and the district for counts without finer areas or
    that no sizes of its finer areas can give.
    """
    known = cases_of(observations, published.indicator, published.period)[published.period]
    if not isinstance(known, Counts) or known.about.scale != "share":
        raise ValueError(f"{published.indicator} is no share with counts: nothing to part finer")
    table = _totals(known)
    wet = None if water is None else water.geometry.union_all()
    shared = overlaps(published.areas, districts, without=wet)
    areas = published.areas.copy()
    areas["district"] = areas["area"].map(largest(shared)).to_numpy(object)
    if empty := sorted(set(table.index) - set(areas["district"])):
        raise ValueError(f"counted, but without a {published.kind.en}: {', '.join(empty)}")
    if strange := sorted(set(areas["district"]) - set(table.index)):
        raise ValueError(f"{published.kinds.en}, but nothing counted: {', '.join(strange)}")
    sized = bool(areas["denominator"].notna().all())
    if sized:
        areas["value"] = 100 * areas["numerator"] / areas["denominator"]
    for column in ("size", "most", "most_likely"):
        areas[column] = areas["denominator"]
    for name, rows in areas.groupby("district").groups.items() if not sized else ():
        _size(areas, rows, str(name), table.loc[name])
    grouped = areas.groupby("district")["value"]
    table["areas"], table["mean"] = grouped.size(), grouped.mean()
    about = known.about
    sources = tuple(dict.fromkeys((published.source, *about.sources)))
    about = About(**{**vars(about), "sources": sources})
    kept = districts[["area", districts.geometry.name]]
    return Finer(about, published.kind, published.kinds, areas, shared, table, kept, sized)


def _totals(known: Counts) -> pd.DataFrame:
    names, at = np.unique(known.district.astype(str), return_inverse=True)
    table = pd.DataFrame(
        {"counted": np.bincount(at, known.counted), "whole": np.bincount(at, known.whole)},
        index=pd.Index(names.astype(object), name="district"),
    )
    return table.assign(value=100 * table["counted"] / table["whole"])


def _size(areas: gpd.GeoDataFrame, rows: pd.Index, name: str, total: pd.Series) -> None:
    """Write the sizes of one district's areas, as far as its totals tell them."""
    rate = areas.loc[rows, "value"].to_numpy(float)
    counted, whole = float(total["counted"]), float(total["whole"])
    try:
        areas.loc[rows, "size"] = fitted(rate, counted, whole)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    most = greatest(rate, counted, whole)
    areas.loc[rows, "most"] = most
    areas.loc[rows, "most_likely"] = np.minimum(most, FACTOR * whole / len(rate))
