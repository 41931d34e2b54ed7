"""What a command of one's own was told last: a change is told once, and none is missed.

A run may be done already and yet say something else than was told last: when an input was changed
and changed back, when another run failed before anything could be told, or when the command that
is told had failed. So the ledger keeps, for each question, the key of the run that was told last.
"""

import hashlib
import json
from pathlib import Path

from equity.runs import manifest
from equity.runs.history.changes import Changes, asked, changed_since_previous, compare
from equity.runs.history.ledger import out_of, recall, remember
from equity.runs.run import RunResult


def changes_since_told(run: RunResult) -> Changes:
    """Return what a run says otherwise than the one of the same question that was told last.

    Where none was told, or it is gone, that is what it says otherwise than the run before it, and
    nothing for a run that was done already. Raises RunError where a run cannot be read.
    """
    folder = run.folder
    last = recall(out_of(folder), _question(folder))
    if last == folder.name and "replaced" not in manifest.read(folder):
        return Changes(None, folder, ())
    before = folder.parent / (last or "")
    if last not in (None, folder.name) and manifest.is_whole(before):
        return compare(before, folder)
    return changed_since_previous(run) if run.status == "done" else Changes(None, folder, ())


def note_as_told(run: RunResult) -> None:
    """Note that what a run says is known; without a word where that cannot be noted."""
    remember(out_of(run.folder), _question(run.folder), run.folder.name)


def _question(folder: Path) -> str:
    """Return what stands for a notebook, its parameters and the city."""
    text = json.dumps(["told", folder.parent.name, asked(manifest.read(folder)["parameters"])])
    return hashlib.sha256(text.encode()).hexdigest()
