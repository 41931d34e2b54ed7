"""The runs of a sweep on a dask.distributed cluster: tasks out, run folders back here."""

import hashlib
import json
import os
import warnings
from collections.abc import Generator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from equity.errors import RunError
from equity.runs import manifest, outputs
from equity.runs.bulk.here import reason
from equity.runs.bulk.plan import Planned
from equity.runs.bulk.scheduler import (
    ANSWERS_WITHIN,
    client_of,
    first_line,
    unfit,
    workers_of,
)
from equity.runs.bulk.table import SetResult
from equity.runs.bulk.worker import Answer, Task, inputs_of, work
from equity.runs.folder import alone, discard, publish
from equity.runs.history import ledger
from equity.runs.inputs.parts import DATA
from equity.runs.run import failed_folder

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits

LOOKS_AFTER = 5  # seconds without an answer, whether there are workers still
LOST = "; what was done stays, and the same sweep goes on from there"


def run_elsewhere(
    todo: Sequence[Planned],
    address: str,
    *,
    jobs: int | None = None,
    page: bool = False,
    limits: "Limits | None" = None,
) -> Generator[SetResult]:
    """Run the sets on the workers of a scheduler, and leave their folders here.

    The workers need the same package and libraries, but none of the files: notebooks travel as
    they are, and inputs by their checksums; whoever lacks the bytes of one asks for them. A
    worker that dies costs its runs, which others then do; one with another package or library,
    or that cannot write its files, gets none while there are others.

    address: of the scheduler, such as tcp://10.0.0.5:8786. jobs: how many are in the cluster's
    hands at once, by default all. page: whether each run leaves its HTML. limits: of each run.
    Raises ParameterError where the library is missing, and RunError where no scheduler answers,
    it or its last worker is lost, or no worker will do.
    """
    with client_of(address) as client:
        cluster = _Cluster(client, address, todo, page, limits)
        left = iter(todo)
        try:
            for planned in islice(left, jobs):
                cluster.hand_out(planned)
            while cluster.waiting:
                planned, answer = cluster.next_answer()
                if answer is None:
                    continue
                for following in islice(left, 1):
                    cluster.hand_out(following)
                yield _leave(planned, answer)
        finally:
            with suppress(Exception):  # a scheduler that is lost cannot be told
                client.cancel(list(cluster.waiting))


