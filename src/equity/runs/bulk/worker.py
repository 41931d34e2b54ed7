"""A run on a worker of a cluster: its inputs come by checksum, what it leaves goes back."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypedDict

from equity.errors import EquityError, RunError
from equity.runs import manifest
from equity.runs.folder import checkout
from equity.runs.inputs.checksums import laid_in
from equity.runs.inputs.parts import DATA
from equity.runs.kernels.limits import Limits
from equity.runs.run import failed_folder, run

INPUTS = "equity-inputs"  # in a worker's own folder: bytes, each named by its checksum
HOMES = "equity-cities"  # and folders put together from them
BEGAN = "_equity_package"  # what a worker remembers of the package that it began with


class Task(TypedDict):
    """One run as it travels. notebook: its name. text: its file's bytes. key: its run's.

    values: its parameters. city: the name of the city's folder, empty where it reads none.
    inputs: SHA-256 of each of that folder's files, by path. package, versions: what the worker
    has to have too. page: whether its HTML is wanted. limits: of it, by name; None for the usual.
    """

    notebook: str
    text: bytes
    key: str
    values: dict[str, Any]
    city: str
    inputs: dict[str, str]
    package: str
    versions: dict[str, str]
    page: bool
    limits: dict[str, float | None] | None


class Answer(TypedDict):
    """What a worker says. lacks: checksums that it needs the bytes of first, or none.

    error: why the run failed, or empty. files: what it left, by name. worker: its address. unfit:
    whether the fault is the worker's and not the run's, so that another may do it.
    """

    lacks: list[str]
    error: str
    files: dict[str, bytes]
    worker: str
    unfit: bool


def work(task: Task, *contents: bytes) -> Answer:
    """Do a task on a worker of dask.distributed, in the worker's own folder."""
    from distributed import get_worker

    worker = get_worker()
    if not hasattr(worker, BEGAN):  # this module came with the first task, so the package did
        setattr(worker, BEGAN, manifest.package_digest())
    answer = do(task, contents, Path(worker.local_directory), began=getattr(worker, BEGAN))
    return answer | {"worker": worker.address}


def do(
    task: Task,
    contents: Iterable[bytes],
    place: Path,
    own: Path | None = None,
    began: str | None = None,
) -> Answer:
    """Do a task: say what is lacking, or run it and give back what the run left.

    contents: bytes of inputs that were lacking. place: a folder of the worker's. own: a city's
    folder that may hold the inputs already, by default the checkout's. began: the SHA-256 of the
    package that the worker has in memory, by default of its files. Bytes that are no input
    of the task are refused, and so is a task made by another version of the package or of a
    library: the run would not be the one that was asked for.
    """
    if other := other_software(task["package"], task["versions"], began):
        return _unfit(other)
    try:
        keep(task, contents, place / INPUTS)
        if lacks := lacking(task, place / INPUTS, own or _own()):
            return Answer(lacks=lacks, error="", files={}, worker="", unfit=False)
        return _run(task, place, put_together(task, place, own or _own()))
    except OSError as error:
        return _unfit(f"the worker cannot write its files ({error.strerror or error})")
    except EquityError as error:
        return Answer(lacks=[], error=str(error), files={}, worker="", unfit=False)


def other_software(package: str, versions: Mapping[str, str], began: str | None = None) -> str:
    """Return what of the package and the libraries here is not as asked for, or nothing.

    package: SHA-256 of the package's files. versions: of Python and the libraries, by name.
    began: see `do`.
    """
    here = manifest.versions()
    differ = [
        f"{name} {here.get(name, 'none')}, not {versions.get(name, 'none')}"
        for name in sorted({*here, *versions})
        if here.get(name) != versions.get(name)
    ]
    if manifest.package_digest() != package:
        differ.append("another version of the package equity")
    elif began not in (None, package):
        differ.append("in memory an earlier version of the package equity (start it anew)")
    return f"the worker has {'; '.join(differ)}" if differ else ""


