"""Finer areas joined to larger and larger blocks, and borders drawn straight across a map."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from equity.measures.inputs import Numbers, aligned, side_masks

ANGLES = 180


@dataclass(frozen=True)
class LineStanding:
    """Where a gap stands among borders that are straight lines.

    rank: share (0–1) of lines, the border itself counted as one, whose gap is at least as large
    in size. mean, greatest: of the sizes of the lines' gaps. lines: how many were drawn.
    """

    rank: float
    mean: float
    greatest: float
    lines: int


def blocks(areas: gpd.GeoDataFrame, size: int) -> pd.DataFrame:
    """Return neighbouring areas joined, about `size` to a block, never across a district.

    Within a district the areas are taken along a Hilbert curve, which keeps neighbours near
    each other, and cut into runs as even as can be. Columns: `district`, `value` (weighted
    mean), `size` (sum), `x`, `y` (centre of the people, taken at each area's inner point).

    areas: `area`, `district`, `value`, `size` above 0 and outlines in metres.

    >>> import shapely
    >>> row = [shapely.box(x, 0, x + 1, 1) for x in range(4)]
    >>> four = gpd.GeoDataFrame({"area": list("abcd"), "district": "D", "value": [1.0, 3, 5, 7],
    ...     "size": 1.0}, geometry=row, crs="EPSG:3006")
    >>> blocks(four, 2)["value"].tolist()
    [2.0, 6.0]
    """
    inner = areas.geometry.representative_point()
    frame = pd.DataFrame(
        {
            "district": areas["district"].to_numpy(object),
            "amount": areas["value"].to_numpy(float) * areas["size"].to_numpy(float),
            "size": areas["size"].to_numpy(float),
            "along": inner.hilbert_distance().to_numpy(),
            "code": areas["area"].astype(str).to_numpy(object),
            "x": inner.x.to_numpy() * areas["size"].to_numpy(float),
            "y": inner.y.to_numpy() * areas["size"].to_numpy(float),
        }
    ).sort_values(["district", "along", "code"], ignore_index=True)
    within = frame.groupby("district").cumcount().to_numpy()
    count = frame.groupby("district")["size"].transform("size").to_numpy()
    runs = np.maximum(1, np.round(count / size)).astype(int)
    frame["block"] = within * runs // count
    sums = frame.groupby(["district", "block"])[["amount", "size", "x", "y"]].sum()
    joined = sums.reset_index("district").reset_index(drop=True)
    for column in ("x", "y"):
        joined[column] /= joined["size"]
    return joined.assign(value=joined.pop("amount") / joined["size"])


def rank_lines(
    x: Numbers,
    y: Numbers,
    value: Numbers,
    weight: Numbers,
    side: Numbers,
    *,
    angles: int = ANGLES,
) -> LineStanding:
    """Return where a gap stands among borders drawn straight across the map.

    For each angle two lines are drawn: one with as many people on its first side as the north
    has, as near as areas allow, and one with as many on its other side. Such borders follow the
    map, so neighbours stay together, as they do in any border that one would draw; random
    splits tear them apart. A description, no test.

    x, y: the areas' centres. value: per 100. weight: people. side: "north", "south" or missing;
    areas without a side are neither compared nor crossed.

    >>> line = rank_lines([0, 1, 2, 3], [0, 0, 0, 0], [1.0, 2.0, 3.0, 4.0], 1,
    ...                   ["north", "north", "south", "south"], angles=1)
    >>> line.rank, line.greatest
    (1.0, 2.0)
    """
    (v, w, s, east, north_of), names = aligned(value=value, weight=weight, side=side, x=x, y=y)
    north, south = side_masks(s, names)
    kept = north | south
    v, w, north = v[kept].astype(float), w[kept].astype(float), north[kept]
    east, north_of = east[kept].astype(float), north_of[kept].astype(float)
    total, amount = w.sum(), float(w @ v)
    share = float(w[north].sum())
    own = abs(float(w[north] @ v[north]) / share - float(w[~north] @ v[~north]) / (total - share))
    gaps = []
    for angle in np.pi * np.arange(angles) / angles:
        order = np.argsort(np.cos(angle) * east + np.sin(angle) * north_of, kind="stable")
        people, amounts = np.cumsum(w[order])[:-1], np.cumsum((w * v)[order])[:-1]
        for wanted in (share, total - share):
            at = int(np.argmin(np.abs(people - wanted)))
            first, rest = people[at], total - people[at]
            gaps.append(abs(amounts[at] / first - (amount - amounts[at]) / rest))
    sizes = np.array(gaps)
    as_large = int((sizes >= own - 1e-9).sum())
    rank = (as_large + 1) / (len(sizes) + 1)  # the border itself is one more
    return LineStanding(rank, float(sizes.mean()), float(max(own, sizes.max())), len(sizes))
