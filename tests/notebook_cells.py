"""A notebook's cells run in this process: quick, and a fault keeps its traceback."""

import ast
import json
from pathlib import Path
from typing import Any

SHOWN = "_repr_mimebundle_"


def shown_by(notebook: Path, **parameters: object) -> list[dict[str, Any]]:
    """Run a notebook's code cells in order and return the bundles of what they show.

    parameters: put in the place of those in the cell tagged `parameters`.
    """
    bundles: list[dict[str, Any]] = []

    def display(*things: Any) -> None:
        bundles.extend(getattr(thing, SHOWN)() for thing in things if hasattr(thing, SHOWN))

    names: dict[str, Any] = {"display": display}
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), notebook.name, "exec"), names)
        if isinstance(last, ast.Expr):
            display(eval(compile(ast.Expression(last.value), notebook.name, "eval"), names))
        if "parameters" in cell["metadata"].get("tags", []):
            names |= parameters
    return bundles
