"""Kernel managers whose kernels are forked, and a client that does not wait idly for them."""

import contextlib
import os
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from equity.runs.folder import LONGEST_SOCKET
from equity.runs.kernels import forks

PROVIDED = {"kernel_provisioner": {"provisioner_name": "equity-warm"}}  # an entry point
LAUNCHER = "equity.runs.kernels.launcher"
ANSWER_SECONDS = 0.05


class PromptClient(AsyncKernelClient):
    """Ready as soon as the kernel is: Jupyter's own waits a while for messages that never come.

    No heartbeat: the manager knows of its process whether it lives.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = False,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Start those channels that running a notebook takes."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel has answered and its messages arrive here.

        A message published before the subscription reached the kernel is lost, so it is asked
        until the end of one of its answers is seen on both channels.
        Raises RuntimeError when the kernel has died, or after `timeout` seconds.
        """
        until = time.monotonic() + (timeout or float("inf"))
        asked: set[str] = set()
        answered = seen = False
        while not (answered and seen):
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if not asked or answered:
                asked.add(self.kernel_info())
            if not answered and (reply := await self._next(self.shell_channel, 1)) is not None:
                answered = reply["parent_header"].get("msg_id") in asked
                if answered:
                    self._handle_kernel_info_reply(reply)
            while answered and not seen:
                told = await self._next(self.iopub_channel, ANSWER_SECONDS)
                if told is None:
                    break
                is_ours = told["parent_header"].get("msg_id") in asked
                seen = is_ours and told["content"].get("execution_state") == "idle"

    async def _next(self, channel: Any, seconds: float) -> dict[str, Any] | None:
        with contextlib.suppress(Empty):
            message: dict[str, Any] = await channel.get_msg(timeout=seconds)
            return message
        return None


class WarmKernelManager(AsyncKernelManager):
    """Takes kernels of any name, and forks those that this interpreter would run."""

    private_folder: Path | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_factory = PromptClient

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """Return the named kernel's specification, provided by a fork where that can be."""
        spec = super().kernel_spec
        if spec is None:
            return None
        with contextlib.suppress(forks.NotForkedError):
            forks.arguments(spec.argv, sys.executable)
            spec.metadata = spec.metadata | PROVIDED
            spec.argv = [LAUNCHER if one in forks.LAUNCHERS else one for one in spec.argv]
        return spec

    def client(self, **options: Any) -> Any:
        """Return a client whose sockets take every message, however many wait."""
        self.context.rcvhwm = 0
        return super().client(**options)

    def settle(self, folder: Path) -> None:
        """Keep the connection file and the sockets in a private folder.

        Sockets are files there (ipc); where their path would be too long for the system, or
        the system has none, they are TCP on the loopback address.
        """
        self.private_folder = folder
        self.connection_file = str(folder / "kernel.json")
        if os.name == "posix" and len(os.fsencode(folder)) <= LONGEST_SOCKET:
            self.transport, self.ip = "ipc", str(folder / "s")

    @property
    def not_forked(self) -> str | None:
        """Return why the kernel was started in the ordinary way; None when it was forked."""
        reason = "the kernel is of another kind"
        told: str | None = getattr(self.provisioner, "not_forked", reason)
        return told


class OwnKernelManager(WarmKernelManager):
    """Takes this very interpreter, whatever kernels are registered for the user.

    A kernel named `python3` that someone registered elsewhere may lack the package or hold
    another version of it; the run would then not be what its manifest says.
    """

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the only kernel there is: the running interpreter's."""
        return KernelSpec(
            argv=[sys.executable, "-m", LAUNCHER, "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata=PROVIDED,
        )
