"""Parameters: the declared type rules, and a fault is one line that names it."""

import ast
import warnings
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from equity.errors import ParameterError
from equity.parameters import PARAMETERS, describe, model_of, parse, validate

KNOWN = {"turnout_riksdag": ["2014", "2018"], "merit_rating": ["2023/24", "2024/25"]}


def test_what_is_not_given_has_its_default() -> None:
    assert parse("district_profile", {}) == {
        "indicator": "",
        "period": "latest",
        "language": "sv",
        "data": "",
        "edition": "",
    }


@pytest.mark.parametrize("code", ["0127", "NO", "1e5", "None", "2:30", "1_000", "nan", " a ", ""])
def test_text_stays_text(code: str) -> None:
    assert parse("mine", {"code": code}, parameters_cell="code = 'x'") == {"code": code}
    assert validate("mine", {"code": code}, parameters_cell="code = 'x'") == {"code": code}


@pytest.mark.parametrize(
    ("name", "near"), [("perod", "period"), ("Period", "period"), ("langauge", "language")]
)
def test_an_unknown_name_is_told_with_the_nearest_and_all_there_are(name: str, near: str) -> None:
    with pytest.raises(ParameterError) as e:
        parse("district_profile", {name: "2018"})
    assert str(e.value) == (
        f"district_profile: unknown parameter '{name}'; did you mean {near}? "
        "There are: indicator, period, language, data, edition"
    )


@pytest.mark.parametrize(
    "period", ["18", "2018-2022", "latest ", "2018\n", "Latest", "", "２０１８"]
)
def test_a_period_in_another_form_is_refused_by_name(period: str) -> None:
    with pytest.raises(ParameterError, match=r"^district_profile: parameter period is '"):
        parse("district_profile", {"period": period})


def test_a_language_that_we_do_not_speak_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match="parameter language is 'de'"):
        parse("briefing", {"language": "de"})


@pytest.mark.parametrize("value", ["a\nb", "a\x00b", "a\tb", "x" * 10_000])
@pytest.mark.parametrize("name", ["indicator", "data"])
def test_control_characters_and_endless_text_are_refused_in_one_short_line(
    name: str, value: str
) -> None:
    with pytest.raises(ParameterError, match=f"parameter {name} is ") as e:
        parse("district_profile", {name: value})
    assert "\n" not in str(e.value)
    assert len(str(e.value)) < 300


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", "x", "", "1,5"])
def test_a_number_must_be_one(value: str) -> None:
    with pytest.raises(ParameterError, match=r"^mine: parameter limit is "):
        parse("mine", {"limit": value}, parameters_cell="limit = 1.5")


def test_values_of_python_must_have_the_declared_type() -> None:
    with pytest.raises(ParameterError, match="parameter period is 2018"):
        validate("district_profile", {"period": 2018})
    with pytest.raises(ParameterError, match="parameter n is True"):
        validate("mine", {"n": True}, parameters_cell="n = 1")


def test_texts_are_read_as_the_declared_type() -> None:
    cell = "n = 1\nlimit: float = 0.5\nfull = False\nword = 'w'"
    given = {"n": "12", "limit": "-2.5", "full": "true", "word": "12"}
    read = parse("mine", given, parameters_cell=cell)
    assert read == {"n": 12, "limit": -2.5, "full": True, "word": "12"}


@pytest.mark.parametrize("cell", ["n = 1 + x", "import os", "a, b = 1, 2", "n: int"])
def test_a_parameters_cell_with_more_than_plain_values_is_refused(cell: str) -> None:
    with pytest.raises(ParameterError, match="line 1 of its parameters cell"):
        model_of("mine", cell)


def test_an_indicator_of_another_city_is_told_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"did you mean merit_rating\? There are: turnout"):
        parse("district_profile", {"indicator": "merit_ratings"}, known=KNOWN)


def test_a_period_belongs_to_its_indicator() -> None:
    given = {"indicator": "merit_rating", "period": "2018"}
    with pytest.raises(ParameterError, match="it has: 2023/24, 2024/25, or latest"):
        parse("district_profile", given, known=KNOWN)
    given = {"indicator": "turnout_riksdag", "period": "2018"}
    assert parse("district_profile", given, known=KNOWN)["period"] == "2018"


