"""The command that runs a notebook under many sets of parameters: sweep."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from equity.cli.options import (
    CellLimit,
    Data,
    Force,
    Json,
    Language,
    MemoryLimit,
    Notebooks,
    Notify,
    Out,
    RunLimit,
    limits_of,
)
from equity.terminal import counting, print_json

app = typer.Typer()
HELP = """Run a notebook under every set of a grid; leave one table of all findings.

GRID.yaml names the notebook and the values, which the notebook's own types read:

\b
  notebook: district_profile
  parameters: {language: sv}          # the same in every set
  grid:                               # every combination
    indicator: [turnout_riksdag, turnout_region]
    period: [2018, 2022]

or `sets:`, a list of {NAME: VALUE}, instead of `grid:`. OUT/sweeps/GRID-KEY/ gets
findings.parquet, and findings.csv as a Swedish Excel opens it. What is done already is not done
again; a set that fails is a row with its reason, and the exit status is 1.

The kernels of one command hash strings alike, so that a set of strings has the same order in each;
Python's and NumPy's seeds differ, as in kernels started one by one.
"""


@app.command("sweep", help=HELP, epilog="Example: equity sweep years.yaml --jobs 3")
def sweep_command(
    grid: Annotated[Path, typer.Argument(metavar="GRID.yaml", help="The sets of parameters.")],
    data: Data = None,
    out: Out = None,
    lang: Language = None,
    notebooks: Notebooks = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=1,
            metavar="N",
            help="Runs at once; processors + 1 by default, on a cluster all.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Run on a dask.distributed cluster."),
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="Leave each run's page too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan; run nothing.")
    ] = False,
    force: Force = False,
    cell_limit: CellLimit = None,
    run_limit: RunLimit = None,
    memory_limit: MemoryLimit = None,
    notify: Notify = None,
    as_json: Json = False,
) -> None:
    """Run every set of a grid."""
    from equity.runs.bulk.sweep import outline, sweep
    from equity.runs.schedule.notify import notifying

    if dry_run:
        told = outline(
            grid, data=data, out=out, language=lang, notebooks=notebooks, page=html, force=force
        )
        if as_json:
            print_json({"status": "planned"} | told)
            return
        typer.echo("{notebook}: {sets} sets, {unchanged} done before, {left} to run".format(**told))
        for line in told["plan"]:
            typer.echo("  {set} {state}: {parameters}".format(**line))
        return
    told_by = partial(typer.echo, err=True)
    with notifying(notify, "sweep", told_by) as ended, counting("sets") as tell:
        left = sweep(
            grid, data=data, out=out, language=lang, notebooks=notebooks, jobs=jobs,
            scheduler=scheduler, page=html, force=force, progress=tell,
            limits=limits_of(cell_limit, run_limit, memory_limit),
        )  # fmt: skip
        ended.errors.extend(f"set {number}: {error}" for number, error in left.errors.items())
        ended.runs.extend(left.runs)
    if as_json:
        print_json({name: told for name, told in vars(left).items() if name != "runs"})
    else:
        typer.echo(
            f"{left.status}: {left.folder} ({left.sets} sets, {left.unchanged} done before, "
            f"{left.failed} failed, {left.findings} findings)"
        )
    for number, error in left.errors.items():
        typer.echo(f"set {number}: {error}", err=True)
    if left.errors:
        raise typer.Exit(1)
