"""What commands share: their options, how a fault is told, and which folder is meant."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from equity.errors import EquityError, ParameterError
from equity.terminal import os_message, print_json


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


def home_of(data: Path | None) -> Path:
    """Return a city's folder, by default the checkout's; ParameterError where there is none."""
    from equity.runs.folder import checkout

    home = data or checkout() / "data"
    if not home.is_dir():
        raise ParameterError(f"there is no folder {home}; name a city's with --data DIR")
    return home


def assignments(notebook: str, assigned: list[str], lang: Lang | None) -> dict[str, str]:
    """Return the parameters of `-p NAME=VALUE` by name; ParameterError for one given twice."""
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
