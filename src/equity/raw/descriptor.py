"""The catalogue's own form: `datapackage.json` as Frictionless describes it, and our rules.

Standard keys are those of a Data Package (v1) with Table Schema. Keys of our own: `period`,
`publisher`, `licence`, `caveats`, `geometry`, `mayBeEmpty` and `checks`. What a table must
fulfil beyond its columns stands under `checks`, so that another city's folder brings its own
rules.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from equity.raw.rules.declared import Rule


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Constraints(_Declared):
    """What a column's values must fulfil, in Table Schema's words."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    minLength: int | None = None  # noqa: N815  the standard's spelling
    maxLength: int | None = None  # noqa: N815


class Column(_Declared):
    """One column: name, type, definition and constraints.

    optional: a table may lack it; then it is blank in every row, and unknown.
    """

    name: str
    type: Literal["string", "integer", "number", "year"]
    title: str = ""
    description: str = ""
    description_sv: str = ""
    unit: str = ""
    optional: bool = False
    constraints: Constraints = Constraints()


class Reference(_Declared):
    """Where a foreign key points; an empty `resource` means the table itself."""

    resource: str
    fields: tuple[str, ...]


class ForeignKey(_Declared):
    """Columns whose filled cells must occur in another table."""

    fields: tuple[str, ...]
    reference: Reference


class TableSchema(_Declared):
    """The columns of a table, what marks a missing value, and the keys."""

    fields: tuple[Column, ...]
    missingValues: tuple[str, ...] = ("",)  # noqa: N815
    primaryKey: tuple[str, ...] = ()  # noqa: N815
    foreignKeys: tuple[ForeignKey, ...] = ()  # noqa: N815

    def filled_up(self, text: pd.DataFrame) -> pd.DataFrame:
        """Return the cells of a table with the optional columns that it lacks, blank."""
        lacking = [c.name for c in self.fields if c.optional and c.name not in text]
        return text.assign(**dict.fromkeys(lacking, ""))

    def column(self, name: str) -> Column | None:
        """Return the column of that name, None where there is none."""
        return next((column for column in self.fields if column.name == name), None)


class Resource(_Declared):
    """One file of the folder: what it holds, where from, and what it must fulfil.

    may_be_empty (`mayBeEmpty`): a header alone, or no outline, is what the city has of it.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    path: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
    profile: Literal["tabular-data-resource", "data-resource"]
    title: str
    description: str
    publisher: tuple[str, ...]
    period: str
    licence: str
    licenses: tuple[dict[str, str], ...] = ()
    sources: tuple[dict[str, str], ...] = ()
    format: Literal["csv", "geojson", "yaml"]
    mediatype: str
    encoding: Literal["utf-8"]
    bytes: int
    hash: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    dialect: dict[str, Any] = {}
    caveats: tuple[str, ...] = ()
    geometry: Literal["", "coverage", "areas"] = ""
    may_be_empty: bool = Field(default=False, alias="mayBeEmpty")
    table_schema: TableSchema | None = Field(default=None, alias="schema")
    checks: tuple[Rule, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns of the primary key."""
        return self.table_schema.primaryKey if self.table_schema else ()

    @property
    def delimiter(self) -> str:
        """Return what parts the cells of a row."""
        return str(self.dialect.get("delimiter", ","))


class Package(_Declared):
    """The whole of `datapackage.json`."""

    profile: Literal["data-package"]
    name: str
    title: str
    description: str
    licence: str
    source_licences: dict[str, str] = Field(default={}, alias="sourceLicences")
    resources: tuple[Resource, ...]
