"""What a city's folder declares of finer areas, and which of their files are laid there.

`finer/finer.yaml` says for which indicators and periods there are figures by finer area, how
the file is called and what its columns mean. The files themselves come with no checkout: who
has one lays it in `finer/`.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.raw.yaml_file import read_yaml

FOLDER = "finer"
DECLARED = "finer.yaml"
FileName = Annotated[str, Field(pattern=r"^[^/\\.][^/\\]*\.(parquet|gpkg|geojson)$")]


class Declared(BaseModel):
    """What one file of finer areas holds.

    file: its name in `finer/`. kind: what such an area is called, one and several. area, name:
    columns of the code and the name; value: of the share per 100; numerator, denominator: of
    its counts, where the file has them. source: an id of the catalogue.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: FileName
    kind: Label
    kinds: Label
    area: str
    name: str
    value: str
    numerator: str | None = None
    denominator: str | None = None
    source: str


_FILE = TypeAdapter(dict[str, dict[str, Declared]])


def declared(folder: Path) -> dict[str, dict[str, Declared]]:
    """Return what is declared, by indicator and period; nothing without a declaration.

    folder: the city's `finer/`.
    Raises DataError, naming the key, for a declaration that does not hold together.
    """
    path = folder / DECLARED
    if not path.is_file():
        return {}
    try:
        return _FILE.validate_python(read_yaml(path))
    except ValidationError as error:
        raise DataError(
            Problem(
                path.name,
                None,
                ".".join(str(key) for key in fault["loc"]),
                str(fault["input"]),
                "the keys file, kind, kinds, area, name, value and source",
                fault["msg"],
            )
            for fault in error.errors()
        ) from None


def laid(folder: Path, indicator: str) -> list[str]:
    """Return the periods of an indicator whose file is laid, oldest first."""
    known = declared(folder).get(indicator, {})
    return sorted(when for when, one in known.items() if (folder / one.file).is_file())
