"""One run of a notebook: from checked parameters to a folder that is whole or not there."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from equity.errors import DataError, ParameterError, Problem, RunError
from equity.parameters import validate
from equity.runs import manifest, outputs
from equity.runs.folder import checkout, discard, private_folder, publish
from equity.runs.notebooks import Notebook, find

FAILED = "failed"
NOT_BUILT = "processed missing or older than raw"
COMPARES = "robustness"  # the notebook that compares the choices of a city's menu
CITYS = ("indicator", "period")  # parameters whose values a city decides


@dataclass(frozen=True)
class RunResult:
    """What a run left. status: "done", or "unchanged" where the same run was whole already.

    folder: where it lies. findings: how many it holds. seconds: what this call took.
    """

    status: Literal["done", "unchanged"]
    notebook: str
    folder: Path
    findings: int
    seconds: float


@dataclass(frozen=True)
class Prepared:
    """A run that may begin: its parameters are valid and the inputs it needs are there.

    values: every parameter. home: the city's folder, None for a notebook that reads none.
    basis: what decides the result. folder: where it will lie, named by its key.
    """

    notebook: Notebook
    values: dict[str, Any]
    home: Path | None
    basis: dict[str, Any]
    folder: Path

    def is_done(self, *, page: bool = True) -> bool:
        """Say whether the folder holds the whole run already, its page too where one is asked."""
        name = f"{self.notebook.name}.{self.values.get('language', 'sv')}.html"
        return manifest.is_whole(self.folder) and (not page or (self.folder / name).is_file())


def prepare(
    notebook: str,
    parameters: Mapping[str, object] | None = None,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
) -> Prepared:
    """Check all that can be checked of a run before a kernel starts, and name its folder.

    Arguments and errors: those of `run`.
    """
    found = find(notebook, notebooks)
    given = dict(parameters or {}) | ({"language": language} if language else {})
    values = validate(notebook, given, parameters_cell=found.parameters)
    home, inputs = _inputs(notebook, values, data)
    out = (out or checkout() / "runs").absolute()
    shown = values | ({"data": values["data"] and Path(values["data"]).name} if home else {})
    basis = manifest.basis(found, shown, inputs)
    return Prepared(found, values, home, basis, out / notebook / manifest.key(basis))


def run(
    notebook: str,
    parameters: Mapping[str, object] | None = None,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
    force: bool = False,
    page: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> RunResult:
    """Run one notebook and leave `OUT/NOTEBOOK/KEY/`, whole or not at all.

    The key stands for all that decides the result: the notebook, its parameters, the
    checksums of its inputs, the package and the libraries. A run whose folder is whole already
    is not done again unless `force`.

    notebook: its name. parameters: values by name; those left out have their defaults.
    data: the city's folder, by default the checkout's `data/`. out: where runs are left, by
    default `runs/` in the checkout. language: "sv" or "en", instead of the parameter.
    notebooks: their folder, by default the checkout's. page: whether to leave the HTML too.
    progress: see `execute`.
    Raises ParameterError before a kernel starts; DataError where the data are not built;
    RunError, one line with notebook, cell and cause, when the run fails: then nothing is left
    under the key, and the notebook as far as it came lies in `OUT/failed/NOTEBOOK/KEY/`.
    """
    begun = time.perf_counter()
    ready = prepare(
        notebook, parameters, data=data, out=out, language=language, notebooks=notebooks
    )
    result = perform(ready, force=force, page=page, progress=progress)
    return replace(result, seconds=round(time.perf_counter() - begun, 3))


def perform(
    ready: Prepared,
    *,
    force: bool = False,
    page: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> RunResult:
    """Do what `prepare` made ready; for the rest see `run`."""
    begun = time.perf_counter()
    folder = ready.folder
    if not force and ready.is_done(page=page):
        status: Literal["done", "unchanged"] = "unchanged"
    else:
        _do(ready, page, progress)
        status = "done"
    count = manifest.count_findings(folder)
    took = round(time.perf_counter() - begun, 3)
    return RunResult(status, ready.notebook.name, folder, count, took)


def _inputs(
    notebook: str, values: dict[str, Any], data: Path | None
) -> tuple[Path | None, dict[str, str]]:
    """Return the city's folder and its checksums; nothing for a notebook that reads none.

    Checks the parameters against what the city has.
    """
    if "data" not in values:
        return None, {}
    from equity.city import is_built

    if data is not None and values["data"] not in ("", str(data)):
        raise ParameterError(f"{notebook}: --data {data} and parameter data={values['data']}")
    values["data"] = str(data or values["data"])
    home = Path(values["data"]).absolute() if values["data"] else checkout() / "data"
    if not is_built(home):
        fix = "run equity data build"
        raise DataError([Problem(home.name, None, "", NOT_BUILT, "built tables", fix)])
    known = _known(home)
    validate(notebook, {k: v for k, v in values.items() if k in CITYS}, known=known)
    if notebook == COMPARES:
        _require_choice(notebook, str(values["indicator"]), home, list(known))
    return home, manifest.checksums(home)


def _known(home: Path) -> dict[str, list[str]]:
    """Return the city's indicators, each with the periods it has."""
    import pyarrow.parquet

    from equity.raw.indicators import read_indicators

    table = pyarrow.parquet.read_table(
        home / "processed" / "observations.parquet", columns=["indicator", "period"]
    )
    pairs = set(zip(*(column.to_pylist() for column in table.columns), strict=True))
    declared = read_indicators(home / "raw").indicators
    return {name: sorted(period for of, period in pairs if of == name) for name in declared}