def test_where_no_indicator_is_named_the_city_chooses_it() -> None:
    assert parse("district_profile", {"period": "2018"}, known=KNOWN)["indicator"] == ""
    taken = [name for name, model in PARAMETERS.items() if "indicator" in model.model_fields]
    assert {PARAMETERS[name].model_fields["indicator"].default for name in taken} == {""}


def test_every_parameter_of_every_notebook_is_described() -> None:
    for name, model in PARAMETERS.items():
        for told in describe(model):
            assert told["meaning"], f"{name}: {told['name']}"


def test_the_notebooks_cells_hold_exactly_these_parameters_and_defaults(root: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import papermill
    found = sorted((root / "notebooks").glob("*.ipynb"))
    assert {path.stem for path in found} >= set(PARAMETERS)
    for path in found:
        cell = papermill.inspect_notebook(str(path))
        told = {name: ast.literal_eval(one["default"]) for name, one in cell.items()}
        assert told == PARAMETERS[path.stem]().model_dump(), path.name


@pytest.mark.parametrize("text", ["1_000", " 1 ", "1.0", "1e3", "٣", "0x10", "9" * 30])
def test_a_whole_number_is_written_in_digits_or_refused(text: str) -> None:
    with pytest.raises(ParameterError, match=r"^mine: parameter n is .*a whole number"):
        parse("mine", {"n": text}, parameters_cell="n = 1")


@pytest.mark.parametrize("text", ["1_0", " 5", "٣"])
def test_a_number_of_ours_is_written_plainly_too(text: str) -> None:
    with pytest.raises(ParameterError, match="parameter tolerance is"):
        parse("project_balance", {"tolerance": text})


@pytest.mark.parametrize(
    "day", ["2018-09-09", date(2018, 9, 9), datetime(2018, 9, 9), pd.Timestamp("2018-09-09")]
)
def test_a_date_is_the_same_however_it_is_given(day: object) -> None:
    cell = "day = '2017-01-01'"
    assert validate("mine", {"day": day}, parameters_cell=cell) == {"day": "2018-09-09"}


@pytest.mark.parametrize(
    "day", ["2018-13-01", "9/9 2018", "20180909", "", 2018, datetime(2018, 9, 9, 12), object()]
)
def test_what_is_no_date_is_refused_where_a_date_is_declared(day: object) -> None:
    with pytest.raises(ParameterError, match=r"^mine: parameter day is "):
        validate("mine", {"day": day}, parameters_cell="day = '2017-01-01'")


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": object()}, {1: 2}, b"x"])
def test_what_json_cannot_hold_is_refused_where_anything_else_goes(value: object) -> None:
    with pytest.raises(ParameterError, match=r"^mine: parameter any is "):
        validate("mine", {"any": value}, parameters_cell="any = None")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("x = 1e999", "is not NAME = a plain value"),
        ("x = b'a'", "is not NAME = a plain value"),
        ("x = (1, 2)", "is not NAME = a plain value"),
        ("x = y = 1", "is not NAME = a plain value"),
        ("x = 1\nx = 2", "gives x a second time"),
        ("_x = 1", "a name, _x, that no parameter can have"),
        ("copy = 1", "a name, copy, that no parameter can have"),
        ("x = = 1", "is not Python"),
    ],
)
def test_a_cell_that_declares_no_parameters_is_told_so(cell: str, told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        model_of("mine", cell)


@pytest.mark.parametrize("text", ["å Ä", 'it\'s "so"', "../../etc", "{x}", "$(ls)", "a;b", "%s"])
def test_a_text_is_taken_exactly(text: str) -> None:
    assert parse("mine", {"code": text}, parameters_cell="code = ''") == {"code": text}


@pytest.mark.parametrize("name", ["a b", "x'; import os", "", "__class__"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ParameterError, match="unknown parameter"):
        parse("mine", {name: "1"}, parameters_cell="code = ''")
