from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.errors import DataError
from equity.findings import Label
from equity.geography.divisions import border, districts, merge, neighbours
from equity.geography.names import swedish_order
from equity.geography.sides import Sides, read_sides

BOTH = {"A": "AB", "B": "AB", "C": "C"}


def reversed_rings(frame, which=slice(None)):
    shapes = frame.geometry.to_numpy().copy()
    shapes[which] = shapely.reverse(shapes[which])
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


@pytest.mark.parametrize(("division", "count"), [("2007", 14), ("2020", 13)])
def test_117_neighbourhoods_become_the_districts_of_a_division(neighbourhoods, division, count):
    outlines = districts(neighbourhoods, division)
    assert len(neighbourhoods) == 117
    assert len(outlines) == outlines["area"].nunique() == count
    assert outlines.crs.to_epsg() == 3006
    assert list(outlines.columns) == ["area", "geometry"]
    assert list(outlines["area"]) == sorted(outlines["area"], key=swedish_order)
    ground = neighbourhoods.to_crs(3006).area.sum()
    assert outlines.area.sum() == pytest.approx(ground, rel=1e-9)


def test_the_ground_of_every_district_is_the_published_one(neighbourhoods, district_table):
    measured = districts(neighbourhoods, "2007").set_index("area").area / 1e6
    published = district_table.set_index("district")["total_km2"]
    assert (measured - published).abs().max() < 0.02


def test_the_geometry_gives_the_22_published_neighbours(neighbourhoods, raw: Path):
    published = pd.read_csv(raw / "district_adjacency.csv")
    pairs = {tuple(sorted(pair)) for pair in published.itertuples(index=False, name=None)}
    found = neighbours(districts(neighbourhoods, "2007"))
    assert len(found) == 22
    assert {tuple(sorted(pair)) for pair in found} == pairs


def test_neighbours_come_by_the_alphabet_whatever_the_order_of_the_districts(neighbourhoods):
    outlines = districts(neighbourhoods, "2007")
    found = neighbours(outlines)
    assert found == neighbours(outlines.iloc[::-1])
    assert found == sorted(found, key=lambda pair: [swedish_order(name) for name in pair])


def test_areas_that_meet_in_a_corner_are_not_neighbours(squares):
    assert neighbours(squares) == [("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")]


def test_a_border_shared_in_part_makes_neighbours_and_an_island_has_none():
    boxes = [shapely.box(0, 0, 4, 1), shapely.box(1, 1, 2, 2), shapely.box(9, 9, 10, 10)]
    frame = gpd.GeoDataFrame({"area": ["long", "short", "island"]}, geometry=boxes)
    assert neighbours(frame) == [("long", "short")]


def test_an_area_in_two_rows_is_not_its_own_neighbour(squares):
    assert neighbours(squares.assign(area=["A", "A", "C", "C"])) == [("A", "C")]


def test_a_neighbourhood_without_a_district_is_refused_by_name_and_division(neighbourhoods):
    rows = neighbourhoods.copy()
    rows.loc[rows["neighbourhood"] == "Kista", "district_2020"] = None
    rows.loc[rows["neighbourhood"] == "Akalla", "district_2020"] = " "
    with pytest.raises(DataError, match="Kista belongs to in the division of 2020") as refused:
        districts(rows, "2020")
    assert len(refused.value.problems) == 2
    assert len(districts(rows, "2007")) == 14


def test_a_neighbourhood_without_an_outline_is_refused(neighbourhoods):
    rows = neighbourhoods.copy()
    rows.loc[3, "geometry"] = None
    with pytest.raises(DataError, match=r"row 5, column geometry.*the outline of Aspudden"):
        districts(rows, "2007")


def test_an_unknown_division_is_refused_with_those_there_are(neighbourhoods):
    with pytest.raises(DataError, match="'1997', expected a division of the city; write one of 20"):
        districts(neighbourhoods, "1997")


