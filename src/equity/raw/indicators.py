"""The declarations of the indicators: what each one measures and where its figures stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.raw.yaml_file import COMMENTS, not_as_declared, read_yaml

FILE = "indicators.yaml"
UNFILLED = {"en": "FILL IN", "sv": "FYLL I"}  # what a declaration begins with


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Lookup(_Declared):
    """One figure in a table, for a caveat; `less_than` takes it from that number."""

    table: str
    where: dict[str, str]
    column: str
    less_than: float | None = None


class CaveatText(_Declared):
    """A sentence that every finding of an indicator carries."""

    en: str
    sv: str
    periods: tuple[str, ...] = ()
    value: Lookup | None = None
    source_id: str = ""


class DenominatorFrom(_Declared):
    """A denominator that stands in another table."""

    table: str
    where: dict[str, str]


class Counts(_Declared):
    """Numerator and denominator, one row an area and period."""

    kind: Literal["counts"]
    table: str
    where: dict[str, str] = Field(default_factory=dict)
    period: str
    periods: tuple[str, ...] = ()
    numerator: str
    denominator: str
    denominator_from: DenominatorFrom | None = None
    parts: str = ""
    parts_source_id: str = ""
    assumed_basis: tuple[str, ...] = ()


class Published(_Declared):
    """A published figure without the counts behind it."""

    kind: Literal["published"]
    table: str
    values: dict[str, str] = Field(default_factory=dict)
    period: str = ""
    value: str = ""
    numerator: str = ""

    @model_validator(mode="after")
    def _one_way_to_find_the_period(self) -> Published:
        if bool(self.values) == bool(self.period and self.value):
            raise ValueError("give either `values` (a column a period) or `period` and `value`")
        return self


class Mean(_Declared):
    """A published mean and the weights it pools with."""

    kind: Literal["mean"]
    table: str
    period: str
    value: str
    weight: str


class Censored(_Declared):
    """Figures published as an end only: "~100" hides that some did not reach it."""

    statuses: tuple[str, ...]
    high: float
    low_from: dict[str, str]
    low_otherwise: float
    assumed_low: float


class Schools(_Declared):
    """A published figure a school, with its position and a stand-in for its weight."""

    kind: Literal["schools"]
    table: str
    where: dict[str, str]
    period: str
    value: str
    area: str
    source_id: str
    placed_source_id: str
    status: str
    suppressed: tuple[str, ...]
    missing: tuple[str, ...]
    censored: Censored | None = None
    weight: str
    least: float = Field(gt=0)
    most: float = Field(gt=0, le=1)


class Variant(_Declared):
    """The same numerator over another denominator."""

    denominator: Label
    denominator_from: DenominatorFrom


class Indicator(_Declared):
    """What one indicator measures, its scale and direction, and where its figures stand."""

    id: str
    name: Label
    unit: str
    gap_unit: str
    scale: Literal["count", "share", "ratio", "mean", "index"]
    direction: Literal["higher_is_better", "lower_is_better"]
    place: Literal["residence", "service"]
    universe: Label
    numerator: Label
    denominator: Label
    to_find_out: Label | None = None
    reads: Counts | Published | Mean | Schools = Field(discriminator="kind")
    variants: dict[str, Variant] = Field(default_factory=dict)
    caveats: tuple[CaveatText, ...] = ()

    @field_validator("name", "universe", "numerator", "denominator")
    @classmethod
    def _is_filled_in(cls, label: Label) -> Label:
        if left := {label.en, label.sv} & set(UNFILLED.values()):
            raise ValueError(f"{min(left)!r} still stands there, expected the words of a reader")
        return label


class Declarations(_Declared):
    """All indicators of a city, and the names that its tables give two special rows.

    headline: the indicators of the briefing, the mapped one first.
    """

    unallocated: str
    city: str
    headline: tuple[str, ...]
    indicators: dict[str, Indicator]

    @model_validator(mode="after")
    def _headline_is_declared(self) -> Declarations:
        unknown = [name for name in self.headline if name not in self.indicators]
        if unknown or not self.headline:
            raise ValueError(f"headline: {unknown or 'nothing'}, expected declared indicators")
        return self


def read_indicators(raw: Path) -> Declarations:
    """Read `indicators.yaml` of a city's raw folder.

    raw: the folder. Raises DataError with every fault: not YAML, a key given twice, an
    unknown or missing key, a value of the wrong kind.
    """
    return _validated(read_yaml(raw / FILE))


def most_compared(headline: Sequence[str], choices: Iterable[str]) -> str:
    """Return the headline's indicator that can be computed in the most ways, the first of equals.

    headline: ids, at least one. choices: an id for each valid way that the menu has.

    >>> most_compared(("turnout", "merit_rating"), ["merit_rating", "merit_rating", "turnout"])
    'merit_rating'
    """
    ways = Counter(choices)
    return max(headline, key=lambda name: ways[name])


def _validated(content: Any) -> Declarations:
    if not isinstance(content, dict) or not isinstance(content.get("indicators"), dict):
        raise DataError([Problem(FILE, None, "indicators", "", "a mapping", "list indicators")])
    named = {
        key: {"id": key, **declared} if isinstance(declared, dict) else declared
        for key, declared in content["indicators"].items()
    }
    try:
        return Declarations.model_validate(content | {"indicators": named})
    except ValidationError as error:
        raise not_as_declared(FILE, error, COMMENTS) from None
