"""What commands share: their options, how a fault is told, and which folder is meant."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from equity.errors import EquityError, ParameterError
from equity.terminal import os_message, print_json

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits

BY_SIGNAL = 128  # exit status, by custom: this and the signal's number


class TerminatedError(SystemExit):
    """The process was asked to end, by a signal; what was begun cleans up on the way out."""

    def __init__(self, asked: signal.Signals) -> None:
        self.asked = asked
        super().__init__(BY_SIGNAL + asked)


class Commands(TyperGroup):
    """The commands, which tell an expected fault in its own words and without a traceback."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Note whether JSON is asked for, however wrong the other words are; read the first."""
        ctx.meta["json"] = "--json" in takewhile(lambda word: word != "--", args)
        with _told_as_json(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn a fault into a message and an exit status."""
        try:
            with _told_as_json(ctx):
                return super().invoke(ctx)
        except (EquityError, OSError) as fault:
            if isinstance(fault, BrokenPipeError):
                raise
            told = os_message(fault) if isinstance(fault, OSError) else str(fault)
            status = 2 if isinstance(fault, ParameterError) else 1
        except TerminatedError as end:
            status = BY_SIGNAL + end.asked
            told = f"stopped by {end.asked.name}: nothing half-written is left"
        except KeyboardInterrupt:
            status = BY_SIGNAL + signal.SIGINT
            told = "stopped by Ctrl-C: nothing half-written is left"
        if ctx.meta.get("json"):
            print_json({"status": "failed", "error": told})
        typer.echo(told, err=True)
        raise typer.Exit(status)


@contextmanager
def _told_as_json(ctx: Any) -> Iterator[None]:
    """Print a fault in the words of a command as JSON too, where that is asked for."""
    try:
        yield
    except TyperException as fault:
        if ctx.meta["json"]:
            print_json({"status": "failed", "error": fault.format_message()})
        raise


class Lang(StrEnum):
    """The languages of pages and sentences."""

    sv = "sv"
    en = "en"


Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The city's folder with raw/ and processed/."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where runs are left; runs/ by default.")
]
Notebooks = Annotated[
    Path | None, typer.Option("--notebooks", metavar="DIR", help="The notebooks' folder.")
]
Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON object on standard output."),
]
Force = Annotated[bool, typer.Option("--force", help="Do again what is done already.")]
Assigned = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="A parameter; may be repeated."),
]
CellLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="For each cell; 1800 by default, 0 for none."),
]
RunLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="For each run; 3600 by default, 0 for none."),
]
MemoryLimit = Annotated[
    float | None,
    typer.Option(metavar="MB", min=0, help="For each kernel; 8000 by default, 0 for none."),
]
Notify = Annotated[
    str | None,
    typer.Option(
        metavar="CMD", help="Run it, with JSON on its input, if findings changed or a run failed."
    ),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="The language; sv by default.")]


def home_of(data: Path | None) -> Path:
    """Return a city's folder, by default the checkout's; ParameterError where there is none."""
    from equity.runs.folder import checkout

    home = data or checkout() / "data"
    if not home.is_dir():
        raise ParameterError(f"there is no folder {home}; name a city's with --data DIR")
    return home


def limits_of(cell: float | None, run: float | None, memory: float | None) -> "Limits":
    """Return the limits of a run: None for the default of each, 0 for none at all."""
    from equity.runs.kernels.limits import Limits

    given = {"cell_seconds": cell, "run_seconds": run, "memory_mb": memory}
    return Limits(**{name: value or None for name, value in given.items() if value is not None})
