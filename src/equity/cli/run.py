"""The commands that run notebooks: notebooks, run, brief."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from equity.cli.front import as_line, assignments
from equity.cli.options import (
    Assigned,
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
    home_of,
    limits_of,
)
from equity.terminal import print_json, progress

app = typer.Typer()


@app.command("notebooks", epilog="Example: equity notebooks --data ../our-city")
def notebooks_command(
    data: Data = None, notebooks: Notebooks = None, as_json: Json = False
) -> None:
    """List the notebooks with their parameters, defaults and what each means.

    With --data the indicators that the city has are listed first.
    """
    from equity.parameters import describe, model_of
    from equity.raw.indicators import read_indicators
    from equity.runs.notebooks import find, names

    found = [find(name, notebooks) for name in names(notebooks)]
    taken = {one.name: describe(model_of(one.name, one.parameters)) for one in found}
    has = read_indicators(home_of(data) / "raw").indicators.values() if data else ()
    if as_json:
        indicators = {one.id: one.name.en for one in has}
        print_json({"notebooks": taken} | ({"indicators": indicators} if data else {}))
        return
    for known in has:
        typer.echo(f"indicator {known.id}: {known.name.en}")
    for one in found:
        typer.echo(f"{one.name}: {one.title}")
        for told in taken[one.name]:
            typer.echo("  -p {name}={default}  {meaning}".format(**told).rstrip())


@app.command("run", epilog="Example: equity run district_profile -p indicator=merit_rating")
def run_command(
    notebook: Annotated[str, typer.Argument(help="Its name; see equity notebooks.")],
    assigned: Assigned = None,
    data: Data = None,
    out: Out = None,
    lang: Language = None,
    notebooks: Notebooks = None,
    force: Force = False,
    cell_limit: CellLimit = None,
    run_limit: RunLimit = None,
    memory_limit: MemoryLimit = None,
    notify: Notify = None,
    as_json: Json = False,
) -> None:
    """Run one notebook and leave OUT/NOTEBOOK/KEY/, whole or not at all."""
    from equity.runs.history.known import run_asked
    from equity.runs.schedule.notify import notifying

    given = assignments(notebook, assigned or [], lang)
    limits = limits_of(cell_limit, run_limit, memory_limit)
    with notifying(notify, "run", partial(typer.echo, err=True)) as ended, progress() as tell:
        result = run_asked(
            notebook, given, data=data, out=out, notebooks=notebooks, force=force, limits=limits,
            progress=lambda cell, of: tell(f"{notebook}: cell {cell} of {of}"),
        )  # fmt: skip
        ended.runs.append(result)
    if as_json:
        print_json(vars(result))
    else:
        typer.echo(as_line(result.status, result.folder, result.findings))


@app.command("brief", epilog="Example: equity brief --lang en --out public")
def brief_command(
    data: Data = None,
    out: Out = None,
    lang: Language = None,
    notebooks: Notebooks = None,
    force: Force = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Leave each page as a PDF too.")] = False,
    edition: Annotated[
        str, typer.Option("--edition", metavar="NAME", help="What the pages call themselves.")
    ] = "",
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="FOLDER", help="An earlier edition's pages: tell what changed."
        ),
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Format every number of every page anew and compare.")
    ] = False,
    cell_limit: CellLimit = None,
    run_limit: RunLimit = None,
    memory_limit: MemoryLimit = None,
    notify: Notify = None,
    as_json: Json = False,
) -> None:
    """Make every page of the briefing in OUT/pages/ and print the first one's headlines.

    The kernels of one command hash strings alike, so that a set of strings has the same order in
    each; Python's and NumPy's seeds differ, as in kernels started one by one.
    """
    from equity.runs.brief import brief
    from equity.runs.schedule.notify import notifying

    with notifying(notify, "brief", partial(typer.echo, err=True)) as ended, progress() as tell:
        tell("running the notebooks")
        made = brief(
            data=data, out=out, language=lang or "sv", notebooks=notebooks, force=force,
            pdf=pdf, progress=tell, limits=limits_of(cell_limit, run_limit, memory_limit),
            edition=edition, since=since, audit=audit,
        )  # fmt: skip
        ended.runs.extend(made.runs)
    if as_json:
        print_json({"status": "done"} | vars(made))
    else:
        typer.echo("\n".join([str(made.page), *made.headlines, *made.audited]))
    if made.note:
        typer.echo(made.note, err=True)
