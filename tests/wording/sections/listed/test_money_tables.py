"""Tables of the money list everything and add nothing."""

import pytest

from equity.raw.sources import read_catalogue
from equity.wording.sections.listed.money import amount_table, payer_table


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_amount_of_the_registry_is_listed_with_the_reason_it_is_not_added(city, language):
    amounts = city.tables["project_amounts"]
    table = amount_table(amounts, city.tables["budget_facts"], language).table
    assert [row[0] for row in table.rows] == amounts["project_id"].tolist()
    assert all(row[5] for row in table.rows)


def test_every_phase_that_the_registry_may_hold_has_a_word_of_its_own_in_both_languages(city, raw):
    fields = read_catalogue(raw).resources["project_amounts"].table_schema.fields
    phases = next(field for field in fields if field.name == "phase").constraints.enum
    first = city.tables["project_amounts"].head(1).assign(payer="made up")
    for phase in phases:
        amounts = first.assign(phase=phase)
        told = [
            amount_table(amounts, city.tables["budget_facts"], language).table.rows[0][2]
            for language in ("sv", "en")
        ]
        assert told[1] == phase
        assert told[0] != phase or phase == "budget"


def test_euro_stay_euro_and_small_amounts_keep_their_decimals(city):
    table = amount_table(city.tables["project_amounts"], city.tables["budget_facts"], "sv").table
    shown = {row[0]: row[1] for row in table.rows if "euro" in row[1]}
    assert shown["P22"] == "25 miljoner euro"
    assert all(row[1] != "0 mnkr" for row in table.rows)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_project_has_who_pays_and_why(city, language):
    table = payer_table(city.tables["projects"], city.tables["payers"], language).table
    assert len(table.rows) == 35
    assert all(cell for row in table.rows for cell in row)
