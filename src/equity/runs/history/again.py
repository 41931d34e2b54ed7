"""A run done again from its manifest, to see whether it says the same to the last digit."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity.errors import ParameterError, RunError
from equity.runs import manifest
from equity.runs.folder import private_folder
from equity.runs.history.changes import Change, compare, told_by, without_place
from equity.runs.history.ledger import Entry
from equity.runs.inputs.parts import DATA
from equity.runs.prepared import prepare
from equity.runs.run import Progress, perform

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits

BASIS = ("schema", "notebook", "parameters", "inputs", "package", "versions")


@dataclass(frozen=True)
class Again:
    """What came of doing a run again. same: whether every finding is the same to the last digit.

    differences: in findings, verdicts first. causes: inputs, versions, code that differ between
    then and now; where findings differ without any, chance or the machine had a part in them.
    """

    run: Path
    same: bool
    differences: tuple[Change, ...]
    causes: tuple[Change, ...]


def do_again(
    entry: Entry,
    *,
    data: Path | None = None,
    notebooks: Path | None = None,
    progress: Progress | None = None,
    limits: "Limits | None" = None,
) -> Again:
    """Do a run again with the parameters of its manifest, and compare what it says.

    entry: the run, whole. data, notebooks: as for `run`; a manifest names no place. The run that
    is compared stays as it is, and nothing is left of the new one.
    Raises what `run` raises; RunError where the manifest is damaged, or not the one that the run
    was made with; and ParameterError for a run on another city's folder than the
    checkout's where `data` does not say which.
    """
    told = told_by(entry.folder)
    named = told["parameters"].get(DATA, "")
    if data is None and named not in ("", DATA):
        raise ParameterError(
            f"{entry.notebook}/{entry.key} was made on a city's folder named {named!r}, and "
            "where it lies is not noted; name it with --data DIR"
        )
    _require_as_made(entry.folder, told)
    with private_folder() as private:
        ready = prepare(
            entry.notebook,
            _typed(told["parameters"]),
            data=data,
            out=private / "out",
            notebooks=notebooks,
        )
        made = perform(ready, page=False, progress=progress, limits=limits)
        found = compare(entry.folder, made.folder)
    said = tuple(one for one in found.changes if one not in found.causes)
    return Again(entry.folder, not said, said, found.causes)


def _require_as_made(folder: Path, told: Mapping[str, Any]) -> None:
    """Raise RunError for a manifest that was altered: the folder's name follows from it."""
    key = manifest.key({name: told[name] for name in BASIS if name in told})
    if key != folder.name:
        raise RunError(
            f"{folder.name}: its {manifest.FILE} was altered after the run, whose key would be "
            f"{key}: what it was made with is not known"
        )


def _typed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as they were given: JSON keeps their types, and `data` is a place."""
    values = without_place(parameters)
    return values | ({DATA: ""} if DATA in parameters else {})
