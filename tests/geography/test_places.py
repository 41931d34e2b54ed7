from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.errors import DataError
from equity.geography.divisions import districts
from equity.geography.places import place

CODES = {"A": "4", "B": "3", "C": "2", "D": "1"}
CITY_HALL = (6580507, 673802)  # northing, easting
EAST, NORTH = 674_000, 6_580_000


@pytest.fixture(scope="module")
def outlines(neighbourhoods):
    return districts(neighbourhoods, "2007")


def grid():
    boxes = [
        shapely.box(EAST + x, NORTH + y, EAST + x + 100, NORTH + y + 100)
        for x, y in ((0, 0), (100, 0), (0, 100), (100, 100))
    ]
    return gpd.GeoDataFrame({"area": list("ABCD")}, geometry=boxes, crs="EPSG:3006")


def at(*offsets):
    x, y = np.array(offsets, dtype=float).T
    return pd.DataFrame({"northing": NORTH + y, "easting": EAST + x})


def reversed_rings(frame):
    shapes = shapely.reverse(frame.geometry.to_numpy())
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def said(points, areas, codes):
    with pytest.raises(DataError) as refused:
        place(points, areas, codes, file="sites.csv")
    return [str(problem) for problem in refused.value.problems]


def test_a_school_on_a_border_has_one_owner_and_the_other_is_named(outlines, codes, neighbourhoods):
    school = pd.DataFrame({"lat": [59.321390], "lon": [18.094224]}, index=["school"])
    for areas in (outlines, outlines.iloc[::-1], reversed_rings(outlines)):
        found = place(school, areas, codes)
        assert list(found.index) == ["school"]
        assert found.loc["school", "district"] == "Norrmalm"  # NO sorts before OS
        assert found.loc["school", "shared_with"] == ("Östermalm",)
        assert found.loc["school", "distance_m"] == 0
    in_degrees = outlines.to_crs(4326)
    assert place(school, in_degrees, codes)["district"].tolist() == ["Norrmalm"]
    parts = neighbourhoods.rename(columns={"neighbourhood": "area"})
    other = place(school, parts, {name: name for name in parts["area"]})
    assert other["district"].tolist() == ["Djurgården"]
    assert other["shared_with"].tolist() == [("Skeppsholmen",)]


def test_the_code_decides_who_owns_a_border_not_the_name():
    found = place(at((100, 50), (100, 100), (0, 0)), grid(), CODES)
    assert list(found["district"]) == ["B", "D", "A"]
    assert list(found["shared_with"]) == [("A",), ("C", "B", "A"), ()]
    turned = place(at((100, 50)), grid(), {"A": "1", "B": "2", "C": "3", "D": "4"})
    assert list(turned["district"]) == ["A"]


def test_a_point_outside_has_no_district_and_is_told_the_nearest():
    found = place(at((-30, 50), (100, 240), (50, 50)), grid(), CODES)
    assert list(found["district"]) == [None, None, "A"]
    assert list(found["nearest"]) == ["A", "D", None]  # C is as near as D, whose code is first
    assert found["distance_m"].to_numpy() == pytest.approx([30, 40, 0])


def test_the_index_is_kept_also_where_labels_repeat():
    points = at((50, 50), (150, 50), (50, 150)).set_axis([7, 7, "x"])
    found = place(points, grid(), CODES)
    assert list(found.index) == [7, 7, "x"]
    assert list(found["district"]) == ["A", "B", "C"]


def test_no_points_give_no_rows():
    found = place(at((50, 50)).iloc[:0], grid(), CODES)
    assert list(found.columns) == ["district", "shared_with", "nearest", "distance_m"]
    assert len(found) == 0


def test_an_area_in_two_rows_owns_a_point_between_them_once():
    areas = grid().assign(area=["A", "A", "C", "C"])
    found = place(at((100, 50), (100, 100)), areas, CODES)
    assert list(found["district"]) == ["A", "C"]
    assert list(found["shared_with"]) == [(), ("A",)]


offset = st.one_of(st.sampled_from([0.0, 50.0, 100.0, 200.0]), st.floats(-50, 250))


