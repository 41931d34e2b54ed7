"""The way in: a run that is done already is found before any library of commands is loaded.

Only the plainest form of `equity run` is read here; every other word goes the whole way, where
the same options are declared, explained and checked.
"""

import json
import sys

from equity.errors import ParameterError

INTERRUPTED = 130  # exit status, by custom
TAKE_A_VALUE = {
    "-p": "assigned",
    "--parameter": "assigned",
    "--data": "data",
    "--out": "out",
    "--lang": "language",
    "--notebooks": "notebooks",
}


def main() -> None:
    """Run the command that the process was started with."""
    try:
        told = _unchanged(sys.argv[1:])
        if told is not None:
            sys.stdout.write(told)
            return
        from equity.cli.app import app
    except KeyboardInterrupt:  # later on the commands say so themselves
        sys.stderr.write("stopped by Ctrl-C: nothing was begun\n")
        raise SystemExit(INTERRUPTED) from None
    app(prog_name="equity")


def assignments(notebook: str, assigned: list[str], language: str | None) -> dict[str, str]:
    """Return the parameters of `-p NAME=VALUE` by name; ParameterError for one given twice.

    >>> assignments("robustness", ["indicator=merit_rating"], "en")
    {'indicator': 'merit_rating', 'language': 'en'}
    """
    given: dict[str, str] = {}
    for text in assigned:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f"{notebook}: -p {text[:60]!r} is not NAME=VALUE")
        if name in given:
            raise ParameterError(f"{notebook}: parameter {name} is given twice")
        given[name] = value
    if language is not None and given.setdefault("language", language) != language:
        raise ParameterError(f"{notebook}: --lang {language} and language={given['language']}")
    return given


def as_line(status: str, folder: object, findings: int) -> str:
    """Return what a run's command prints for people.

    >>> as_line("unchanged", "runs/priorities/0a1b", 3)
    'unchanged: runs/priorities/0a1b (3 findings)'
    """
    return f"{status}: {folder} ({findings} findings)"


def _unchanged(words: list[str]) -> str | None:
    """Return what there is to print where a run was done already, None to go the whole way."""
    if words[:1] != ["run"] or not (asked := _plainly(words[1:])):
        return None
    from pathlib import Path

    from equity.runs.history.known import find_done

    notebook, as_json, options = asked
    places = {
        name: Path(options[name][-1]) for name in ("data", "out", "notebooks") if options[name]
    }
    try:
        language = options["language"][-1] if options["language"] else None
        given = assignments(notebook, options["assigned"], language)
        found = find_done(notebook, given, **places)
    except (ParameterError, OSError):
        return None
    if found is None:
        return None
    if as_json:
        told = vars(found) | {"folder": str(found.folder)}
        return json.dumps(told, ensure_ascii=False) + "\n"
    return as_line(found.status, found.folder, found.findings) + "\n"


def _plainly(words: list[str]) -> tuple[str, bool, dict[str, list[str]]] | None:
    """Return notebook, whether JSON is asked for, and the options; None for any other word."""
    options: dict[str, list[str]] = {name: [] for name in TAKE_A_VALUE.values()}
    names, as_json = [], False
    rest = iter(words)
    for word in rest:
        if word in TAKE_A_VALUE:
            value = next(rest, None)
            if value is None:
                return None
            options[TAKE_A_VALUE[word]].append(value)
        elif word == "--json":
            as_json = True
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
    return (names[0], as_json, options) if len(names) == 1 else None
