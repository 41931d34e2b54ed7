"""What a sweep will do: each set checked, and whether its run is there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity.errors import ParameterError
from equity.parameters import model_of, parse
from equity.runs import manifest
from equity.runs.bulk.grid import Grid
from equity.runs.notebooks import Notebook, find
from equity.runs.prepared import Prepared, prepare

SHOWN = 8  # numbers of sets that one message names


@dataclass(frozen=True)
class Planned:
    """One set of a sweep. number: its place, from 1. ready: its run. done: whole already.

    shown: its parameters as a table shows them: of the data only what the grid says of them.
    """

    number: int
    ready: Prepared
    done: bool
    shown: dict[str, Any]

    @property
    def run(self) -> str:
        """Return NOTEBOOK/KEY, where the run lies in OUT."""
        return f"{self.ready.folder.parent.name}/{self.ready.folder.name}"


def plan(
    grid: Grid,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
    page: bool = False,
) -> list[Planned]:
    """Return every set of a grid, checked, before anything starts.

    data, out, language, notebooks: as for `run`. page: whether each run leaves its page.
    Raises ParameterError with every problem of every set, each told once with the numbers of
    its sets, among them two sets that ask for the same run; DataError where the data are not
    built.
    """
    found, by = find(grid.notebook, notebooks), manifest.software()
    wrong: dict[str, list[int]] = {}
    planned: list[Planned] = []
    for number, given in enumerate(grid.sets, 1):
        try:
            given = _in_language(found.name, given, language)
            read = parse(found.name, given, parameters_cell=found.parameters)
            values = {name: read[name] for name in given}
            ready = prepare(found.name, values, data=data, out=out, notebooks=notebooks, by=by)
            done = ready.is_done(page=page)
            planned.append(Planned(number, ready, done, _shown(ready.values, given, data)))
        except ParameterError as error:
            told = {str(error): None} | _others(found, given, data, out, notebooks)
            for one in told:
                wrong.setdefault(one, []).append(number)
    if wrong:
        lines = [f"{_numbers(numbers)}: {told}" for told, numbers in wrong.items()]
        raise ParameterError("\n".join(lines))
    _require_unlike(planned)
    return planned


def _in_language(notebook: str, given: dict[str, str], language: str | None) -> dict[str, str]:
    asked = given.get("language", language)
    if language is not None and asked != language:
        raise ParameterError(f"{notebook}: --lang {language} and language={asked}")
    return given if language is None else given | {"language": str(language)}


def _others(
    found: Notebook,
    given: Mapping[str, str],
    data: Path | None,
    out: Path | None,
    notebooks: Path | None,
) -> dict[str, None]:
    """Return all that is wrong with a set's parameters, where one fault hides the others."""
    told: dict[str, None] = {}
    good: dict[str, Any] = {}
    for name, value in given.items():
        try:
            good[name] = parse(found.name, {name: value}, parameters_cell=found.parameters)[name]
        except ParameterError as error:
            told[str(error)] = None
    known = model_of(found.name, found.parameters).model_fields
    if given.keys() & known.keys() <= good.keys():
        try:
            prepare(found.name, good, data=data, out=out, notebooks=notebooks)
        except ParameterError as error:
            told[str(error)] = None
    return told


def _require_unlike(planned: Iterable[Planned]) -> None:
    first: dict[Path, int] = {}
    twice = [
        f"{_numbers([other, one.number])}: the same run twice; leave one of them out"
        for one in planned
        if (other := first.setdefault(one.ready.folder, one.number)) != one.number
    ]
    if twice:
        raise ParameterError("\n".join(twice))


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:SHOWN])
    more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
    return f"{'sets' if len(numbers) > 1 else 'set'} {shown}{more}"


def _shown(
    values: Mapping[str, Any], given: Mapping[str, str], data: Path | None
) -> dict[str, Any]:
    if "data" not in values:
        return dict(values)
    return dict(values) | {"data": given.get("data") or (data.name if data else "")}
