"""Finer areas lie in the district that holds most of their ground, and their sizes add up."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from equity.differences.finer.placed import place_finer
from equity.findings import Label
from equity.geography.finer import FinerAreas
from made_up_cells import EAST, NORTH, made_up, made_up_cells, made_up_districts, observed


def published(cells):
    one = Label(en="made-up cell")
    return FinerAreas("votes", "2018", one, one, "made_up", cells.drop(columns="of"))


def test_every_cell_lies_in_its_own_district_also_where_it_reaches_across():
    own = made_up_cells()["of"].tolist()
    for moved in (0, 40, -40):
        assert made_up(moved=moved).areas["district"].tolist() == own


def test_published_sizes_are_kept_and_stand_ins_meet_the_districts_totals():
    sized, bare = made_up(), made_up(sized=False)
    assert (sized.sized, bare.sized) == (True, False)
    assert sized.areas["size"].tolist() == sized.areas["denominator"].tolist()
    assert not sized.stand_in
    assert "A stand-in is used" in bare.stand_in[0].english()
    for fine in (sized, bare):
        votes = fine.areas["size"] * fine.areas["value"] / 100
        sums = votes.groupby(fine.areas["district"]).sum()
        assert sums.to_numpy() == pytest.approx(fine.districts["counted"].to_numpy())
        sums = fine.areas.groupby("district")["size"].sum()
        assert sums.to_numpy() == pytest.approx(fine.districts["whole"].to_numpy())
    true = sized.areas["denominator"].to_numpy()
    assert (bare.areas["most"] >= true - 1e-6).all()
    assert (bare.areas["most_likely"] <= bare.areas["most"]).all()


def test_water_decides_where_a_cell_lies():
    cells = made_up_cells()
    # Its only ground is the quay in C: the rest of it is water.
    cells.loc[11, "geometry"] = shapely.box(EAST + 1100, NORTH, EAST + 1210, NORTH + 100)
    lake = gpd.GeoDataFrame(geometry=[shapely.box(EAST + 1050, NORTH, EAST + 1200, NORTH + 100)],
                            crs=3006)  # fmt: skip
    districts = made_up_districts()
    assert place_finer(published(cells), observed(cells), districts).areas["district"][11] == "B"
    wet = place_finer(published(cells), observed(cells), districts, water=lake)
    assert wet.areas["district"][11] == "C"


def test_counts_without_finer_areas_and_the_reverse_are_named():
    cells, districts = made_up_cells(), made_up_districts()
    table = observed(cells)
    with pytest.raises(ValueError, match="counted, but without a made-up cell: D"):
        place_finer(published(cells[cells["of"] != "D"]), table, districts)
    with pytest.raises(ValueError, match="nothing counted: D"):
        place_finer(published(cells), table[table["area"] != "D"], districts)


def test_an_indicator_without_counts_is_refused():
    cells = made_up_cells()
    levels = observed(cells).drop(columns=["numerator", "denominator"]).assign(value=1.0)
    with pytest.raises(ValueError, match="votes is no share with counts"):
        place_finer(published(cells), levels, made_up_districts())


def test_a_district_that_its_cells_cannot_add_up_to_is_named():
    cells = made_up_cells()
    table = observed(cells)
    table.loc[table["area"] == "B", "numerator"] = 1
    cells[["numerator", "denominator"]] = np.nan
    with pytest.raises(ValueError, match=r"B: .* per 100 together"):
        place_finer(published(cells), table, made_up_districts())
