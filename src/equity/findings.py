"""A finding: one statement with its range, method, sources and caveats; and collections of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from equity import displays

if TYPE_CHECKING:
    import pandas as pd

MEDIA_TYPE = "application/vnd.equity.findings+json"
SCHEMA = 1  # of findings.json
BUNDLE_SCHEMA = 2  # of what a notebook's output carries

Verdict = Literal["decided", "assumption", "definitions", "open"]
RangeOf = Literal["identification", "scenario", "weights", "definitions"]
PUBLIC_FIELDS = (
    "id",
    "value",
    "low",
    "high",
    "range_of",
    "unit",
    "period",
    "definition",
    "areas",
    "verdict",
    "method",
    "sources",
    "caveats",
)


class Label(BaseModel):
    """A name in both languages.

    >>> Label(en="turnout", sv="valdeltagande").text("sv")
    'valdeltagande'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    sv: str = ""

    def text(self, language: str) -> str:
        """Return the name in `language` ("sv" or "en"); English where Swedish is not known."""
        return self.sv or self.en if language == "sv" else self.en


class Note(BaseModel):
    """A sentence of method or caveat: an English template and the values that fill it.

    message: English, with fields in Python's format language ("{votes:,.0f} votes").
    values: what fills the fields; numbers stay numbers, so that each language formats its own.
    sv: the Swedish template, given only where the sentence belongs to a city's data; the
    package's own sentences are translated by its catalogue.

    >>> Note(message="{votes:,.0f} votes", values={"votes": 28726}).english()
    '28,726 votes'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str
    values: dict[str, str | int | float | Label] = Field(default_factory=dict)
    sv: str = ""

    def english(self) -> str:
        """Return the sentence in English."""
        words = {k: v.en if isinstance(v, Label) else v for k, v in self.values.items()}
        return self.message.format(**words) if words else self.message


class Finding(BaseModel):
    """One statement: a value or a range, how it was made, and what it rests on.

    value, low, high: in `unit`; `value` may be None beside a range. range_of says what the
    range is over. period: "2018", "2024/25", "2014..2018" for a change. definition: the id of
    the sides, None where there are none. areas: named areas that are the answer. verdict: on
    which rung the sign is decided. subject, border: the indicator's and the definition's
    names, and indicator: its id (which may hold a full stop), for sentences; they do not stand
    in findings.json.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    range_of: RangeOf | None = None
    unit: str
    period: str | None = None
    definition: str | None = None
    areas: tuple[str, ...] = ()
    verdict: Verdict | None = None
    method: Note
    sources: tuple[str, ...]
    caveats: tuple[Note, ...] = ()
    subject: Label | None = None
    border: Label | None = None
    indicator: str = ""

    @model_validator(mode="after")
    def _range_holds_together(self) -> Finding:
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.id}: a range needs both ends")
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                raise ValueError(f"{self.id}: low {self.low} lies above high {self.high}")
            slack = 1e-9 * max(1.0, abs(self.low), abs(self.high))
            if self.value is not None and not (self.low - slack <= self.value <= self.high + slack):
                raise ValueError(f"{self.id}: value {self.value} lies outside its range")
        if not self.sources:
            raise ValueError(f"{self.id}: a finding without a source")
        return self

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """Return what makes a finding unique: id, period and definition."""
        return self.id, self.period, self.definition

    @property
    def topic(self) -> str:
        """Return the first word of the id, which is the function that makes it."""
        return self.id.split(".", 1)[0]

    def public(self) -> dict[str, Any]:
        """Return the fields of findings.json, with method and caveats as English sentences."""
        fields = {name: getattr(self, name) for name in PUBLIC_FIELDS}
        return fields | {
            "areas": list(self.areas),
            "sources": list(self.sources),
            "method": self.method.english(),
            "caveats": [caveat.english() for caveat in self.caveats],
        }

    def __repr__(self) -> str:
        about, border = (label.en if label else "" for label in (self.subject, self.border))
        return displays.sentence(self.public(), about, border)

    __str__ = __repr__

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return displays.bundle(self.public(), repr(self))


class Findings:
    """An ordered collection of findings, each unique by id, period and definition.

    Shown in a notebook as a table; the same output carries the findings as data under
    `MEDIA_TYPE`, so that a run and a page read the executed notebook.

    Raises ValueError, naming the finding, when two that share a key say different things; the
    same finding twice is kept once.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        by_key: dict[tuple[str, str | None, str | None], Finding] = {}
        for finding in findings:
            known = by_key.setdefault(finding.key, finding)
            if known != finding:
                raise ValueError(
                    f"two different findings {finding.id} for period {finding.period} "
                    f"and definition {finding.definition}"
                )
        self._by_key = by_key

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __add__(self, other: Iterable[Finding]) -> Findings:
        return Findings([*self, *other])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Findings) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        import pandas as pd

        rows = [[getattr(finding, name) for name in displays.SHOWN] for finding in self]
        shown = pd.DataFrame(rows, columns=list(displays.SHOWN))
        text = shown.to_string(index=False, max_rows=displays.MOST_ROWS)
        return text if rows else "Findings: none"

    def get(self, id: str, period: str | None = None, definition: str | None = None) -> Finding:
        """Return the one finding with this key; KeyError, naming it, where there is none."""
        try:
            return self._by_key[id, period, definition]
        except KeyError:
            raise KeyError(
                f"no finding {id} for period {period} and definition {definition}"
            ) from None

    def starting(self, beginning: str) -> Findings:
        """Return the findings whose id starts so, in order."""
        return Findings(f for f in self if f.id.startswith(beginning))

    def select(self, **fields: Any) -> Findings:
        """Return the findings whose fields equal those given, in order."""
        return Findings(
            f for f in self if all(getattr(f, name) == value for name, value in fields.items())
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of all sources that the findings rest on, each once."""
        return tuple(dict.fromkeys(name for finding in self for name in finding.sources))

    def table(self) -> pd.DataFrame:
        """Return one row a finding, with the fields of findings.json."""
        import pandas as pd

        return pd.DataFrame([f.public() for f in self], columns=list(PUBLIC_FIELDS))

    def to_json(self) -> str:
        """Return the text of findings.json."""
        content = {"schema": SCHEMA, "findings": [f.public() for f in self]}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def to_bundle(self) -> dict[str, Any]:
        """Return all fields as data, as a notebook's output carries them."""
        fields = (f.model_dump(mode="json") for f in self)
        return {"schema": BUNDLE_SCHEMA} | displays.sharing_notes(fields)

    @classmethod
    def from_bundle(cls, bundle: dict[str, Any]) -> Findings:
        """Read what `to_bundle` wrote; ValueError for another schema."""
        if bundle.get("schema") != BUNDLE_SCHEMA:
            held = f"findings of schema {bundle.get('schema')!r}, {BUNDLE_SCHEMA} expected"
            raise ValueError(f"{held}: run the notebook again")
        return cls(Finding.model_validate(item) for item in displays.with_notes(bundle))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            MEDIA_TYPE: self.to_bundle(),
            "text/html": displays.table(finding.public() for finding in self),
            "text/plain": repr(self),
        }


def collect(outputs: Iterable[dict[str, Any]]) -> Findings:
    """Gather the findings that a notebook's outputs carry, in order.

    outputs: outputs as nbformat has them; those without our media type are passed over.
    """
    bundles = (output.get("data", {}).get(MEDIA_TYPE) for output in outputs)
    return Findings(f for b in bundles if b is not None for f in Findings.from_bundle(b))
