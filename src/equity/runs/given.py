"""What papermill was given, held against the notebook's own parameters before a kernel starts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from equity.errors import EquityError, ParameterError
from equity.runs.notebooks import INJECTED, PYTHON, language_of, parameters_of

MAGIC = ("%", "!")  # begin a line that IPython reads otherwise


class RefusedError(EquityError, click.ClickException):
    """What was given is refused: papermill's command line tells it in one line and ends with 1."""


def hold(nb: Any, path: object = None) -> None:
    """Refuse what the notebook would not take as it was given, and hand on the rest exactly.

    papermill by itself warns of an unknown parameter and runs with the default, makes the number
    127 of the text 0127, and cannot keep a date.

    nb: a notebook as papermill made it ready: what was given stands in its metadata and in a cell
    of its own, and both get a date as ISO text. path: of the notebook, whose name a message has.
    Raises RefusedError for an unknown name, a value that the declared type does not take, or
    where not exactly one code cell is tagged `parameters`. Nothing is asked of a notebook that is
    given nothing; of one in another language than Python, only that cell.
    """
    name = Path(path).stem if isinstance(path, str) and path else "notebook"
    given = dict(nb.metadata.get("papermill", {}).get("parameters") or {})
    added = [cell for cell in nb.cells if INJECTED in cell.metadata.get("tags", [])]
    if not given:
        return
    try:
        cell = parameters_of(name, tuple(one for one in nb.cells if one not in added))
        exact = _exact(name, given, cell) if language_of(nb.metadata) == PYTHON else given
    except EquityError as error:
        raise RefusedError(str(error)) from None
    if exact != given:
        from papermill.translators import PythonTranslator

        nb.metadata["papermill"]["parameters"] = exact
        added[0]["source"] = PythonTranslator.codify(exact)


def _exact(name: str, given: Mapping[str, Any], cell: str) -> dict[str, Any]:
    """Return the values as the notebook takes them; ParameterError for one that it does not."""
    from equity.parameters import model_of, validate

    lines = [line for line in cell.splitlines() if not line.lstrip().startswith(MAGIC)]
    cell = "\n".join(lines)
    fields = model_of(name, cell, only_plain=False).model_fields
    texts = [one for one in given if one in fields and fields[one].annotation is str]
    read = {one for one in texts if type(given[one]) in (bool, int, float, type(None))}
    forms = {
        one for one in read if any(getattr(rule, "pattern", 0) for rule in fields[one].metadata)
    }
    values = {one: str(value) if one in forms else value for one, value in given.items()}
    try:
        taken = validate(name, values, parameters_cell=cell, only_plain=False)
    except ParameterError as error:
        as_it_stands = ", ".join(f"-r {one} VALUE" for one in texts if one in read - forms)
        hint = f"; as it stands a text is given with {as_it_stands}" if as_it_stands else ""
        raise ParameterError(f"{error}{hint}") from None
    return {one: taken[one] for one in given}
