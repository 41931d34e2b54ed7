"""One notebook through papermill, in a kernel of its own; what happened in which cell."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from equity.errors import RunError
from equity.runs.kernels import forks
from equity.runs.kernels.limits import Limits
from equity.runs.notebooks import FORMAT_MINOR, INJECTED, Notebook, with_ids

Progress = Callable[[int, int], None]
NOT_RUN = "not run"
DIED = "the kernel died in cell {cell}"
ENGINE = "equity-own"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONGEST_CAUSE = 300  # letters; the whole of it stands in the notebook among the failed
MARKER = "papermill-error-cell-tag"  # papermill's tag of the cells it adds around an error


class UnfinishedError(RunError):
    """A notebook that did not reach its end. notebook: as far as it came, or None."""

    def __init__(self, message: str, notebook: Any = None) -> None:
        self.notebook = notebook
        super().__init__(message)


@dataclass
class _Watch:
    """What the kernel answered, cell by cell, while papermill ran."""

    progress: Progress | None
    notebook: Any = None
    running: int = 0
    answered: dict[int, dict[str, Any]] = field(default_factory=dict)

    def begun(self, notebook: Any) -> None:
        self.notebook = notebook

    def started(self, cell: Any, cell_index: int) -> None:
        self.running = cell_index
        if self.progress is not None:
            self.progress(cell_index + 1, len(self.notebook.cells))

    def executed(self, cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        self.answered[cell_index] = execute_reply["content"]
        if _asks_to_exit(execute_reply["content"]) and cell_index != _last(self.notebook):
            raise _ExitError


class _ExitError(Exception):
    """A cell asked the kernel to leave, before the last one ran."""


def get_ready(stop: Event | None) -> None:
    """Load what running takes, before there is a file that a killed process would leave behind.

    stop: ends the waiting for the warm process once it is set; None not to wait for it. A kernel
    would wait as long, and not hear that it is to stop.
    """
    forks.start_early()
    from equity.runs.kernels import session  # noqa: F401
    from equity.runs.kernels.provisioner import wait_for_warm

    if stop is not None:
        wait_for_warm(stop)


def execute(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    folder: Path,
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
    stop: Event | None = None,
) -> Any:
    """Run a notebook to its last cell and return it with its outputs.

    folder: private and empty; holds the kernel's files, gone with it. The caller's working
    directory and environment stay as they are. progress: told each cell's number and how many
    there are. limits: of time and memory, by default `Limits()`. stop: ends the run, its kernel
    killed, once it is set, from whatever thread.
    Raises UnfinishedError, one line with notebook, cell and cause, when a cell raises, the
    kernel dies or leaves, or any other reason keeps the last cell from running.
    """
    _require_not_stopped(notebook, stop)
    forks.start_early()  # its libraries load while papermill's do here
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from equity.runs.kernels.session import WarmEngine, own

    _require_not_stopped(notebook, stop)
    copy = folder / "notebook.ipynb"
    copy.write_bytes(_without_cells_of_earlier_runs(notebook))
    taken = str(copy).replace("{", "{{").replace("}", "}}")  # papermill fills in what is in braces
    watch = _Watch(progress)
    papermill_engines.register(ENGINE, WarmEngine)
    try:
        papermill.execute_notebook(
            taken,
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            on_notebook_start=watch.begun,
            on_cell_start=watch.started,
            on_cell_executed=watch.executed,
            limits=limits,
            stop=stop,
            **own(folder),
        )
        _require_last_cell(notebook, watch)
    except UnfinishedError:
        raise
    except PapermillExecutionError as error:
        told = watch.answered.get(watch.running, {})  # the output may hold less, or nothing
        cause = _cause(str(told.get("ename") or error.ename), told.get("evalue", error.evalue))
        raise _failed(notebook, watch, f"cell {{cell}} raised {cause}") from None
    except DeadKernelError as error:
        raise _failed(notebook, watch, getattr(error, "reason", None) or DIED) from None
    except _ExitError:
        raise _failed(notebook, watch, "stopped in cell {cell}: it asked to exit") from None
    except Exception as error:
        cause = _cause(type(error).__name__, str(error).strip() or repr(error))
        where = "no kernel started" if watch.notebook is None else "cell {cell} did not finish"
        raise _failed(notebook, watch, f"{where} ({cause})") from error
    return watch.notebook


def _require_not_stopped(notebook: Notebook, stop: Event | None) -> None:
    if stop is not None and stop.is_set():
        raise UnfinishedError(f"{notebook.name}: stopped from outside before it began")


def _require_last_cell(notebook: Notebook, watch: _Watch) -> None:
    last = _last(watch.notebook)
    content = watch.answered.get(last)
    if content is None or content.get("status") != "ok":
        asked = (watch.answered.get(watch.running) or {}).get("ename") == SystemExit.__name__
        how = ": it asked to exit" if asked else ", before its last cell had run"
        raise _failed(notebook, watch, f"stopped in cell {{cell}}{how}")


def _cause(name: str, message: object) -> str:
    r"""Return an error in one line that a terminal can show, without what only repeats.

    >>> _cause("ValueError", "\n\x1b[31mno such side\x1b[0m\nin line 3")
    'ValueError: no such side'
    """
    text = COLOUR.sub("", f"{name}: {str(message).strip()}")
    plain = "".join(one if one.isprintable() or one == "\n" else " " for one in text)
    told = plain.partition("\n")[0].rstrip(" :")
    return told if len(told) <= LONGEST_CAUSE else f"{told[:LONGEST_CAUSE]}…"


def _failed(notebook: Notebook, watch: _Watch, message: str) -> UnfinishedError:
    """Make the error, and let the notebook tell the truth about the cells that did not run."""
    cells = watch.notebook.cells if watch.notebook is not None else []
    cells[:] = [cell for cell in cells if MARKER not in cell.metadata.get("tags", [])]
    for index, cell in enumerate(cells):
        known = cell.metadata.get("papermill", {})
        if known and index > watch.running:
            known |= {"status": NOT_RUN, "exception": None, "duration": None}
        elif known and index == watch.running:
            known |= {"status": "failed", "exception": True}
    place = _place(notebook, watch)
    return UnfinishedError(
        f"{notebook.name}: {message.replace('{cell}', place, 1)}", watch.notebook
    )


def _place(notebook: Notebook, watch: _Watch) -> str:
    """Return the number of the cell that was running, as the author counts them."""
    before = [] if watch.notebook is None else watch.notebook.cells[: watch.running + 1]
    own = [cell for cell in before if INJECTED not in cell.metadata.get("tags", [])]
    return f"{max(1, len(own))} of {len(notebook.cells)}"


def _last(notebook: Any) -> int:
    """Return the index of the last cell with code to run; -1 where there is none."""
    coded = [i for i, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()]
    return coded[-1] if coded else -1


def _asks_to_exit(content: Mapping[str, Any]) -> bool:
    return any(item.get("source") == "ask_exit" for item in content.get("payload", []))


def _without_cells_of_earlier_runs(notebook: Notebook) -> bytes:
    """Return the notebook's text without what an earlier run of papermill put in."""
    try:
        content = json.loads(notebook.path.read_bytes())
        is_same = tuple(content["cells"]) == notebook.cells
    except (OSError, ValueError, KeyError, TypeError):
        is_same = False
    if not is_same:  # its key, and what it is known to read, are those of the text before
        raise UnfinishedError(f"{notebook.name}: it was changed before it began; run it again")
    content["cells"] = with_ids(
        cell
        for cell in content["cells"]
        if INJECTED not in cell.get("metadata", {}).get("tags", [])
    )
    content["nbformat_minor"] = max(
        content.get("nbformat_minor", 0), FORMAT_MINOR
    )  # which knows ids
    content.get("metadata", {}).pop("papermill", None)
    _require_form(notebook, content)
    return json.dumps(content).encode()


def _require_form(notebook: Notebook, content: dict[str, Any]) -> None:
    """Raise UnfinishedError for what would run and could not be kept as a notebook."""
    import nbformat

    try:
        nbformat.validate(content)
    except nbformat.ValidationError as error:
        told = str(error).splitlines()[0][:LONGEST_CAUSE]
        raise UnfinishedError(f"{notebook.name}: it is not a notebook ({told})") from None
