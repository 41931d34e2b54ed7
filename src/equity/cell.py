"""What anyone's cell of parameters declares: names, each with a default and its type."""

import ast
from typing import Any

from pydantic import BaseModel

from equity.errors import ParameterError, shown
from equity.kinds import DATE, KINDS, Day, plain


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
            return targets[0].id, plain(ast.literal_eval(value))
        except ValueError:
            pass
    raise _refused(notebook, line, "is not NAME = a plain value")


def _refused(notebook: str, line: ast.stmt, told: str) -> ParameterError:
    where = f"line {line.lineno} of its parameters cell, {shown(ast.unparse(line))}"
    return ParameterError(f"{notebook}: {where}, {told}")
