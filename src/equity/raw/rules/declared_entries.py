"""Rules for what people enter by hand: one sum that holds, of a likely size; whole places."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OneHolds(_Declared):
    """No two rows tell the same: they share `by`, and `blanks` as far as both cells are filled."""

    rule: Literal["one_holds"]
    column: str
    by: tuple[str, ...]
    blanks: tuple[str, ...] = ()
    why: str


class OneGroup(_Declared):
    """At most one of these groups of columns is filled in a row, and then the whole of it."""

    rule: Literal["one_group"]
    groups: tuple[tuple[str, ...], ...]


class RowsAtMost(_Declared):
    """A number is at least the number of rows of another table with the same `by`.

    none: rows of this table that must have none there.
    """

    rule: Literal["rows_at_most"]
    column: str
    by: str
    resource: str
    none: dict[str, tuple[str, ...]] = {}


class WithinPublished(_Declared):
    """A sum is at most `factor` times the published sum of its years, or its unit is in doubt.

    units: what a unit is worth in one and the same; rows in others are not compared. The years
    are from `start` to `end`; where none of them has a published sum, the greatest one counts.
    The published sums are those of the rows of `resource` that `among` chooses, by their year
    (a year, or a first and a last). unless: a column that is filled once someone confirmed it.
    """

    rule: Literal["within_published"]
    column: str
    unit: str
    units: dict[str, float]
    start: str
    end: str
    unless: str = ""
    resource: str
    published: str
    published_unit: str
    published_year: str
    among: dict[str, tuple[str, ...]] = {}
    factor: float = Field(gt=1)
    why: str
