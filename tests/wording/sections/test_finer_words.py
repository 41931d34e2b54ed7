"""What is said of smaller areas follows the numbers, in both languages."""

from dataclasses import replace

import numpy as np
import pytest

from equity.differences.finer.borders import boundary
from equity.differences.finer.scales import scales
from equity.wording.sections.finer.answer import finer_answer
from equity.wording.sections.finer.reasons import finer_reasons
from equity.wording.sections.finer.totals import finer_totals
from equity.wording.sections.say import ask, say
from made_up_cells import BORDER, SPARSE, made_up


def found(fine, sides=(BORDER, SPARSE)):
    return scales(fine, sides) + boundary(fine, sides)


@pytest.fixture(scope="module")
def bare():
    return found(made_up(moved=30, sized=False))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_border_has_its_claim_with_all_rungs_and_findings_behind_it(bare, language):
    told = say(bare, language)
    assert told == finer_answer(bare, language)
    assert [len(claim.ranges) for claim in told.claims] == [3, 3]
    keys = {f.key for f in bare}
    assert all(set(claim.findings) <= keys for claim in told.claims)
    assert all(mark.finding in claim.findings for claim in told.claims for mark in claim.ranges)
    assert ask(bare, language).kind == "question"


def test_what_to_find_out_first_is_told_only_where_sizes_are_not_published(bare):
    first = "To find out first: how many denominator the made-up cells on the border have."
    assert first in finer_answer(bare, "en").claims[0].sure
    sized = finer_answer(found(made_up(moved=30)), "en").claims[0]
    assert first not in sized.sure
    assert sized.ranges[0].label == "All that is published"


def test_without_areas_across_the_border_it_says_so():
    (claim, _) = finer_answer(found(made_up()), "en").claims
    assert claim.text[1] == "None of 24 made-up cells has ground across this border."
    assert claim.verdict_label == "Decided"
    (claim, _) = finer_answer(found(made_up(moved=30)), "en").claims
    assert claim.text[1].startswith("1 of 24 made-up cells")


def test_a_rank_that_does_not_fall_is_not_said_to_fall():
    fine = made_up()
    unlike = np.where(np.arange(24) % 2, 60.0, 80.0)  # so unlike that chance gives any gap
    areas = fine.areas.assign(value=unlike + np.repeat([1.0, 1.0, 0.0, 0.0], 6), size=100.0)
    table = fine.districts.assign(counted=[426, 426, 420, 420], whole=600, value=[71, 71, 70, 70])
    flat = found(replace(fine, areas=areas, districts=table), [BORDER])
    ranks = {
        at: flat.get(f"scales.votes.rank_all.{at}", "2018", "border").value
        for at in ("districts", "by_1")
    }
    assert ranks["districts"] < ranks["by_1"]
    assert "What falls" not in finer_answer(flat, "en").paragraphs[0]
    told = finer_reasons(flat, "en")
    assert told.title == "What a rank depends on"
    assert "rarer" not in " ".join(told.paragraphs)


def test_every_scale_and_border_is_a_row(bare):
    table = finer_reasons(bare, "sv").table
    assert " ".join(row[1] for row in table.rows) == "4 4 4 8 12 24 3 3 3 6 9 18"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_district_is_told_beside_the_mean_of_its_areas(bare, language):
    told = finer_totals(bare, language)
    assert [row[:2] for row in told.table.rows] == [(name, "6") for name in "ABCD"]
    apart = [
        abs(float(a.replace(",", ".")) - float(b.replace(",", ".")))
        for _, _, a, b in told.table.rows
    ]
    furthest = told.table.rows[apart.index(max(apart))][0]
    assert f"in {furthest}." in told.paragraphs[0] or f"i {furthest}." in told.paragraphs[0]


def test_findings_of_another_kind_are_refused(bare):
    with pytest.raises(ValueError, match="those of scales"):
        finer_answer([f for f in bare if f.topic == "gap"], "en")
    with pytest.raises(ValueError, match="hand in those of boundary"):
        finer_answer([f for f in bare if f.topic == "scales"], "en")
