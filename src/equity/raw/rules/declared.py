"""What a table can be made to fulfil beyond its columns: the rules of a resource's `checks`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from equity.raw.rules.declared_entries import OneGroup, OneHolds, RowsAtMost, WithinPublished

Where = dict[str, tuple[str, ...]]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Declared):
    """The names that are allowed at one level: a column of another table, or a list."""

    resource: str = ""
    field: str = ""
    values: tuple[str, ...] = ()


class NamesByLevel(_Declared):
    """`column` holds a name of the level that the column `by` states, or of the only level."""

    rule: Literal["names"]
    column: str
    by: str = ""
    of: dict[str, Names]


class AtMost(_Declared):
    """A count is at most another count of its row."""

    rule: Literal["at_most"]
    column: str
    limit: str
    where: Where = {}


class Percentage(_Declared):
    """A published percentage is 100 * part / whole, rounded."""

    rule: Literal["percentage"]
    column: str
    part: str
    whole: str
    decimals: int
    where: Where = {}


class Between(_Declared):
    """A range that holds for some rows only."""

    rule: Literal["between"]
    column: str
    minimum: float
    maximum: float
    where: Where = {}


class Suspicion(_Declared):
    """A value that may well be a missing one in disguise."""

    rule: Literal["suspicion"]
    column: str
    values: tuple[float, ...]
    why: str
    where: Where = {}


class SameUnit(_Declared):
    """No value is more than `factor` times the median of its group, nor less than a part of it.

    unless: a column that is filled once someone confirmed the value.
    """

    rule: Literal["same_unit"]
    column: str
    within: tuple[str, ...] = ()
    unless: str = ""
    factor: float = Field(gt=1)


class Constant(_Declared):
    """Rows that share `by` agree on `columns`."""

    rule: Literal["constant"]
    by: tuple[str, ...]
    columns: tuple[str, ...]


class Unique(_Declared):
    """No two rows share these columns, blank cells included."""

    rule: Literal["unique"]
    columns: tuple[str, ...]
    why: str


class Status(_Declared):
    """How a status is published: the marker in the published text, and the stored value."""

    published: str
    value: str | None = None


class PublishedText(_Declared):
    """A stored number equals the published text, or the status that stands in its place.

    A status without a `published` marker goes with any text that is a number.
    """

    rule: Literal["published"]
    column: str
    text: str
    decimal: str
    status: str
    statuses: dict[str, tuple[Status, ...]]


class Difference(_Declared):
    """How much a published total exceeds its parts, with the reason and its source."""

    column: str
    where: Where
    difference: float
    why: str
    source_id: str


class Member(_Declared):
    """Which total a part belongs to: `field` of `resource` finds `group`."""

    resource: str
    field: str
    group: str


class Total(_Declared):
    """The rows of the `parts` levels add up to the row of the `total` level, within a group.

    member: a column whose value finds its total through another table (a district's region).
    weight: the columns are means, and pool with it; `tolerance` allows for rounding.
    """

    rule: Literal["total"]
    columns: tuple[str, ...]
    level: str
    area: str
    total: str
    parts: tuple[str, ...]
    within: tuple[str, ...] = ()
    member: Member | None = None
    weight: str = ""
    tolerance: float = 0.0
    differences: tuple[Difference, ...] = ()


class AddsUpTo(_Declared):
    """Rows that share `by` add up to the row of another table with the same `by`."""

    rule: Literal["adds_up_to"]
    columns: tuple[str, ...]
    by: tuple[str, ...]
    within: tuple[str, ...]
    resource: str
    where: Where = {}


class SumTo(_Declared):
    """Rows that share `by` add up to a number, or at most to it, within a tolerance."""

    rule: Literal["sum"]
    most: bool = False
    column: str
    by: tuple[str, ...]
    total: float
    tolerance: float


class Complete(_Declared):
    """Every name of another table's column occurs in every group."""

    rule: Literal["complete"]
    column: str
    within: tuple[str, ...] = ()
    resource: str
    field: str
    where: Where = {}


class Coordinates(_Declared):
    """Columns with positions in WGS84, near the areas of another resource.

    metres: they are northings and eastings of SWEREF 99 TM instead. inside: a position outside
    all areas is a fault. area: a column that names the area that the position lies in, by
    `property` of the outlines.
    """

    rule: Literal["coordinates"]
    latitude: str
    longitude: str
    metres: bool = False
    inside: bool = False
    near: str
    area: str = ""
    property: str = ""


class AreaOf(_Declared):
    """The outlines that share a property have the published area, in `crs`."""

    rule: Literal["area"]
    by: str
    resource: str
    field: str
    column: str
    crs: str
    tolerance: float


Rule = Annotated[
    NamesByLevel
    | AtMost
    | Percentage
    | Between
    | Suspicion
    | SameUnit
    | Constant
    | Unique
    | PublishedText
    | Total
    | AddsUpTo
    | SumTo
    | Complete
    | Coordinates
    | AreaOf
    | OneHolds
    | OneGroup
    | RowsAtMost
    | WithinPublished,
    Field(discriminator="rule"),
]
