"""What is said of values and weights fits any frame, and names what it leaves out."""

import numpy as np
import pandas as pd
import pytest

from equity.differences.gaps import gap
from equity.differences.profile import profile
from equity.differences.reading import cases_of
from equity.differences.spreads import spatial
from equity.differences.values import district_values
from equity.findings import Label
from equity.geography.sides import Sides
from equity.wording.messages import render

RIVER = Sides("river", Label(en="The river"), Label(en=""), ("A", "B"), ("C", "D"))
LINE = [("A", "B"), ("B", "C"), ("C", "D")]


@pytest.fixture
def own() -> pd.DataFrame:
    """Return libraries by place, their visitors known within limits only; made up."""
    return pd.DataFrame(
        {
            "area": [*"ABCD"],
            "value": [1.0, 2.0, 4.0, 8.0],
            "scale": "mean",
            "denominator": 10.0,
            "weight_low": 5.0,
            "weight_high": 20.0,
            "whole": "visitors",
            "whole_sv": "besökare",
        }
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_frame_of_ones_own_is_not_told_of_schools(own, language):
    found = [*gap(own, RIVER, indicator="x"), *profile(own, RIVER, LINE, indicator="x")]
    notes = [note for f in found for note in (f.method, *f.caveats)]
    told = " ".join(render(note, language) for note in notes).lower()
    assert {"sv": "besökare", "en": "visitors"}[language] in told
    assert not [w for w in ("school", "skol", "pupil", "elev", "grade", "årskurs") if w in told]


def test_the_names_of_weights_come_from_the_data(own):
    found = gap(own, RIVER, indicator="x")
    assert found.get("gap.x", "", "river").method.english() == (
        "Each figure is weighted by a stand-in for its visitors; the range is over every weight "
        "between 50% and 200% of it."
    )
    assert found.get("gap.x.factor_1_5", "", "river").method.english() == (
        "The share that are visitors differs by at most a factor of 1.5 from one place to "
        "another: an assumption."
    )


def test_published_levels_that_leave_people_out_decide_no_pattern(city):
    found = spatial(city.observations, city.neighbours, indicator="social_assistance")
    shown = found.get("spatial.social_assistance.moran_i", "2017")
    assert shown.verdict == "assumption"
    assert "5,304 recipients of social assistance that no district counts" in (
        shown.caveats[0].english()
    )


def test_published_levels_that_count_everybody_are_exact():
    frame = pd.DataFrame({"area": [*"ABCD"], "value": [1.0, 2.0, 4.0, 8.0], "scale": "index"})
    (known,) = cases_of(frame, "x").values()
    assert district_values(known).exact
    frame.loc[0, "value"] = np.nan
    (known,) = cases_of(frame, "x").values()
    assert district_values(known) is None
