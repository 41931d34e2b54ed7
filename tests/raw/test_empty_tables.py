"""A table that a city has nothing for may be a header alone, where its catalogue says so."""

import json
from pathlib import Path

import pytest

from equity.raw.check import check
from equity.raw.sources import refresh
from equity.raw.tables import read_tables

WATER, APART = "water.geojson", "projects_apart.csv"
NO_FEATURES = '{"type": "FeatureCollection", "features": []}\n'


@pytest.fixture
def emptied(copy: Path) -> Path:
    (copy / WATER).write_text(NO_FEATURES, "utf-8")
    (copy / APART).write_text((copy / APART).read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    refresh(copy)
    return copy


def allow(raw: Path, names: set[str]) -> None:
    catalogue = json.loads((raw / "datapackage.json").read_text("utf-8"))
    for resource in catalogue["resources"]:
        if resource["name"] in names:
            resource["mayBeEmpty"] = True
    (raw / "datapackage.json").write_text(json.dumps(catalogue), "utf-8")


def test_a_header_alone_is_a_problem_where_nobody_said_it_may_be(emptied: Path) -> None:
    assert {(p.file, p.expected) for p in check(emptied)} == {
        (WATER, "at least one feature"),
        (APART, "at least one row"),
    }


def test_a_table_that_may_be_empty_has_its_columns_and_no_row(emptied: Path) -> None:
    allow(emptied, {"water", "projects_apart"})
    tables = read_tables(emptied)
    assert list(tables["projects_apart"].columns)[:2] == ["apart_group", "project_id"]
    assert len(tables["projects_apart"]) == 0
    assert list(tables["water"].columns) == ["kind", "geometry"]
    assert len(tables["water"]) == 0


def test_a_file_without_even_a_header_is_a_problem_all_the_same(emptied: Path) -> None:
    allow(emptied, {"projects_apart", "water"})
    (emptied / APART).write_text("", "utf-8")
    refresh(emptied)
    assert {problem.file for problem in check(emptied)} == {APART}
