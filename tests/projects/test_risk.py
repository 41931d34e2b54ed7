"""The forecast of 190 as one case of each published class: by hand, and never more than is told."""

import pandas as pd
import pytest

from equity.findings import Findings
from equity.projects.forecast import forecast
from equity.projects.risk import scenarios
from equity.raw.tables import read_tables

# Worked out by hand from the published figures; see each test.
SHARES = {
    "flyvbjerg_2011": (0.17, 0.93),
    "mckinsey_2012": (0.17, 1.0),
    "flyvbjerg_2023": (0.18, 1.0),
    "rir_2011": (129 / 394, 129 / 394),
}
BUDGETS = {
    "flyvbjerg_2011": (0, 3 * 190),
    "mckinsey_2012": (0, 3 * 190),
    "flyvbjerg_2023": (0, 1.5 * 190),
    "rir_2011": (190, 190 * (1 + 0.3 * (129 / 394) / 0.2)),
}


@pytest.fixture(scope="module")
def reference(raw):
    return read_tables(raw)["it_overrun_reference"]


@pytest.fixture(scope="module")
def found(reference):
    return scenarios(reference, 190.0, sources=("seed",), period="2017-2018")


@pytest.mark.parametrize("name", SHARES)
def test_the_share_that_costs_more_is_what_the_figures_imply(found, name):
    finding = found.get(f"forecast.scenario.{name}.p_exceed", "2017-2018")
    assert (finding.low, finding.high) == pytest.approx(SHARES[name])
    assert finding.range_of == "scenario"


@pytest.mark.parametrize("name", BUDGETS)
def test_the_budget_that_is_enough_is_what_the_figures_imply(found, name):
    finding = found.get(f"forecast.scenario.{name}.budget_80", "2017-2018")
    assert (finding.low, finding.high) == pytest.approx(BUDGETS[name])
    assert finding.unit == "MSEK"


def test_only_a_count_of_projects_over_budget_gives_one_share(found):
    exact = [f.id for f in found if f.value is not None]
    assert exact == ["forecast.scenario.rir_2011.p_exceed"]


def test_no_scenario_has_a_verdict_or_takes_the_middle_of_its_range(found):
    assert all(f.verdict is None for f in found)
    assert all(f.value is None for f in found if f.low != f.high)


def test_the_classes_contradict_each_other(found):
    shares = [f for f in found if f.id.endswith("p_exceed")]
    budgets = [f for f in found if f.id.endswith("budget_80")]
    assert min(f.high for f in shares) < 0.34 < 0.93 < max(f.high for f in shares)
    assert max(f.low for f in budgets) == 190


def test_what_a_study_does_not_tell_has_no_range(reference):
    none = reference[~reference["study"].str.startswith("Riksrevisionen")]
    finding = scenarios(none, 190.0, period="2017-2018").get(
        "forecast.scenario.rir_2011.p_exceed", "2017-2018"
    )
    assert finding.value is finding.low is finding.range_of is None
    assert "Not told by the study" in finding.method.english()


def test_a_class_without_a_mean_over_its_budget_sets_no_upper_limit(reference):
    some = reference[reference["measure"] != "mean overrun of those over budget"]
    finding = scenarios(some, 190.0, period="2017-2018").get(
        "forecast.scenario.rir_2011.budget_80", "2017-2018"
    )
    assert finding.low is finding.high is None
    assert "set no limit" in finding.method.english()


def test_figures_of_other_samples_change_nothing(reference, found):
    others = [
        "mean cost overrun, large projects",
        "mean overrun",
        "total overrun, about",
        "Pareto tail parameter of IT",
    ]
    fewer = reference[~reference["measure"].isin(others)]
    assert [(f.low, f.high) for f in scenarios(fewer, 190.0, period="2017-2018")] == [
        (f.low, f.high) for f in found
    ]


def test_a_changed_figure_changes_the_range(reference):
    changed = reference.copy()
    changed.loc[changed["measure"] == "mean cost overrun", "value"] = "10"
    finding = scenarios(changed, 190.0, period="2017-2018").get(
        "forecast.scenario.flyvbjerg_2011.p_exceed", "2017-2018"
    )
    assert (finding.low, finding.high) == pytest.approx((0.17, 0.17 + 1.10 - 0.51))


def test_every_scenario_says_what_it_is_not(found):
    for finding in found:
        told = " ".join(c.english() for c in finding.caveats)
        assert "programme before it" in told
        assert "between years is not overrun" in told
        assert "no cost is negative" in told


def test_a_budget_rests_on_the_forecasts_source_too(found):
    budgets = [f for f in found if f.id.endswith("budget_80")]
    assert all("seed" in f.sources for f in budgets)


@pytest.mark.parametrize("forecast", [0, -190, float("nan"), float("inf")])
def test_a_forecast_that_is_no_sum_of_money_is_refused(reference, forecast):
    with pytest.raises(ValueError, match="positive number"):
        scenarios(reference, forecast)


def test_the_table_is_left_as_it_was(reference):
    before = reference.copy()
    scenarios(reference, 190.0)
    pd.testing.assert_frame_equal(reference, before)


def test_findings_of_the_forecast_bring_their_own_years_and_sources(reference):
    made_up = pd.DataFrame(
        {
            "fact": ["forecast_2031", "forecast_2032"],
            "value": [10.0, 6.0],
            "unit": "MSEK",
            "source_id": "made-up",
        }
    )
    found = scenarios(reference, forecast(made_up))
    assert {finding.period for finding in found} == {"2031-2032"}
    budget = found.get("forecast.scenario.flyvbjerg_2023.budget_80", "2031-2032")
    assert budget.high == pytest.approx(16 * 1.5)
    assert "made-up" in budget.sources


def test_findings_without_a_forecast_are_refused(reference):
    with pytest.raises(ValueError, match=r"no forecast\.total"):
        scenarios(reference, Findings())


def test_a_table_without_studies_says_nothing(reference):
    assert not list(scenarios(reference.iloc[:0], 16.0))
