"""Where projects are: each shared out among its sites, and what is not known kept as unknown."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from equity.errors import DataError, Problem
from equity.projects.registry import Registry, file_of, is_blank
from equity.projects.sites import Site, find_sites

COLUMNS = ("project_id", "list", "kind", "district", "share", "status", "basis")
ALONE = ("site", "district")  # scopes that say themselves that there is one place


class Part(NamedTuple):
    """A share of one project: in a district, unknown, or everywhere."""

    district: str | None
    share: Fraction
    status: str
    basis: str


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
    sites, problems = find_sites(registry.sites, neighbourhoods, districts, codes)
    by_project: dict[str, list[Site]] = {key: [] for key in registry.projects["project_id"]}
    for site in sites:
        by_project[site.project].append(site)
    rows: list[tuple[object, ...]] = []
    for row, project in registry.projects.iterrows():
        own = by_project[project["project_id"]]
        known = len(problems)
        problems += _contradictions(registry, int(str(row)), project, own)
        if len(problems) == known:
            head = (project["project_id"], project["list"], project["kind"])
            parts = divide(str(project["scope"]), _count(project["sites_total"]), own)
            rows += [(*head, p.district, float(p.share), p.status, p.basis) for p in parts]
    if problems:
        raise DataError(problems)
    texts = dict.fromkeys(COLUMNS, "str") | {"share": "float64", "district": "object"}
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return pd.DataFrame(
        {
            name: pd.Series(list(cells), dtype=texts[name])
            for name, cells in zip(COLUMNS, columns, strict=True)
        }
    )


def divide(scope: str, sites_total: int | None, sites: list[Site]) -> list[Part]:
    """Return the shares of one project, known ones first; together they are exactly 1.

    scope: site, district, several, citywide or unknown. sites_total: how many sites it has, None
    where that is not known. sites: the sites that are known; with or without a place.

    >>> site = Site(2, "X", "Fabelvik", "named", None)
    >>> [(p.district, str(p.share)) for p in divide("several", 3, [site])]
    [('Fabelvik', '1/3'), (None, '2/3')]
    >>> [(p.district, str(p.share)) for p in divide("several", None, [site])]
    [(None, '1')]
    """
    if scope == "citywide":
        return [Part(None, Fraction(1), "citywide", "")]
    total = sites_total or (max(len(sites), 1) if scope in ALONE else None)
    known: dict[tuple[str, str], Fraction] = {}
    for site in sites:
        stated = any(other.share is not None for other in sites)
        share = site.share if stated else Fraction(1, total) if total else None
        if site.district is not None and share:
            key = site.district, site.basis
            known[key] = known.get(key, Fraction(0)) + share
    parts = [Part(district, share, "known", basis) for (district, basis), share in known.items()]
    if left := 1 - sum(known.values(), Fraction(0)):
        parts.append(Part(None, left, "unknown", ""))
    return parts


def _contradictions(
    registry: Registry, row: int, project: pd.Series, sites: list[Site]
) -> Iterator[Problem]:
    """Yield what a project and its sites say against each other."""
    total, name = _count(project["sites_total"]), project["project_id"]
    total = 1 if total is None and project["scope"] == "site" else total
    file, own = file_of(registry.sites, "sites"), file_of(registry.projects, "projects")
    if project["scope"] == "citywide" and sites:
        expected = f"no site of {name}, which is citywide (row {row} of {own})"
        fix = "change the scope of the project, or remove the site"
        yield Problem(file, sites[0].row, "project_id", str(name), expected, fix)
    if total is not None and len(sites) > total:
        expected = f"at least {len(sites)}, the sites of {name} in {file}"
        fix = "compare the two tables; is its scope several?"
        yield Problem(own, row, "sites_total", str(total), expected, fix)
    shares = [site.share for site in sites if site.share is not None]
    stated = sum(shares, Fraction(0))
    at = next((site.row for site in sites if site.share is None), sites[0].row if sites else None)
    if shares and len(shares) < len(sites):
        fix = "state a share for every site, or for none"
        yield Problem(file, at, "share", "", f"a share, as the other sites of {name}", fix)
    elif stated > 1 or (shares and len(shares) == total and stated < 1):
        expected = f"shares of {name} that add up to {'at most ' if stated > 1 else ''}1"
        fix = "the shares of a project are parts of 1: mend them"
        yield Problem(file, at, "share", f"{float(stated):.10g}", expected, fix)


def _count(value: object) -> int | None:
    return None if is_blank(value) else int(float(str(value)))
