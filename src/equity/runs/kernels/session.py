"""One notebook in one kernel: papermill's client, on a forked kernel and under guard."""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger

from equity.runs.folder import private_folder
from equity.runs.kernels.guard import Guard, guarding
from equity.runs.kernels.limits import Limits
from equity.runs.kernels.manager import OwnKernelManager, WarmKernelManager

OUTPUT_SECONDS = 120  # to read what a cell wrote after it ended; then the run fails
KERNEL = "kernel"  # in the notebook's metadata of papermill: how its kernel came to be
FORKED = "forked"


class KernelGoneError(DeadKernelError):
    """The kernel went before the last cell had run. reason: why we killed it, or None."""

    def __init__(self, reason: str | None) -> None:
        self.reason = reason
        super().__init__((reason or "the kernel died in cell {cell}").replace(" {cell}", ""))


class SessionClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which tells a guard what runs and keeps to a private folder."""

    guard: Guard
    private: Path

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Make the manager of a kernel whose files lie in the private folder."""
        manager: AsyncKernelManager = super().create_kernel_manager()
        if isinstance(manager, WarmKernelManager):
            manager.settle(self.private)
        return manager

    def kernel_pid(self) -> int | None:
        """Return the number of the kernel's process while there is one."""
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        return process.pid if process is not None else None

    def start_new_kernel_client(self, **options: Any) -> Any:
        """Make the client, and note in the notebook how the kernel came to be."""
        client = super().start_new_kernel_client(**options)
        reason = getattr(self.km, "not_forked", "the kernel is of another kind")
        self.nb.metadata.papermill[KERNEL] = f"ordinary: {reason}" if reason else FORKED
        return client

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Run a cell, while its time is taken."""
        self.guard.cell_started()
        try:
            return super().execute_cell(cell, cell_index, **options)
        finally:
            self.guard.cell_ended()


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with our client, kernels and guard."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        limits: Limits | None = None,
        folder: Path | None = None,
        stop: Event | None = None,
        **options: Any,
    ) -> None:
        """Run a notebook's cells in a kernel of its own.

        nb_man: papermill's keeper of the notebook. limits: by default `Limits()`. folder:
        private, for the kernel's files; one is made when none is given. stop: ends the run when
        it is set. options: papermill's and nbclient's.
        Raises KernelGoneError when the kernel dies or a limit is reached, and what papermill
        raises.
        """
        options.pop("input_path", None)
        usual = {
            "kernel_name": kernel_name,
            "kernel_manager_class": WarmKernelManager,
            "shutdown_kernel": "immediate",
            "iopub_timeout": OUTPUT_SECONDS,
            "shell_timeout_interval": 1,
            "startup_timeout": start_timeout,
            "timeout": execution_timeout,
            "log": logger,
        }
        with ExitStack() as stack:
            client = SessionClient(nb_man, **(usual | options))
            client.guard = Guard(limits or Limits(), stop)
            client.private = folder or stack.enter_context(private_folder())
            stack.enter_context(guarding(client.guard, client.kernel_pid))
            try:
                _in_a_loop_of_its_own(client.execute)
            except (DeadKernelError, RuntimeError) as error:
                if isinstance(error, DeadKernelError) or client.guard.reason:
                    raise KernelGoneError(client.guard.reason) from None
                raise


def _in_a_loop_of_its_own(work: Callable[[], object]) -> None:
    """Run in an event loop that is closed afterwards.

    nbclient makes one for each thread and never closes it; that of the main thread is the
    caller's to keep, and where a loop runs already nbclient goes about it otherwise.
    """
    if threading.current_thread() is threading.main_thread() or _is_in_a_loop():
        work()
        return

    def inside() -> None:
        loop = ensure_event_loop()
        try:
            work()
        finally:
            pending = asyncio.all_tasks(loop)
            for task in pending:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
            asyncio.set_event_loop(None)
            loop.close()

    contextvars.Context().run(inside)


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def own(folder: Path) -> dict[str, Any]:
    """Return the options for a kernel of this interpreter that knows nothing of its user.

    Its working directory and its settings lie in `folder`, which is private: a start-up file
    of the user's is no input of ours.
    """
    work, settings = folder / "work", folder / "ipython"
    for made in (work, settings):
        made.mkdir()
    return {
        "folder": folder,
        "kernel_manager_class": OwnKernelManager,
        "extra_arguments": [f"--ipython-dir={settings}"],
        "resources": {"metadata": {"path": str(work)}},
    }
