"""The fourteen districts as the measures meet them: turnout of 2018, sides, neighbours."""

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def turnout_2018(raw: Path) -> pd.DataFrame:
    """Return value (per cent) and weight (eligible) per district, riksdag 2018, proportional."""
    rows = pd.read_csv(raw / "turnout_by_constituency.csv")
    rows = rows[(rows["year"] == 2018) & (rows["election"] == "riksdag")]
    unallocated = rows[rows["level"] == "unallocated"].set_index("constituency")["voters"]
    parts = rows[rows["level"] != "unallocated"]
    whole = parts.groupby("constituency")["eligible"].transform("sum")
    placed = parts["constituency"].map(unallocated) * parts["eligible"] / whole
    sums = parts.assign(voters=parts["voters"] + placed).groupby("area")[["voters", "eligible"]]
    counts = sums.sum()
    return pd.DataFrame(
        {"value": 100 * counts["voters"] / counts["eligible"], "weight": counts["eligible"]}
    )


@pytest.fixture(scope="session")
def sides(raw: Path) -> dict[str, pd.Series]:
    """Return north, south or None per district, under the three definitions."""
    region = pd.read_csv(raw / "districts.csv").set_index("district")["region"]
    outer = region.map({"Västerort": "north", "Söderort": "south"}).astype(object)
    outer = outer.where(outer.notna(), None)
    yearbook = outer.fillna("north")
    water = yearbook.mask(yearbook.index == "Södermalm", "south")
    return {"water": water, "yearbook": yearbook, "outer": outer}


@pytest.fixture(scope="session")
def neighbours(raw: Path) -> list[tuple[str, str]]:
    """Return the 22 pairs of neighbouring districts."""
    return list(pd.read_csv(raw / "district_adjacency.csv").itertuples(index=False, name=None))
