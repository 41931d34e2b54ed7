"""How much ground two kinds of areas share."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from equity.errors import DataError
from equity.geography.overlaps import largest, overlaps

EAST, NORTH = 674_000, 6_580_000


def frame(**boxes):
    shapes = [
        shapely.box(EAST + a, NORTH + b, EAST + c, NORTH + d) for a, b, c, d in boxes.values()
    ]
    return gpd.GeoDataFrame({"area": list(boxes)}, geometry=shapes, crs="EPSG:3006")


HALVES = frame(Ö=(0, 0, 100, 100), Å=(100, 0, 200, 100))


def shares(found):
    return {(p, a): round(s, 6) for p, a, s in found[["part", "area", "share"]].to_numpy()}


def test_a_part_on_both_sides_is_shared_by_its_ground():
    found = overlaps(frame(p=(80, 0, 120, 50), q=(0, 0, 10, 10)), HALVES)
    assert shares(found) == {("p", "Å"): 0.5, ("p", "Ö"): 0.5, ("q", "Ö"): 1.0}
    assert found["square_metres"].tolist() == [1000.0, 1000.0, 100.0]


def test_of_two_equal_pieces_the_alphabet_decides_whatever_the_order_of_areas():
    part = frame(p=(80, 0, 120, 50))
    for areas in (HALVES, HALVES.iloc[::-1], HALVES.set_geometry(HALVES.geometry.reverse())):
        assert largest(overlaps(part, areas)).to_dict() == {"p": "Å"}


def test_water_is_no_ground_but_a_part_of_nothing_else_counts_with_it():
    lake = shapely.box(EAST + 90, NORTH, EAST + 200, NORTH + 100)
    parts = frame(shore=(60, 0, 120, 10), lake=(110, 0, 120, 10))
    found = overlaps(parts, HALVES, without=lake)
    assert shares(found) == {("shore", "Ö"): 1.0, ("lake", "Å"): 1.0}


def test_ground_outside_every_area_counts_nowhere():
    found = overlaps(frame(p=(-100, 0, 50, 10)), HALVES)
    assert found["share"].tolist() == [1.0]
    assert found["square_metres"].tolist() == [500.0]


def test_a_border_alone_is_no_share():
    assert overlaps(frame(p=(50, 0, 100, 10)), HALVES)["area"].tolist() == ["Ö"]


def test_parts_that_share_nothing_with_any_area_are_named():
    with pytest.raises(ValueError, match="outside every area: far, further"):
        overlaps(frame(far=(900, 0, 910, 10), p=(0, 0, 1, 1), further=(950, 0, 960, 10)), HALVES)


def test_outlines_in_degrees_are_brought_along_and_areas_in_degrees_refused():
    parts = frame(p=(80, 0, 120, 50))
    found = overlaps(parts.to_crs(4326), HALVES)
    assert found["share"].to_numpy() == pytest.approx([0.5, 0.5], abs=1e-5)
    with pytest.raises(ValueError, match="square metres"):
        overlaps(parts, HALVES.to_crs(4326))
    with pytest.raises(DataError, match="a reference system"):
        overlaps(gpd.GeoDataFrame({"area": ["p"]}, geometry=parts.geometry.to_numpy()), HALVES)


def test_the_neighbourhoods_of_a_city_lie_in_the_districts_that_they_make(neighbourhoods):
    from equity.geography.divisions import districts

    parts = neighbourhoods.rename(columns={"neighbourhood": "area"})
    found = overlaps(parts, districts(neighbourhoods, "2007"))
    of = dict(zip(parts["area"], parts["district_2007"], strict=True))
    assert largest(found).to_dict() == of
    assert found.groupby("part")["share"].max().to_numpy() == pytest.approx(np.ones(len(of)))
