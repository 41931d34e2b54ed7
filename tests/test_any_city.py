"""The package is for any city: it knows no name, border or sum of the project's own."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

# The zone of the tz database and the distribution's own name are no knowledge of a city.
ALLOWED = re.compile(r"Europe/Stockholm|stockholm-equity")
OWN = re.compile(
    r"stockholm|saltsj|mälar|stokab|digitalisation_2017|forecast_201|district_2007", re.I
)


def known_in(texts: Iterable[str], names: re.Pattern[str]) -> list[str]:
    return [text for text in texts if names.search(ALLOWED.sub("", text))]


@pytest.fixture(scope="module")
def names(raw: Path) -> re.Pattern[str]:
    districts = pd.read_csv(raw / "districts.csv")
    known = {*districts["district"], *districts["region"], *districts["district_2020"]}
    outlines = json.loads((raw / "neighbourhoods.geojson").read_text("utf-8"))["features"]
    counts = {len(districts), districts["district_2020"].nunique(), len(outlines)}
    counted = rf"\b({'|'.join(map(str, sorted(counts)))}) (districts|areas|neighbourhoods|stadsdel)"
    parts = {one["properties"]["neighbourhood"] for one in outlines}
    within = rf"\b({'|'.join(map(re.escape, sorted(parts)))})\b"
    return re.compile("|".join([OWN.pattern, counted, within, *map(re.escape, known)]), re.I)


@pytest.mark.parametrize("suffix", ["py", "po", "j2", "js", "css", "csv", "yaml", "json", "md"])
def test_nothing_in_the_package_knows_the_projects_own_city(root: Path, names, suffix: str) -> None:
    paths = list((root / "src" / "equity").rglob(f"*.{suffix}"))
    assert paths
    knowing = [
        (path.name, line)
        for path in paths
        for line in known_in(path.read_text("utf-8").splitlines(), names)
    ]
    assert knowing == []


@pytest.mark.parametrize(
    "line",
    ['NORTH = ("Kista",)', "# of Stockholms stad", "with 14 districts", "117 areas", "Mälaren"],
)
def test_a_line_that_knows_it_is_found(names, line: str) -> None:
    assert known_in([line], names) == [line]
    assert known_in(['ZONE = "Europe/Stockholm"', "114 districts", "a window of 14"], names) == []


def test_types_are_shipped_with_the_package(root: Path) -> None:
    assert (root / "src" / "equity" / "py.typed").is_file()
