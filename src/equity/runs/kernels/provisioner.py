"""Jupyter's way to say where kernels come from: ours are forked, or started as any other."""

import asyncio
import contextlib
import os
import time
from pathlib import Path
from threading import Event
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from equity.runs.kernels import forks

ANSWER_SECONDS = 120  # for a warm process that is just loading its libraries on a busy machine
LOOK_SECONDS = 0.05
KILL_SECONDS = 5
STARTED = ("env", "cwd")  # all else that could be handed to the new process needs a start
IGNORED = ("extra_arguments", "kernel_id")  # Jupyter's own notes


def wait_for_warm(stop: Event) -> None:
    """Wait until the warm process can fork, unless it cannot be had or `stop` is set before."""
    with contextlib.suppress(forks.NotForkedError):
        warm = forks.start()
        until = time.monotonic() + ANSWER_SECONDS
        while warm.serves() and not stop.is_set() and time.monotonic() < until:
            if warm.ready.wait(LOOK_SECONDS):
                return


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel from this process's warm one; from outside it is a kernel as any other.

    not_forked: why the last kernel was started in the ordinary way, or None when it was forked.
    A kernel manager's attribute `private_folder`, if it has one, is removed with the kernel
    when this process is killed.
    """

    process: Any = None
    not_forked: str | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that the command would start, or start it and say why."""
        try:
            try:
                self.process = await self._fork(cmd, kwargs)
            except forks.EndedError:
                self.process = await self._fork(cmd, kwargs)  # from a new one
        except forks.NotForkedError as error:
            self.not_forked = str(error)
            self.log.info("an ordinary kernel: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.not_forked = None
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> forks.ForkedKernel:
        warm = forks.start()
        argv = forks.arguments(cmd, warm.executable)
        forks.require_same_start(warm.environment, kwargs["env"])
        given = [name for name, value in kwargs.items() if value is not None]
        if other := sorted(set(given) - {*STARTED, *IGNORED}):
            raise forks.NotForkedError(f"the kernel is to start with its own {', '.join(other)}")
        cwd = Path(kwargs.get("cwd") or os.getcwd())  # noqa: PTH109 - as it is, links and all
        folder = getattr(self.parent, "private_folder", None)
        answer = warm.fork(argv, kwargs["env"], cwd, folder)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), ANSWER_SECONDS)
        except TimeoutError:
            warm.close()  # a kernel that came now would meet the ordinary one at its sockets
            raise forks.NotForkedError(
                f"the warm process did not answer within {ANSWER_SECONDS} s"
            ) from None

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel with all it started, and return when it is gone."""
        process = self.process
        await super().kill(restart)
        if isinstance(process, forks.ForkedKernel):
            loop = asyncio.get_running_loop()
            until = loop.time() + KILL_SECONDS
            while process.poll() is None and loop.time() < until:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.sleep(0.002)
