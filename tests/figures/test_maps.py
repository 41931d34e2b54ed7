import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import equity
from equity.figures.charts import Chart
from equity.figures.drawing.outlines import border_between, filled
from equity.figures.drawing.static import svg
from equity.figures.kinds.maps import draw_map, five_steps
from equity.geography.sides import Sides
from made_up_pages import AREAS, HOSTILE, land

WORDS = {"title": "t", "caption": "c", "unit": "per cent", "language": "sv"}
VALUES = pd.Series([66.5, 0.0, None, None], index=list(AREAS))
FLAGS = {"Åsen": "suppressed"}


def made(districts: gpd.GeoDataFrame | None = None, **options: object) -> Chart:
    shown = land() if districts is None else districts
    return draw_map(shown, VALUES, flags=FLAGS, **WORDS, **options)


def reverse(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.reverse())


def painted(chart: Chart) -> dict[str, object]:
    return {t.name: t for t in chart.figure.data if t.fill == "toself" and t.name}


def test_rings_that_run_the_other_way_change_nothing() -> None:
    assert made(reverse(land())).bundle() == made().bundle()


def test_the_citys_rings_that_run_the_other_way_change_nothing(raw: Path) -> None:
    places = gpd.read_file(raw / "neighbourhoods.geojson")
    turned = reverse(places)
    for shape, other in zip(places.geometry, turned.geometry, strict=True):
        assert filled(shape) == filled(other)


def test_all_parts_of_an_area_are_one_shape_with_one_hover() -> None:
    shapes = painted(made())
    assert len(shapes) == len(AREAS)
    assert shapes["Ön"].x.count(None) == 2  # two parts and a hole
    assert shapes["Ön"].hoveron == "fills"


def test_a_hole_runs_against_its_outline() -> None:
    xs, ys = filled(land().geometry[0])
    rings: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if x is None or y is None:
            rings.append([])
        else:
            rings[-1].append((x, y))
    turns = sorted(shapely.is_ccw(shapely.linearrings(ring)) for ring in rings)
    assert turns == [False, False, True]


def test_zero_suppressed_and_no_figure_have_three_looks_without_colour() -> None:
    shapes = painted(made())
    looks = {name: shape.fillpattern.shape for name, shape in shapes.items()}
    assert looks["Ängen"] is None
    assert looks["Åsen"] == "/"
    assert [look for name, look in looks.items() if "script" in name] == ["x"]
    assert shapes["Ängen"].fillcolor != shapes["Ön"].fillcolor


def test_what_is_no_step_has_its_word_in_legend_and_table() -> None:
    chart = made()
    written = [note.text for note in chart.figure.layout.annotations]
    assert {"Noll", "Skyddat", "Uppgift saknas"} <= set(written)
    assert [row[1] for row in chart.table.rows] == ["66,5", "0,0", "Skyddat", "Uppgift saknas"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_legend_says_stronger_and_never_darker(language: str) -> None:
    chart = draw_map(land(), VALUES, **{**WORDS, "language": language})
    written = " ".join(note.text for note in chart.figure.layout.annotations).lower()
    assert "starkare" in written or "stronger" in written
    assert "mörk" not in written
    assert "dark" not in written


def test_the_axes_are_equal() -> None:
    layout = made().figure.layout
    assert layout.yaxis.scaleanchor == "x"
    across = (layout.xaxis.range[1] - layout.xaxis.range[0]) / layout.width
    down = (layout.yaxis.range[1] - layout.yaxis.range[0]) / layout.height
    assert across == pytest.approx(down)


def test_a_value_of_an_area_that_is_not_on_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the map: Vilse"):
        draw_map(land(), pd.Series({"Vilse": 1.0}), **WORDS)


def test_a_map_without_a_reference_system_is_refused() -> None:
    bare = gpd.GeoDataFrame({"area": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)])
    with pytest.raises(ValueError, match="reference system"):
        draw_map(bare, pd.Series({"a": 1.0}), **WORDS)


def test_the_border_is_where_north_meets_south() -> None:
    border = border_between(land(), {"Ön": "north", "Ängen": "north", "Åsen": "south"})
    assert border.length == pytest.approx(5000)
    assert border.bounds[0] == border.bounds[2] == 678_000


@pytest.mark.parametrize(
    "values",
    [[66.5, 73.6, 84.2, 91.5], [1, 2], [5], [0], [0.1, 0.11, 0.9], [-3, 40, 1000], [3, 3, 3]],
)
def test_four_values_in_order_part_the_five_steps(values: list[float]) -> None:
    parts = five_steps(pd.Series(values, dtype=float))
    assert len(parts) == 4
    assert parts == sorted(parts)


def labels_apart(chart: Chart) -> bool:
    drawing = svg(chart.bundle()["figure"], "m")
    places = [
        (float(x), float(y)) for x, y in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)"', drawing)
    ]
    return all(
        abs(a[1] - b[1]) >= 11 or abs(a[0] - b[0]) >= 20
        for n, a in enumerate(places)
        for b in places[:n]
    )


def test_no_two_labels_stand_on_each_other(raw: Path) -> None:
    places = gpd.read_file(raw / "neighbourhoods.geojson").to_crs("EPSG:3006")
    districts = places.dissolve("district_2007").reset_index(names="area")[["area", "geometry"]]
    values = pd.Series(range(60, 60 + len(districts)), index=districts["area"], dtype=float)
    assert labels_apart(draw_map(districts, values, **WORDS))
    assert HOSTILE not in values.index


def test_more_areas_than_names_can_stand_have_none(raw: Path) -> None:
    places = gpd.read_file(raw / "neighbourhoods.geojson").rename(columns={"neighbourhood": "area"})
    values = pd.Series(1.0, index=places["area"])
    chart = draw_map(places[["area", "geometry"]], values, **WORDS)
    assert "Kista" not in [note.text for note in chart.figure.layout.annotations]
    assert len(chart.table.rows) == len(places)


def test_a_city_without_water_is_drawn_as_one_whose_water_is_not_given(raw: Path) -> None:
    places = gpd.read_file(raw / "neighbourhoods.geojson").rename(columns={"neighbourhood": "area"})
    few = places[["area", "geometry"]].iloc[:5]
    values = pd.Series(range(5), index=few["area"], dtype=float)
    dry = gpd.GeoDataFrame({"kind": []}, geometry=[], crs=few.crs)
    drawn = draw_map(few, values, water=dry, **WORDS).bundle()["figure"]
    assert drawn == draw_map(few, values, **WORDS).bundle()["figure"]


def test_a_map_needs_no_city_only_outlines_levels_and_a_grouping():
    outlines = gpd.GeoDataFrame(
        {"area": ["A", "B", "C"]},
        geometry=[
            shapely.box(0, 0, 900, 900),
            shapely.box(900, 0, 1800, 900),
            shapely.box(0, 900, 900, 1800),
        ],
        crs=3006,
    )
    mine = pd.DataFrame({"area": ["A", "B", "C"], "numerator": [8, 1, 7], "denominator": 10})
    drawn = equity.map(
        equity.level(mine, indicator="made_up"),
        Sides("mine", "Mine", "", ("A",), ("B", "C")),
        outlines,
        language="en",
    )
    text = equity.svg(drawn)
    assert drawn.title == "B is lowest: made_up"
    assert all(f">{area}<" in text for area in outlines["area"])
