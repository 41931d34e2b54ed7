"""The forecast per resident, with the year in which the residents were counted."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

from equity.findings import Finding, Label, Note
from equity.projects.costs.amounts import Target

POPULATION = re.compile(r"city_population_\d{4}")
PER_RESIDENT = Label(en="the cost forecast per resident", sv="kostnadsprognosen per invånare")


def per_resident(
    known: Mapping[str, Mapping[Hashable, Any]], total: Target, sources: tuple[str, ...]
) -> list[Finding]:
    """Return `forecast.per_resident`, in kronor; nothing where no population is among the facts.

    The forecast of all its years over the residents of the latest year that is known, which is
    said where it is another year than the money's.

    known: the budget's facts by name, population as `city_population_YEAR` in persons. total:
    the forecast, MSEK. sources: those of the forecast. Raises ValueError, naming the fact, for a
    population that is not a number above 0.
    """
    names = sorted(name for name in known if POPULATION.fullmatch(name))
    if not names:
        return []
    row = known[names[-1]]
    people, year = float(row["value"]), names[-1].rpartition("_")[2]
    if not people > 0:
        raise ValueError(f"fact {names[-1]!r} is {people:g}: nothing can be divided by it")
    value = 1_000_000 * total.amount / people
    words: dict[str, str | int | float | Label] = {
        "amount": total.amount,
        "people": people,
        "year": year,
        "period": f"{total.first}\u2013{total.last}",
    }
    other_year = not total.first <= int(year) <= total.last
    told = Note(
        message="The residents were counted in {year}, the money is for {period}; how many they "
        "were then is not used.",
        values=words,
    )
    return [
        Finding(
            id="forecast.per_resident",
            value=value,
            low=value,
            high=value,
            range_of="identification",
            unit="SEK",
            period=total.period,
            verdict="decided",
            method=Note(
                message="{amount:,.0f} MSEK in the forecast divided by the city's {people:,.0f} "
                "residents in {year}.",
                values=words,
            ),
            sources=tuple(dict.fromkeys((*sources, str(row["source_id"])))),
            caveats=(
                Note(message="The price level is not stated in the source."),
                *((told,) if other_year else ()),
            ),
            subject=PER_RESIDENT,
        )
    ]
