"""The district of each site: from its point, its neighbourhood or its district, all agreeing."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from equity.errors import DataError, Problem
from equity.geography.places import find_area, place
from equity.projects.registry import file_of, is_blank

PAIRS = (("lat", "lon"), ("northing", "easting"))


class Site(NamedTuple):
    """A site of a project: the row it stands in, its district, and how that is known.

    district: None where the place is not known. basis: named, neighbourhood, inferred, point or
    "". share: the part of the project that is stated to be here, None where none is.
    """

    row: int
    project: str
    district: str | None
    basis: str
    share: Fraction | None


def find_sites(
    sites: pd.DataFrame,
    neighbourhoods: Mapping[str, str],
    districts: gpd.GeoDataFrame,
    codes: Mapping[str, str],
) -> tuple[list[Site], list[Problem]]:
    """Return the sites that can be read, and what is wrong with the others: none is lost.

    A point decides which district a site is in, then a neighbourhood, then a district by name;
    where several are given they must agree. Names are taken as written: a name that is none is
    refused with the one that is most like it. A site without any of them has no place.

    sites: the registry's, by row. neighbourhoods: the district of each. districts: columns
    `area` and geometry. codes: a code for each district.
    """
    file = file_of(sites, "sites")
    owners, problems = _of_points(sites, districts, codes, file)
    wrong = {problem.row for problem in problems}
    names = [str(area) for area in districts["area"]]
    read: list[Site] = []
    for at, site in sites.iterrows():
        row = int(str(at))
        faults = [*_faults(site, row, file, neighbourhoods, names, owners.get(row, ()))]
        problems += faults
        if faults or row in wrong:
            continue
        district, basis = _district(site, neighbourhoods, owners.get(row, ()))
        share = None if is_blank(site["share"]) else Fraction(str(site["share"]))
        read.append(Site(row, str(site["project_id"]), district, basis, share))
    return read, sorted(problems, key=lambda problem: problem.row or 0)


def _district(
    site: pd.Series, neighbourhoods: Mapping[str, str], owners: tuple[str, ...]
) -> tuple[str | None, str]:
    """Return the district of a site without faults, and how it is known."""
    district, basis = None, ""
    if owners:
        named = site.get("district")
        # A point on a border belongs to both: the table may say to which, else the code does.
        district, basis = (named if named in owners else owners[0]), "point"
    elif not is_blank(site.get("neighbourhood")):
        district, basis = neighbourhoods[site["neighbourhood"]], "neighbourhood"
    elif not is_blank(site.get("district")):
        district, basis = site["district"], "named"
    stated = site.get("basis")
    return district, basis if district is None or is_blank(stated) else str(stated)


def _faults(
    site: pd.Series,
    row: int,
    file: str,
    neighbourhoods: Mapping[str, str],
    districts: list[str],
    owners: tuple[str, ...],
) -> Iterator[Problem]:
    """Yield the names of a site that are none, and those that contradict each other."""
    known = {"neighbourhood": list(neighbourhoods), "district": districts}
    unread = False
    for column, names in known.items():
        name = site.get(column)
        if not is_blank(name) and name not in names:
            unread = True
            yield _unknown(str(name), names, file, row, column)
    share = site["share"]
    if not is_blank(share) and not 0 < share <= 1:
        fix = "write the part of the project that is here, as 0.25"
        yield Problem(file, row, "share", str(share), "above 0 and at most 1", fix)
    named, part = site.get("district"), site.get("neighbourhood")
    if site.get("basis") == "point" and not _given(site):
        expected = "a position, which the basis says there is"
        yield Problem(file, row, "basis", "point", expected, "give lat and lon, or change it")
    if unread:
        return
    within = None if is_blank(part) else neighbourhoods[str(part)]
    fix = "mend one of the two"
    if within is not None and not is_blank(named) and named != within:
        expected = f"{within}, in which {part} lies"
        yield Problem(file, row, "district", str(named), expected, fix)
    for column, name, area in (("district", named, named), ("neighbourhood", part, within)):
        if owners and not is_blank(name) and area not in owners:
            expected = f"a {column} in {' or '.join(owners)}, where its position lies"
            yield Problem(file, row, column, str(name), expected, fix)


def _unknown(name: str, names: list[str], file: str, row: int, column: str) -> Problem:
    try:
        meant = find_area(name, names, file=file, row=row, column=column)
    except DataError as error:
        return error.problems[0]
    return Problem(file, row, column, name, f"the name of a {column}", f"write {meant}")


def _given(site: pd.Series) -> list[str]:
    return [name for pair in PAIRS for name in pair if not is_blank(site.get(name))]


def _of_points(
    sites: pd.DataFrame, districts: gpd.GeoDataFrame, codes: Mapping[str, str], file: str
) -> tuple[dict[int, tuple[str, ...]], list[Problem]]:
    """Return the districts that own each row's point, the first by code first."""
    problems: list[Problem] = []
    given = {int(str(row)): _given(site) for row, site in sites.iterrows()}
    for row, columns in given.items():
        if columns and columns not in [list(pair) for pair in PAIRS]:
            shown = ", ".join(columns)
            expected = "either lat and lon, or northing and easting, both of the pair"
            problems.append(Problem(file, row, shown, shown, expected, "give one whole pair"))
    owners: dict[int, tuple[str, ...]] = {}
    for pair in PAIRS:
        rows = [row for row, columns in given.items() if columns == list(pair)]
        while rows:
            points = sites.loc[rows, list(pair)].astype("float64")
            try:
                found = place(points, districts, codes, file=file)
            except DataError as error:
                # place counts the rows it was given; say the table's own rows, and go on.
                told = [replace(p, row=rows[p.row - 2]) for p in error.problems if p.row]
                if not told:
                    raise
                problems += told
                wrong = {problem.row for problem in told}
                rows = [row for row in rows if row not in wrong]
                continue
            for row, spot in zip(rows, found.to_dict("records"), strict=True):
                if spot["district"] is None:
                    where = points.loc[[row]].to_numpy(float)[0].tolist()
                    problems.append(_outside(where, row, ", ".join(pair), spot, file))
                else:
                    owners[row] = (str(spot["district"]), *spot["shared_with"])
            break
    return owners, problems


def _outside(
    where: list[float], row: int, columns: str, spot: Mapping[Hashable, Any], file: str
) -> Problem:
    value = ", ".join(f"{number:.10g}" for number in where)
    far = f"{spot['distance_m']:.0f} m from {spot['nearest']}, the nearest district"
    fix = "look the position up in the source, or leave it out"
    return Problem(file, row, columns, value, f"a position in the city; it lies {far}", fix)
