"""The commands about cities: new."""

from pathlib import Path
from typing import Annotated

import typer

from equity.cli.options import Json
from equity.terminal import print_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _city() -> None:
    """Keep `new` a command of its own, though it is the only one."""


@app.command("new", epilog="Example: equity city new ../our-city")
def city_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the city's folder comes.")],
    as_json: Json = False,
) -> None:
    """Write a new city's folder: a small made-up example that works, to replace file by file.

    Its README.md says what to replace, in which order. Every command takes the folder with --data.
    """
    from equity.checking.skeleton import write_skeleton

    written = [path.relative_to(folder).as_posix() for path in write_skeleton(folder)]
    if as_json:
        print_json({"status": "done", "folder": str(folder), "files": written})
    else:
        typer.echo(f"{len(written)} files in {folder}; begin with {folder / 'README.md'}")
