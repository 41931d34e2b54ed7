"""A dask.distributed scheduler: reached, or said in one line why not; and who of its workers do."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from equity.errors import ParameterError, RunError
from equity.runs.bulk.worker import other_software

REACHED_WITHIN = 5  # seconds for a scheduler
ANSWERS_WITHIN = 15  # and for a first worker
HOW_TO_GET_IT = "--scheduler needs the library distributed: pip install 'stockholm-equity[cluster]'"
TALKS = ("distributed", "tornado", "asyncio")  # loggers whose faults come back to us


@contextmanager
def client_of(address: str) -> Iterator[Any]:
    """Give a client of the scheduler at an address, which has a worker at least.

    address: such as tcp://10.0.0.5:8786. Raises ParameterError where the library is missing, and
    RunError where no scheduler answers or it has no worker.
    """
    try:
        import distributed
    except ImportError:
        raise ParameterError(HOW_TO_GET_IT) from None
    _quiet()
    try:
        asyncio.run(_require_scheduler(address))
    except Exception as error:  # each transport has faults of its own
        raise RunError(f"no scheduler answers at {address} ({first_line(error)})") from None
    library: Any = distributed  # whose calls bear no types
    with library.Client(address, timeout=ANSWERS_WITHIN, set_as_default=False) as client:
        try:
            client.wait_for_workers(1, timeout=ANSWERS_WITHIN)
        except TimeoutError:
            raise RunError(f"the scheduler at {address} has no worker") from None
        yield client


def unfit(client: Any, package: str, versions: dict[str, str]) -> dict[str, str]:
    """Return the workers that would make another run than the one asked for, each with why.

    package, versions: see `Task`.
    """
    told = client.run(other_software, package, versions, on_error="return")
    why = {
        address: first_line(answer) if isinstance(answer, Exception) else str(answer)
        for address, answer in told.items()
    }
    return {address: reason for address, reason in why.items() if reason}


def workers_of(client: Any) -> set[str]:
    """Return the addresses of the workers that the scheduler knows now."""
    return set(client.nthreads())


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, or its name."""
    return (str(error).strip() or repr(error)).splitlines()[0]


async def _require_scheduler(address: str) -> None:
    """Ask who is at an address; any exception where that is not a scheduler."""
    import distributed
    from distributed.core import rpc

    security: Any = distributed.Security
    known: Any = rpc
    arguments = security().get_connection_args("client")
    there = known(address, timeout=REACHED_WITHIN, connection_args=arguments)
    try:
        who = await asyncio.wait_for(there.identity(), 2 * REACHED_WITHIN)
    finally:
        await there.close_rpc()
    if who["type"] != "Scheduler":
        raise ValueError(f"a {who['type']} is there")


def _quiet() -> None:
    for name in (*TALKS, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in TALKS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
