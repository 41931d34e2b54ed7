"""How fast an indicator's findings are made: `python benchmarks/profile.py` after `make data`.

One run gives times in a warm process, beside the time of reading the same observations once, so
that ratios compare on any machine.
"""

import statistics
import time
from collections.abc import Callable

import equity
from equity.differences.reading import cases_of

ROUNDS = 7


def seconds(work: Callable[[], object]) -> tuple[float, float, float]:
    """Return the median, the least and the greatest of several rounds; the first is left out."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times), min(times), max(times)


def main() -> None:
    """Print one line a task."""
    city = equity.load()
    table, sides, pairs = city.observations, city.sides, city.neighbours
    indicator = "turnout_riksdag"
    tasks: dict[str, Callable[[], object]] = {
        "read the indicator's cases": lambda: cases_of(table, indicator),
        "all findings of district_profile": lambda: equity.profile(
            table, sides, pairs, indicator=indicator
        ),
        "all specifications of one claim": lambda: equity.ways(
            table, sides, city.menu, indicator="employed_per_100_eligible"
        ),
    }
    first = None
    for name, work in tasks.items():
        median, least, greatest = seconds(work)
        first = first or median
        print(f"{name}: {median:.3f} s ({least:.3f} to {greatest:.3f}), {median / first:.0f} times")


if __name__ == "__main__":
    main()
