"""Licences that no source of the project states, and names that no project has: made up."""

from dataclasses import replace

from equity.city import City

NAMES = ("=SUMMA(B2:B9)", "+46 8 made up", "@made_up", "-1+1", " \t=1", "\r=1", "＝1", "−1", "-0.5")


def licensed(city: City, licence: str) -> City:
    """Return the city as if every source stated this licence: made up."""
    return replace(
        city, sources={id: replace(one, licence=licence) for id, one in city.sources.items()}
    )
