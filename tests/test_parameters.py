"""Parameters: the declared type rules, and a fault is one line that names it."""

import ast
import warnings
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
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
    """wireviz/WireViz#213: codes that were read as numbers, times and truth."""
    assert parse("mine", {"code": code}, parameters_cell="code = 'x'") == {"code": code}
    assert validate("mine", {"code": code}, parameters_cell="code = 'x'") == {"code": code}


@pytest.mark.parametrize(
    ("name", "near"), [("perod", "period"), ("Period", "period"), ("langauge", "language")]
)
def test_an_unknown_name_is_told_with_the_nearest_and_all_there_are(name: str, near: str) -> None:
    """nteract/papermill#818, #701, #667: a warning, and the default was used."""
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
    """nteract/papermill#630: NaN stood in the notebook, which strict readers refuse."""
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
    """nteract/papermill#345: text from one side, a TypeError from the other."""
    cell = "day = '2017-01-01'"
    assert validate("mine", {"day": day}, parameters_cell=cell) == {"day": "2018-09-09"}


@pytest.mark.parametrize(
    "day",
    [
        *("2018-13-01", "9/9 2018", "20180909", "", "2018-9-9", "2018-09-09T00:00", "2018-09-09\n"),
        *(2018, datetime(2018, 9, 9, 12), pd.Timestamp("2018-09-09") + pd.Timedelta(1, "ns")),
        object(),
    ],
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


EVERYTHING = """
text = ""
limit = 1.5
count = 1
full = False
day = "2018-01-01"
many = [1.5]
named = {"a": 1}
anything = None
"""


def told_of(call: Callable[..., object], name: str, value: object) -> str:
    """Return what is told of a value that is refused; fail where it is taken."""
    with pytest.raises(ParameterError) as caught:
        call("mine", {name: value}, parameters_cell=EVERYTHING)
    told = str(caught.value)
    assert "\n" not in told
    assert len(told) < 250
    return told


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("limit", np.int64(2), "int64"),
        ("limit", np.float32(2.5), "float32"),
        ("limit", Decimal("2.5"), "Decimal"),
        ("limit", Fraction(1, 3), "Fraction"),
        ("limit", True, "bool"),
        ("limit", "2.5", "str"),
        ("count", np.int64(2), "int64"),
        ("count", 2.0, "float"),
        ("count", "2", "str"),
        ("full", np.bool_(True), "bool"),
        ("full", "true", "str"),
        ("full", 1, "int"),
        ("text", b"x", "bytes"),
        ("text", None, "NoneType"),
        ("text", date(2018, 9, 9), "date"),
        ("day", np.datetime64("2018-09-09"), "datetime64"),
        ("day", pd.NaT, "NaTType"),
        ("many", (1, 2), "tuple"),
        ("many", np.array([1.5]), "ndarray"),
        ("many", "[1.5]", "str"),
        ("many", [np.float64(1.5)], "float64"),
        ("named", [], "list"),
        ("named", pd.Series([1, 2]), "Series"),
        ("anything", object(), "object"),
        ("anything", pd.Timestamp("2018-09-09"), "Timestamp"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_parameter_and_kind(
    name: str, value: object, kind: str
) -> None:
    """nteract/papermill#345: a bare TypeError, or nothing at all."""
    told = told_of(validate, name, value)
    assert told.startswith(f"mine: parameter {name} is ")
    assert told.endswith(f", not {kind}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", np.float64("nan")),
        ("limit", 10**310),
        ("limit", float("-inf")),
        ("many", [1, [2, [float("inf")]]]),
        ("many", [{"a": float("nan")}]),
        ("named", {"a": {"b": float("nan")}}),
        ("anything", float("nan")),
    ],
)
def test_a_number_that_is_none_is_refused_however_deep_it_lies(name: str, value: object) -> None:
    """nteract/papermill#630: it would stand in the notebook as NaN, which is no JSON."""
    assert "a finite number" in told_of(validate, name, value)


@pytest.mark.parametrize("value", ["1e-400", "-0.1e-999", "1e999", "-1e999", "Infinity", "-.inf"])
def test_a_number_that_no_float_can_hold_is_refused(value: str) -> None:
    assert "a finite number" in told_of(parse, "limit", value)


@pytest.mark.parametrize("value", ["0", "-0.0", "0e5", "0.000e-400"])
def test_nought_is_a_number(value: str) -> None:
    assert parse("mine", {"limit": value}, parameters_cell=EVERYTHING)["limit"] == 0


@pytest.mark.parametrize("name", ["count", "anything"])
def test_a_whole_number_too_long_for_a_table_is_refused(name: str) -> None:
    for value in (10**18, -(10**30), 10**5000):
        assert told_of(validate, name, value).endswith("a whole number of at most 18 digits")
    assert validate("mine", {name: 10**18 - 1}, parameters_cell=EVERYTHING)[name] == 10**18 - 1


def test_a_list_within_itself_is_refused() -> None:
    ring: list[object] = []
    ring.append(ring)
    assert "not one inside itself" in told_of(validate, "many", ring)
    assert "not one inside itself" in told_of(validate, "anything", {"a": ring})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "\ud800"),
        ("many", ["a", "\udcff"]),
        ("named", {"\udcff": 1}),
        ("anything", "\udcff"),
    ],
)
def test_what_no_file_can_hold_is_refused(name: str, value: object) -> None:
    """Bytes on a command line that are no UTF-8 come as half characters."""
    assert "text in UTF-8" in told_of(validate, name, value)


