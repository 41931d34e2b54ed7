"""What a command writes to a terminal: JSON, a fault of the system, how far it has come."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from typing import Any

import typer

LONGEST = 7 * 24 * 3600  # seconds that a count may take: its pace is told from all of them


def print_json(content: Any) -> None:
    """Print one JSON object; what is no plain value as its fields or its text."""

    def plain(thing: Any) -> Any:
        return vars(thing) if is_dataclass(thing) else str(thing)

    typer.echo(json.dumps(content, ensure_ascii=False, default=plain))


def os_message(fault: OSError) -> str:
    """Return what the system refused, with the files it is about."""
    names = [str(name) for name in (fault.filename, fault.filename2) if name]
    return f"{' → '.join(names) or 'the system'}: {fault.strerror or fault}"


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows one line on a terminal's standard error, else nothing."""
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)  # its faults come back to us
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function told how many of how many are done; a terminal shows the time left.

    what: is counted, in the plural. Without a terminal on standard error nothing is shown.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (MofNCompleteColumn(), TextColumn(what), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns,
        TextColumn("left"),
        console=Console(stderr=True),
        speed_estimate_period=LONGEST,
    ) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
