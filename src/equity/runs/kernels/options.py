"""Kernels of the interpreter that runs, talking over sockets that nobody else can reach."""

import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from equity.runs.folder import LONGEST_SOCKET

OUTPUT_SECONDS = 120  # to read what a cell wrote after it ended; then the run fails


class OwnKernelManager(AsyncKernelManager):
    """Starts this very interpreter, whatever kernels are registered for the user.

    A kernel named `python3` that someone registered elsewhere may lack the package or hold
    another version of it; the run would then not be what its manifest says.
    """

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the only kernel there is: the running interpreter's."""
        argv = [sys.executable, "-m", "equity.runs.kernels.launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    def client(self, **options: Any) -> Any:
        """Return a client whose sockets take every message, however many wait."""
        self.context.rcvhwm = 0
        return super().client(**options)


def options(folder: Path) -> dict[str, Any]:
    """Return what nbclient needs to run a notebook in a private kernel.

    The kernel's connection file, sockets, settings and working directory lie in `folder`.
    Sockets are files there (ipc); where their path would be too long for the system, or the
    system has none, they are TCP on the loopback address.
    """
    work = folder / "work"
    work.mkdir()
    settings = folder / "ipython"  # not the user's: a start-up file of theirs is no input of ours
    settings.mkdir()
    manager = {"connection_file": str(folder / "kernel.json")}
    if os.name == "posix" and len(os.fsencode(folder)) <= LONGEST_SOCKET:
        manager |= {"transport": "ipc", "ip": str(folder / "s")}
    return {
        "kernel_manager_class": OwnKernelManager,
        "config": Config({"KernelManager": manager}),
        "extra_arguments": [f"--ipython-dir={settings}"],
        "resources": {"metadata": {"path": str(work)}},
        "shutdown_kernel": "immediate",
        "iopub_timeout": OUTPUT_SECONDS,
    }
