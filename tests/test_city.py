"""A city's folder builds to the same bytes, or not at all, and opens only as it was built."""

import shutil
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

from equity.checking.placed import notes
from equity.city import build, is_built, load
from equity.errors import DataError
from equity.raw.stamp import BUILT, STAMP, TABLES


@pytest.fixture
def copied(raw, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(raw, data / "raw")
    return data


def test_two_builds_give_the_same_bytes(built, copied):
    build(copied)
    for name in (*BUILT, STAMP):
        assert (copied / "processed" / name).read_bytes() == (
            built / "processed" / name
        ).read_bytes()


def test_a_folder_that_was_never_built_says_which_command_to_run(copied):
    assert not is_built(copied)
    with pytest.raises(DataError, match="run: equity data build"):
        load(copied)


def test_a_raw_file_that_changed_after_the_build_is_noticed(built, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(built, data)
    assert is_built(data)
    with (data / "raw" / "sides.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert not is_built(data)


def test_a_table_asked_for_later_is_the_one_that_was_there_when_the_city_was_opened(
    built, tmp_path
):
    data = tmp_path / "data"
    shutil.copytree(built, data)
    first, later = load(data), load(data)
    before = first.tables["payers"]
    shutil.rmtree(data / "processed")
    assert later.tables["payers"].equals(before)
    assert list(later.baselines) == list(first.baselines)
    assert len(next(iter(later.baselines.values())).counted)


def test_tables_and_outlines_are_read_as_pandas_and_geopandas_read_them(built):
    city = load(built)
    for path in (built / "processed" / TABLES).glob("*.parquet"):
        assert_frame_equal(city.tables[path.stem], pd.read_parquet(path), check_exact=True)
    observed = pd.read_parquet(built / "processed" / "observations.parquet")
    assert_frame_equal(city.observations, observed, check_exact=True)
    for name, frame in (
        ("districts", city.areas),
        ("neighbourhoods", city.neighbourhoods),
        ("water", city.water),
    ):
        outlines = gpd.read_parquet(built / "processed" / f"{name}.parquet")
        assert_geodataframe_equal(frame, outlines)
        assert (frame.crs, list(frame.columns)) == (outlines.crs, list(outlines.columns))
        assert frame.geometry.geom_equals_identical(outlines.geometry).all()


def test_the_menu_of_a_city_with_other_tables_is_that_of_those_tables(built):
    city = load(built)
    few = city.tables["specifications"].iloc[:1]
    assert len(replace(city, tables={**city.tables, "specifications": few}).menu) == 1
    assert len(city.menu) > 1


def test_faulty_raw_files_leave_what_was_built_before(built, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(built, data)
    before = {name: (data / "processed" / name).read_bytes() for name in BUILT}
    turnout = data / "raw" / "turnout_by_district.csv"
    turnout.write_text(turnout.read_text("utf-8").replace("46265", "46 265"), "utf-8")
    with pytest.raises(DataError, match=r"turnout_by_district\.csv, row 2.*'46 265'"):
        build(data)
    assert {name: (data / "processed" / name).read_bytes() for name in BUILT} == before


def test_a_half_built_folder_is_not_taken_for_a_built_one(built, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(built, data)
    (data / "processed" / "observations.parquet").unlink()
    assert not is_built(data)


def test_the_school_outside_the_city_is_listed(built):
    assert any(
        "Internationella Engelska Skolan Älvsjö lies outside" in n for n in notes(built / "raw")
    )


def test_a_school_on_a_border_is_listed_with_its_owner(built, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(built, data)
    schools = data / "raw" / "schools_grade9.csv"
    text = schools.read_bytes().decode("utf-8").replace("59.33323,18.09414", "59.321390,18.094224")
    schools.write_bytes(text.replace("59.321390,18.094224", "59.32139,18.094224").encode("utf-8"))
    from equity.raw.sources import refresh

    refresh(data / "raw")
    told = [note for note in notes(data / "raw") if "on the border" in note]
    assert len(told) == 1
    assert "Norrmalm and Östermalm; it counts in Norrmalm" in told[0]


def test_an_opened_city_knows_its_default_and_its_neighbours(city):
    assert city.default.id == "water"
    assert len(city.neighbours) == 22
    assert len(city.areas) == 14
    assert city.stronger("turnout_riksdag") == "low"
    assert city.stronger("social_assistance") == "high"
    assert city.facts["merit_rating"].en == "the number of pupils in grade 9 at each school"
