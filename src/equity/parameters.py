"""Every notebook's parameters, with bounds and help; checked before a kernel starts."""

import difflib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from equity.cell import declared
from equity.errors import ParameterError, shown
from equity.kinds import LONGEST, WRITTEN, Line, Number

Period = Annotated[
    Line,
    Field(
        pattern="^(latest|[0-9]{4}(/[0-9]{2})?)$",
        description='a year ("2018"), a school year ("2024/25") or "latest"',
    ),
]
Indicator = Annotated[Line, Field(description="an indicator's id; empty for the city's own choice")]
Language = Annotated[Literal["sv", "en"], Field(description="sv or en, of every sentence")]
Folder = Annotated[Line, Field(description="the city's folder; empty for the project's own")]
Edition = Annotated[Line, Field(description="which edition the page is, as it should read there")]


class NotebookParameters(BaseModel):
    """What any notebook takes: nothing that it does not name, and no number that is none."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class DistrictProfile(NotebookParameters):
    """Parameters of `district_profile` and of `polling_districts`: one indicator by area."""

    indicator: Indicator = ""
    period: Period = "latest"
    language: Language = "sv"
    data: Folder = ""
    edition: Edition = ""


class Briefing(NotebookParameters):
    """Parameters of `briefing`: the one page."""

    language: Language = "sv"
    data: Folder = ""
    edition: Edition = ""


class Robustness(Briefing):
    """Parameters of `robustness`: one gap under every defensible choice."""

    indicator: Indicator = ""


class ProjectBalance(NotebookParameters):
    """Parameters of `project_balance`: where the projects are, beside where people live."""

    tolerance: Annotated[
        Number,
        Field(ge=0, le=50, description="percentage points around a yardstick that count as fair"),
    ] = 5.0
    language: Language = "sv"
    data: Folder = ""
    edition: Edition = ""


class CostForecast(Briefing):
    """Parameters of `cost_forecast`: forecast, decided, spent."""


class Priorities(Briefing):
    """Parameters of `priorities`: whether the projects go where the gaps are."""


class StartHere(NotebookParameters):
    """Parameters of `start_here`: the first notebook to open."""

    indicator: Indicator = ""
    language: Language = "en"
    data: Folder = ""


PARAMETERS: dict[str, type[NotebookParameters]] = {
    "district_profile": DistrictProfile,
    "briefing": Briefing,
    "robustness": Robustness,
    "project_balance": ProjectBalance,
    "cost_forecast": CostForecast,
    "priorities": Priorities,
    "polling_districts": DistrictProfile,
    "start_here": StartHere,
}


def model_of(
    notebook: str, parameters_cell: str = "", *, only_plain: bool = True
) -> type[NotebookParameters]:
    """Return the model of a notebook's parameters.

    The project's own notebooks have one here; for anyone else's, also one of the same name with
    other parameters, it is made from the defaults in the notebook's cell tagged `parameters` (see
    `equity.cell`).

    notebook: its name, without folder and suffix. parameters_cell: that cell's source.
    only_plain: see `equity.cell.declared`.
    Raises ParameterError, naming the line, for a default that is not a plain value.

    >>> sorted(model_of("mine", "year = 2018").model_fields)
    ['year']
    """
    own = PARAMETERS.get(notebook)
    if own is not None and not parameters_cell:
        return own
    fields: dict[str, Any] = declared(notebook, parameters_cell, only_plain=only_plain)
    if own is not None and fields.keys() == own.model_fields.keys():
        return own
    return create_model(notebook, __base__=NotebookParameters, **fields)


def parse(
    notebook: str,
    assignments: Mapping[str, str],
    *,
    known: Mapping[str, Sequence[str]] | None = None,
    parameters_cell: str = "",
) -> dict[str, Any]:
    """Return all parameters of a notebook, typed, from texts as a command line gives them.

    The declared type rules: text stays text ("0127", "NO" and "1e5" come back unchanged), and
    what is not assigned has its default.

    known: the city's indicators with the periods each has; None where it is not yet known.
    parameters_cell: the source of the notebook's own cell, for notebooks not in `PARAMETERS`.
    Raises ParameterError, one line that names the notebook and the parameter, for an unknown
    name, a wrong type, or a value out of bounds.

    >>> parse("briefing", {"language": "en"})
    {'language': 'en', 'data': '', 'edition': ''}
    """
    model = model_of(notebook, parameters_cell)

    def written(given: Mapping[str, str]) -> NotebookParameters:
        return model.model_validate_strings(dict(given), context=WRITTEN)

    return _checked(notebook, model, assignments, known, written)


def validate(
    notebook: str,
    values: Mapping[str, object],
    *,
    known: Mapping[str, Sequence[str]] | None = None,
    parameters_cell: str = "",
    only_plain: bool = True,
) -> dict[str, Any]:
    """Return all parameters of a notebook from values of Python, as `parse` does from texts.

    Strict: the number 2018 is not the text "2018". Raises ParameterError as `parse`.
    only_plain: see `equity.cell.declared`.

    >>> validate("briefing", {"language": "en"})["language"]
    'en'
    """
    model = model_of(notebook, parameters_cell, only_plain=only_plain)

    def strictly(given: Mapping[str, object]) -> NotebookParameters:
        return model.model_validate(dict(given), strict=True)

    return _checked(notebook, model, values, known, strictly)


def describe(model: type[BaseModel]) -> list[dict[str, str]]:
    """Return name, default and meaning of each parameter, for help.

    >>> describe(Briefing)[0]
    {'name': 'language', 'default': 'sv', 'meaning': 'sv or en, of every sentence'}
    """
    return [
        {"name": name, "default": _written(field.default), "meaning": field.description or ""}
        for name, field in model.model_fields.items()
    ]


def _written(value: Any) -> str:
    """Return a value as `parse` reads it, as far as a text can stand for it."""
    nested = isinstance(value, list | dict)
    return json.dumps(value, ensure_ascii=False) if nested else str(value)


def _checked(
    notebook: str,
    model: type[NotebookParameters],
    given: Mapping[str, Any],
    known: Mapping[str, Sequence[str]] | None,
    build: Any,
) -> dict[str, Any]:
    for name in given:
        if name not in model.model_fields:
            raise ParameterError(_unknown(notebook, "parameter", str(name), model.model_fields))
    try:
        values: dict[str, Any] = build(dict(given)).model_dump()
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else ""
        told = f"{notebook}: parameter {name} is {shown(given.get(name))}, expected "
        raise ParameterError(told + _expected(model, name, fault)) from None
    if known is not None:
        _check_against_city(notebook, values, known)
    return values


def _check_against_city(
    notebook: str, values: Mapping[str, Any], known: Mapping[str, Sequence[str]]
) -> None:
    indicator = values.get("indicator")
    if indicator == "":
        return  # the city chooses, once it is opened
    if indicator is not None and indicator not in known:
        raise ParameterError(_unknown(notebook, "indicator", indicator, known))
    periods = sorted({p for i in known if indicator in (None, i) for p in known[i]})
    period = values.get("period")
    if period not in (None, "latest") and periods and period not in periods:
        of = indicator or "any indicator"
        raise ParameterError(
            f"{notebook}: parameter period is {shown(period)}, and {of} has none such; "
            f"it has: {', '.join(periods)}, or latest"
        )


def _expected(model: type[BaseModel], name: str, fault: Mapping[str, Any]) -> str:
    """Return what a parameter means and what its value must be, as far as that says more."""
    means = model.model_fields[name].description if name in model.model_fields else None
    must = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if means and fault["type"] in ("string_pattern_mismatch", "literal_error"):
        return means
    return f"{means}: {must}" if means else must


def _unknown(notebook: str, what: str, name: str, names: Mapping[str, object]) -> str:
    composed = unicodedata.normalize("NFC", name[:LONGEST])
    lowered = {known.lower(): known for known in names}
    near = difflib.get_close_matches(composed.lower(), lowered, n=1)
    hint = f"; did you mean {lowered[near[0]]}?" if near else "."
    if composed in names and composed != name:  # which looks the same
        hint = f"; did you mean {composed}, its letters composed (Unicode NFC)?"
    return f"{notebook}: unknown {what} {shown(name)}{hint} There are: {', '.join(names) or 'none'}"
