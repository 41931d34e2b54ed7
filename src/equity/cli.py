"""Every command. Exit status: 0 done, 1 the data or a run failed with a reason, 2 wrong usage."""

import signal
import sys
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from equity.errors import EquityError, ParameterError
from equity.terminal import os_message, print_json, progress


class Commands(TyperGroup):
    """The commands, which tell an expected fault in its own words and without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn a fault into a message and an exit status."""
        try:
            return super().invoke(ctx)
        except (EquityError, OSError) as fault:
            if isinstance(fault, BrokenPipeError):
                raise
            message = os_message(fault) if isinstance(fault, OSError) else str(fault)
            if ctx.meta.get("json"):
                print_json({"status": "failed", "error": message})
            typer.echo(message, err=True)
            raise typer.Exit(2 if isinstance(fault, ParameterError) else 1) from None


def _remember(ctx: typer.Context, as_json: bool) -> bool:
    ctx.meta["json"] = as_json
    return as_json


class Lang(StrEnum):
    """The languages of pages and sentences."""

    sv = "sv"
    en = "en"


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Where are the differences in the city, where are the projects, and how sure are we?",
    epilog="Example: equity data build && equity brief",
)
data_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(data_app, name="data", help="The data.", epilog="Example: equity data check")

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
    typer.Option("--json", callback=_remember, help="One JSON object on standard output."),
]
Force = Annotated[bool, typer.Option("--force", help="Do again what is done already.")]
Assigned = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="A parameter; may be repeated."),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="The language; sv by default.")]


@app.callback()
def _prepare(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(metadata.version("stockholm-equity"))
        raise typer.Exit
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that kernels and keys are removed


@data_app.command("check", epilog="Example: equity data check --data ../other-city --json")
def data_check(data: Data = None, as_json: Json = False) -> None:
    """Read every raw file, hold them against each other, and report all problems in one pass."""
    from equity.checking.placed import notes
    from equity.checking.problems import problems

    raw = _home(data) / "raw"
    found = problems(raw)
    told = [] if found else notes(raw)
    if as_json:
        state = "failed" if found else "done"
        print_json({"status": state, "problems": found, "notes": told})
    else:
        lines = [str(problem) for problem in found] or ["no problems", *told]
        typer.echo("\n".join(lines))
    if found:
        raise typer.Exit(1)


@data_app.command("build", epilog="Example: equity data build")
def data_build(data: Data = None, as_json: Json = False) -> None:
    """Check the raw files and write the tables of processed/; the same files, the same bytes."""
    from equity.city import build

    home = _home(data)
    with progress() as tell:
        tell("building the tables")
        written = [path.name for path in build(home)]
    if as_json:
        print_json({"status": "done", "folder": str(home / "processed"), "files": written})
    else:
        typer.echo(f"{len(written)} files in {home / 'processed'}")


@data_app.command("sources", epilog="Example: equity data sources --json")
def data_sources(
    data: Data = None,
    as_json: Json = False,
    renew: Annotated[
        bool,
        typer.Option("--refresh", help="First take every file's present checksum as meant."),
    ] = False,
) -> None:
    """List where every table comes from: publisher, date, licence and address."""
    from equity.raw.sources import read_catalogue, readme, refresh

    if renew:
        changed = refresh(_home(data) / "raw")
        typer.echo(f"checksums renewed: {', '.join(changed) or 'none'}", err=True)
    catalogue = read_catalogue(_home(data) / "raw")
    if as_json:
        print_json({"sources": list(catalogue.sources.values())})
    else:
        typer.echo(readme(catalogue), nl=False)


@data_app.command("template", epilog="Example: equity data template ~/our-projects")
def data_template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the forms are written.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write empty forms: for a registry of projects, and for a report of what came of them.

    Reports that are handed in lie in the city's folder `reports/`; `equity data check` reads them.
    """
    from equity.projects.entry.reports import write_report_form
    from equity.projects.entry.template import write_template
    from equity.raw.sources import read_catalogue

    written = write_template(folder, read_catalogue(_home(data) / "raw"))
    written += write_report_form(folder)
    if as_json:
        names = [path.name for path in written]
        print_json({"status": "done", "folder": str(folder), "files": names})
    else:
        typer.echo("\n".join(str(path) for path in written))


@app.command("notebooks", epilog="Example: equity notebooks")
def notebooks_command(notebooks: Notebooks = None, as_json: Json = False) -> None:
    """List the notebooks with their parameters, defaults and what each means."""
    from equity.parameters import describe, model_of
    from equity.runs.notebooks import find, names

    found = [find(name, notebooks) for name in names(notebooks)]
    taken = {one.name: describe(model_of(one.name, one.parameters)) for one in found}
    if as_json:
        print_json({"notebooks": taken})
        return
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
    as_json: Json = False,
) -> None:
    """Run one notebook and leave OUT/NOTEBOOK/KEY/, whole or not at all."""
    from equity.parameters import parse
    from equity.runs.notebooks import find
    from equity.runs.run import run

    found = find(notebook, notebooks)
    given = _assignments(notebook, assigned or [], lang)
    values = parse(notebook, given, parameters_cell=found.parameters)
    with progress() as tell:
        result = run(
            notebook, values, data=data, out=out, notebooks=notebooks, force=force,
            progress=lambda cell, of: tell(f"{notebook}: cell {cell} of {of}"),
        )  # fmt: skip
    if as_json:
        print_json(vars(result))
    else:
        typer.echo(f"{result.status}: {result.folder} ({result.findings} findings)")


@app.command("brief", epilog="Example: equity brief --lang en --out public")
def brief_command(
    data: Data = None,
    out: Out = None,
    lang: Language = None,
    notebooks: Notebooks = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Make every page of the briefing in OUT/pages/ and print the first one's headlines."""
    from equity.runs.brief import brief

    with progress() as tell:
        tell("running the notebooks")
        made = brief(
            data=data, out=out, language=lang or "sv", notebooks=notebooks, force=force,
            progress=tell,
        )  # fmt: skip
    if as_json:
        print_json({"status": "done"} | vars(made))
    else:
        typer.echo("\n".join([str(made.page), *made.headlines]))


def _home(data: Path | None) -> Path:
    from equity.runs.folder import checkout

    home = data or checkout() / "data"
    if not home.is_dir():
        raise ParameterError(f"there is no folder {home}; name a city's with --data DIR")
    return home


def _assignments(notebook: str, assigned: list[str], lang: Lang | None) -> dict[str, str]:
    given: dict[str, str] = {}
    for text in assigned:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f"{notebook}: -p {text[:60]!r} is not NAME=VALUE")
        if name in given:
            raise ParameterError(f"{notebook}: parameter {name} is given twice")
        given[name] = value
    if lang is not None and given.setdefault("language", lang.value) != lang.value:
        raise ParameterError(f"{notebook}: --lang {lang.value} and language={given['language']}")
    return given
