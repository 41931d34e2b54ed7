"""Every command. Exit status: 0 done, 1 the data or a run failed with a reason, 2 wrong usage."""

import signal
import sys
from importlib import metadata
from typing import Annotated

import typer

from equity.cli import data, run
from equity.cli.options import Commands

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Where are the differences in the city, where are the projects, and how sure are we?",
    epilog="Example: equity data build && equity brief",
)
app.add_typer(run.app)  # without a name: its commands stand at the top
app.add_typer(data.app, name="data", help="The data.", epilog="Example: equity data check")


@app.callback()
def _prepare(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(metadata.version("stockholm-equity"))
        raise typer.Exit
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that kernels and keys are removed
