"""Every number as a row, and the chips that lead from the text to the rows and back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from equity.briefing.words import say
from equity.findings import Finding, Findings
from equity.wording.messages import N_, render, translate
from equity.wording.names import RANK, border, capital, detail, place, subject
from equity.wording.numbers import (
    NO_BREAK,
    decimals_for,
    in_unit,
    listed,
    number,
    period_text,
    range_text,
    unit_name,
)
from equity.wording.verdicts import verdict_label

_RANKS = {
    "rank.lowest": N_("lowest, among {area}"),
    "rank.highest": N_("highest, among {area}"),
    "rank.": N_("rank of {area}"),
}
_LED: Final = re.compile(r"<a href=#row-(\d+)")
Key = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Chip:
    """A link to one row or to several that follow each other."""

    id: str
    first: int
    last: int

    @property
    def text(self) -> str:
        """Return the row's number, or the first and the last."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Row:
    """A finding as the table shows it."""

    number: int
    finding: Finding
    name: str
    value: str
    range: str
    unit: str
    period: str
    border: str
    verdict: str
    notes: tuple[int, ...]
    back: str


@dataclass(frozen=True)
class Note:
    """How rows were made, what to mind, or what they rest on; it may lead to further notes."""

    text: str
    also: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """Return the text with the numbers of the notes that it leads to."""
        return " ".join([self.text, *(f"({n})" for n in self.also)])


@dataclass
class Rows:
    """Numbers the findings in order and remembers from where each row is referred to."""

    findings: Findings
    language: str
    _numbers: dict[Key, int] = field(init=False)
    _back: dict[int, str] = field(init=False, default_factory=dict)
    _chips: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._numbers = {f.key: n for n, f in enumerate(self.findings, start=1)}

    def chips(self, keys: Iterable[Key], *, most: int | None = None) -> list[Chip]:
        """Return the links for these findings, runs of rows as one; one for all where too many.

        Raises ValueError, naming the finding, for one that the notebook did not show: a number
        that cannot be followed.
        """
        wanted = list(keys)
        for key in wanted:
            if key not in self._numbers:
                named = ", ".join(str(part) for part in key if part is not None)
                raise ValueError(f"the text rests on {named}: not among the findings shown")
        runs: list[tuple[int, int]] = []
        for n in sorted({self._numbers[key] for key in wanted}):
            if runs and runs[-1][1] == n - 1:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
        if most is not None and len(runs) > most:
            runs = [(runs[0][0], runs[-1][1])]
        return [self._chip(first, last) for first, last in runs]

    def refer(self, text: str, anchor: str) -> frozenset[Key]:
        """Return the findings that the numbers of a marked text lead to; their rows lead back.

        anchor: the address of what holds the text.
        """
        led = {int(row) for row in _LED.findall(text)}
        for row in led:
            self._back.setdefault(row, anchor)
        return frozenset(key for key, row in self._numbers.items() if row in led)

    def table(self) -> tuple[list[Row], list[Note]]:
        """Return the rows and the notes that they refer to, each note once.

        A row's first note says how it was made, the others what to mind and what it rests on.
        What holds for every row that was made so stands once, behind how they were made.
        """
        told = [(render(f.method, self.language), self._further(f)) for f in self.findings]
        shared: dict[str, list[str]] = {}
        for method, further in told:
            before = shared.get(method, [text for text in further if text != method])
            shared[method] = [text for text in dict.fromkeys(before) if text in further]
        places: dict[str, int] = {}
        rows = []
        for finding, (method, further) in zip(self.findings, told, strict=True):
            for text in (method, *further):
                places.setdefault(text, len(places) + 1)
            own = (method, *(text for text in further if text not in shared[method]))
            rows.append(self._row(finding, tuple(places[text] for text in own)))
        notes = [
            Note(text, tuple(sorted(places[other] for other in shared.get(text, ()))))
            for text in places
        ]
        return rows, notes

    def _chip(self, first: int, last: int) -> Chip:
        self._chips += 1
        chip = Chip(f"ref-{self._chips}", first, last)
        for n in range(first, last + 1):
            self._back.setdefault(n, chip.id)
        return chip

    def _further(self, finding: Finding) -> list[str]:
        """Return what to mind in a finding, and what it rests on."""
        named = f"{say('sources', self.language)}: {', '.join(finding.sources)}."
        caveats = [render(caveat, self.language) for caveat in finding.caveats]
        return [*caveats, *([named] if finding.sources else [])]

    def _row(self, finding: Finding, notes: tuple[int, ...]) -> Row:
        language, n = self.language, self._numbers[finding.key]
        value, low, high = finding.value, finding.low, finding.high
        return Row(
            number=n,
            finding=finding,
            name=_name(finding, language),
            value="" if value is None else _shown(value, finding.unit, language),
            range="" if low is None or high is None else _range(low, high, finding.unit, language),
            unit=unit_name(finding.unit, language),
            period=period_text(finding.period, language).replace("läsåret ", f"läsåret{NO_BREAK}"),
            border=border(finding, language),
            verdict=verdict_label(finding.verdict, language),
            notes=notes,
            back=self._back.get(n, ""),
        )


def _name(finding: Finding, language: str) -> str:
    """Return what a row is about, and of which area where it is a level."""
    about = capital(subject(finding, language))
    if finding.topic != "level" or not detail(finding):
        return about
    if detail(finding).startswith(RANK):
        which = translate(_RANKS.get(detail(finding), _RANKS["rank."]), language)
        return f"{about}: {which.format(area=listed(finding.areas, language))}"
    return f"{about}: {place(finding, language)}"


def _shown(value: float, unit: str, language: str) -> str:
    return number(in_unit(value, unit), decimals_for(unit, value), language)


def _range(low: float, high: float, unit: str, language: str) -> str:
    decimals = decimals_for(unit, low, high)
    return range_text(in_unit(low, unit), in_unit(high, unit), decimals, "", language)
