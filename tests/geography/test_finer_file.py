"""Finer areas are read from a city's folder as declared, and refused with what to do."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

from equity.errors import DataError
from equity.geography.declared_finer import declared, laid
from equity.geography.finer import read_finer

ENTRY = {
    "kind": {"en": "made-up cell", "sv": "påhittad ruta"},
    "kinds": {"en": "made-up cells", "sv": "påhittade rutor"},
    "area": "CODE",
    "name": "NAME",
    "value": "RATE",
    "source": "made_up",
}


def lay(folder, frame=None, name="made_up_2018.parquet", period="2018", **changed):
    home = folder / "finer"
    home.mkdir(exist_ok=True)
    told = {"votes": {period: ENTRY | {"file": name} | changed}}
    (home / "finer.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    if frame is not None:
        write = frame.to_parquet if name.endswith("parquet") else frame.to_file
        write(home / name)
    return home


def cells(**changed):
    boxes = [shapely.box(674_000 + x, 6_580_000, 674_100 + x, 6_580_100) for x in (100, 0)]
    columns = {"CODE": [12, 7], "NAME": ["b", "a"], "RATE": [60.5, 80.0], "IN": [61, 8],
               "OF": [100, 10]}  # fmt: skip
    return gpd.GeoDataFrame(columns | changed, geometry=boxes, crs="EPSG:3006")


def refused(folder, **choice):
    with pytest.raises(DataError) as fault:
        read_finer(folder, **({"indicator": "votes"} | choice))
    return [str(problem) for problem in fault.value.problems]


@pytest.mark.parametrize("suffix", ["parquet", "gpkg", "geojson"])
def test_a_file_is_read_by_its_declared_columns(tmp_path, suffix):
    frame = cells().to_crs(4326) if suffix == "geojson" else cells()
    found = read_finer(lay(tmp_path, frame, f"made_up.{suffix}"), indicator="votes")
    assert (found.period, found.source, found.kind.sv) == ("2018", "made_up", "påhittad ruta")
    assert found.areas[["area", "name", "value"]].values.tolist() == [
        ["12", "b", 60.5],
        ["7", "a", 80.0],
    ]
    assert found.areas.crs == "EPSG:3006"
    assert found.areas.area.to_numpy() == pytest.approx([10_000, 10_000], rel=1e-4)


def test_counts_are_read_where_the_file_has_them(tmp_path):
    folder = lay(tmp_path, cells(), numerator="IN", denominator="OF")
    found = read_finer(folder, indicator="votes").areas
    assert found[["numerator", "denominator"]].values.tolist() == [[61, 100], [8, 10]]
    bare = read_finer(lay(tmp_path, cells()), indicator="votes").areas
    assert bare[["numerator", "denominator"]].isna().all(axis=None)


def test_without_the_file_one_line_says_what_to_lay_where(tmp_path):
    (line,) = refused(lay(tmp_path))
    assert line.startswith("finer/made_up_2018.parquet: 'missing'")
    assert "one row a made-up cell, with the columns CODE, NAME, RATE, geometry" in line
    assert "\n" not in line


def test_the_latest_period_is_the_last_whose_file_is_there(tmp_path):
    lay(tmp_path, cells())
    home = tmp_path / "finer"
    path = home / "finer.yaml"
    told = yaml.safe_load(path.read_text("utf-8"))
    told["votes"]["2022"] = told["votes"]["2018"] | {"file": "made_up_2022.parquet"}
    path.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    assert laid(home, "votes") == ["2018"]
    assert read_finer(home, indicator="votes").period == "2018"
    assert "made_up_2022" in refused(home, period="2022")[0]
    assert "write one of 2018, 2022" in refused(home, period="2019")[0]


def test_nothing_is_declared_without_a_declaration(tmp_path):
    assert declared(tmp_path) == {}
    assert "declare its file in finer/finer.yaml" in refused(tmp_path)[0]
    lay(tmp_path, cells())
    assert (
        "'jobs', expected an indicator by finer area"
        in refused(tmp_path / "finer", indicator="jobs")[0]
    )


@pytest.mark.parametrize("name", ["../secret.parquet", "/etc/x.parquet", ".x.parquet", "x.csv"])
def test_a_file_stays_in_its_folder_and_is_of_a_known_kind(tmp_path, name):
    (line,) = refused(lay(tmp_path, name=name))
    assert "votes.2018.file" in line


def test_an_unknown_key_is_refused_by_name(tmp_path):
    assert "votes.2018.valeu" in refused(lay(tmp_path, valeu="RATE"))[0]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"CODE": [7, 7]}, ["row 3, column CODE: '7', expected each code once"]),
        ({"RATE": [np.nan, np.inf]}, ["row 2, column RATE: 'nan'", "row 3, column RATE: 'inf'"]),
        ({"RATE": ["60,5", "80"]}, ["row 2, column RATE: '60,5', expected a number"]),
        ({"CODE": ["a", None]}, ["row 3, column CODE"]),
        ({"RATE": [-0.1, 100.5]}, ["row 2, column RATE: '-0.1'", "row 3, column RATE: '100.5'"]),
        ({"IN": [101, 8]}, ["row 2, column IN: '101', expected at most its whole"]),
        ({"IN": [0, 0], "OF": [0, 10]}, ["row 2, column IN"]),
    ],
)
def test_every_wrong_row_is_told_with_what_to_write(tmp_path, changed, told):
    lines = refused(lay(tmp_path, cells(**changed), numerator="IN", denominator="OF"))
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))


def test_a_missing_column_is_told_with_those_there_are(tmp_path):
    lines = refused(lay(tmp_path, cells().drop(columns=["NAME", "RATE"])))
    assert [line.split(":")[0].rsplit(" ", 1)[1] for line in lines] == ["NAME", "RATE"]
    assert "there is CODE, IN, OF, geometry" in lines[0]


def test_an_outline_that_is_none_is_refused(tmp_path):
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    turned = shapely.transform(bow, lambda at: at * 100 + (674_000, 6_580_000))
    lines = refused(
        lay(tmp_path, cells().set_geometry([turned, shapely.Point(674_000, 6_580_000)]))
    )
    assert [line.split(":")[1].strip() for line in lines] == [
        "'12', expected a valid outline; mend it",
        "'7', expected a valid outline; mend it",
    ]


def test_swapped_axes_are_refused(tmp_path):
    swapped = cells().set_geometry(
        shapely.transform(cells().geometry.to_numpy(), lambda at: at[:, ::-1])
    )
    assert "swapped" in refused(lay(tmp_path, swapped.set_crs(3006)))[0]


@pytest.mark.parametrize("suffix", ["parquet", "gpkg", "geojson"])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, suffix):
    lay(tmp_path, name=f"broken.{suffix}")
    (tmp_path / "finer" / f"broken.{suffix}").write_bytes(b"no such thing")
    (line,) = refused(tmp_path / "finer")
    assert f"broken.{suffix}: 'not readable'" in line


def test_a_table_without_outlines_is_refused(tmp_path):
    lay(tmp_path)
    table = pd.DataFrame(cells().drop(columns="geometry"))
    table.to_parquet(tmp_path / "finer" / "made_up_2018.parquet")
    assert "not readable" in refused(tmp_path / "finer")[0]
