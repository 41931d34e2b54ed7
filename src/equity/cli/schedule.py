"""The command that makes a schedule ready for systemd or cron: schedule."""

from pathlib import Path
from typing import Annotated, Any

import typer

from equity.cli.front import assignments
from equity.cli.options import Data, Json, Out
from equity.terminal import print_json

app = typer.Typer()
HELP = """Print a systemd timer and service, or a crontab line, that starts a command.

After -- stands the command without `equity`: brief, run or sweep, with its options; brief by
default. Nothing is installed. The next ten starts are listed in local time and UTC: a time that
the clock skips in spring starts when it has been put forward (02:30 at 03:00), and of a time
that comes twice in autumn the first one counts.
"""


@app.command("schedule", help=HELP, epilog="Example: equity schedule --at 02:30 -- brief --lang en")
def schedule_command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[-- COMMAND…]", help="brief by default.")
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="Time of day.")] = "06:00",
    days: Annotated[
        str, typer.Option("--days", metavar="DAYS", help="Such as mon-fri; every day by default.")
    ] = "",
    cron: Annotated[
        str | None,
        typer.Option("--cron", metavar="EXPR", help="Five fields of cron, instead of both."),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="The city's own by default."),
    ] = None,
    crontab: Annotated[
        bool, typer.Option("--crontab", help="Lines of a crontab, not units of systemd.")
    ] = False,
    begin: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="List starts from then; from now by default."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Of the units; equity-COMMAND.")] = "",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Write files there, not here.")
    ] = None,
    data: Data = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a schedule ready."""
    from equity.runs.folder import checkout
    from equity.runs.schedule.ready import ready
    from equity.runs.schedule.times import daily, moment, read_schedule
    from equity.runs.schedule.zone import zone_of

    planned = read_schedule(cron or daily(at, days), timezone or zone_of(data))
    made = ready(
        words or ["brief"], planned, data=data, out=out or checkout() / "runs",
        after=moment(begin, planned.zone), name=name, cron=crontab,
    )  # fmt: skip
    made.remarks.extend(_checked(ctx.find_root(), words or ["brief"]))
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        for file, text in made.files.items():
            (into / file).write_text(text, encoding="utf-8")
    if as_json:
        about = {"timezone": planned.zone.key, "cron": planned.cron, "files": made.files}
        listed = [_told(one) for one in made.starts]
        moved = made.moved and _told(made.moved)
        print_json(
            {"status": "done"} | about
            | {"starts": listed, "moved": moved, "remarks": made.remarks}
        )  # fmt: skip
        return
    typer.echo("\n".join(_lines(made, into, crontab)))


def _checked(root: Any, words: list[str]) -> list[str]:
    """Return what has to be minded of a command's own words.

    Words that would be wrong usage at each start are so now.
    """
    name, *rest = words
    asked = root.command.get_command(root, name).make_context(name, rest, parent=root).params
    if name == "run":
        from equity.parameters import parse
        from equity.runs.notebooks import find

        found = find(asked["notebook"], asked["notebooks"])
        given = assignments(found.name, asked["assigned"] or [], asked["lang"])
        parse(found.name, given, parameters_cell=found.parameters)
    if name == "sweep" and not asked["grid"].is_file():
        return [f"There is no {asked['grid']} here yet, which the command reads."]
    return []


def _told(start: Any) -> dict[str, str]:
    return {"local": start.local.isoformat(), "utc": start.utc.isoformat(), "why": start.why}


def _line(start: Any) -> str:
    why = f"  ({start.why})" if start.why else ""
    return f"# {start.local:%a %Y-%m-%d %H:%M %Z} = {start.utc:%Y-%m-%d %H:%M} UTC{why}"


def _lines(made: Any, into: Path | None, crontab: bool) -> list[str]:
    """Return what is printed; all that is no unit is a comment, so that it may be kept whole."""
    lines = ["# The next ten starts:", *map(_line, made.starts)]
    lines += ["# Next touched by summer time:", _line(made.moved)] if made.moved else []
    lines += [f"# {remark}" for remark in made.remarks]
    timers = [name for name in made.files if name.endswith(".timer")]
    place = "/etc/systemd/system/, then: systemctl enable --now "
    lines += [f"# For {place}{name}" for name in timers] or ["# For: crontab -e"]
    if into is not None:
        return [*lines, *(str(into / file) for file in made.files)]
    for file, text in made.files.items():
        lines += ["", *([] if crontab else [f"# /etc/systemd/system/{file}"]), text.rstrip("\n")]
    return lines
