"""The range over cells on the border is that of every way to part their people."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from equity.differences.finer.borders import boundary, straddling
from made_up_cells import BORDER, SPARSE, made_up


def of(found, detail="", definition="border"):
    return found.get(f"gap.votes.boundary{detail}", "2018", definition)


def every_gap(fine, sides, places):
    """Return the gap for each way to part each straddling cell's voters and others by side."""
    side = dict(zip("ABCD", sides.of(list("ABCD")), strict=True))
    cells = fine.areas.set_index("area")
    homes = cells["district"].map(side).fillna("left out")
    rows = [c for c in cells.index if c not in places]
    fixed = cells.loc[rows].groupby(homes[rows])[["numerator", "denominator"]].sum()
    people = [
        (sides_of, n)
        for code, sides_of in places.items()
        for n in (cells["numerator"][code], cells["denominator"][code] - cells["numerator"][code])
    ]
    ways = [range(int(n) + 1) if len(sides_of) == 2 else [0] for sides_of, n in people]
    gaps = []
    for moved in product(*ways):
        votes, whole = fixed["numerator"].to_dict(), fixed["denominator"].to_dict()
        for at, (((one, other), n), m) in enumerate(zip(people, moved, strict=True)):
            for name, count in ((one, n - m), (other, m)):
                whole[name] = whole.get(name, 0) + count
                votes[name] = votes.get(name, 0) + (count if at % 2 == 0 else 0)
        gaps.append(100 * (votes["north"] / whole["north"] - votes["south"] / whole["south"]))
    return min(gaps), max(gaps)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("moved", [30, -30])
def test_the_range_is_that_of_every_way_to_part_the_people_of_a_cell(seed, moved):
    fine = made_up(moved=moved, seed=seed)
    home = "north" if moved > 0 else "south"
    other = "south" if moved > 0 else "north"
    code = "11" if moved > 0 else "12"
    found = of(boundary(fine, BORDER))
    assert (found.low, found.high) == pytest.approx(every_gap(fine, BORDER, {code: (home, other)}))
    assert found.low <= found.value <= found.high


def test_with_a_district_left_out_people_may_leave_the_side_or_enter_it():
    fine = made_up(moved=30)  # cell 11 of B reaches into C
    found = of(boundary(fine, SPARSE), definition="sparse")
    assert (found.low, found.high) == pytest.approx(
        every_gap(fine, SPARSE, {"11": ("left out", "south")})
    )


def test_the_value_is_the_gap_of_the_districts_counts():
    table = made_up().districts
    north = table.loc[["A", "B"], ["counted", "whole"]].sum()
    south = table.loc[["C", "D"], ["counted", "whole"]].sum()
    gap = 100 * (north["counted"] / north["whole"] - south["counted"] / south["whole"])
    for fine in (made_up(moved=30), made_up(moved=30, sized=False), made_up()):
        assert of(boundary(fine, BORDER)).value == pytest.approx(gap)


def test_without_a_cell_on_the_border_the_gap_is_decided():
    found = boundary(made_up(), BORDER)
    assert len(found) == 1
    only = of(found)
    assert (only.low, only.high, only.verdict) == (only.value, only.value, "decided")


def test_parts_smaller_than_a_drawings_fault_are_passed_over():
    fine = made_up(moved=0.9)  # 90 square metres
    assert straddling(fine, BORDER).empty
    assert straddling(fine, BORDER, smallest=80)["area"].tolist() == ["11"]
    with pytest.raises(ValueError, match="smallest is -1"):
        boundary(fine, BORDER, smallest=-1)


def test_ground_is_told_by_side_and_adds_up():
    (row,) = straddling(made_up(moved=25), BORDER).to_dict("records")
    assert (row["area"], row["home"]) == ("11", "north")
    assert row["north"] == pytest.approx(0.8)
    assert row["south"] == pytest.approx(0.2)
    assert row["left out"] == 0


def test_each_assumption_narrows_the_range_and_holds_the_truth():
    bare = boundary(made_up(moved=10, sized=False), BORDER)
    wide, sized, even = of(bare), of(bare, ".size_2"), of(bare, ".factor_2")
    assert wide.low < sized.low < even.low < even.value < even.high < sized.high < wide.high
    known = of(boundary(made_up(moved=10), BORDER))
    assert wide.low <= known.low <= known.high <= wide.high
    assert {f.id for f in boundary(made_up(moved=10), BORDER)} == {
        "gap.votes.boundary",
        "gap.votes.boundary.factor_2",
    }


def test_density_holds_back_how_many_may_live_in_a_part():
    fine = made_up(moved=25)  # a fifth of cell 11: at most two fifths of its people
    found = of(boundary(fine, BORDER), ".factor_2")
    cell = fine.areas.set_index("area").loc["11"]
    room = 0.4 * cell["denominator"]
    quiet = min(cell["denominator"] - cell["numerator"], room)
    sums = fine.districts[["counted", "whole"]].groupby(["north", "north", "south", "south"]).sum()
    high = 100 * (
        sums["counted"]["north"] / (sums["whole"]["north"] - quiet)
        - sums["counted"]["south"] / (sums["whole"]["south"] + quiet)
    )
    assert found.high == pytest.approx(high)


def test_a_side_that_may_be_empty_leaves_every_higher_gap_possible():
    fine = made_up(moved=30)
    alone = replace(BORDER, id="alone", north=("B",))
    b, table = fine.areas["district"] == "B", fine.districts.copy()
    table.loc["B", "counted"] = 0
    silent = fine.areas.assign(value=fine.areas["value"].where(~b, 0.0))
    silent["most"] = silent["size"].where(~b, table["whole"]["B"])
    found = of(boundary(replace(fine, areas=silent, districts=table), alone), definition="alone")
    assert found.high == 100  # nobody voted in the north, and nobody need live there


def test_no_district_gives_away_more_people_than_it_has():
    fine = made_up(moved=30, sized=False)
    both = pd.concat([fine.shared, fine.shared[fine.shared["part"] == "11"].assign(part="10")])
    shared = both[~((both["part"] == "10") & (both["share"] == 1))]
    crowded = fine.areas.assign(most=fine.areas["district"].map(fine.districts["whole"]) * 0.9)
    found = of(boundary(replace(fine, areas=crowded, shared=shared), BORDER))
    assert np.isfinite([found.low, found.high]).all()
    assert -100 <= found.low <= found.high <= 100
