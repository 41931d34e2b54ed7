"""The forecast per resident; the numbers of the made-up city are made up."""

import pandas as pd
import pytest

from equity.projects.forecast import forecast


def made_up(**more):
    sums = {"forecast_2017": 30, "forecast_2018": 10, "decided_2017_2018": 20}
    facts = {name: (value, "MSEK") for name, value in sums.items()}
    rows = [(name, value, unit, "made-up") for name, (value, unit) in (facts | more).items()]
    return pd.DataFrame(rows, columns=["fact", "value", "unit", "source_id"])


def test_the_forecast_is_divided_by_the_residents_of_the_latest_year_that_is_known():
    facts = made_up(city_population_2010=(1000, "persons"), city_population_2016=(8000, "persons"))
    found = forecast(facts).get("forecast.per_resident", "2017-2018")
    assert (found.value, found.unit) == (5000, "SEK")


def test_a_year_that_is_not_the_moneys_is_said():
    other = forecast(made_up(city_population_2016=(8000, "persons")))
    same = forecast(made_up(city_population_2017=(8000, "persons")))
    told = [
        [note.english() for note in found.get("forecast.per_resident", "2017-2018").caveats]
        for found in (other, same)
    ]
    assert "counted in 2016, the money is for 2017\u20132018" in told[0][1]
    assert len(told[1]) == 1


def test_without_a_population_nothing_is_said_per_resident():
    assert not forecast(made_up()).select(id="forecast.per_resident")


def test_a_city_of_nobody_is_refused_by_name():
    with pytest.raises(ValueError, match="city_population_2016"):
        forecast(made_up(city_population_2016=(0, "persons")))


def test_the_published_forecast_is_203_kronor_per_resident(tables):
    found = forecast(tables["budget_facts"]).get("forecast.per_resident", "2017-2018")
    assert round(found.value) == round(190e6 / 935_619) == 203
    assert "yearbook-b200-2016" in found.sources