def test_a_list_and_names_with_values_are_written_as_strict_json() -> None:
    given = {"many": '[1, 2.5, "å", null]', "named": '{"a": [true]}'}
    read = parse("mine", given, parameters_cell=EVERYTHING)
    assert (read["many"], read["named"]) == ([1, 2.5, "å", None], {"a": [True]})


@pytest.mark.parametrize(
    "value", ["[1, NaN]", "[1e999]", "[01]", "[1,]", "1", "", "{}", "[" * 9999]
)
def test_a_list_that_is_none_in_strict_json_is_refused(value: str) -> None:
    assert told_of(parse, "many", value).startswith("mine: parameter many is '")


@pytest.mark.parametrize("value", ['{"a": 1, "a": 2}', "{a: 1}", "[]", '{"a": Infinity}'])
def test_names_with_values_that_are_none_in_strict_json_are_refused(value: str) -> None:
    assert told_of(parse, "named", value).startswith("mine: parameter named is '")


@pytest.mark.parametrize("value", ["maybe", "", "2", "None", "TRUE "])
def test_yes_or_no_is_one_of_the_usual_words(value: str) -> None:
    assert told_of(parse, "full", value).endswith("expected true or false")


@pytest.mark.parametrize("name", ["a\u030ar", "A\u030ar"])
def test_a_name_whose_letters_are_put_together_otherwise_is_told_so(name: str) -> None:
    with pytest.raises(ParameterError, match="did you mean år"):
        parse("mine", {name: "2018"}, parameters_cell="år = ''")


def test_a_text_is_not_put_together_otherwise() -> None:
    for text in ("\u00e5", "a\u030a"):
        assert parse("mine", {"text": text}, parameters_cell=EVERYTHING)["text"] == text


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        ("x: float = 5", "2.5", 2.5),
        ("x: int = 5", "7", 7),
        ("x: int | None = None", "7", 7),
        ("x: None | float = None", "7", 7.0),
        ("x: Optional[str] = None", "None", "None"),
        ("x: str | None = None", "0127", "0127"),
        ("x: list[int] = [1]", "[2]", [2]),
        ("x: Optional[bool] = None", "no", False),
        ("x: Path = 'a'", "b", "b"),
        ("x: int | str = 'a'", "7", "7"),
        ("x: str = '2018-01-01'", "2018-09-09", "2018-09-09"),
        ("x = 5  # a comment", "7", 7),
    ],
)
def test_an_annotation_says_which_kind_a_parameter_is(cell: str, text: str, value: object) -> None:
    read = parse("mine", {"x": text}, parameters_cell=cell)["x"]
    assert (read, type(read)) == (value, type(value))


def test_none_stays_none_where_it_is_the_default() -> None:
    assert parse("mine", {}, parameters_cell="x: int | None = None") == {"x": None}
    assert validate("mine", {"x": None}, parameters_cell="x: int | None = None") == {"x": None}
    with pytest.raises(ParameterError, match="expected a whole number"):
        parse("mine", {"x": "None"}, parameters_cell="x: int | None = None")
    default = parse("mine", {}, parameters_cell="x: float = 5")["x"]
    assert (default, type(default)) == (5.0, float)


@pytest.mark.parametrize("cell", ["x: str = 5", "x: int = 2.5", "x: bool = 'no'", "x: list = {}"])
def test_a_default_of_another_kind_than_its_annotation_is_refused(cell: str) -> None:
    with pytest.raises(ParameterError, match=r"^mine: line 1 .* declares \w+ and gives \w+$"):
        model_of("mine", cell)


@pytest.mark.parametrize("cell", ["x = 1\nx += 1", "for x in [1]: pass", "x, y = 1, 2", "x[0] = 1"])
def test_a_line_that_does_more_than_assign_is_refused(cell: str) -> None:
    with pytest.raises(ParameterError, match="is not NAME = a plain value"):
        model_of("mine", cell)


def test_somebody_elses_notebook_may_have_the_name_of_one_of_ours() -> None:
    read = parse("briefing", {"year": "2018"}, parameters_cell="year = 2017")
    assert read == {"year": 2018}
    ours = "language = 'sv'\ndata = ''\nedition = ''"
    with pytest.raises(ParameterError, match="sv or en"):
        parse("briefing", {"language": "de"}, parameters_cell=ours)


def test_where_more_than_plain_values_is_let_be_it_stands_for_any() -> None:
    cell = "import os\nhere = os.getcwd()\nyear = 2018\nif year: pass\n"
    model = model_of("mine", cell, only_plain=False)
    assert sorted(model.model_fields) == ["here", "year"]
    assert validate("mine", {"here": "x"}, parameters_cell=cell, only_plain=False)["here"] == "x"
    with pytest.raises(ParameterError, match="parameter year is 'x'"):
        validate("mine", {"year": "x"}, parameters_cell=cell, only_plain=False)


def test_the_default_of_a_list_is_shown_as_it_is_written() -> None:
    cell = "many = ['å', True]\nnamed = {'a': None}\nyear = 2018"
    told = {one["name"]: one["default"] for one in describe(model_of("mine", cell))}
    assert told == {"many": '["å", true]', "named": '{"a": null}', "year": "2018"}
    assert parse("mine", told, parameters_cell=cell) == parse("mine", {}, parameters_cell=cell)
