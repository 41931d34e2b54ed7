"""What depends on how finely a map is cut, and what does not."""

from dataclasses import replace

import numpy as np
import pytest

from equity.differences.finer.blocks import blocks, rank_lines
from equity.differences.finer.scales import JOINED, scales
from made_up_cells import BORDER, SPARSE, made_up


def of(found, detail, definition="border"):
    return found.get(f"scales.votes.{detail}", "2018", definition)


def test_blocks_never_cross_a_district_and_lose_nobody():
    fine = made_up()
    for size, runs in ((1, 6), (2, 3), (3, 2), (4, 2), (24, 1)):
        joined = blocks(fine.areas, size)
        assert joined.groupby("district").size().tolist() == [runs] * 4
        sums = joined.groupby("district")["size"].sum()
        assert sums.to_numpy() == pytest.approx(fine.districts["whole"].to_numpy())
        votes = (joined["size"] * joined["value"] / 100).groupby(joined["district"]).sum()
        assert votes.to_numpy() == pytest.approx(fine.districts["counted"].to_numpy())


def test_blocks_hold_neighbours_and_do_not_follow_the_order_of_rows():
    fine = made_up()
    three = blocks(fine.areas, 2)
    assert three["x"].is_monotonic_increasing  # the made-up city is a row of cells
    turned = blocks(fine.areas.iloc[::-1], 2)
    assert turned[["value", "size"]].to_numpy() == pytest.approx(
        three[["value", "size"]].to_numpy()
    )


def test_straight_borders_are_counted_by_hand():
    x = [0.0, 1.0, 2.0, 3.0]
    value, side = [0.0, 10.0, 0.0, 0.0], ["north", "south", "south", "north"]
    # 0 degrees: 0,1 | 2,3 → gap 5, twice; the side's own gap is 5 too
    found = rank_lines(x, [0.0] * 4, value, 1, side, angles=1)
    assert (found.rank, found.mean, found.greatest, found.lines) == (1.0, 5.0, 5.0, 2)
    own = rank_lines(x, [0.0] * 4, [0.0, 10.0, 10.0, 0.0], 1, side, angles=1)
    assert (own.rank, own.mean, own.greatest) == (1 / 3, 0.0, 10.0)


def test_areas_without_a_side_are_neither_compared_nor_crossed():
    rng = np.random.default_rng(1)
    x, y, value = rng.uniform(0, 9, (3, 12))
    side = np.array((["north"] * 4 + ["south"] * 5 + [None] * 3), dtype=object)
    kept = side != np.array(None)
    whole = rank_lines(x, y, value, 1, side)
    part = rank_lines(x[kept], y[kept], value[kept], 1, side[kept])
    assert whole == part


def test_the_gap_is_the_same_at_every_scale():
    for fine in (made_up(), made_up(sized=False)):
        found = of(scales(fine, BORDER), "gap")
        assert found.method.values["again"] == pytest.approx(found.value)


def test_a_rank_among_random_splits_falls_where_the_one_among_straight_borders_does_not():
    """Two halves that differ a little, by cells that are alike along the row."""
    fine = made_up()
    wave = 70 + 8 * np.sin(np.linspace(0, 4, len(fine.areas)))
    areas = fine.areas.assign(value=wave)
    table = fine.districts.copy()
    amount = (areas["size"] * wave / 100).groupby(areas["district"]).sum()
    table["counted"] = amount.to_numpy()
    table["value"] = 100 * table["counted"] / table["whole"]
    found = scales(replace(fine, areas=areas, districts=table), BORDER)
    ranks = [of(found, f"rank_all.{step}").value for step in ("districts", "by_2", "by_1")]
    assert ranks[0] > ranks[1] > ranks[2]
    lines = [of(found, f"rank_lines.{step}").value for step in ("districts", "by_2", "by_1")]
    assert max(lines) - min(lines) < 0.2


def test_the_mean_share_of_random_splits_is_about_one_by_the_number_of_areas_but_one():
    found = scales(made_up(), BORDER)
    assert of(found, "random_mean.by_1").value == pytest.approx(1 / 23, rel=0.15)
    assert of(found, "random_mean.districts").value == pytest.approx(1 / 3, rel=0.15)


def test_every_scale_has_its_four_shares_under_every_definition():
    found = scales(made_up(sized=False), [BORDER, SPARSE])
    steps = ["districts", *(f"by_{n}" for n in JOINED)]
    for definition in ("border", "sparse"):
        for step in steps:
            for name in ("rank_all", "rank_lines", "between_share", "random_mean"):
                one = of(found, f"{name}.{step}", definition)
                assert 0 <= one.value <= 1
                assert one.verdict == ("decided" if step == "districts" else "assumption")
    assert len(found) == 2 * (1 + 4 * len(steps)) + 4 + 1 + 24


def test_each_district_tells_the_mean_of_its_cells_beside_its_own_rate():
    fine = made_up()
    one = of(scales(fine, BORDER), "mean.A", None)
    cells = fine.areas[fine.areas["district"] == "A"]
    assert one.value == pytest.approx(cells["value"].mean())
    assert one.method.values["value"] == pytest.approx(
        100 * cells["numerator"].sum() / cells["denominator"].sum()
    )


def test_the_greatest_distance_from_a_districts_own_rate_is_told_with_its_district():
    fine = made_up()
    means = fine.areas.groupby("district")["value"].mean()
    apart = (means - fine.districts["value"]).abs()
    one = of(scales(fine, BORDER), "apart", None)
    assert one.value == pytest.approx(apart.max())
    assert one.areas == (apart.idxmax(),)


def test_each_finer_area_is_told_as_published():
    fine = made_up()
    found = scales(fine, BORDER)
    for area in fine.areas.to_dict("records"):
        one = of(found, f"area.{area['area']}", None)
        assert (one.value, one.areas) == (area["value"], (area["name"],))
        assert one.sources == ("made_up",)


def test_the_same_areas_give_the_same_numbers_to_the_last_digit():
    assert scales(made_up(), BORDER) == scales(made_up(), BORDER)
