"""The runs of a sweep on a dask.distributed cluster: tasks out, run folders back here."""

import hashlib
import json
import os
import warnings
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from equity.errors import ParameterError, RunError
from equity.runs import manifest, outputs
from equity.runs.bulk.plan import Planned
from equity.runs.bulk.table import SetResult
from equity.runs.bulk.worker import Answer, Task, inputs_of, work
from equity.runs.folder import alone, publish
from equity.runs.history import ledger
from equity.runs.inputs.parts import DATA
from equity.runs.run import failed_folder

ANSWERS_WITHIN = 15  # seconds for a scheduler, and again for a first worker
HOW_TO_GET_IT = "--scheduler needs the library distributed: pip install 'stockholm-equity[cluster]'"


def run_elsewhere(
    todo: Sequence[Planned], address: str, *, page: bool = False
) -> Generator[SetResult]:
    """Run the sets on the workers of a scheduler, and leave their folders here.

    The workers need the same package and libraries, but none of the files: notebooks travel as
    they are, and inputs by their checksums; whoever lacks the bytes of one asks for them. A
    worker that dies costs its runs, which others then do.

    address: of the scheduler, such as tcp://10.0.0.5:8786. page: whether each run leaves its
    HTML. Raises ParameterError where the library is missing, and RunError where no scheduler
    answers or it has no worker.
    """
    try:
        import distributed
    except ImportError:
        raise ParameterError(HOW_TO_GET_IT) from None
    try:
        library: Any = distributed  # whose calls bear no types
        client = library.Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise RunError(f"no scheduler answers at {address} ({_first(error)})") from None
    with client:
        _require_worker(client, address)
        tasks = _Tasks(todo, page)
        waiting = {tasks.submit(client, one, set()): (one, set[str]()) for one in todo}
        queue = library.as_completed(list(waiting), loop=client.loop)
        try:
            for ended in queue:
                planned, sent = waiting.pop(ended)
                answer = _answer(ended)
                if lacks := set(answer["lacks"]) - sent:
                    again = tasks.submit(client, planned, sent | lacks)
                    waiting[again] = (planned, sent | lacks)
                    queue.add(again)
                    continue
                yield _leave(planned, answer)
        finally:
            client.cancel(list(waiting))


class _Tasks:
    """What the sets need, read once: notebooks as text, cities as checksums and paths."""

    def __init__(self, todo: Sequence[Planned], page: bool) -> None:
        self.page = page
        self.paths: dict[str, Path] = {}  # of an input, by its checksum
        self.cities: dict[Path, dict[str, str]] = {}
        self.sent: dict[str, Any] = {}  # what the cluster holds of the inputs, by checksum
        for home in {one.ready.home for one in todo if one.ready.home is not None}:
            self.cities[home] = {}
            for name, path in inputs_of(home).items():
                checksum = hashlib.sha256(path.read_bytes()).hexdigest()
                self.cities[home][name] = checksum
                self.paths[checksum] = path

    def submit(self, client: Any, planned: Planned, lacking: set[str]) -> Any:
        """Hand a set's run to the cluster, with the inputs that its worker lacked."""
        ready = planned.ready
        task = Task(
            notebook=ready.notebook.name,
            text=ready.notebook.path.read_bytes(),
            key=ready.folder.name,
            values=dict(ready.values),
            city=ready.home.name if ready.home else "",
            inputs=self.cities[ready.home] if ready.home else {},
            package=ready.basis["package"]["sha256"],
            versions=ready.basis["versions"],
            page=self.page,
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")
            contents = [self._content(client, checksum) for checksum in sorted(lacking)]
            return client.submit(work, task, *contents, pure=False)

    def _content(self, client: Any, checksum: str) -> Any:
        """Return an input's bytes as the cluster holds them: sent once, made anew if lost."""
        if checksum not in self.sent:
            content = self.paths[checksum].read_bytes()
            self.sent[checksum] = client.submit(bytes, content, key=f"equity-input-{checksum}")
        return self.sent[checksum]


def _require_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=ANSWERS_WITHIN)
    except TimeoutError:
        raise RunError(f"the scheduler at {address} has no worker") from None


def _answer(ended: Any) -> Answer:
    try:
        answer: Answer = ended.result()
    except Exception as error:
        told = f"no worker could do it ({type(error).__name__}: {_first(error)})"
        return Answer(lacks=[], error=told, files={})
    return answer


def _leave(planned: Planned, answer: Answer) -> SetResult:
    """Leave a run's folder as if it had been made here, or a failed one's among the failed."""
    ready, error = planned.ready, answer["error"]
    if not error and answer["lacks"]:
        error = "its worker did not take the inputs that it was sent"
    if not error and not {manifest.FILE, "findings.json"} <= answer["files"].keys():
        error = "its worker gave nothing back"
    folder = failed_folder(ready.folder) if error else ready.folder
    if answer["files"]:
        with alone(ready.folder):
            publish(_as_if_here(planned, answer["files"]), folder)
        ledger.record(folder)
    if error:
        return SetResult(planned.number, planned.shown, planned.run, error=error)
    found = manifest.count_findings(folder)
    return SetResult(planned.number, planned.shown, planned.run, findings=found)


def _as_if_here(planned: Planned, files: dict[str, bytes]) -> dict[str, bytes]:
    """Let a run's notebook and manifest name the city's folder as seen from here."""
    import nbformat

    ready, name = planned.ready, f"{planned.ready.notebook.name}.ipynb"
    if DATA not in ready.values or manifest.FILE not in files:
        return files
    story = json.loads(files[manifest.FILE])
    story["parameters"] = ready.basis["parameters"]
    if name in files:
        asked = ready.home is not None and ready.values[DATA]
        inside = os.path.relpath(str(ready.home), ready.folder) if asked else ""
        executed = nbformat.reads(files[name].decode(), as_version=4)  # type: ignore[no-untyped-call]
        outputs.show(executed, ready.notebook.name, ready.values | {DATA: inside})
        files = files | {name: outputs.as_text(executed)}
    if name in story["outputs"]:
        story["outputs"][name] = hashlib.sha256(files[name]).hexdigest()
    return files | {manifest.FILE: manifest.as_json(story)}


def _first(error: Exception) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0]
