"""Which time zone a schedule is meant in: the city's, or the machine's."""

import os
from pathlib import Path

from equity.geography.identity import read_identity
from equity.runs.folder import checkout

LOCALTIME = Path("/etc/localtime")


def zone_of(data: Path | None) -> str:
    """Return the zone that a city's `city.yaml` names, else the machine's.

    data: the city's folder, by default the checkout's. Raises DataError where `city.yaml` is
    missing or wrong.
    """
    return read_identity((data or checkout() / "data") / "raw").timezone or machine_zone()


def machine_zone() -> str:
    """Return the name of the machine's time zone, "UTC" where it cannot be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = os.path.realpath(LOCALTIME).partition("zoneinfo/")[2]
    return named or linked or "UTC"