@settings(deadline=None, max_examples=40)  # a busy machine is no fault
@given(st.lists(st.tuples(offset, offset), min_size=1, max_size=30))
def test_one_row_in_is_one_row_out_and_order_and_direction_change_nothing(offsets):
    points = at(*offsets)
    found = place(points, grid(), CODES)
    assert found.index.equals(points.index)
    inside = [
        0 <= x <= 200 and 0 <= y <= 200
        for x, y in points[["easting", "northing"]].to_numpy() - (EAST, NORTH)
    ]
    assert found["district"].notna().tolist() == inside
    assert (found["distance_m"] > 0).tolist() == [not i for i in inside]
    for areas in (grid().iloc[::-1], reversed_rings(grid()), grid().sample(frac=1, random_state=1)):
        pd.testing.assert_frame_equal(place(points, areas, CODES), found)


def test_every_corner_of_the_city_has_one_owner(outlines, codes):
    corners = shapely.points(np.unique(shapely.get_coordinates(outlines.geometry.values), axis=0))
    points = gpd.GeoDataFrame(geometry=corners, crs=3006)
    found = place(points, outlines, codes)
    assert len(found) == len(points)
    assert found["district"].notna().all()
    owners = found["shared_with"].map(len)
    assert set(owners) == {0, 1, 2}
    for district, others in found.loc[owners > 0, ["district", "shared_with"]].to_numpy():
        assert all(codes[district] < codes[other] for other in others)
    pd.testing.assert_frame_equal(place(points, reversed_rings(outlines.iloc[::-1]), codes), found)


@pytest.fixture(scope="module")
def schools(raw: Path):
    table = pd.read_csv(raw / "schools_grade9.csv", dtype={"school_unit_code": str})
    return table.drop_duplicates("school_unit_code").set_index("school_unit_code")


def test_the_schools_lie_where_their_own_table_says(schools, outlines, codes):
    found = place(schools, outlines, codes)
    assert len(found) == len(schools) == 139
    inside = found["district"].notna()
    stated = schools["district"].where(schools["district"].isin(list(codes)))
    assert (found["district"][inside] == stated[inside]).all()
    assert stated[~inside].isna().all()


def test_the_one_school_outside_the_city_is_told_by_how_far(schools, outlines, codes):
    found = place(schools, outlines, codes)
    outside = found[found["district"].isna()]
    assert list(outside.index) == ["83584296"]
    assert outside["nearest"].iloc[0] in codes
    shape = outlines.set_index("area").geometry
    spot = gpd.GeoSeries(
        gpd.points_from_xy(*schools.loc[["83584296"], ["lon", "lat"]].to_numpy().T), crs=4326
    ).to_crs(3006)[0]
    assert outside["distance_m"].iloc[0] == pytest.approx(shape.distance(spot).min())


def test_the_right_order_of_sweref_gives_the_district_of_the_city_hall(outlines, codes):
    north, east = CITY_HALL
    right = pd.DataFrame({"northing": [north], "easting": [east]})
    assert place(right, outlines, codes)["district"].tolist() == ["Kungsholmen"]
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([east], [north]), crs=3006)
    assert place(points, outlines, codes)["district"].tolist() == ["Kungsholmen"]


def test_swapped_axes_are_refused_and_never_turned(outlines, codes):
    north, east = CITY_HALL
    swapped = pd.DataFrame({"northing": [north, east], "easting": [east, north]})
    (problem,) = said(swapped, outlines, codes)
    assert problem.startswith("sites.csv, row 3, column northing, easting: '673802, 6580507'")
    assert "swapped" in problem
    degrees = pd.DataFrame({"lat": [18.0549, 59.3], "lon": [59.3275, 18.0]})
    (problem,) = said(degrees, outlines, codes)
    assert "row 2, column lat, lon: '18.0549, 59.3275'" in problem
    assert "swapped" in problem
    turned = gpd.GeoDataFrame(geometry=gpd.points_from_xy([59.3275], [18.0549]), crs=4326)
    assert "swapped" in said(turned, outlines, codes)[0]


@pytest.mark.parametrize("order", [1, -1])
def test_metres_in_columns_for_degrees_look_like_sweref(outlines, codes, order):
    lat, lon = CITY_HALL[::order]
    (problem,) = said(pd.DataFrame({"lat": [lat], "lon": [lon]}), outlines, codes)
    assert "looks like SWEREF 99 TM" in problem
    assert "EPSG:3006" in problem


def test_degrees_in_columns_for_metres_look_like_wgs_84(outlines, codes):
    points = pd.DataFrame({"northing": [59.3275], "easting": [18.0549]})
    assert "looks like WGS 84" in said(points, outlines, codes)[0]


