"""The published polling districts, where their files are at hand, against code of its own."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import yaml

from equity.differences.finer.borders import boundary, straddling
from equity.differences.finer.placed import finer
from equity.differences.finer.scales import scales

YEARS = {"2018": 573, "2022": 592}


@pytest.fixture(scope="module")
def laid(shared, root, tmp_path_factory):
    """Return a folder with the declaration of the checkout and the two published files."""
    folder = tmp_path_factory.mktemp("laid") / "finer"
    folder.mkdir()
    (folder / "finer.yaml").write_bytes((root / "data" / "finer" / "finer.yaml").read_bytes())
    for year in YEARS:
        name = f"valdistrikt_{year}.parquet"
        (folder / name).symlink_to(shared / "data" / "stockholm" / name)
    return folder


@pytest.fixture(scope="module", params=YEARS)
def fine(request, laid, city):
    choice = {"indicator": "turnout_riksdag", "period": request.param}
    return finer(laid, city.observations, city.areas, water=city.water, **choice)


@pytest.fixture(scope="module")
def by_scale(fine, city):
    found = scales(fine, city.default)
    return lambda name: found.get(f"scales.turnout_riksdag.{name}", fine.about.period, "water")


@pytest.fixture(scope="module")
def file(fine, laid):
    return gpd.read_parquet(laid / f"valdistrikt_{fine.about.period}.parquet")


@pytest.fixture(scope="module")
def table(fine, raw):
    told = pd.read_csv(raw / "turnout_by_district.csv")
    here = (told["year"].astype(str) == fine.about.period) & (told["election"] == "riksdag")
    return told[here & (told["level"] == "district")].set_index("area")


def side_of(raw, definition):
    told = yaml.safe_load((raw / "sides.yaml").read_text("utf-8"))["sides"][definition]
    return {name: side for side in ("north", "south") for name in told[side]}


def test_every_polling_district_lies_where_its_own_file_says(fine, file, table):
    stated = dict(zip(file["VD_KOD"].astype(str), file["district"], strict=True))
    assert dict(zip(fine.areas["area"], fine.areas["district"], strict=True)) == stated
    assert len(fine.areas) == YEARS[fine.about.period]
    assert fine.districts["areas"].to_dict() == table["n_valdistrikt"].to_dict()


def test_the_districts_counts_are_the_published_ones_and_the_sizes_add_up_to_them(fine, table):
    assert fine.districts["counted"].to_dict() == table["voters"].to_dict()
    assert fine.districts["whole"].to_dict() == table["eligible"].to_dict()
    votes = fine.areas["size"] * fine.areas["value"] / 100
    sums = votes.groupby(fine.areas["district"]).sum()
    assert sums.to_numpy() == pytest.approx(table["voters"].loc[sums.index].to_numpy())
    rate = 100 * table["voters"] / table["eligible"]
    assert (fine.districts["mean"] - rate).abs().max() < 1.1  # large and small count alike in it


@pytest.mark.parametrize("definition", ["water", "yearbook", "outer"])
def test_those_across_the_border_are_found_by_an_overlay_of_the_outlines(
    fine, file, raw, city, definition
):
    side = side_of(raw, definition)
    parts = gpd.read_file(raw / "neighbourhoods.geojson").to_crs(3006)
    parts["side"] = parts["district_2007"].map(side).fillna("left out")
    water = gpd.read_file(raw / "water.geojson").to_crs(3006).union_all()
    dry = file.assign(geometry=file.geometry.difference(water))
    pieces = gpd.overlay(dry, parts[["side", "geometry"]], how="intersection", keep_geom_type=True)
    ground = pieces.assign(m2=pieces.area).pivot_table(
        index="VD_KOD", columns="side", values="m2", aggfunc="sum", fill_value=0
    )
    across = ground.index[(ground >= 100).sum(axis=1) > 1].astype(str)
    found = straddling(fine, city.sides[definition])
    assert set(found["area"]) == set(across)
    shares = ground.div(ground.sum(axis=1), axis=0).rename(index=str)
    for row in found.to_dict("records"):
        assert row[row["home"]] == pytest.approx(shares.loc[row["area"], row["home"]], abs=1e-3)


def test_the_gap_is_the_counted_one_at_both_scales(fine, by_scale, table, raw):
    found = by_scale("gap")
    sums = table.groupby(side_of(raw, "water"))[["voters", "eligible"]].sum()
    rate = 100 * sums["voters"] / sums["eligible"]
    assert found.value == pytest.approx(rate["north"] - rate["south"])
    assert found.method.values["again"] == pytest.approx(found.value)
    if fine.about.period == "2018":
        assert round(found.value, 2) == -1.50


def drawn_rank(value, size, north, draws=2000):
    rng = np.random.default_rng(7)

    def gap(chosen):
        inside, outside = size * chosen, size * ~chosen
        return abs(inside @ value / inside.sum() - outside @ value / outside.sum())

    own = gap(north)
    return np.mean([gap(rng.permutation(north)) >= own - 1e-9 for _ in range(draws)])


def test_the_rank_falls_with_the_size_of_areas_and_among_straight_borders_it_does_not(
    by_scale, file, table, raw
):
    side = side_of(raw, "water")

    def share(name):
        return by_scale(name).value

    north = table.index.map(side).to_numpy() == "north"
    rate = (100 * table["voters"] / table["eligible"]).to_numpy()
    coarse = drawn_rank(rate, table["eligible"].to_numpy(float), north)
    assert share("rank_all.districts") == pytest.approx(coarse, abs=0.03)
    assert 0.55 < share("rank_all.districts") < 0.65
    # sizes alike within a district: another stand-in than the package's own
    alike = file["district"].map(table["eligible"]) / file["district"].map(table["n_valdistrikt"])
    north = file["district"].map(side).to_numpy() == "north"
    small = drawn_rank(file["VALDELTAGANDE"].to_numpy(), alike.to_numpy(float), north)
    assert share("rank_all.by_1") == pytest.approx(small, abs=0.02)
    assert share("rank_all.by_1") < 0.03
    straight = [share(f"rank_lines.{step}") for step in ("by_16", "by_8", "by_4", "by_2", "by_1")]
    assert max(straight) - min(straight) < 0.1
    assert min(straight) > 0.6
    assert share("random_mean.by_1") == pytest.approx(1 / (len(file) - 1), rel=0.1)


def test_the_border_leaves_little_open_once_parts_are_not_peopled_twice_as_densely(fine, city):
    found = boundary(fine, city.sides)
    for definition in ("water", "yearbook", "outer"):
        wide, size, even = (
            found.get(f"gap.turnout_riksdag.boundary{rung}", fine.about.period, definition)
            for rung in ("", ".size_2", ".factor_2")
        )
        assert wide.low < size.low < even.low < wide.value < even.high < size.high < wide.high
        assert even.high - even.low < 0.2
        assert wide.low < 0 < wide.high
