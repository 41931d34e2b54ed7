"""Where projects are: each shared out among its sites, and what is not known kept as unknown."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from equity.projects.registry import Registry

COLUMNS = ("project_id", "list", "kind", "district", "share", "status", "basis")


def place_sites(
    registry: Registry,
    neighbourhoods: Mapping[str, str],
    districts: gpd.GeoDataFrame,
    codes: Mapping[str, str],
) -> pd.DataFrame:
    """Return how much of each project lies in which district: shares from 0 to 1.

    Every project is divided equally among its sites, or by the shares stated for them. Sites
    whose place is not known, and all sites of a project whose number of sites is not known, make
    up its unknown share. An inferred place counts as known. A project for the whole city is
    citywide, in no district. What stands at a site (`units`) is not used.

    registry: the projects. neighbourhoods: the district of each neighbourhood. districts:
    columns `area` and geometry, for sites given as points. codes: a code for each district, which
    decides who owns a point on a border.

    Columns: `project_id`, `list`, `kind`; `district`, None where unknown or citywide; `share`,
    which adds up to 1 for every project; `status`: known, unknown or citywide; `basis`: named,
    neighbourhood, inferred or point where known, else "". One row for each project, district and
    basis; projects in the order of the registry, known parts first.

    Raises DataError with every site that contradicts itself or its project.
    """
    raise NotImplementedError
