"""Sides as anyone gives them: a city's definitions, or a grouping of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from equity.findings import Label
from equity.geography.sides import SIDES, Sides

Definitions = Sides | Iterable[Sides] | Mapping[str, Any] | pd.Series
OWN = "own"
HOW = (
    "is no definition; write Sides(id, label, description, north, south) from "
    'equity.geography.sides, or {"north": [areas], "south": [areas]}'
)
_LABEL = Label(en="a grouping of one's own", sv="en egen indelning")


def each(sides: Definitions) -> list[Sides]:
    """Return the definitions as a list, whatever they were given as.

    sides: one definition, several, or a mapping of them; or a grouping of one's own, which is
    called "own": `{"north": [areas], "south": [areas]}`, or each area with its side, as a
    mapping or a Series ("north", "south", or missing for neither).
    Raises TypeError for anything among them that is no definition, saying how to write one, and
    ValueError for an area that is named twice.

    >>> [one.id for one in each({"north": ["A", "B"], "south": ["C"]})]
    ['own']
    >>> each(pd.Series({"A": "north", "B": "north", "C": "south", "D": None}))[0].north
    ('A', 'B')
    """
    given: object = _by_area(sides) if isinstance(sides, pd.Series) else sides
    if isinstance(given, Sides):
        return [given]
    if isinstance(given, str):
        raise TypeError(f"sides: {given!r} is a name; give the definition, city.sides[{given!r}]")
    if isinstance(given, Mapping) and (own := _grouping(given)):
        return [own]
    several = given.values() if isinstance(given, Mapping) else given
    if not isinstance(several, Iterable):
        raise TypeError(f"sides: {several!r} {HOW}")
    found = list(several)
    for one in found:
        if not isinstance(one, Sides):
            raise TypeError(f"sides: {one!r} {HOW}")
    return found


def _by_area(sides: pd.Series) -> dict[Any, Any]:
    if twice := sides.index[sides.index.duplicated()].unique().tolist():
        raise ValueError(
            f"sides: a grouping of one's own names twice: {', '.join(map(str, twice))}"
        )
    return dict(sides.items())


def _grouping(given: Mapping[Any, Any]) -> Sides | None:
    """Return a grouping of one's own as a definition, None for a mapping of another kind."""
    if set(given) == set(SIDES) and not any(isinstance(one, str | Sides) for one in given.values()):
        north, south = (tuple(str(area) for area in given[side]) for side in SIDES)
    elif given and all(side in SIDES or _is_missing(side) for side in given.values()):
        north, south = (
            tuple(str(area) for area, told in given.items() if told == side) for side in SIDES
        )
    else:
        return None
    return Sides(OWN, _LABEL, _LABEL, north, south)


def _is_missing(side: object) -> bool:
    return side is None or side is pd.NA or side != side