def _unfit(why: str) -> Answer:
    return Answer(lacks=[], error=why, files={}, worker="", unfit=True)


def keep(task: Task, contents: Iterable[bytes], store: Path) -> None:
    """Keep the bytes of inputs by their checksum; RunError for any that is none of the task's."""
    store.mkdir(parents=True, exist_ok=True)
    asked = set(task["inputs"].values())
    for content in contents:
        checksum = hashlib.sha256(content).hexdigest()
        if checksum not in asked:
            raise RunError(f"the worker was sent bytes that are no input of it ({checksum[:12]}…)")
        _write_whole(store / checksum, content)


def lacking(task: Task, store: Path, own: Path | None) -> list[str]:
    """Return the checksums of inputs that neither the store nor the worker's own city holds."""
    return sorted(
        {
            checksum
            for name, checksum in task["inputs"].items()
            if _find(name, checksum, store, own) is None
        }
    )


def put_together(task: Task, place: Path, own: Path | None) -> Path | None:
    """Return a folder that holds exactly the task's inputs; None where it reads none."""
    if not task["city"]:
        return None
    text = json.dumps(task["inputs"], sort_keys=True)
    home = place / HOMES / hashlib.sha256(text.encode()).hexdigest() / _safe(task["city"])
    if home.is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=place))
    try:
        for name, checksum in task["inputs"].items():
            content = _find(name, checksum, place / INPUTS, own)
            if content is None:
                raise RunError(f"the worker has lost the input {name}; run it again")
            (fresh / _safe(name)).parent.mkdir(parents=True, exist_ok=True)
            (fresh / _safe(name)).write_bytes(content)
        try:
            fresh.rename(home)
        except OSError:  # another thread was quicker
            if not home.is_dir():
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return home


def _run(task: Task, place: Path, home: Path | None) -> Answer:
    with tempfile.TemporaryDirectory(dir=place) as made:
        notebooks, out = Path(made) / "notebooks", Path(made) / "out"
        notebooks.mkdir()
        (notebooks / f"{_safe(task['notebook'])}.ipynb").write_bytes(task["text"])
        folder, error = out / task["notebook"] / task["key"], ""
        values = {name: value for name, value in task["values"].items() if name != DATA}
        limits = Limits(**task["limits"]) if task["limits"] else None
        try:
            left = run(
                task["notebook"], values, data=home, out=out, notebooks=notebooks,
                page=task["page"], limits=limits,
            )  # fmt: skip
            if left.folder != folder:
                raise RunError(f"the worker made another run, {left.folder.name}")
        except RunError as fault:
            if isinstance(fault.__cause__, OSError):
                raise fault.__cause__ from None
            folder, error = failed_folder(folder), str(fault)
        files = {path.name: path.read_bytes() for path in folder.glob("*")}
        return Answer(lacks=[], error=error, files=files, worker="", unfit=False)


def _find(name: str, checksum: str, store: Path, own: Path | None) -> bytes | None:
    """Return an input's bytes if they are at hand and are what their checksum says."""
    for path in (store / _safe(checksum), *([own / _safe(name)] if own else [])):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == checksum:
            return content
    return None


def _own() -> Path | None:
    try:
        return checkout() / DATA
    except EquityError:
        return None


def _safe(name: str) -> str:
    """Return a relative path that stays in its folder; RunError for any other."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name:
        raise RunError(f"{name[:60]!r} is no path inside a folder")
    return name


def _write_whole(path: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(number, "wb") as file:
        file.write(content)
    Path(name).replace(path)


def inputs_of(home: Path) -> Mapping[str, Path]:
    """Return each file of a city's folder by its path inside it, but no runs left in it."""
    laid = sorted(path for path in laid_in(home) if path.is_file())
    return {path.relative_to(home).as_posix(): path for path in laid}
