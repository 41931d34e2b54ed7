"""Where findings by finer areas keep their numbers and names."""

from __future__ import annotations

from typing import Final

from equity.findings import Finding, Findings, Label
from equity.wording.names import indicator
from equity.wording.numbers import amount

COARSE: Final = "districts"
FINE: Final = "by_1"
RANKS: Final = ("rank_all", "rank_lines")


def scale(known: Findings, like: Finding, name: str, step: str) -> Finding:
    """Return the share `name` at one scale, of the period and border of another finding."""
    return known.get(f"scales.{indicator(like)}.{name}.{step}", like.period, like.definition)


def share(finding: Finding, language: str) -> str:
    """Write a finding's value with its unit."""
    return amount(finding.value or 0.0, finding.unit, language)


def mean_gap(known: Findings, gap: Finding, step: str, language: str) -> str:
    """Write the mean gap of random borders at one scale, in the unit of the gap."""
    return amount(number_of(scale(known, gap, "rank_all", step), "mean"), gap.unit, language)


def label_of(finding: Finding, name: str, language: str) -> str:
    """Return a name that a finding's method carries, in the language."""
    label = finding.method.values[name]
    return label.text(language) if isinstance(label, Label) else str(label)


def number_of(finding: Finding, name: str) -> float:
    """Return a number that a finding's method carries; 0 where it carries a word."""
    value = finding.method.values[name]
    return float(value) if isinstance(value, int | float) else 0.0
