"""What a worker gives back lies here as if the run had been made here."""

import json
from collections.abc import Callable
from pathlib import Path

from equity.runs import manifest
from equity.runs.bulk.cluster import _leave
from equity.runs.bulk.plan import Planned
from equity.runs.bulk.worker import Answer
from equity.runs.history.changes import changed_since_previous
from equity.runs.prepared import prepare
from equity.runs.run import RunResult
from made_up_runs import finding

Toy = Callable[..., Path]


def given_back(planned: Planned, value: float) -> Answer:
    """Return what a worker gives back of a run with one made-up finding."""
    said = {"schema": 1, "findings": [finding(value=value)]}
    files = {manifest.FINDINGS: json.dumps(said).encode()}
    story = manifest.story(planned.ready.basis, manifest.now(), None, files)
    files |= {manifest.FILE: manifest.as_json(story)}
    return Answer(lacks=[], error="", files=files, worker="made_up", unfit=False)


def test_what_a_run_done_over_by_a_worker_says_otherwise_is_known(toy: Toy, tmp_path: Path) -> None:
    ready = prepare("one", out=tmp_path / "out", notebooks=toy("one", "1"))
    planned = Planned(1, ready, False, {})
    told = []
    for value in (1.5, 1.5, 2.5):
        assert _leave(planned, given_back(planned, value)).error == ""
        assert manifest.is_whole(ready.folder)
        changes = changed_since_previous(RunResult("done", "one", ready.folder, 1, 0.1)).changes
        told.append([(one.before, one.after) for one in changes])
    assert told == [[], [], [(1.5, 2.5)]]
