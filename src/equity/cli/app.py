"""Every command. Exit status: 0 done, 1 the data or a run failed with a reason, 2 wrong usage."""

import signal
from importlib import metadata
from typing import Annotated

import typer

from equity.cli import city, data, run, runs, schedule, svg, sweep
from equity.cli.options import Commands, TerminatedError

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


# Of those who ask to end: Ctrl-C, a service's manager, a terminal that is closed. Where a signal
# is ignored already, as under nohup, it stays so.
ASKS = {
    getattr(signal, name): usual
    for name, usual in (
        ("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL),
        ("SIGHUP", signal.SIG_DFL),
    )
    if hasattr(signal, name)
}  # fmt: skip


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(metadata.version("stockholm-equity"))
        raise typer.Exit


@app.callback()
def _prepare(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    heard = [number for number, usual in ASKS.items() if signal.getsignal(number) == usual]
    for number in heard:
        signal.signal(number, _end)

    def as_before() -> None:
        for number in heard:
            if signal.getsignal(number) is _end:
                signal.signal(number, ASKS[number])

    context.call_on_close(as_before)


def _end(number: int, _: object) -> None:
    """End by way of every clean-up, so that kernels and their keys are removed."""
    for one in ASKS:
        signal.signal(one, signal.SIG_IGN)  # asked once is enough
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise TerminatedError(signal.Signals(number))