def _require_choice(notebook: str, indicator: str, home: Path, known: list[str]) -> None:
    """Raise ParameterError for an indicator that the menu has no valid way to compute."""
    import pyarrow.parquet

    menu = pyarrow.parquet.read_table(
        home / "processed" / "tables" / "specifications.parquet", columns=["indicator", "valid"]
    )
    chosen = {row["indicator"] for row in menu.to_pylist() if row["valid"] == "yes"}
    if indicator not in chosen:
        there = ", ".join(name for name in known if name in chosen) or "none"
        raise ParameterError(
            f"{notebook}: parameter indicator is {indicator!r}, which has no valid choice in "
            f"specifications.csv, so there is nothing to compare; there are: {there}"
        )


def _do(ready: Prepared, page: bool, progress: Callable[[int, int], None] | None) -> None:
    """Execute, render and publish; on a fault leave what there is among the failed."""
    from equity.runs.execute import UnfinishedError, execute

    notebook, values, home = ready.notebook, ready.values, ready.home
    basis, folder = ready.basis, ready.folder
    started = manifest.now()
    failed = folder.parents[1] / FAILED / folder.parent.name / folder.name
    passed = dict(values) | ({"data": str(home)} if home else {})
    inside = os.path.relpath(home, folder) if home and values["data"] else ""
    shown = dict(values) | ({"data": inside} if home else {})
    executed: Any = None
    try:
        with private_folder() as private:
            executed = execute(notebook, passed, private, progress=progress)
        outputs.show(executed, notebook.name, shown)
        language = str(values.get("language", "sv")) if page else None
        files = outputs.files(notebook.name, executed, language)
    except RunError as error:
        executed = getattr(error, "notebook", None) or executed
        story = manifest.story(basis, started, executed, {}) | {"outcome": "failed"}
        left = {"manifest.json": manifest.as_json(story), "error.txt": f"{error}\n".encode()}
        if executed is not None:
            outputs.show(executed, notebook.name, shown)
            left[f"{notebook.name}.ipynb"] = outputs.as_text(executed)
        publish(left, failed)
        if isinstance(error, UnfinishedError):
            raise RunError(str(error)) from error.__cause__
        raise
    story = manifest.story(basis, started, executed, files)
    publish(files | {"manifest.json": manifest.as_json(story)}, folder)
    discard(failed)
