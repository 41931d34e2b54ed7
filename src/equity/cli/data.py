"""The commands about data: check, build, sources, template, add, projects, export."""

from pathlib import Path
from typing import Annotated

import typer

from equity.cli.options import Data, Json, home_of
from equity.terminal import print_json, progress

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("check", epilog="Example: equity data check --data ../our-city --json")
def data_check(data: Data = None, as_json: Json = False) -> None:
    """Read every raw file, hold them against each other, and report all problems in one pass."""
    from equity.checking.placed import notes
    from equity.checking.problems import problems

    raw = home_of(data) / "raw"
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


@app.command("build", epilog="Example: equity data build")
def data_build(data: Data = None, as_json: Json = False) -> None:
    """Check the raw files and write the tables of processed/; the same files, the same bytes."""
    from equity.city import build

    home = home_of(data)
    with progress() as tell:
        tell("building the tables")
        written = [path.name for path in build(home)]
    if as_json:
        print_json({"status": "done", "folder": str(home / "processed"), "files": written})
    else:
        typer.echo(f"{len(written)} files in {home / 'processed'}")


@app.command("sources", epilog="Example: equity data sources --json")
def data_sources(
    data: Data = None,
    as_json: Json = False,
    renew: Annotated[
        bool,
        typer.Option("--refresh", help="First take every file's present checksum as meant."),
    ] = False,
) -> None:
    """List where every table comes from: publisher, date, licence and address.

    With `--refresh` alone it says no more than which checksums are new.
    """
    from equity.raw.sources import read_catalogue, readme, refresh

    if renew:
        changed = refresh(home_of(data) / "raw")
        typer.echo(f"checksums renewed: {', '.join(changed) or 'none'}", err=as_json)
    catalogue = read_catalogue(home_of(data) / "raw")
    if as_json:
        print_json({"sources": list(catalogue.sources.values())})
    elif not renew:
        typer.echo(readme(catalogue), nl=False)


@app.command("template", epilog="Example: equity data template ~/our-projects")
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

    written = write_template(folder, read_catalogue(home_of(data) / "raw"))
    written += write_report_form(folder)
    if as_json:
        names = [path.name for path in written]
        print_json({"status": "done", "folder": str(folder), "files": names})
    else:
        typer.echo("\n".join(str(path) for path in written))


@app.command("add", epilog="Example: equity data add cards.csv --source cards-2024 --area Område")
def data_add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file from a spreadsheet.")],
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Its id in sources.csv.")],
    area: Annotated[
        str, typer.Option("--area", metavar="COLUMN", help="Which column holds the areas.")
    ] = "area",
    title: Annotated[str, typer.Option("--title", help="Of a new source: as published.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", help="Who published it.")] = "",
    where: Annotated[str, typer.Option("--where", help="Its address, or how to find it.")] = "",
    licence: Annotated[
        str, typer.Option("--licence", help="As its publisher states it.")
    ] = "not stated",
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="COLUMN", help="Holds text, such as codes; repeatable."),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="COLUMN", help="Tells rows of an area and year apart."),
    ] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Enter a table: a copy in raw/, its catalogue entry, and its source where that is new.

    Semicolons and decimal commas are rewritten. Every fault is told by row and column, also an
    area, a number or a key that is not right, and nothing is then entered. Prints what each
    column holds, and the beginning of an indicator's declaration.
    """
    from equity.entering.entry import About
    from equity.entering.tables import add_table, declaration

    about = About(source, title, publisher, where, licence)
    raw = home_of(data) / "raw"
    entered = add_table(raw, file, about, area=area, text=text or (), key=key or ())
    begun = declaration(entered.path.stem, entered.types)
    if as_json:
        told = {"file": str(entered.path), "columns": entered.types, "declaration": begun}
        print_json({"status": "done"} | told)
    else:
        columns = ", ".join(f"{name} ({kind})" for name, kind in entered.types.items())
        typer.echo(f"{entered.path} is entered, with the columns {columns}.")
        typer.echo("Under `indicators:` in indicators.yaml, begin with:")
        typer.echo(begun)


@app.command("projects", epilog="Example: equity data projects ../our-projects/projects.xlsx")
def data_projects(
    form: Annotated[Path, typer.Argument(metavar="FORM", help="A filled form of `data template`.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Enter the new projects of a filled form, with their sites and amounts.

    Every fault is told by sheet, row and column, and nothing is then entered. What the other
    tables still lack, such as who pays, is listed after it.
    """
    from equity.checking.problems import problems
    from equity.entering.projects import add_projects

    raw = home_of(data) / "raw"
    rows = add_projects(raw, form)
    lacking = [str(one) for one in problems(raw)]
    if as_json:
        print_json({"status": "done", "rows": rows, "problems": lacking})
    else:
        told = ", ".join(f"{count} in {name}" for name, count in rows.items())
        typer.echo("\n".join([f"rows entered: {told}", *lacking]))


@app.command("export", epilog="Example: equity data export ~/open-data")
def data_export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the package.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write tables, findings and maps as an open-data package: only what may be passed on.

    CSV, Excel, GeoJSON and GeoParquet with a Frictionless datapackage.json and a README in
    Swedish and English. A row is passed on where the catalogue states a licence that lets it for
    each of its sources; left_out.csv lists the others with the reason.
    """
    from equity.city import load
    from equity.export.export import export

    home = home_of(data)
    with progress() as tell:
        tell("computing the findings")
        made = export(load(home), folder)
    if as_json:
        counted = {"files": made.files, "left_out": len(made.left_out)}
        print_json({"status": "done", "folder": str(made.folder)} | counted)
    else:
        told = f"{len(made.files)} files in {made.folder}"
        typer.echo(f"{told}; {len(made.left_out)} kinds of rows left out, see left_out.csv")
