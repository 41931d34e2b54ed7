"""The commands about runs that were made: list them, diff, again, prune."""

from pathlib import Path
from typing import Annotated, Any

import typer

from equity.cli.front import assignments
from equity.cli.options import (
    Assigned,
    CellLimit,
    Data,
    Json,
    MemoryLimit,
    Notebooks,
    Out,
    RunLimit,
    home_of,
    limits_of,
)
from equity.terminal import print_json, progress

app = typer.Typer(rich_markup_mode=None)
Key = Annotated[
    str,
    typer.Argument(
        metavar="RUN", help="A run's key, its first four letters or more, or NOTEBOOK/KEY."
    ),
]


@app.callback(invoke_without_command=True)
def runs_list(
    ctx: typer.Context,
    notebook: Annotated[
        str | None, typer.Option("--notebook", metavar="NAME", help="Of this notebook only.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="complete|failed", help="Of this outcome.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="Ended then or later; UTC if not said."),
    ] = None,
    assigned: Assigned = None,
    data: Data = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """List the runs that were made, the latest first; with --data those on that city's folder."""
    if ctx.invoked_subcommand is not None:
        return
    from equity.errors import ParameterError
    from equity.runs.history.ledger import entries
    from equity.runs.history.listing import as_text, as_time, chosen, of_city

    if outcome not in (None, "complete", "failed"):
        raise ParameterError(f"--outcome is {outcome[:40]!r}, expected complete or failed")
    there = entries(_home(out))
    found = chosen(
        of_city(there, home_of(data)) if data else there,
        notebook=notebook,
        outcome=outcome,
        since=as_time(since) if since is not None else None,
        parameters=assignments("runs", assigned or [], None),
    )
    if as_json:
        print_json({"runs": found})
        return
    if not found:
        typer.echo(f"no such run of the {len(there)} below {_home(out)}", err=True)
    for one in found:
        given = " ".join(f"{name}={as_text(value)}" for name, value in one.parameters.items())
        what = f"{one.findings} findings" if one.outcome == "complete" else one.outcome
        typer.echo(f"{one.ended[:19]}Z  {one.notebook}/{one.key}  {what}  {given}".rstrip())


@app.command("diff", epilog="Example: equity runs diff 3f2a 91bc")
def runs_diff(
    before: Key, after: Key, data: Data = None, out: Out = None, as_json: Json = False
) -> None:
    """Say which verdicts, findings, parameters, inputs and versions differ between two runs."""
    from equity.runs.history.changes import compare
    from equity.runs.history.listing import one_run

    home, city = _home(out), home_of(data) if data else None
    found = compare(*(one_run(home, name, city).folder for name in (before, after)))
    if as_json:
        print_json({"same": not found.said} | vars(found))
    else:
        typer.echo("\n".join(str(one) for one in found.changes) or "no difference")


@app.command("again", epilog="Example: equity runs again 3f2a")
def runs_again(
    run: Key,
    data: Data = None,
    out: Out = None,
    notebooks: Notebooks = None,
    cell_limit: CellLimit = None,
    run_limit: RunLimit = None,
    memory_limit: MemoryLimit = None,
    as_json: Json = False,
) -> None:
    """Do a run again, and say whether its findings are the same to the last digit.

    If they are not: which of them, and which input, version or code differs. Ends with 1 then.
    """
    from equity.runs.history.again import do_again
    from equity.runs.history.listing import one_run

    entry = one_run(_home(out), run)
    with progress() as tell:
        made = do_again(
            entry, data=data, notebooks=notebooks,
            limits=limits_of(cell_limit, run_limit, memory_limit),
            progress=lambda cell, of: tell(f"{entry.notebook}: cell {cell} of {of}"),
        )  # fmt: skip
    if as_json:
        print_json({"status": "done" if made.same else "failed"} | vars(made))
    else:
        typer.echo("\n".join(_told(made)))
    if not made.same:
        raise typer.Exit(1)


@app.command("prune", epilog="Example: equity runs prune --keep 3 --dry-run")
def runs_prune(
    keep: Annotated[
        int, typer.Option("--keep", min=1, metavar="N", help="Good runs to keep of each question.")
    ],
    data: Data = None,
    out: Out = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Json = False,
) -> None:
    """Remove all but the newest runs of each notebook with the same parameters and city.

    With --data only those on that city's folder. The newest good one always stays; runs that
    failed before it, and damaged ones, go.
    """
    from equity.runs.history.prune import prune

    home = _home(out)
    done = prune(home, keep, data=home_of(data) if data else None, dry=dry)
    if as_json:
        print_json({"status": "done"} | vars(done) | {"removed": [str(p) for p in done.removed]})
        return
    word = "would go" if dry else "removed"
    lines = [f"{word}: {path.relative_to(home)}" for path in done.removed]
    lines.append(f"{len(done.removed)} runs, {done.bytes / 1e6:.1f} MB {word}; {done.kept} stay")
    typer.echo("\n".join(lines))


def _home(out: Path | None) -> Path:
    from equity.runs.folder import checkout

    return (out or checkout() / "runs").absolute()


def _told(made: Any) -> list[str]:
    """Return what a run done again says, in lines."""
    if made.same and not made.causes:
        return ["the same to the last digit; nothing that it rests on differs"]
    if made.same:
        return ["the same to the last digit, although this differs:", *map(str, made.causes)]
    lines = [f"{len(made.differences)} differences:", *map(str, made.differences)]
    if not made.causes:
        return [*lines, "nothing that it rests on differs: chance or the machine had a part in it"]
    return [*lines, "what it rests on differs in:", *map(str, made.causes)]
