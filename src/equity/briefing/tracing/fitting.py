"""Which finding a number is from: of all that read so, those that fit the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from equity.briefing.tracing.tokens import Token
from equity.briefing.tracing.written import (
    NUMBERS,
    is_coarse,
    is_written,
    matches,
    number_field,
    number_fields,
    of_step,
    period_tokens,
)
from equity.findings import Finding, Findings
from equity.wording.names import border, detail, subject
from equity.wording.numbers import PER_CENT, UNITS

Key = tuple[str, str | None, str | None]
Fit = tuple[float, ...]
Candidate = tuple[Finding, str]
MOST_DECIMALS: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_RANGE: Final = re.compile(r"\u2060?–\u2060?|\s(?:till|to)\s")
_RANKS: Final = {"period": 3, "value": 2, "low": 1.5, "high": 1.5, "width": 0.5}


@dataclass(frozen=True)
class Words:
    """What stands around a number.

    sentence: its own, and what stands beside a cell. before: the text up to there. beside: what
    stands beside a cell, its row's head first. after: the text behind the number. low, high: the
    number itself and the other end, where it is one end of a range.
    """

    sentence: str
    before: str
    beside: str = ""
    after: str = ""
    low: Token | None = None
    high: Token | None = None


def words_around(text: str, numbers: list[Token], n: int, beside: str) -> Words:
    """Return what stands around the n-th number of a text, and beside it.

    >>> from equity.briefing.tracing.tokens import tokens
    >>> found = list(tokens("Turnout. It is 4–5.", "en"))
    >>> around = words_around("Turnout. It is 4–5.", found, 1, "")
    >>> around.sentence, around.before, around.low.text
    ('It is 4–5. ', 'Turnout. It is 4–5.', '4')
    """
    token = numbers[n]
    after = numbers[n + 1] if n + 1 < len(numbers) else None
    before = numbers[n - 1] if n else None
    low, high = None, None
    if after is not None and _RANGE.fullmatch(text[token.end : after.start]):
        low, high = token, after
    elif before is not None and _RANGE.fullmatch(text[before.end : token.start]):
        low, high = before, token
    start = end = 0
    for part in _SENTENCE.split(text):
        start = text.index(part, end)
        end = start + len(part)
        if start <= token.start < end:
            break
    behind = text[(high or token).end :].lstrip("\u00a0\u202f ")
    return Words(f"{text[start:end]} {beside}", text[:end], beside, behind, low, high)


@dataclass
class Known:
    """The numbers that a page's findings hold, and how well each fits words.

    findings: all of the page. language: of the page.
    """

    findings: Findings
    language: str
    _numbers: dict[tuple[int, str], list[Candidate]] = field(init=False, default_factory=dict)
    _when: dict[Key, set[str]] = field(init=False, default_factory=dict)
    _periods: dict[str, list[Finding]] = field(init=False, default_factory=dict)
    _steps: dict[str, list[Finding]] = field(init=False, default_factory=dict)
    _borders: frozenset[str] = field(init=False, default=frozenset())
    _areas: frozenset[str] = field(init=False, default=frozenset())
    _units: tuple[tuple[str, str], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self._borders = frozenset(border(f, self.language) for f in self.findings) - {""}
        self._areas = frozenset(area for f in self.findings for area in f.areas)
        names = [(unit, name) for unit, by in UNITS.items() for name in by[self.language] if name]
        self._units = (("share", "%"), *sorted(names, key=lambda one: -len(one[1])))
        for finding in self.findings:
            self._learn(finding)

    def best(self, token: Token, words: Words, chosen: frozenset[Key]) -> list[Candidate]:
        """Return the fields that read as a number does and fit its words best; none: no origin.

        chosen: the findings that the text rests on; they go before the others of the page.
        """
        key = token.decimals, _plain(token.text, self.language)
        found = list(self._numbers.get(key, ()))
        found += [(f, "period") for f in self._periods.get(token.text, ())]
        step = token.text.replace(",", "_").replace(".", "_")
        found += [(f, "id") for f in self._steps.get(step, ())]
        fits = [(self._fit(f, name, words, f.key in chosen), (f, name)) for f, name in found]
        fits.sort(key=lambda one: one[0], reverse=True)
        best: list[Candidate] = []
        top: Fit | None = None
        for fit, (finding, name) in fits:
            if top is not None and fit < top:
                break
            if finding.key not in chosen and is_coarse(finding, name, token):
                continue
            if matches(finding, name, token.text, self.language):
                best.append((finding, name))
                top = fit
        return best

    def _learn(self, finding: Finding) -> None:
        for name in number_fields(finding):
            value = number_field(finding, name)
            for decimals in range(MOST_DECIMALS + 1) if value is not None else ():
                key = decimals, _rounded(value or 0.0, decimals)
                self._numbers.setdefault(key, []).append((finding, name))
        self._when[finding.key] = period_tokens(finding, self.language)
        for one in self._when[finding.key]:
            self._periods.setdefault(one, []).append(finding)
        if step := of_step(finding):
            self._steps.setdefault(step, []).append(finding)

    def _fit(self, finding: Finding, name: str, words: Words, chosen: bool) -> Fit:
        """Return how well a finding fits: its sentence, then what is before, then its method."""
        fit = (20.0 if chosen else 0.0) + self._about(finding, words.sentence)
        fit += self._of_row(finding, words.beside)
        if name in NUMBERS:
            fit += self._of_unit(finding, words.after)
        if words.low is not None and name in ("low", "high"):
            fit += 5 if self._spans(finding, words) else -5
        return fit, self._about(finding, words.before), _RANKS.get(name, 0.0)

    def _about(self, finding: Finding, words: str) -> float:
        """Return how well a finding's border, measure, area and period fit some words."""
        fit = 0.0
        own = border(finding, self.language)
        told = [b for b in self._borders if b in words]
        if own:
            fit += 3 if own in told else -3 if told else 0
        if subject(finding, self.language)[1:] in words:
            fit += 2
        areas = [a for a in (*finding.areas, detail(finding)) if a]
        named = any(area in words for area in areas)
        fit += 3 if named else -2 if len(finding.areas) == 1 else 0
        when = self._when[finding.key]
        return fit + 4 * sum(one in words for one in when) / max(len(when), 1)

    def _of_unit(self, finding: Finding, after: str) -> float:
        """Return what it counts that a unit follows: the finding's own, or another."""
        own = finding.unit or ""
        read = next((unit for unit, name in self._units if after.startswith(name)), None)
        if read is None:
            return 0.0
        return 1.0 if read == ("share" if own in PER_CENT else own) else -4.0

    def _of_row(self, finding: Finding, beside: str) -> float:
        """Return what it counts that a cell's row is about an area."""
        area = next((one for one in self._areas if beside.startswith(f"{one} ")), None)
        if area is None:
            return 0.0
        return 25.0 if finding.areas == (area,) or finding.id.endswith(f".{area}") else -5.0

    def _spans(self, finding: Finding, words: Words) -> bool:
        ends = (
            (number_field(finding, "low"), words.low),
            (number_field(finding, "high"), words.high),
        )
        return all(
            value is not None and token is not None and is_written(value, token, self.language)
            for value, token in ends
        )


def may_differ(best: Iterable[Candidate]) -> bool:
    """Tell whether a number that fits several findings could be of another than the first.

    It is the same number whichever is meant where it names a year that they share; where it is
    the same field of one measure and period under several borders, told together; and where it is
    what one method was told with, as how many districts there are.
    """
    found = list(best)
    if len({finding.key for finding, _ in found}) < 2:
        return False
    if all(name == "period" for _, name in found):
        return False
    fields = {name for _, name in found}
    of_method = all(name.startswith(("method.", "caveat.")) for name in fields)
    if len({(f.id, f.period) for f, _ in found}) == 1 and len(fields) == 1:
        return False
    return not (of_method and len({f.method.message for f, _ in found}) == 1)


def _rounded(value: float, decimals: int) -> str:
    """Return a number's size with so many decimals, halves away from zero."""
    exact = Decimal(str(abs(value)))
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _plain(text: str, language: str) -> str:
    """Return a number's size as Python writes it."""
    digits = text.lstrip("\u2212+").replace("\u202f", "")
    return digits.replace(",", ".") if language == "sv" else digits.replace(",", "")
