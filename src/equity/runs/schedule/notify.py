"""Tell a command of one's own when findings changed or a run failed; never more than tell."""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from equity.errors import EquityError, ParameterError
from equity.runs.history.changes import Changes
from equity.runs.run import RunResult
from equity.runs.schedule.told import changes_since_told, note_as_told

SECONDS = 60  # for the command; what it does longer it does in vain
SHOWN = 200  # letters of what it complains of
MOST_HEARD = 4 * SHOWN  # bytes: a letter has at most four
LAST_WORDS_SECONDS = 1


@dataclass
class Ended:
    """What a command did, as it goes on. runs: that ended well. errors: why others did not."""

    runs: list[RunResult] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def notifying(
    command: str | None, about: str, tell: Callable[[str], object], *, seconds: float = SECONDS
) -> Iterator[Ended]:
    """Run a command with a summary on its standard input, if there is something to tell.

    There is when a run says anything else than what was told last of the same notebook and
    parameters, or than the run before it where nothing was, and when a run failed. What the
    command does has no bearing on the outcome: if it fails, or takes longer than `seconds`, `tell`
    gets one line, and what changed is told again next time.

    command: split into words as a shell would, but run without one; None for no command.
    about: what is being done: run, brief, sweep. Gives what takes note of the runs.
    Raises ParameterError, before anything is done, for a command that has no words.
    """
    words = words_of(command) if command is not None else []
    ended = Ended()
    try:
        yield ended
    except Exception as error:
        expected = isinstance(error, EquityError | OSError)
        ended.errors.append(str(error) if expected else f"{type(error).__name__}: {error}")
        raise
    finally:
        if words:
            _notify(words, about, ended, tell, seconds)


def words_of(command: str) -> list[str]:
    """Return the words of a command; ParameterError where it has none or a quote stays open.

    >>> words_of("mail -s 'it changed' me")
    ['mail', '-s', 'it changed', 'me']
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise ParameterError(f"--notify {command[:60]!r}: {error}") from None
    if not words:
        raise ParameterError("--notify names no command")
    return words


def summary(about: str, ended: Ended) -> dict[str, Any] | None:
    """Return what there is to tell, None where there is nothing.

    "status" is "failed" or "changed"; "errors" why runs failed; "runs" those that say anything
    else than before, each with what it says and what it rests on that differs.
    """
    found = [(one, changes_since_told(one)) for one in ended.runs]
    changed = [_told(one, changes) for one, changes in found if changes.said]
    if not changed and not ended.errors:
        return None
    status = "failed" if ended.errors else "changed"
    return {"command": about, "status": status, "errors": ended.errors, "runs": changed}


def _told(run: RunResult, changes: Changes) -> dict[str, Any]:
    return {
        "notebook": run.notebook,
        "folder": str(run.folder),
        "before": str(changes.before),
        "verdicts_changed": any(one.kind == "verdict" for one in changes.changes),
        "changes": [asdict(one) for one in changes.changes],
    }


def _notify(
    words: Sequence[str], about: str, ended: Ended, tell: Callable[[str], object], seconds: float
) -> None:
    try:
        told = summary(about, ended)
    except (EquityError, OSError) as error:
        tell(f"--notify: what changed cannot be told ({error})")
        return
    if told is not None and (complaint := call(words, told, seconds)):
        tell(f"--notify: {Path(words[0]).name} {complaint}")
        return  # it is told again next time
    for run in ended.runs:
        note_as_told(run)


def call(words: Sequence[str], told: dict[str, Any], seconds: float) -> str:
    """Run a command with JSON on its standard input; return what went wrong, or nothing.

    It and what it started are killed after `seconds`, and when this process is asked to end. What
    it prints is not shown.

    >>> call(["false"], {}, 5)
    'ended with 1'
    """
    text = json.dumps(told, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"
    reads, writes = os.pipe()
    try:
        process = subprocess.Popen(  # noqa: S603
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=writes,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        os.close(reads)
        return f"cannot be run ({getattr(error, 'strerror', None) or error})"
    finally:
        os.close(writes)
    said = bytearray()
    listening = threading.Thread(target=_listen, args=(reads, said), daemon=True)
    listening.start()
    with process:
        try:
            process.communicate(text, timeout=seconds)
        except BaseException as ended:  # we may be asked to end too, and then wait for nobody
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            if not isinstance(ended, subprocess.TimeoutExpired):
                raise
            return f"was ended after {seconds:g} s"
    listening.join(LAST_WORDS_SECONDS)  # what it left running may hold its end open
    if process.returncode == 0:
        return ""
    first = (said.decode(errors="replace").strip().splitlines() or [""])[0][:SHOWN]
    return f"ended with {process.returncode}" + (f": {first}" if first else "")


def _listen(reads: int, said: bytearray) -> None:
    """Keep the beginning of what is said, and take the rest so that nobody waits to say it."""
    while heard := os.read(reads, 1 << 16):
        said += heard[: MOST_HEARD - len(said)]
    os.close(reads)
