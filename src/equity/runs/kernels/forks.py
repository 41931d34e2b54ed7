"""Ask for a forked kernel: one warm process for each process that runs notebooks."""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from equity.runs.kernels import zygote
from equity.runs.kernels.guard import end_family

OWN_NAMES = ("python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info))
FOR_DEBUGGERS = "-Xfrozen_modules=off"  # written by ipykernel for their sake
LAUNCHERS = ("ipykernel_launcher", "equity.runs.kernels.launcher")
# Read once, when a library or the interpreter starts: a forked kernel has the warm process's.
READ_AT_START = (
    "PYTHON", "OMP_", "OPENBLAS_", "GOTO_", "MKL_", "BLIS_", "NUMEXPR_", "PROJ_", "GDAL_",
    "ARROW_", "MALLOC_", "MIMALLOC_", "LD_", "LC_", "LANG", "MPLBACKEND", "PANDAS_", "PLOTLY_",
)  # fmt: skip
WITHOUT_MEANING = ("PYTHON_EXECUTABLE", "PYTHONEXECUTABLE")


class NotForkedError(Exception):
    """Why a kernel cannot be forked; it is then started as any other."""


class EndedError(NotForkedError):
    """The warm process has ended, or was killed; another one may fork."""


class ForkedKernel:
    """A forked kernel as `subprocess.Popen` would show it: pid, returncode, poll, wait, kill."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, argv: Sequence[str]) -> None:
        self.pid = pid
        self.args = list(argv)
        self.returncode: int | None = None
        self._ended = threading.Event()

    def poll(self) -> int | None:
        """Return its exit code, negative for the signal that ended it; None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raise subprocess.TimeoutExpired after `timeout` seconds."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal; nothing happens when it has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def ended(self, code: int) -> None:
        """Take note that it has ended."""
        self.returncode = code
        self._ended.set()


class WarmProcess:
    """The warm process of this process, and the kernels that were forked from it.

    ready: set once it has loaded its libraries. missing: those it could not, with the reason.
    threads: how many threads of Python it then has.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.executable = sys.executable
        self.environment = dict(os.environ)
        self.missing: dict[str, str] = {}
        self.threads = 0
        self.ready = threading.Event()
        self._alive = True
        self._lock = threading.Lock()
        self._asked: dict[int, tuple[Future[ForkedKernel], Sequence[str]]] = {}
        self._kernels: dict[int, ForkedKernel] = {}
        self._count = 0
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [self.executable, "-P", FOR_DEBUGGERS, zygote.__file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # ours may be a pipe that someone reads to its end
                cwd="/",
                start_new_session=True,
            )
        threading.Thread(target=self._read, name="equity-kernels", daemon=True).start()

    @property
    def pid(self) -> int:
        """Return the process's number."""
        return self._process.pid

    def serves(self) -> bool:
        """Say whether kernels can be asked for."""
        return self._alive and self.owner == os.getpid()

    def fork(
        self, argv: Sequence[str], env: Mapping[str, str], cwd: Path, folder: Path | None
    ) -> "Future[ForkedKernel]":
        """Ask for a kernel; the result, or NotForkedError, comes when the process answers."""
        answer: Future[ForkedKernel] = Future()
        with self._lock:
            if not self._alive:
                raise EndedError("the warm process has ended")
            self._count += 1
            self._asked[self._count] = (answer, argv)
            request = {"id": self._count, "argv": list(argv), "env": dict(env), "cwd": str(cwd)}
            request["folder"] = str(folder) if folder else None
            try:
                self._channel.sendall(json.dumps(request).encode() + b"\n")
            except OSError as error:
                del self._asked[self._count]
                raise EndedError(f"the warm process does not listen ({error})") from None
        return answer

    def close(self, timeout: float = 2.0) -> None:
        """End it and every kernel of it: killed after `timeout` seconds, at once while it loads."""
        if self.owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(timeout if self.ready.is_set() else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> None:
        try:
            with self._channel.makefile("rb") as lines:
                for line in lines:
                    self._take(json.loads(line))
        except (OSError, ValueError):
            pass  # it ended in the middle of a word
        finally:
            with self._lock:
                self._alive = False
                asked, self._asked = self._asked, {}
                kernels, self._kernels = self._kernels, {}
            for answer, _ in asked.values():
                answer.set_exception(EndedError("the warm process ended before it answered"))
            for kernel in kernels.values():  # they would see it themselves within a second
                end_family(kernel.pid)
                kernel.ended(-signal.SIGKILL)
            self._channel.close()

    def _take(self, told: dict[str, Any]) -> None:
        if "ready" in told:
            self.missing, self.threads = told["missing"], told["threads"]
            self.ready.set()
        elif "ended" in told:
            kernel = self._kernels.pop(told["ended"], None)
            if kernel is not None:
                kernel.ended(told["code"])
        else:
            with self._lock:
                answer, argv = self._asked.pop(told["id"])
            kernel = self._kernels[told["pid"]] = ForkedKernel(told["pid"], argv)
            if answer.cancelled():
                kernel.kill()
            else:
                answer.set_result(kernel)


_lock = threading.Lock()
_warm: list[WarmProcess] = []  # none or one


def start() -> WarmProcess:
    """Return this process's warm process, started when there is none yet or it has ended.

    It returns at once: the libraries load while the caller goes on. Raises NotForkedError,
    with the reason, where kernels cannot be forked.
    """
    if not hasattr(os, "fork") or not hasattr(os, "waitid"):
        raise NotForkedError(f"{sys.platform} has no fork that is safe for libraries")
    with _lock:
        while _warm and not _warm[0].serves():
            _warm.pop().close()
        if not _warm:
            try:
                _warm.append(WarmProcess())
            except OSError as error:
                raise NotForkedError(f"the warm process did not start ({error})") from None
        return _warm[0]


def start_early() -> None:
    """Start the warm process while the caller does something else, if it can be had at all."""
    with contextlib.suppress(NotForkedError):
        start()


def stop() -> None:
    """End the warm process and its kernels; the next request starts another."""
    with _lock:
        while _warm:
            _warm.pop().close()


atexit.register(stop)


def arguments(command: Sequence[str], executable: str) -> list[str]:
    """Return the arguments of a kernel's command that a fork can be instead of.

    Raises NotForkedError for another interpreter, language or program.

    >>> arguments(["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "k.json"],
    ...           "/usr/bin/python3")
    ['ipykernel_launcher', '-f', 'k.json']
    """
    interpreter, *rest = command
    if interpreter not in OWN_NAMES and _home(interpreter) != _home(executable):
        raise NotForkedError(f"the kernel is another program, {Path(interpreter).name}")
    rest = rest[1:] if rest[:1] == [FOR_DEBUGGERS] else rest
    if rest[:1] != ["-m"] or rest[1:2] == [] or rest[1] not in LAUNCHERS:
        raise NotForkedError("the kernel is not started by ipykernel's launcher")
    return rest[1:]


def require_same_start(ours: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raise NotForkedError when a setting that is read only at the start differs."""
    differing = [
        name
        for name in sorted({*ours, *wanted})
        if name.startswith(READ_AT_START) and name not in WITHOUT_MEANING
        if ours.get(name) != wanted.get(name)
    ]
    if differing:
        raise NotForkedError(f"the kernel is to start with another {', '.join(differing)}")


def _home(interpreter: str) -> tuple[Path, str]:
    """Return an interpreter's folder and kind: links to it there are the same environment."""
    path = Path(interpreter)
    return path.parent.resolve(), path.name.rstrip("0123456789.")
