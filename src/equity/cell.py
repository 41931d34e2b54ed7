"""What anyone's cell of parameters declares: names, each with a default and its type."""

import ast
import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator

from equity.errors import ParameterError

LONGEST = 1000
SHOWN = 60
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def one_line(text: str) -> str:
    """Return a text that stands on one line; ValueError for another, or an endless one."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError("text on one line, without control characters")
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters, not {len(text)}")
    return text


def _written(pattern: re.Pattern[str], expected: str) -> Callable[[Any], Any]:
    """Return a check that a number given as text is written as one, without ornaments."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(f"{expected}, in digits only")
        return value

    return check


def _day(value: Any) -> Any:
    """Return a date as ISO text, whether it came as text, as a date or as a moment at midnight."""
    if isinstance(value, datetime):  # a Timestamp of pandas is one
        if value.time().replace(tzinfo=None) != datetime.min.time():
            raise ValueError("a date, not a time of day")
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and DATE.fullmatch(value):
        return date.fromisoformat(value).isoformat()
    raise ValueError(f"a date such as 2018-09-09, not {type(value).__name__}")


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold exactly; ValueError for any other."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a finite number, not {value}")
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("names that are text")
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if value is None or type(value) in (str, int, float, bool):
        return value
    raise ValueError(f"a plain value, not {type(value).__name__}")


Line = Annotated[str, AfterValidator(one_line)]
Whole = Annotated[int, BeforeValidator(_written(WHOLE, "a whole number"))]
Number = Annotated[float, BeforeValidator(_written(NUMBER, "a finite number"))]
Day = Annotated[str, BeforeValidator(_day)]
KINDS: dict[type, Any] = {
    bool: bool,
    int: Whole,
    float: Number,
    str: Line,
    list: Annotated[list[Any], AfterValidator(_plain)],
    dict: Annotated[dict[str, Any], AfterValidator(_plain)],
    type(None): Annotated[Any, AfterValidator(_plain)],
}


def declared(notebook: str, cell: str) -> dict[str, tuple[Any, Any]]:
    """Return the type and the default of each parameter that a cell declares, by name.

    A default of text in the form of a date declares a date, which is handed on as such text; any
    other is of the type of its default; None stands for any plain value.

    notebook: its name, for the message. cell: the source. Raises ParameterError, naming the line,
    for anything but NAME = a plain value, a name that cannot be one, or one given twice.

    >>> {name: default for name, (_, default) in declared("mine", "year = 2018").items()}
    {'year': 2018}
    """
    try:
        lines = ast.parse(cell).body
    except (SyntaxError, ValueError) as error:
        raise ParameterError(f"{notebook}: its parameters cell is not Python: {error}") from None
    fields: dict[str, tuple[Any, Any]] = {}
    for line in lines:
        name, default = _assigned(notebook, line)
        if name.startswith("_") or hasattr(BaseModel, name):
            raise _refused(notebook, line, f"has a name, {name}, that no parameter can have")
        if name in fields:
            raise _refused(notebook, line, f"gives {name} a second time")
        is_day = isinstance(default, str) and DATE.fullmatch(default)
        fields[name] = (Day if is_day else KINDS[type(default)], default)
    return fields


def _assigned(notebook: str, line: ast.stmt) -> tuple[str, object]:
    """Return the name and the default that one line of a parameters cell assigns."""
    targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
    value = getattr(line, "value", None)
    if len(targets) == 1 and isinstance(targets[0], ast.Name) and isinstance(value, ast.expr):
        try:
            return targets[0].id, _plain(ast.literal_eval(value))
        except ValueError:
            pass
    raise _refused(notebook, line, "is not NAME = a plain value")


def _refused(notebook: str, line: ast.stmt, told: str) -> ParameterError:
    where = f"line {line.lineno} of its parameters cell, {shown(ast.unparse(line))}"
    return ParameterError(f"{notebook}: {where}, {told}")


def shown(value: object) -> str:
    """Return a value as a message shows it, shortened.

    >>> shown("a" * 100).partition("…")[2]
    ' (100 characters)'
    """
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text) - 2} characters)"
