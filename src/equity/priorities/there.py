"""How many projects of a theme are in a district: known, possibly, or everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from equity.measures.bounds import Range

COLUMNS = ("project_id", "district", "share", "status", "theme")


@dataclass(frozen=True)
class There:
    """Projects of one theme by place.

    known: project ids by district. possible: ids with a part whose place is not known. everywhere:
    ids of citywide projects. all: how many projects there are, of any theme.
    """

    known: dict[str, frozenset[str]]
    possible: frozenset[str]
    everywhere: frozenset[str]
    all: int

    @property
    def total(self) -> int:
        """Return how many projects the theme has."""
        return len(self.possible.union(self.everywhere, *self.known.values()))

    def count(self, district: str) -> Range:
        """Return the least and greatest number of the theme's projects in a district."""
        known = self.known.get(district, frozenset())
        return Range(len(known), len(known | self.possible))

    def count_in_one_of(self, districts: Iterable[str]) -> Range:
        """Return the range where it is not known which of the districts is meant."""
        counts = [self.count(name) for name in districts]
        return Range(min(c.low for c in counts), max(c.high for c in counts))


def projects_there(placed: pd.DataFrame, theme: str) -> There:
    """Return where the projects of a theme are.

    A project counts once in every district where a part of it is known to be; one with an
    unknown part may be in any district as well.

    placed: rows of project_id, district, share, status (known, unknown or citywide) and theme.
    Raises ValueError for a column that is not there.
    """
    if missing := [name for name in COLUMNS if name not in placed.columns]:
        raise ValueError(
            f"the frame of placed projects has no column {missing[0]!r}; it needs "
            f"{', '.join(COLUMNS)}"
        )
    own = placed[placed["theme"] == theme]
    with_status = {
        status: own[own["status"] == status] for status in ("known", "unknown", "citywide")
    }
    known = with_status["known"].groupby("district")["project_id"]
    return There(
        known={str(name): frozenset(ids) for name, ids in known},
        possible=frozenset(with_status["unknown"]["project_id"]),
        everywhere=frozenset(with_status["citywide"]["project_id"]),
        all=placed["project_id"].nunique(),
    )
