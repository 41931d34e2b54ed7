"""A measure meets a scale that it does not fit."""

import pytest

from equity.measures.inequality import AMOUNT_SCALES, SPREAD_SCALES
from equity.measures.inputs import require_scale
from equity.measures.shares import SHARE_SCALES
from equity.measures.spatial import MORAN_SCALES
from equity.measures.splits import RANK_SCALES


@pytest.mark.parametrize(
    ("allowed", "scale", "instead"),
    [
        (AMOUNT_SCALES, "share", "share_between"),
        (AMOUNT_SCALES, "ratio", "share_between"),
        (AMOUNT_SCALES, "index", "share_between"),
        (SPREAD_SCALES, "count", "gini"),
        (SHARE_SCALES, "share", "pooled_gap"),
        (SHARE_SCALES, "index", "ranks_of_need"),
        (MORAN_SCALES, "count", "a rate"),
        (RANK_SCALES, "count", "a rate"),
    ],
)
def test_a_scale_that_does_not_fit_is_refused_with_indicator_scale_and_measure(
    allowed, scale, instead
):
    with pytest.raises(ValueError, match=rf"^turnout is an? {scale};.*use {instead}$"):
        require_scale("turnout", scale, allowed, instead)


@pytest.mark.parametrize(
    ("allowed", "scale"),
    [(AMOUNT_SCALES, "mean"), (AMOUNT_SCALES, "count"), (SPREAD_SCALES, "share")],
)
def test_a_scale_that_fits_passes(allowed, scale):
    require_scale("income", scale, allowed, "nothing")