class _Cluster:
    """What is in the cluster's hands, and what the sets need, read once.

    waiting: each set whose run is awaited, with the inputs sent along. unfit: workers that get
    no run, each with why.
    """

    def __init__(
        self,
        client: Any,
        address: str,
        todo: Sequence[Planned],
        page: bool,
        limits: "Limits | None",
    ) -> None:
        self.client, self.address, self.page = client, address, page
        self.limits = None if limits is None else asdict(limits)
        self.waiting: dict[Any, tuple[Planned, frozenset[str]]] = {}
        self.ended: SimpleQueue[Any] = SimpleQueue()
        self.paths: dict[str, Path] = {}  # of an input, by its checksum
        self.cities: dict[Path, dict[str, str]] = {}
        self.sent: dict[str, Any] = {}  # what the cluster holds of the inputs, by checksum
        self.deserted: float | None = None  # since when there has been no worker
        basis = todo[0].ready.basis
        self.unfit = unfit(client, basis["package"]["sha256"], basis["versions"])
        for home in {one.ready.home for one in todo if one.ready.home is not None}:
            self.cities[home] = {}
            for name, path in inputs_of(home).items():
                checksum = hashlib.sha256(path.read_bytes()).hexdigest()
                self.cities[home][name] = checksum
                self.paths[checksum] = path

    def hand_out(self, planned: Planned, lacking: frozenset[str] = frozenset()) -> None:
        """Hand a set's run to a worker that will do, with the inputs that one lacked."""
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
            limits=self.limits,
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")
            contents = [self._content(checksum) for checksum in sorted(lacking)]
            future = self.client.submit(
                work, task, *contents, pure=False, workers=self._fit() if self.unfit else None
            )
        self.waiting[future] = (planned, lacking)
        future.add_done_callback(self.ended.put)

    def next_answer(self) -> tuple[Planned, Answer | None]:
        """Await the next answer; None where its set is done anew.

        Raises RunError where nobody is left who could give one.
        """
        ended = self._next()
        planned, sent = self.waiting[ended]
        answer = self._answer(ended)
        if answer is None:
            self._look()
            ended.add_done_callback(self.ended.put)
            return planned, None
        del self.waiting[ended]
        if answer["unfit"]:
            self.unfit[answer["worker"]] = answer["error"]
            self.hand_out(planned, sent)
            return planned, None
        if lacks := set(answer["lacks"]) - sent:
            self.hand_out(planned, sent | lacks)
            return planned, None
        return planned, answer

    def _next(self) -> Any:
        while True:
            try:
                return self.ended.get(timeout=LOOKS_AFTER)
            except Empty:
                self._look()

    def _look(self) -> None:
        """Raise RunError where there has been no worker for a while, or none will do."""
        if self._workers():
            self.deserted = None
            if self.unfit:
                self._fit()
            return
        self.deserted = self.deserted or monotonic()
        if monotonic() - self.deserted > ANSWERS_WITHIN:
            raise RunError(f"the scheduler at {self.address} has no worker any more{LOST}")

    def _answer(self, ended: Any) -> Answer | None:
        """Return what a worker said; None where it died before it could be asked."""
        try:
            answer: Answer = ended.result(timeout=ANSWERS_WITHIN)
        except CancelledError:
            raise RunError(
                f"the scheduler at {self.address} was lost, or dropped what it had to do{LOST}"
            ) from None
        except Exception as error:
            if ended.status != "error":  # to be done again: its answer lay with a worker that died
                return None
            told = f"no worker could do it ({type(error).__name__}: {first_line(error)})"
            return Answer(lacks=[], error=told, files={}, worker="", unfit=False)
        return answer

    def _workers(self) -> set[str]:
        try:
            return workers_of(self.client)
        except (OSError, TimeoutError):
            raise RunError(f"the scheduler at {self.address} was lost{LOST}") from None

    def _fit(self) -> list[str]:
        """Return the workers that will do; RunError, with each one's reason, where none does."""
        there = self._workers()
        if there and not there - self.unfit.keys():
            why = "; or: ".join(sorted({self.unfit[one] for one in there}))
            raise RunError(f"no worker at {self.address} will do: {why}{LOST}")
        return sorted(there - self.unfit.keys())

    def _content(self, checksum: str) -> Any:
        """Return an input's bytes as the cluster holds them: sent once, made anew if lost."""
        if checksum not in self.sent:
            content = self.paths[checksum].read_bytes()
            self.sent[checksum] = self.client.submit(bytes, content, key=f"equity-input-{checksum}")
        return self.sent[checksum]


def _leave(planned: Planned, answer: Answer) -> SetResult:
    """Leave a run's folder as if it had been made here, or a failed one's among the failed."""
    ready, error = planned.ready, answer["error"]
    if not error and answer["lacks"]:
        error = "its worker did not take the inputs that it was sent"
    if not error and not {manifest.FILE, manifest.FINDINGS} <= answer["files"].keys():
        error = "its worker gave nothing back"
    folder = failed_folder(ready.folder) if error else ready.folder
    try:
        if answer["files"]:
            with alone(ready.folder):
                publish(_as_if_here(planned, answer["files"]), folder)
                if not error:
                    discard(failed_folder(ready.folder))
            ledger.record(folder)
    except OSError as fault:
        error = error or f"{ready.notebook.name}: its folder was not written: {reason(fault)}"
    if error:
        return SetResult(planned.number, planned.shown, planned.run, error=error)
    found = manifest.count_findings(folder)
    return SetResult(planned.number, planned.shown, planned.run, findings=found)


def _as_if_here(planned: Planned, files: dict[str, bytes]) -> dict[str, bytes]:
    """Let a run's notebook and manifest say what they would if it had been made here."""
    import nbformat

    ready, name = planned.ready, f"{planned.ready.notebook.name}.ipynb"
    if manifest.FILE not in files:
        return files
    story = json.loads(files[manifest.FILE])
    if story["outcome"] == manifest.COMPLETE:
        story |= manifest.replaced(ready.folder)
        before = manifest.said_before(ready.folder, files)
        story["outputs"] |= {one: manifest.digest(content) for one, content in before.items()}
        files = files | before
    if DATA in ready.values:
        story["parameters"] = ready.basis["parameters"]
    if DATA in ready.values and name in files:
        asked = ready.home is not None and ready.values[DATA]
        inside = os.path.relpath(str(ready.home), ready.folder) if asked else ""
        executed = nbformat.reads(files[name].decode(), as_version=4)  # type: ignore[no-untyped-call]
        outputs.show(executed, ready.notebook.name, ready.values | {DATA: inside})
        files = files | {name: outputs.as_text(executed)}
    if name in story["outputs"]:
        story["outputs"][name] = hashlib.sha256(files[name]).hexdigest()
    return files | {manifest.FILE: manifest.as_json(story)}
