"""The warm process that kernels are forked from: `python -P zygote.py FD`, a program of its own.

It imports what notebooks of this kind use (`loading`), and then forks a kernel for each request
that comes over the socket FD, one JSON object a line. It reads no data and starts no thread. A
kernel that finds a file of the package changed reads the package anew. What a kernel started and
left is killed once the kernel has ended. When the socket ends, because its owner left or was
killed, it kills every kernel with all that the kernel started, removes their private folders and
ends.
"""

import contextlib
import ctypes
import gc
import json
import os
import random
import selectors
import shutil
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Container
from typing import Any

from equity.runs.kernels.loading import Stamps, forget_changed, preload, preload_package, warm_up

SET_CHILD_SUBREAPER = 36  # Linux's number for it
GRACE_SECONDS = 0.5  # a killed process may still be writing into the folder that is removed


def serve(channel: socket.socket) -> dict[str, Any] | None:
    """Answer requests until the socket ends, and then return None.

    In each forked child it returns that child's request instead, so that a kernel starts from
    the bottom of the stack and ends as any program does.
    """
    waking, woken = os.pipe()
    for end in (waking, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    before = signal.set_wakeup_fd(woken)
    selector = selectors.DefaultSelector()
    selector.register(channel, selectors.EVENT_READ)
    selector.register(waking, selectors.EVENT_READ)
    kernels: set[int] = set()
    folders: set[str] = set()
    unread = b""
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if waking in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(waking, 4096)
            for ended in _ended(kernels):
                _tell(channel, ended)
            _end_strays(kernels)
        if channel.fileno() not in ready:
            continue
        try:
            received = channel.recv(1 << 16)
        except ConnectionError:
            received = b""
        if not received:
            _end(kernels, folders)
            return None
        *lines, unread = (unread + received).split(b"\n")
        for line in lines:
            request = json.loads(line)
            pid = _fork()
            if pid == 0:
                signal.set_wakeup_fd(before)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                selector.close()
                channel.close()
                os.close(waking)
                os.close(woken)
                return dict(request)
            kernels.add(pid)
            folders = {folder for folder in folders if os.path.isdir(folder)}  # noqa: PTH112
            folders |= {request["folder"]} - {None}
            _tell(channel, {"id": request["id"], "pid": pid})


def _fork() -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads: libraries for linear algebra have native ones, which
        # they see to themselves when a process forks; of Python's own there are none.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _ended(kernels: set[int]) -> list[dict[str, int]]:
    """Return the kernels that ended, after killing whatever they started and left."""
    told = []
    for pid in list(kernels):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            continue
        _kill_group(pid)  # before the number is free for another process
        _, status = os.waitpid(pid, 0)
        kernels.discard(pid)
        told.append({"ended": pid, "code": os.waitstatus_to_exitcode(status)})
    return told


def _adopt() -> None:
    """Be handed whatever those below leave behind in groups of its own, as far as Linux does it."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(SET_CHILD_SUBREAPER, *map(ctypes.c_ulong, (1, 0, 0, 0)))


def _end_strays(kernels: Container[int]) -> bool:
    """Kill and bury what is below us and no kernel of these; say whether there was anything.

    What a kernel started is below the kernel while that lives, and handed to us afterwards.
    """
    import psutil

    strays = [child.pid for child in psutil.Process().children() if child.pid not in kernels]
    for pid in strays:
        with contextlib.suppress(ProcessLookupError, ChildProcessError, PermissionError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, os.WNOHANG)
    return bool(strays)


def _end(kernels: set[int], folders: set[str]) -> None:
    """Kill what runs and remove the folders with the kernels' keys and sockets."""
    for pid in kernels:
        _kill_group(pid)
    until = time.monotonic() + GRACE_SECONDS
    while True:
        strays = _end_strays(())
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        left = [folder for folder in folders if os.path.isdir(folder)]  # noqa: PTH112
        if not (left or strays) or time.monotonic() > until:
            return
        time.sleep(0.02)


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # a child that has not yet its own group is killed alone
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _tell(channel: socket.socket, told: dict[str, Any]) -> None:
    with contextlib.suppress(ConnectionError):  # the end of the socket is seen by who reads it
        channel.sendall(json.dumps(told).encode() + b"\n")


def become_kernel(request: dict[str, Any], package: Stamps) -> None:
    """Be the kernel that was asked for: its arguments, environment, folder, chance and input.

    package: the files of the package as they were when it was imported.
    """
    os.setsid()
    _adopt()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    time.tzset()
    os.chdir(request["cwd"])
    sys.path.insert(0, request["cwd"])  # as `python -m` does
    sys.argv = request["argv"]
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    forget_changed(package)
    from equity.runs.kernels.launcher import EquityKernelApp

    app: Any = EquityKernelApp.instance(parent_handle=os.getppid())
    app.initialize(sys.argv[1:])
    app.start()


def main() -> None:
    """Warm up, say so, and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its owner's to answer
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.set_inheritable(False)
    _adopt()
    missing, package = preload(), Stamps()
    for load in (preload_package, warm_up):
        try:
            package |= load() or {}
        except Exception as error:  # the kernels then do it themselves
            missing[load.__name__] = f"{type(error).__name__}: {error}"
    gc.collect()
    gc.freeze()
    _tell(channel, {"ready": True, "missing": missing, "threads": threading.active_count()})
    request = serve(channel)
    if request is not None:
        become_kernel(request, package)


if __name__ == "__main__":
    main()
