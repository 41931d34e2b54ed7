"""What anyone's cell of parameters declares: names, each with a default and its type."""

import ast
from typing import Any

from pydantic import BaseModel

from equity.errors import ParameterError, shown
from equity.kinds import DATE, KINDS, READ, Day, Plain, optional, plain


def declared(notebook: str, cell: str, *, only_plain: bool = True) -> dict[str, tuple[Any, Any]]:
    """Return the type and the default of each parameter that a cell declares, by name.

    A default of text in the form of a date declares a date, which is handed on as such text; any
    other is of the type of its default, or of its annotation: a whole number annotated `float`
    is a number, None annotated `int | None` a whole number or None. None alone stands for any
    plain value.

    notebook: its name, for the message. cell: the source. only_plain: whether a line that is not
    NAME = a plain value is a fault; else such a line is left out, and the name that it assigns,
    if one, stands for any plain value.
    Raises ParameterError, naming the line, for a fault, a name that cannot be one, or one given
    twice.

    >>> {name: default for name, (_, default) in declared("mine", "year = 2018").items()}
    {'year': 2018}
    """
    try:
        lines = ast.parse(cell).body
    except (SyntaxError, ValueError) as error:
        raise ParameterError(f"{notebook}: its parameters cell is not Python: {error}") from None
    fields: dict[str, tuple[Any, Any]] = {}
    for line in lines:
        target, value = _assigned(line)
        try:
            default = plain(ast.literal_eval(value)) if target and value else ...
        except ValueError:
            default = ...
        if default is ... and only_plain:
            raise _refused(notebook, line, "is not NAME = a plain value")
        if not target:
            continue
        if target.startswith("_") or hasattr(BaseModel, target):
            raise _refused(notebook, line, f"has a name, {target}, that no parameter can have")
        if target in fields and only_plain:
            raise _refused(notebook, line, f"gives {target} a second time")
        fields[target] = (Plain, None) if default is ... else _field(notebook, line, default)
    return fields


def _assigned(line: ast.stmt) -> tuple[str, ast.expr | None]:
    """Return the name that a line assigns, "" for none or several, and what it assigns."""
    targets: list[ast.expr] = []
    if isinstance(line, ast.Assign | ast.AnnAssign):
        targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    if len(targets) == 1 and isinstance(targets[0], ast.Name):
        return targets[0].id, getattr(line, "value", None)
    return "", None


def _field(notebook: str, line: ast.stmt, default: Any) -> tuple[Any, Any]:
    """Return the type and the default of a parameter, by its annotation if it has one."""
    told = _annotated(line.annotation) if isinstance(line, ast.AnnAssign) else None
    kind = type(default)
    if told is float and kind is int:
        return KINDS[float], float(default)
    if told is not None and default is None:
        return optional(told), None
    if told not in (None, kind):
        raise _refused(notebook, line, f"declares {told.__name__} and gives {kind.__name__}")
    if kind is str and DATE.fullmatch(default):
        return Day, default
    return KINDS[kind], default


def _annotated(node: ast.expr) -> type | None:
    """Return the kind that an annotation names, `int` of `int | None`; None for any other."""
    if isinstance(node, ast.Name):
        return next((kind for kind in READ if kind.__name__ == node.id), None)
    if isinstance(node, ast.Subscript):  # Optional[int], list[int]
        is_optional = isinstance(node.value, ast.Name) and node.value.id == "Optional"
        return _annotated(node.slice if is_optional else node.value)
    if isinstance(node, ast.BinOp):
        sides = [one for one in (node.left, node.right) if getattr(one, "value", one) is not None]
        return _annotated(sides[0]) if len(sides) == 1 else None
    return None


def _refused(notebook: str, line: ast.stmt, told: str) -> ParameterError:
    where = f"line {line.lineno} of its parameters cell, {shown(ast.unparse(line))}"
    return ParameterError(f"{notebook}: {where}, {told}")
