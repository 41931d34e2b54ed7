"""A city's file says what it is called and which division its tables speak of."""

import pytest

from equity.errors import DataError
from equity.geography.identity import FILE, read_identity

GOOD = "name: {en: Made-up, sv: Påhittad}\ndivision: '2007'\npayers: [Påhittade stad]\n"


def test_the_name_the_division_and_the_payers_are_read(tmp_path):
    (tmp_path / FILE).write_text(GOOD, "utf-8")
    read = read_identity(tmp_path)
    assert (read.name.sv, read.division, read.payers) == ("Påhittad", "2007", ("Påhittade stad",))


def test_a_city_without_the_file_is_told_to_add_it(tmp_path):
    with pytest.raises(DataError, match=r"add city\.yaml"):
        read_identity(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("division: '2007'\n", ""), "division"),
        (GOOD.replace("sv: Påhittad}", "sv: ''}"), "in Swedish"),
        (GOOD + "mayor: nobody\n", "mayor"),
        (GOOD.replace("'2007'", "2007"), "division"),
        (GOOD + "timezone: Europe/Made_up\n", "a zone of the tz database"),
        (GOOD + "timezone: ../zone\n", "a zone of the tz database"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(tmp_path, wrong, told):
    (tmp_path / FILE).write_text(wrong, "utf-8")
    with pytest.raises(DataError, match=told):
        read_identity(tmp_path)
