"""What a city calls itself, and which division its tables speak of: its file `city.yaml`."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from equity.findings import Label
from equity.raw.yaml_file import COMMENTS, not_as_declared, read_yaml

FILE = "city.yaml"


class Identity(BaseModel):
    """What the package has to know of a city that stands in no table.

    name: in both languages. division: which column `district_<division>` of the outlines holds
    the districts that the tables speak of. payers: what the city is called where it pays; its
    boards and administrations need not be named. decides: who decides about what the pages speak
    of. could_tell: who could tell where the projects are and what the money went to. contact: whom
    to ask about the pages. Each of the three is None where the city's folder does not say.
    timezone: the zone of the tz database that its clocks show; empty where it does not say.

    >>> Identity(name={"en": "Made-up", "sv": "Påhittad"}, division="2007").payers
    ()
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Label
    division: str
    payers: tuple[str, ...] = ()
    decides: Label | None = None
    could_tell: Label | None = None
    contact: Label | None = None
    timezone: str = ""

    @field_validator("name")
    @classmethod
    def _named_in_both_languages(cls, name: Label) -> Label:
        if not (name.en.strip() and name.sv.strip()):
            raise ValueError("a name in English (en) and in Swedish (sv)")
        return name

    @field_validator("timezone")
    @classmethod
    def _known_to_the_tz_database(cls, zone: str) -> str:
        try:
            if zone:
                ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("a zone of the tz database, such as Europe/Helsinki") from None
        return zone


def read_identity(raw: Path) -> Identity:
    """Read `city.yaml` of a city's raw folder.

    raw: the folder. Raises DataError with every fault: no such file, not YAML, an unknown or
    missing key, a name in one language only.
    """
    try:
        return Identity.model_validate(read_yaml(raw / FILE))
    except ValidationError as error:
        raise not_as_declared(FILE, error, COMMENTS) from None
