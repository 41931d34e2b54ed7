"""A sweep: many runs of one notebook, side by side, and one table of all they found."""

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from equity.runs.bulk.cluster import run_elsewhere
from equity.runs.bulk.grid import Grid, read_grid
from equity.runs.bulk.here import run_here
from equity.runs.bulk.plan import Planned, plan
from equity.runs.bulk.table import SetResult, as_files, tidy
from equity.runs.folder import checkout, publish
from equity.runs.manifest import KEY_LENGTH, as_json, count_findings
from equity.runs.run import RunResult

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits

SWEEPS = "sweeps"
SCHEMA = 1
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sweep:
    """What a sweep left. status: "failed" where a set did, "unchanged" where none was run.

    folder: of its table. sets: how many. done, unchanged, failed: how many of them were run,
    were whole already, failed. findings: of them all. errors: why, by the set's number.
    runs: those that are whole. seconds: what the call took.
    """

    status: Literal["done", "unchanged", "failed"]
    notebook: str
    folder: Path
    sets: int
    done: int
    unchanged: int
    failed: int
    findings: int
    errors: dict[int, str]
    runs: tuple[RunResult, ...]
    seconds: float


def sweep(
    path: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    page: bool = False,
    force: bool = False,
    limits: "Limits | None" = None,
    progress: Progress | None = None,
) -> Sweep:
    """Run every set of a grid and leave `OUT/sweeps/NAME-KEY/` with one table of all findings.

    Every set is checked before the first one starts. A set whose run is whole already is not
    run again, so a sweep that was stopped goes on where it stood. One that fails is a row with
    its reason, and the others go on. The folder (findings.parquet, findings.csv for Excel with
    semicolons and decimal commas, sweep.json) appears in one step once all sets have ended;
    its key stands for the keys of the runs, so other inputs make another folder.

    path: the grid's file, see `read_grid`. data, out, language, notebooks: as for `run`.
    jobs: how many at once, by default one more than this machine's processors, for a kernel
    often waits; on a cluster all. scheduler: the address of a dask.distributed scheduler; the
    runs are then made by its workers and left here all the same. page: whether each run leaves
    its HTML. limits: of each run. force: do again what is done. progress: told how many sets
    have ended, of how many.
    Raises ParameterError and DataError before anything starts; RunError where the cluster
    cannot be had.
    """
    begun = perf_counter()
    out = (out or checkout() / "runs").absolute()
    grid = read_grid(path)
    planned = plan(
        grid, data=data, out=out, language=language, notebooks=notebooks, page=page
    )  # fmt: skip
    results = {one.number: already(one) for one in planned if one.done and not force}
    todo = [one for one in planned if one.number not in results]
    tell = progress or (lambda ended, of: None)
    tell(len(results), len(planned))
    if todo:
        running = run_here(
            todo, jobs=jobs, page=page, force=force, limits=limits
        ) if scheduler is None else run_elsewhere(
            todo, scheduler, jobs=jobs, page=page, limits=limits
        )  # fmt: skip
        with closing(running):
            for result in running:
                results[result.number] = result
                tell(len(results), len(planned))
    ordered = [results[one.number] for one in planned]
    folder = out / SWEEPS / f"{grid.name}-{_key(ordered)}"
    publish(as_files(tidy(ordered, out)) | {"sweep.json": _story(grid, ordered)}, folder)
    return _summary(grid, folder, ordered, perf_counter() - begun)


def outline(
    path: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
    page: bool = False,
    force: bool = False,
) -> dict[str, Any]:
    """Return what `sweep` would do: how many sets, how many are done, and each with its state.

    Arguments and errors: those of `sweep`. Nothing is run or written.
    """
    grid = read_grid(path)
    planned = plan(grid, data=data, out=out, language=language, notebooks=notebooks, page=page)
    left = {one.number for one in planned if force or not one.done}
    lines = [
        {
            "set": one.number,
            "state": "to run" if one.number in left else "done before",
            "parameters": dict(one.shown),
            "run": one.run,
        }
        for one in planned
    ]
    counts = {"sets": len(planned), "unchanged": len(planned) - len(left), "left": len(left)}
    return {"notebook": grid.notebook} | counts | {"plan": lines}


def already(planned: Planned) -> SetResult:
    """Return the result of a set whose run is whole already."""
    found = count_findings(planned.ready.folder)
    return SetResult(planned.number, planned.shown, planned.run, unchanged=True, findings=found)


def _key(ordered: list[SetResult]) -> str:
    text = "\n".join(one.run for one in ordered)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def _story(grid: Grid, ordered: list[SetResult]) -> bytes:
    sets = [
        {
            "set": one.number,
            "parameters": dict(one.parameters),
            "run": one.run,
            "status": one.status,
            "error": one.error or None,
            "findings": one.findings,
        }
        for one in ordered
    ]
    return as_json({"schema": SCHEMA, "name": grid.name, "notebook": grid.notebook, "sets": sets})


def _summary(grid: Grid, folder: Path, ordered: list[SetResult], took: float) -> Sweep:
    errors = {one.number: one.error for one in ordered if one.error}
    unchanged = sum(one.unchanged for one in ordered)
    status: Literal["done", "unchanged", "failed"] = "done"
    if errors:
        status = "failed"
    elif unchanged == len(ordered):
        status = "unchanged"
    return Sweep(
        status=status,
        notebook=grid.notebook,
        folder=folder,
        sets=len(ordered),
        done=len(ordered) - unchanged - len(errors),
        unchanged=unchanged,
        failed=len(errors),
        findings=sum(one.findings for one in ordered),
        errors=errors,
        runs=tuple(
            RunResult(
                "unchanged" if one.unchanged else "done",
                grid.notebook,
                folder.parents[1] / one.run,
                one.findings,
                0,
            )
            for one in ordered
            if not one.error
        ),
        seconds=round(took, 3),
    )