def test_outlines_in_the_wrong_system_or_order_are_refused(neighbourhoods):
    with pytest.raises(DataError, match=r"EPSG:4976.*declare EPSG:3006"):
        districts(neighbourhoods.to_crs(3006).set_crs(4976, allow_override=True), "2007")
    with pytest.raises(DataError, match="a reference system"):
        districts(neighbourhoods.set_crs(None, allow_override=True), "2007")
    with pytest.raises(DataError, match="looks like SWEREF 99 TM"):
        districts(neighbourhoods.to_crs(3006).set_crs(4326, allow_override=True), "2007")
    with pytest.raises(DataError, match="looks like WGS 84"):
        districts(neighbourhoods.set_crs(3006, allow_override=True), "2007")
    for crs in (4326, 3006):
        rows = neighbourhoods.to_crs(crs)
        swapped = shapely.transform(rows.geometry.to_numpy(), lambda xy: xy[:, ::-1])
        with pytest.raises(DataError, match="swapped"):
            districts(rows.set_geometry(gpd.GeoSeries(swapped, index=rows.index, crs=crs)), "2007")


def test_a_district_in_two_parts_is_one_row(neighbourhoods):
    apart = neighbourhoods[neighbourhoods["neighbourhood"].isin(["Kista", "Farsta"])]
    one = districts(apart.assign(district_2020="both"), "2020")
    assert list(one["area"]) == ["both"]
    assert len(shapely.get_parts(one.geometry.iloc[0])) == 2


def test_reversing_any_ring_and_any_order_changes_no_number(neighbourhoods):
    expected = districts(neighbourhoods, "2007")
    for rows in (
        reversed_rings(neighbourhoods),
        reversed_rings(neighbourhoods, slice(0, None, 3)),
        neighbourhoods.iloc[::-1],
    ):
        again = districts(rows, "2007")
        assert list(again["area"]) == list(expected["area"])
        assert [a.wkb for a in again.geometry] == [e.wkb for e in expected.geometry]


def test_rings_run_the_same_way_in_every_district(neighbourhoods):
    outer = shapely.get_exterior_ring(
        shapely.get_parts(districts(neighbourhoods, "2007").geometry.values)
    )
    assert len(set(shapely.is_ccw(outer))) == 1


def test_the_border_between_the_sides_is_where_they_meet(squares):
    parted = Sides("x", Label(en="x"), Label(en=""), ("A", "B"), ("C", "D"))
    line = border(squares, parted)
    assert line.equals(shapely.LineString([(674_000, 6_580_100), (674_200, 6_580_100)]))
    across = Sides("x", Label(en="x"), Label(en=""), ("A",), ("D",))
    assert border(squares, across).is_empty


def test_the_citys_sides_meet_along_the_borders_of_neighbours(neighbourhoods, raw: Path):
    outlines = districts(neighbourhoods, "2007")
    shapes = outlines.set_index("area").geometry
    for sides in read_sides(raw / "sides.yaml", outlines["area"]).values():
        side = sides.of(outlines["area"].tolist())
        lengths = [
            shapes[a].boundary.intersection(shapes[b].boundary).length
            for a, b in neighbours(outlines)
            if {side[a], side[b]} == {"north", "south"}
        ]
        assert border(outlines, sides).length == pytest.approx(sum(lengths))
        assert lengths


def observations(**columns):
    size = len(columns["area"])
    plain = {
        "level": ["district"] * size,
        "indicator": ["x"] * size,
        "period": ["2018"] * size,
        "flag": [""] * size,
        "source_id": ["s"] * size,
        "constituency": [""] * size,
        "numerator": [np.nan] * size,
        "denominator": [np.nan] * size,
    }
    return pd.DataFrame(plain | columns)


def test_counts_add_up_and_rates_are_computed_anew():
    table = observations(
        area=["A", "B", "C"],
        value=[80.0, 50.0, 40.0],
        numerator=[80.0, 100.0, 4.0],
        denominator=[100.0, 200.0, 10.0],
        scale=["share"] * 3,
        source_id=["s", "t", "s"],
        flag=["counted_only", "", ""],
    )
    before = table.copy()
    merged = merge(table, BOTH)
    assert list(merged["area"]) == ["AB", "C"]
    assert list(merged["value"]) == [60.0, 40.0]
    assert list(merged["denominator"]) == [300.0, 10.0]
    assert list(merged["source_id"]) == ["s t", "s"]
    assert list(merged["flag"]) == ["counted_only", ""]
    assert list(merged.columns) == list(table.columns)
    pd.testing.assert_frame_equal(table, before)


