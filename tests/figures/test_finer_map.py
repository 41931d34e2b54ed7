"""Two maps on one scale: by district and by smaller area."""

import json
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from equity.differences.finer.scales import scales
from equity.figures.drawing.outlines import border_between, lines
from equity.figures.drawing.static import svg
from equity.figures.pictures.finer import map_finer
from made_up_cells import BORDER, EAST, NORTH, made_up


@pytest.fixture(scope="module")
def fine():
    return made_up()


@pytest.fixture(scope="module")
def chart(fine):
    lake = shapely.box(EAST + 1100, NORTH + 20, EAST + 1300, NORTH + 60)
    water = gpd.GeoDataFrame(geometry=[lake], crs=3006)
    return map_finer(fine, scales(fine, BORDER), BORDER, language="en", water=water)


def shapes(drawing):
    return [
        t for t in drawing["data"] if t.get("fill") == "toself" and t.get("hoverinfo") == "text"
    ]


@pytest.mark.parametrize("width", ["figure", "narrow"])
def test_every_district_and_every_cell_is_drawn_once_with_its_number(chart, fine, width):
    drawn = shapes(chart.bundle()[width])
    assert [t["name"] for t in drawn] == [*"ABCD", *fine.areas["name"]]
    for trace, value in zip(drawn[4:], fine.areas["value"], strict=True):
        assert trace["text"] == f"<b>{trace['name']}</b><br>{value:.1f}"


def test_the_second_map_stands_beside_the_first_or_below_it_and_overlaps_nothing(chart):
    def extent(traces, axis):
        places = [p for t in traces for p in t[axis] if p is not None]
        return min(places), max(places)

    wide, narrow = (shapes(chart.bundle()[width]) for width in ("figure", "narrow"))
    assert extent(wide[:4], "x")[1] < extent(wide[4:], "x")[0]
    assert extent(wide[:4], "y") == pytest.approx(extent(wide[4:], "y"), abs=1)
    assert extent(narrow[:4], "y")[0] > extent(narrow[4:], "y")[1]
    assert extent(narrow[:4], "x") == pytest.approx(extent(narrow[4:], "x"), abs=1)


def test_equal_values_have_equal_colours_on_both_maps(fine):
    level = fine.areas.assign(value=70.0)
    table = fine.districts.assign(value=70.0)
    flat = replace(fine, areas=level, districts=table)
    drawn = shapes(map_finer(flat, scales(fine, BORDER), BORDER, language="sv").bundle()["figure"])
    assert len({trace["fillcolor"] for trace in drawn}) == 1


def test_the_border_is_drawn_as_it_is_and_not_simplified(chart, fine):
    of_area = dict(BORDER.of(list("ABCD")).items())
    x, y = lines(border_between(fine.outlines, of_area))
    drawn = [t for t in chart.bundle()["figure"]["data"] if t["line"].get("width") == 2]
    assert drawn[0]["x"] == pytest.approx(x)
    assert drawn[0]["y"] == pytest.approx(y)
    assert len(drawn) == 2


def test_every_number_drawn_stands_in_the_table(chart, fine):
    assert len(chart.table.rows) == 4 + len(fine.areas)
    assert chart.table.rows[4] == ("made-up cell 00", "A", f"{fine.areas['value'][0]:.1f}")
    low, high = fine.areas["value"].min(), fine.areas["value"].max()
    assert f"from {low:.1f}% to {high:.1f}% by made-up cells" in chart.title
    assert svg(chart.bundle()["figure"], "a").startswith("<svg")
    json.dumps(chart.bundle())


def test_a_picture_without_its_findings_is_refused(fine):
    with pytest.raises(ValueError, match="those of scales"):
        map_finer(fine, [], BORDER, language="sv")
