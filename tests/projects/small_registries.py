"""Small registries drawn by hypothesis, and every way to complete them."""

import itertools
from collections.abc import Iterator

import pandas as pd
from hypothesis import strategies as st

from equity.findings import Label
from equity.geography.sides import Sides

NORTH, SOUTH, OUTSIDE = ("A", "B"), ("C",), ("D",)
DISTRICTS = (*NORTH, *SOUTH, *OUTSIDE)
RIVER = Sides("river", Label(en="River"), Label(en=""), NORTH, SOUTH)
MIRRORED = Sides("river", Label(en="River"), Label(en=""), SOUTH, NORTH)
UNKNOWN, EVERYWHERE = "?", "everywhere"
LISTS = ("statement", "programme", "other")


@st.composite
def registries(draw, most: int = 4) -> list[list[str]]:
    """Draw projects, each a list of the districts of its sites, unknown ones among them."""
    site = st.sampled_from([*DISTRICTS, UNKNOWN])
    several = st.lists(site, min_size=1, max_size=3)
    project = st.one_of(several, several, several, st.just([EVERYWHERE]))
    return draw(st.lists(project, min_size=1, max_size=most))


def frame(projects: list[list[str]]) -> pd.DataFrame:
    """Return the projects placed: one row a project and place."""
    rows = []
    for number, sites in enumerate(projects):
        head = (f"P{number}", LISTS[number % 3], "pilot")
        if sites == [EVERYWHERE]:
            rows.append((*head, None, 1.0, "citywide", ""))
            continue
        for place in dict.fromkeys(sites):
            share = sites.count(place) / len(sites)
            known = place != UNKNOWN
            status = "known" if known else "unknown"
            rows.append((*head, place if known else None, share, status, "named" if known else ""))
    columns = ["project_id", "list", "kind", "district", "share", "status", "basis"]
    return pd.DataFrame(rows, columns=columns).astype({"district": object})


def completions(projects: list[list[str]], places: tuple[str, ...]) -> Iterator[list[list[str]]]:
    """Yield the projects with every unknown site in every one of the places."""
    holes = [
        (at, n) for at, sites in enumerate(projects) for n, s in enumerate(sites) if s == UNKNOWN
    ]
    for chosen in itertools.product(places, repeat=len(holes)):
        whole = [list(sites) for sites in projects]
        for (at, n), place in zip(holes, chosen, strict=True):
            whole[at][n] = place
        yield whole


def share_by_hand(projects: list[list[str]]) -> float | None:
    """Return the north's share of projects whose places are all known; None for none in sides."""
    north = sum(sites.count(d) / len(sites) for sites in projects for d in NORTH)
    south = sum(sites.count(d) / len(sites) for sites in projects for d in SOUTH)
    return north / (north + south) if north + south else None
