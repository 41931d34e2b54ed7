"""One run of a notebook: from checked parameters to a folder that is whole or not there."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal

from equity.errors import RunError
from equity.runs import manifest, outputs
from equity.runs.folder import alone, discard, private_folder, publish
from equity.runs.history import ledger
from equity.runs.inputs.parts import DATA
from equity.runs.prepared import Prepared, prepare

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits

Progress = Callable[[int, int], None]


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
    progress: Progress | None = None,
    limits: "Limits | None" = None,
    stop: Event | None = None,
) -> RunResult:
    """Run one notebook and leave `OUT/NOTEBOOK/KEY/`, whole or not at all.

    The key stands for all that decides the result: the notebook, its parameters, the
    checksums of the inputs that it reads (see `equity.runs.inputs.reading`), the package and the
    libraries. A run whose folder is whole already is not done again unless `force`; where the
    same run is being done elsewhere, this one waits for it.

    notebook: its name. parameters: values by name; those left out have their defaults.
    data: the city's folder, by default the checkout's `data/`. out: where runs are left, by
    default `runs/` in the checkout. language: "sv" or "en", instead of the parameter.
    notebooks: their folder, by default the checkout's. page: whether to leave the HTML too.
    progress, limits, stop: see `execute`.
    Raises ParameterError before a kernel starts; DataError where the data are not built;
    RunError, one line with notebook, cell and cause, when the run fails: then nothing is left
    under the key, and the notebook as far as it came lies in `OUT/failed/NOTEBOOK/KEY/`.
    """
    begun = time.perf_counter()
    ready = prepare(
        notebook, parameters, data=data, out=out, language=language, notebooks=notebooks
    )
    result = perform(ready, force=force, page=page, progress=progress, limits=limits, stop=stop)
    return replace(result, seconds=round(time.perf_counter() - begun, 3))


def perform(
    ready: Prepared,
    *,
    force: bool = False,
    page: bool = True,
    progress: Progress | None = None,
    limits: "Limits | None" = None,
    stop: Event | None = None,
) -> RunResult:
    """Do what `prepare` made ready; for the rest see `run`."""
    begun = time.perf_counter()
    status: Literal["done", "unchanged"] = "unchanged"
    if force or not ready.is_done(page=page):
        try:
            with alone(ready.folder, stop):
                if force or not ready.is_done(page=page):  # another may have done it meanwhile
                    _do(ready, page, progress, limits, stop)
                    status = "done"
        except OSError as error:
            raise RunError(f"{ready.notebook.name}: {_told(error)}") from error
    return result(ready.folder, status, begun)


def result(folder: Path, status: Literal["done", "unchanged"], begun: float) -> RunResult:
    """Return what there is to say of a whole run. begun: by `time.perf_counter()`."""
    count = manifest.count_findings(folder)
    took = round(time.perf_counter() - begun, 3)
    return RunResult(status, folder.parent.name, folder, count, took)


def _do(
    ready: Prepared,
    page: bool,
    progress: Progress | None,
    limits: "Limits | None",
    stop: Event | None,
) -> None:
    """Execute, render and publish; on a fault leave what there is among the failed."""
    from equity.runs.execute import execute, get_ready
    from equity.runs.kernels import forks

    notebook, values, home, folder = ready.notebook, ready.values, ready.home, ready.folder
    _heed(stop, notebook.name, "before it began")
    if page:
        forks.start_early()
        outputs.load()  # while the warm process loads the libraries of notebooks
    get_ready(stop)
    _heed(stop, notebook.name, "before it began")
    started, was_current = manifest.now(), ready.is_current()
    taken = DATA in values
    passed = dict(values) | ({DATA: str(home)} if taken else {})
    inside = os.path.relpath(home, folder) if home and values.get(DATA) else ""
    shown = dict(values) | ({DATA: inside} if taken else {})
    executed: Any = None
    try:
        with private_folder() as private:
            executed = execute(
                notebook, passed, private, progress=progress, limits=limits, stop=stop
            )
        _require_unchanged(ready, was_current)
        _heed(stop, notebook.name, "after its last cell")
        outputs.show(executed, notebook.name, shown)
        language = str(values.get("language", "sv")) if page else None
        files = outputs.files(notebook.name, executed, language)
    except RunError as error:
        executed = getattr(error, "notebook", None) or executed
        if executed is not None or stop is None or not stop.is_set():  # else it had not begun
            _leave_among_failed(ready, started, executed, shown, str(error))
        raise RunError(str(error)) from error.__cause__
    files |= manifest.said_before(folder, files)
    story = manifest.story(ready.basis, started, executed, files, home)
    story |= manifest.replaced(folder)
    try:
        publish(files | {manifest.FILE: manifest.as_json(story)}, folder)
    except OSError as error:
        told = f"{notebook.name}: every cell ran, but its folder was not written: {_told(error)}"
        _leave_among_failed(ready, started, executed, shown, told)
        raise RunError(told) from error
    discard(failed_folder(folder))
    ledger.record(folder)


def _heed(stop: Event | None, name: str, when: str) -> None:
    """Raise RunError where a run is to stop: what takes long is then not begun."""
    if stop is not None and stop.is_set():
        raise RunError(f"{name}: stopped from outside {when}")


def failed_folder(folder: Path) -> Path:
    """Return where a run is left that failed. folder: where it would be left.

    >>> failed_folder(Path("runs/robustness/0a1b")).as_posix()
    'runs/failed/robustness/0a1b'
    """
    return folder.parents[1] / ledger.FAILED / folder.parent.name / folder.name


def _require_unchanged(ready: Prepared, was_current: bool) -> None:
    """Raise RunError where an input, or the package, is not what it was when the run began.

    was_current: whether the city's tables were then built from its raw files.
    """
    what, then = "", "run it again"
    if changed := ready.changed_inputs():
        what = f"an input had changed since the run began: {', '.join(changed)}"
    elif was_current and not ready.is_current():
        what = "the city's raw files or its built tables had changed since the run began"
        then = "run equity data build and then the notebook again"
    elif ready.has_other_package():
        what = "the package equity had changed since the run began"
    if what:
        cells = len(ready.notebook.cells)
        raise RunError(f"{ready.notebook.name}: after cell {cells} of {cells}, {what}; {then}")


def _leave_among_failed(
    ready: Prepared, started: Any, executed: Any, shown: Mapping[str, Any], told: str
) -> None:
    """Leave a failed run's error and its notebook as far as it came, if there is room for it."""
    name, failed = ready.notebook.name, failed_folder(ready.folder)
    story = manifest.story(ready.basis, started, executed, {}, ready.home)
    story |= {"outcome": manifest.FAILED}
    left = {manifest.FILE: manifest.as_json(story), "error.txt": f"{told}\n".encode()}
    if executed is not None:
        outputs.show(executed, name, shown)
        left[f"{name}.ipynb"] = outputs.as_text(executed)
    try:
        publish(left, failed)
    except OSError:  # the disk is full, or nobody may write: the message is all there can be
        return
    ledger.record(failed)


def _told(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"