def test_metres_from_elsewhere_in_sweden_are_no_degrees_either(outlines, codes):
    points = pd.DataFrame({"lat": [6_398_983.0], "lon": [319_180.0]})
    assert "looks like SWEREF 99 TM" in said(points, outlines, codes)[0]


@pytest.mark.parametrize(("lat", "lon"), [(-59.3275, 18.0549), (59.3275, -18.0549), (-59.3, -18.1)])
def test_a_lost_sign_is_refused(outlines, codes, lat, lon):
    assert "sign" in said(pd.DataFrame({"lat": [lat], "lon": [lon]}), outlines, codes)[0]


def test_a_decimal_point_that_is_lost_is_refused(outlines, codes):
    points = pd.DataFrame({"lat": [59321390], "lon": [18094224]})
    assert "degrees with decimals" in said(points, outlines, codes)[0]


@pytest.mark.parametrize("columns", [("lat", "lon"), ("northing", "easting")])
def test_zero_zero_and_blanks_are_no_positions(outlines, codes, columns):
    zeros = pd.DataFrame({key: [0.0] for key in columns})
    assert "0, 0 is none" in said(zeros, outlines, codes)[0]
    blank = pd.DataFrame({key: [59.3, np.nan, np.inf] for key in columns})
    problems = said(blank, outlines, codes)
    assert [problem.split(":")[0] for problem in problems] == [
        f"sites.csv, row {row}, column {column}" for column in columns for row in (3, 4)
    ]


def test_text_is_refused_and_not_read_as_a_number(outlines, codes):
    points = pd.DataFrame({"lat": ["59,3275"], "lon": [18.0549]})
    assert "'59,3275', expected a coordinate as a number" in said(points, outlines, codes)[0]


def test_every_wrong_row_is_told_once(outlines, codes):
    points = pd.DataFrame({"lat": [18.05, 59.33, -59.3, 95.0], "lon": [59.33, 18.05, 18.0, 18.0]})
    assert [problem.split(",")[1] for problem in said(points, outlines, codes)] == [
        " row 2",
        " row 4",
        " row 5",
    ]


def test_a_point_far_away_is_outside_and_no_fault(outlines, codes):
    gothenburg = pd.DataFrame({"lat": [57.7089], "lon": [11.9746]})
    found = place(gothenburg, outlines, codes)
    assert found["district"].tolist() == [None]
    assert 380_000 < found["distance_m"].iloc[0] < 410_000


def test_the_geocentric_code_is_refused_by_name_and_3006_proposed(outlines, codes):
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([673802], [6580507]), crs=4976)
    (problem,) = said(points, outlines, codes)
    assert "EPSG:4976" in problem
    assert "declare EPSG:3006" in problem
    undeclared = gpd.GeoDataFrame(geometry=gpd.points_from_xy([673802], [6580507]))
    assert "a reference system" in said(undeclared, outlines, codes)[0]


def test_shapes_that_are_no_points_are_refused(outlines, codes):
    lines = gpd.GeoDataFrame(geometry=[shapely.Point(), shapely.box(0, 0, 1, 1), None], crs=3006)
    assert len(said(lines, outlines, codes)) == 3


@pytest.mark.parametrize(
    "columns", [["latitude", "longitude"], ["lat", "lon", "northing", "easting"]]
)
def test_a_table_has_one_pair_of_columns_for_its_positions(outlines, codes, columns):
    points = pd.DataFrame({key: [1.0] for key in columns})
    assert "either lat and lon, or northing and easting" in said(points, outlines, codes)[0]


def test_an_area_without_a_code_or_with_anothers_is_refused():
    with pytest.raises(ValueError, match="no code for D"):
        place(at((1, 1)), grid(), {"A": "1", "B": "2", "C": "3"})
    with pytest.raises(ValueError, match="one code for several areas: A, B"):
        place(at((1, 1)), grid(), CODES | {"A": "3"})


def test_a_city_that_is_small_and_near_zero_may_have_points_about_it():
    box = gpd.GeoDataFrame({"area": ["A"]}, geometry=[shapely.box(0, 0, 3, 1)], crs="EPSG:3006")
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([-5, 0.5, 0.5], [0.5, 2.5, -2]), crs=3006)
    assert place(points, box, {"A": "1"})["distance_m"].to_numpy() == pytest.approx([5, 1.5, 2])
