"""The command that saves the charts of a run as SVG files."""

from pathlib import Path
from typing import Annotated

import typer

from equity.cli.options import Data, Json, home_of
from equity.terminal import print_json

app = typer.Typer(rich_markup_mode=None)


@app.command("svg", epilog="Example: equity svg runs/district_profile/KEY charts")
def svg(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, as `run` prints it.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files are written.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Save every chart of a run as an SVG file, with its sentence and its caption.

    A run holds all that its charts need; --data is taken as by every command, and must be there.
    """
    from equity.export.charts import save_charts

    if data is not None:
        home_of(data)
    files = save_charts(run, folder)
    if as_json:
        print_json({"status": "done", "files": [str(path) for path in files]})
    else:
        typer.echo("\n".join(str(path) for path in files))
