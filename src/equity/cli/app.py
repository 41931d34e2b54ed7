"""Every command. Exit status: 0 done, 1 the data or a run failed with a reason, 2 wrong usage."""

import signal
from importlib import metadata
from typing import Annotated

import typer

from equity.cli import city, data, run, runs, schedule, svg, sweep
from equity.cli.options import TERMINATED, Commands, TerminatedError

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
app.add_typer(runs.app, name="runs", help="The runs.", epilog="Example: equity runs --json")
app.add_typer(svg.app)
app.add_typer(sweep.app)
app.add_typer(schedule.app)
app.add_typer(city.app, name="city", help="Cities.", epilog="Example: equity city new ../our-city")
app.add_typer(data.app, name="data", help="The data.", epilog="Example: equity data check")


@app.callback()
def _prepare(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(metadata.version("stockholm-equity"))
        raise typer.Exit
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(*_: object) -> None:
    """End by way of every clean-up, so that kernels and their keys are removed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # asked once is enough
    raise TerminatedError(TERMINATED)
