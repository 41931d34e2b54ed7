"""Runs found again: by notebook, outcome, time and parameters, or one by its key."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from equity.errors import ParameterError
from equity.runs.folder import checkout
from equity.runs.history.ledger import Entry, entries
from equity.runs.inputs.parts import DATA

SHORTEST = 4  # letters of a key that may stand for it


def chosen(
    found: Iterable[Entry],
    *,
    notebook: str | None = None,
    outcome: str | None = None,
    since: datetime | None = None,
    parameters: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Return the runs that are as asked for, in their order.

    since: that ended then or later. parameters: texts by name, each as a command line gives it.
    """
    return [
        one
        for one in found
        if notebook in (None, one.notebook)
        and outcome in (None, one.outcome)
        and (since is None or datetime.fromisoformat(one.ended) >= since)
        and all(
            name in one.parameters and as_text(one.parameters[name]) == text
            for name, text in (parameters or {}).items()
        )
    ]


def of_city(found: Iterable[Entry], data: Path) -> list[Entry]:
    """Return the runs on a city's folder: a run notes the folder's name, not where it lies.

    data: the folder. A run that noted none was on the checkout's own.
    """
    named, own = data.resolve(), (checkout() / DATA).resolve()
    names = {data.absolute().name, named.name, *([""] if named == own else [])}
    return [one for one in found if one.parameters.get(DATA, "") in names]


def as_time(text: str) -> datetime:
    """Return the moment that an ISO date or time names; in UTC where it names no zone.

    Raises ParameterError for any other text.

    >>> as_time("2026-11-01").isoformat()
    '2026-11-01T00:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ParameterError(
            f"--since is {text[:40]!r}, expected a date or time such as 2026-11-01 or "
            "2026-11-01T06:30+01:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_text(value: Any) -> str:
    """Return a parameter's value as a command line gives it.

    >>> as_text(True), as_text("0127"), as_text(5.0)
    ('true', '0127', '5.0')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def one_run(out: Path, name: str, data: Path | None = None) -> Entry:
    """Return the run that a name means: its key, the beginning of it, or NOTEBOOK/KEY.

    data: the city's folder that it has to be on, None for any.
    Raises ParameterError where no run or more than one is meant, with those there are.
    """
    found = entries(out) if data is None else of_city(entries(out), data)
    notebook, slash, key = name.strip("/").rpartition("/")
    notebook = notebook.rpartition("/")[2]  # a path to the folder will do as well
    meant = [
        one
        for one in found
        if one.key.startswith(key)
        and len(key) >= SHORTEST
        and (not slash or one.notebook == notebook)
    ]
    whole = {_name(one) for one in meant if one.outcome == "complete"}
    # A run that failed once and then did not is the one that did not.
    meant = [one for one in meant if one.outcome == "complete" or _name(one) not in whole]
    if len(meant) == 1:
        return meant[0]
    names = ["/".join(_name(one)) for one in meant or found[:5]]
    told = "more than one run begins so" if meant else f"no run {name[:60]!r} below {out}"
    raise ParameterError(f"{told}; there are: {', '.join(names) or 'none'}")


def _name(one: Entry) -> tuple[str, str]:
    return one.notebook, one.key