def test_a_mean_is_merged_by_its_weights_and_a_count_is_added():
    mean = observations(
        area=["A", "B"], value=[100.0, 400.0], denominator=[3.0, 1.0], scale=["mean"] * 2
    )
    assert merge(mean, BOTH)["value"].tolist() == [175.0]
    count = observations(area=["A", "B"], value=[3.0, 4.0], scale=["count"] * 2)
    assert merge(count, BOTH)["value"].tolist() == [7.0]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("mean", "x 2018 AB: a mean without weights"),
        ("share", "x 2018 AB: a share without counts"),
        ("ratio", "x 2018 AB: a ratio without counts"),
        ("index", "x 2018 AB: an index"),
    ],
)
def test_what_cannot_be_merged_is_refused_by_its_name(scale, said):
    table = observations(area=["A", "B"], value=[1.0, 2.0], scale=[scale] * 2)
    with pytest.raises(ValueError, match=said):
        merge(table, BOTH)


def test_weights_that_are_not_exact_are_refused():
    table = observations(
        area=["A", "B"], value=[1.0, 2.0], denominator=[30.0, 30.0], scale=["mean"] * 2
    ).assign(weight_low=3.0, weight_high=10.0)
    with pytest.raises(ValueError, match="weights are not known exactly"):
        merge(table, BOTH)


def test_a_missing_part_makes_the_whole_unknown_never_smaller():
    count = observations(area=["A", "B"], value=[3.0, np.nan], scale=["count"] * 2)
    assert merge(count, BOTH)["value"].isna().all()
    share = observations(
        area=["A", "B"],
        value=[50.0, np.nan],
        numerator=[1.0, np.nan],
        denominator=[2.0, 2.0],
        scale=["share"] * 2,
        low=[50.0, 0.0],
        high=[50.0, 100.0],
    )
    merged = merge(share, BOTH).iloc[0]
    assert np.isnan(merged["value"])
    assert (merged["low"], merged["high"]) == (25.0, 75.0)


def test_a_part_without_a_row_is_refused_and_so_is_one_with_two():
    alone = observations(area=["A", "C"], value=[1.0, 2.0], scale=["count"] * 2)
    with pytest.raises(ValueError, match="x 2018 AB: cannot be merged without B"):
        merge(alone, BOTH)
    for area in ("A", "AB"):
        double = observations(area=["A", "B", area], value=[1.0] * 3, scale=["count"] * 3)
        with pytest.raises(ValueError, match=f"more than one row for {area}$"):
            merge(double, BOTH)


def test_parts_are_merged_within_their_constituency_and_schools_keep_their_rows():
    table = observations(
        area=["A", "B", "A", "S1", "S2", "none"],
        district=["A", "B", "A", "A", "B", ""],
        level=["part", "part", "part", "school", "school", "unallocated"],
        constituency=["1", "1", "2", "", "", "1"],
        value=[1.0, 2.0, 4.0, 8.0, 16.0, 32.0],
        scale=["count"] * 6,
    )
    merged = merge(table, BOTH)
    assert list(merged["area"]) == ["AB", "AB", "S1", "S2", "none"]
    assert list(merged["district"]) == ["AB", "AB", "AB", "AB", ""]
    assert list(merged["value"]) == [3.0, 4.0, 8.0, 16.0, 32.0]


def test_a_share_of_nobody_has_no_value():
    table = observations(
        area=["A", "B"],
        value=[np.nan] * 2,
        numerator=[0.0, 0.0],
        denominator=[0.0, 0.0],
        scale=["share"] * 2,
    )
    assert merge(table, BOTH)["value"].isna().all()


@settings(deadline=None, max_examples=40)  # a busy machine is no fault
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=4, max_size=4))
def test_merging_then_pooling_equals_pooling(counts):
    part, rest = np.array(counts, dtype=float).T
    whole = part + rest
    table = observations(
        area=["A", "B", "C", "D"],
        value=100 * part / whole,
        numerator=part,
        denominator=whole,
        scale=["share"] * 4,
    )
    merged = merge(table, {"A": "AB", "B": "AB", "C": "CD", "D": "CD"})
    assert len(merged) == 2
    for rows in (table, merged):
        pooled = 100 * rows["numerator"].sum() / rows["denominator"].sum()
        assert pooled == pytest.approx(100 * part.sum() / whole.sum())
    weighted = (merged["value"] * merged["denominator"]).sum() / merged["denominator"].sum()
    assert weighted == pytest.approx(100 * part.sum() / whole.sum())
