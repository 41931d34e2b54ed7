"""What can go wrong, and how it is told: where, what, expected, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 60


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the data or in a parameter, told so that it can be mended.

    file: the file's name, or the command or notebook whose parameter it is.
    row: 1 for a table's header, 2 for its first row; None where rows mean nothing.
    column: the column, parameter or property; empty where none is to blame.
    value: the offending text as it stands, never a repaired version of it.
    expected: what was expected instead. fix: what to do.

    >>> print(Problem("turnout.csv", 17, "voters", "9 120", "a whole number", "write 9120"))
    turnout.csv, row 17, column voters: '9 120', expected a whole number; write 9120
    """

    file: str
    row: int | None
    column: str
    value: str
    expected: str
    fix: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        return f"{', '.join(where)}: {self.value!r}, expected {self.expected}; {self.fix}"


class EquityError(Exception):
    """An expected fault: shown as its message, without a traceback."""


class DataError(EquityError):
    """The data cannot be used; carries every problem found, not only the first.

    >>> error = DataError([Problem("a.csv", 2, "x", "?", "a number", "write a number")])
    >>> len(error.problems)
    1
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ParameterError(EquityError):
    """A parameter is unknown, of the wrong type or out of its bounds."""


class RunError(EquityError):
    """A notebook's run failed; the message names the notebook, the cell and the reason."""


def shown(value: object) -> str:
    """Return a value as a message shows it: on one line, shortened.

    >>> shown("a" * 100).partition("…")[2]
    ' (100 characters)'
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # whatever somebody's object does when it is asked
        text = f"of the kind {type(value).__name__}, which cannot be shown"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text) - 2} characters)"
