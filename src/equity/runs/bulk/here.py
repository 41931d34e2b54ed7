"""The runs of a sweep on this machine, in threads: each mostly waits for its kernel."""

import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import TYPE_CHECKING

from equity.errors import EquityError
from equity.runs.bulk.plan import Planned
from equity.runs.bulk.table import SetResult
from equity.runs.run import perform

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits


def run_here(
    todo: Sequence[Planned],
    *,
    jobs: int | None = None,
    page: bool = False,
    force: bool = False,
    limits: "Limits | None" = None,
) -> Generator[SetResult]:
    """Run the sets, and give each one's result as soon as it has ended.

    jobs: how many at once; by default one more than the processors this process may use.
    page: whether each leaves its HTML. force: do what another process may have done meanwhile.
    limits: of each run. Who stops asking stops the sweep: what has begun is ended, and what
    has not does not begin.
    """
    pool, stop = ThreadPoolExecutor(jobs or processors() + 1), Event()

    def one(planned: Planned) -> SetResult:
        try:
            left = perform(planned.ready, force=force, page=page, limits=limits, stop=stop)
        except (EquityError, OSError) as error:
            return SetResult(planned.number, planned.shown, planned.run, error=reason(error))
        return SetResult(
            planned.number, planned.shown, planned.run,
            unchanged=left.status == "unchanged", findings=left.findings,
        )  # fmt: skip

    try:
        for ended in as_completed([pool.submit(one, planned) for planned in todo]):
            yield ended.result()
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def reason(error: Exception) -> str:
    """Return why a run failed, without this machine's paths where the system refused a file."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
