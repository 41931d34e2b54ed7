"""What a page holds that no mark covers: drawings, and what its script unpacks."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

_STILL: Final = re.compile(r"<(svg|script)\b[^>]*>.*?</\1>", re.DOTALL)
_NEAR: Final = 40  # signs shown before and after the first that differs


def check_still(text: str, anew: str) -> list[str]:
    """Return the drawings and packed parts of a page that its notebook does not give.

    anew: the page made anew from the executed notebook. Compared, sign by sign, are the still
    drawings of charts, the small ones beside claims, the figures that plotly draws, the tables to
    save, and the script itself. Whether a drawing tells what its table does is another question,
    which `check_charts` asks of the notebook's own figures.
    """
    found = [match.group() for match in _STILL.finditer(text)]
    expected = [match.group() for match in _STILL.finditer(anew)]
    faults = []
    for n, (told, made) in enumerate(zip_longest(found, expected, fillvalue=""), start=1):
        if told != made:
            at = next(
                (i for i, (a, b) in enumerate(zip(told, made, strict=False)) if a != b),
                min(len(told), len(made)),
            )
            near = told[max(0, at - _NEAR) : at + _NEAR]
            faults.append(f"drawing or packed part {n} is not what the notebook gives: {near!r}")
    return faults
