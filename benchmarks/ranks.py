"""How fast a border is ranked among others: `python benchmarks/ranks.py`.

One run gives times, memory and, beside each, the same work done by a plain loop, so that ratios
compare on any machine. The city is made up: 14 districts on the neighbour pairs of a 2 × 7 grid,
and 573 polling districts.
"""

import time
import tracemalloc
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd

from equity.measures.splits import most_divided, rank_all, rank_contiguous, share_between_all

ROUNDS = 30


def best_time(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return seconds of the median of several rounds, the first one left out."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def peak_memory(work: Callable[[], object]) -> float:
    """Return the most that was allocated at once, in MB."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def made_up_city(areas: int, north: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return value, weight and side of a made-up city."""
    rng = np.random.default_rng(14)
    names = [f"made-up {at}" for at in range(areas)]
    value = pd.Series(rng.normal(85, 6, areas), names)
    weight = pd.Series(rng.integers(20_000, 100_000, areas), names)
    return value, weight, pd.Series(["north"] * north + ["south"] * (areas - north), names)


def plain_gap(value: list[float], weight: list[float], drawn: set[int]) -> float:
    """Return the gap of one split, by a plain loop."""
    amounts, people = [0.0, 0.0], [0.0, 0.0]
    for at, (v, w) in enumerate(zip(value, weight, strict=True)):
        side = at in drawn
        amounts[side] += v * w
        people[side] += w
    return abs(amounts[1] / people[1] - amounts[0] / people[0])


def plain_exact(value: pd.Series, weight: pd.Series, size: int) -> float:
    """Return the exact rank of the first `size` areas, by a plain loop."""
    v, w = value.tolist(), weight.tolist()
    own = plain_gap(v, w, set(range(size))) - 1e-9
    gaps = [plain_gap(v, w, set(drawn)) for drawn in combinations(range(len(v)), size)]
    return sum(gap >= own for gap in gaps) / len(gaps)


def plain_drawn(value: pd.Series, weight: pd.Series, size: int, draws: int) -> float:
    """Return the drawn rank of the first `size` areas, by a plain loop."""
    v, w = value.tolist(), weight.tolist()
    own = plain_gap(v, w, set(range(size))) - 1e-9
    rng = np.random.default_rng(1)
    gaps = [plain_gap(v, w, set(rng.permutation(len(v))[:size].tolist())) for _ in range(draws)]
    return (sum(gap >= own for gap in gaps) + 1) / (draws + 1)


def main() -> None:
    """Print one line per task: time, limit, memory, and how much faster than a plain loop."""
    value, weight, side = made_up_city(14, 7)
    names = list(value.index)
    pairs = [(names[at], names[at + 1]) for at in range(13) if at != 6]
    pairs += [(names[at], names[at + 7]) for at in range(7)]

    def ranks() -> None:
        rank_all(value, weight, side)
        rank_contiguous(value, weight, side, pairs)

    def shares() -> None:
        share_between_all(value, weight, side)
        most_divided(value, weight, pairs)

    plain = best_time(lambda: plain_exact(value, weight, 7), 3)
    exact = best_time(ranks)
    print("14 districts, 7–7, one indicator and one definition")
    print(f"  both exact ranks of the gap    {1e3 * exact:8.2f} ms   limit 3 ms")
    print(f"  share of all, most divided     {1e3 * best_time(shares):8.2f} ms")
    print(f"  rank among all by a plain loop {1e3 * plain:8.2f} ms   ratio {plain / exact:.0f}")

    value, weight, side = made_up_city(573, 280)

    def drawn() -> None:
        rank_all(value, weight, side, rng=np.random.default_rng(1), draws=99_999)

    few = 500
    plain = best_time(lambda: plain_drawn(value, weight, 280, few), 3) * 99_999 / few
    seconds = best_time(drawn, 5)
    print("573 areas, 280–293, 99 999 random splits")
    print(f"  rank                           {seconds:8.2f} s    limit 2 s")
    print(f"  most memory at once            {peak_memory(drawn):8.0f} MB   limit 400 MB")
    print(f"  by a plain loop, from {few}      {plain:8.1f} s    ratio {plain / seconds:.0f}")


if __name__ == "__main__":
    main()
