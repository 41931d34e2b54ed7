"""The numbers in the pages' own sentences that come from no finding, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Constant:
    """A number that a sentence of the package holds itself.

    name: what marks of it carry. sv, en: the words in which it stands.
    source: where it comes from.
    """

    name: str
    sv: str
    en: str
    source: str


# At most 25; the audit lists them.
CONSTANTS: Final = (
    Constant("per 100", "per 100", "per 100", "the unit that the indicator is declared in"),
    Constant(
        "80 of 100",
        "i 80 fall av 100",
        "in 80 cases of 100",
        "chosen by us: a budget that most projects would keep",
    ),
    Constant("none found", "0 av", "0 of", "none: that no project was found is a count of nothing"),
)
