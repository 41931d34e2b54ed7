"""What published figures of a reference class imply, over all distributions that have them.

A class is known by a few figures of cost over forecast: shares above a ratio, and means of all or
of what lies above one. They cut the ratios into cells of known mass; between two known means the
cells make a block whose sum is known. A share or quantile then moves within one cell only, and
its ends are where the block's sum runs out: closed forms, sharp over all distributions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from equity.measures.bounds import Range

SLACK = 1e-12


@dataclass(frozen=True)
class Above:
    """What is known of the cases whose ratio lies above `ratio` (0: of all cases).

    share: how many of all cases they are, 0 to 1. mean: their mean ratio, None where unknown.
    """

    ratio: float
    share: float
    mean: float | None = None


@dataclass(frozen=True)
class Cells:
    """Ratios cut at what is known: from edges[i] to edges[i + 1] lies mass[i] of all cases.

    Cells `first` to `last` share one known sum of ratios, `total`; None where it is not known.
    """

    edges: tuple[float, ...]
    mass: tuple[float, ...]
    blocks: tuple[tuple[int, int, float | None], ...]

    def block(self, cell: int) -> tuple[list[int], float | None]:
        """Return the other cells of a cell's block, and the block's sum."""
        first, last, total = next(b for b in self.blocks if b[0] <= cell <= b[1])
        return [i for i in range(first, last + 1) if i != cell], total

    def least(self, cells: Sequence[int]) -> float:
        """Return the least sum of ratios that these cells can have."""
        return sum(self.mass[i] * self.edges[i] for i in cells)

    def most(self, cells: Sequence[int]) -> float:
        """Return the greatest sum of ratios that these cells can have, inf where unbounded."""
        return sum(self.mass[i] * self.edges[i + 1] for i in cells if self.mass[i] > 0)


def share_above(known: Sequence[Above], ratio: float = 1.0) -> Range:
    """Return the least and greatest share of cases above a ratio, 0 to 1.

    Over all distributions of ratios ≥ 0 that have the known figures. An end may be approached
    and not reached. known: figures of one sample. Raises ValueError for figures that no
    distribution has, naming them.

    >>> share_above([Above(0, 1, mean=1.27), Above(3, 0.17)])
    Range(low=0.17, high=0.93, kind='exact')
    """
    cells = cut(known)
    cell = _cell_of(cells, ratio)
    more = sum(cells.mass[cell + 1 :])
    mass, start, end = cells.mass[cell], cells.edges[cell], cells.edges[cell + 1]
    low, high = 0.0, mass
    others, total = cells.block(cell)
    if ratio == start:  # known by itself: the cell begins just above it
        low = mass
    elif total is not None and mass > 0:
        # of the cell, x above the ratio: at least ratio·x + start·(mass − x)
        high = min(mass, (total - cells.least(others) - start * mass) / (ratio - start))
        room = total - cells.most(others) - ratio * mass
        if room > 0 and math.isfinite(end):
            low = min(mass, room / (end - ratio))
    return Range(_tidy(more + low), _tidy(more + max(low, high)))


def enough_in(known: Sequence[Above], share: float = 0.8) -> Range:
    """Return the least and greatest ratio that is enough in a share of cases.

    That is the quantile: the least b with P(ratio ≤ b) ≥ share. The high end is inf where the
    figures set it no limit. Inputs and errors: as in `share_above`.

    >>> enough_in([Above(0, 1, mean=1.27), Above(3, 0.17)])
    Range(low=0.0, high=3.0, kind='exact')
    """
    cells = cut(known)
    over = 1 - share  # how many cases may cost more
    cell, more = len(cells.mass) - 1, 0.0
    while more + cells.mass[cell] <= over + SLACK and cell > 0:
        more += cells.mass[cell]
        cell -= 1
    start, end = cells.edges[cell], cells.edges[cell + 1]
    upper = max(0.0, over - more)
    lower = cells.mass[cell] - upper
    others, total = cells.block(cell)
    low, high = start, end
    if total is not None:
        most = cells.most(others) + (upper * end if upper > SLACK else 0.0)
        low = max(start, (total - most) / lower) if math.isfinite(most) else start
        if upper > SLACK:
            high = min(end, (total - cells.least(others) - lower * start) / upper)
    return Range(_tidy(low), _tidy(max(low, high)))


def cut(known: Sequence[Above]) -> Cells:
    """Return the cells that known figures cut the ratios into.

    Raises ValueError, naming the figures, for shares that grow with the ratio, for a figure of
    all cases that is not their whole, and for means that cells of these shares cannot have.
    """
    by_ratio = {one.ratio: one for one in known}
    if len(by_ratio) < len(known):
        raise ValueError("two figures for what lies above one ratio")
    whole = by_ratio.setdefault(0.0, Above(0.0, 1.0))
    if whole.share != 1:
        raise ValueError(f"{whole.share:g} of all cases lie above 0: the whole, 1, is expected")
    ordered = [by_ratio[ratio] for ratio in sorted(by_ratio)]
    shares = [one.share for one in ordered] + [0.0]
    mass = tuple(a - b for a, b in pairwise(shares))
    if min(shares) < 0 or min(mass) < 0:
        raise ValueError(f"shares {shares[:-1]}: above a greater ratio lie more cases")
    starts = [i for i, one in enumerate(ordered) if one.mean is not None or i == 0]
    sums = [None if one.mean is None else one.mean * one.share for one in ordered]
    blocks = []
    for at, first in enumerate(starts):
        after = starts[at + 1] if at + 1 < len(starts) else len(ordered)
        total, beyond = sums[first], 0.0 if after == len(ordered) else sums[after]
        held = None if total is None or beyond is None else total - beyond
        blocks.append((first, after - 1, held))
    cells = Cells((*(one.ratio for one in ordered), math.inf), mass, tuple(blocks))
    for first, last, total in cells.blocks:
        inside = range(first, last + 1)
        if total is not None and not (
            cells.least(inside) - SLACK <= total <= cells.most(inside) + SLACK
        ):
            raise ValueError(
                f"a mean that cases above {cells.edges[first]:g} cannot have with these shares"
            )
    return cells


def _cell_of(cells: Cells, ratio: float) -> int:
    return max(i for i, edge in enumerate(cells.edges) if edge <= ratio)


def _tidy(value: float) -> float:
    return float(round(value, 12)) if math.isfinite(value) else value
