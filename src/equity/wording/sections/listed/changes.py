"""What has changed between periods, and where that cannot be told."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.wording.messages import render, translate
from equity.wording.passages import Passage
from equity.wording.sentences import sentence


def changes(findings: Iterable[Finding], language: str) -> Passage:
    """Return the changes of gaps as sentences, or why there is none to show."""
    known = list(findings)
    told = tuple(sentence(f, language) for f in known if f.topic == "change")
    if told:
        return _passage(told, language)
    periods = {f.period for f in known if f.topic == "level"}
    if len(periods) < 2:
        return _passage((translate("There is one period only.", language),), language)
    notes = [note for f in known if f.topic == "level" for note in f.caveats]
    reasons = dict.fromkeys(render(note, language) for note in notes)
    return _passage(tuple(reasons), language)


def changes_title(found: Iterable[Finding], language: str) -> str:
    """Return the change from the first period to the last, under one definition, as a sentence."""
    known = list(found)
    ends = sorted({end for f in known for end in (f.period or "").split("..")})
    return sentence(next(f for f in known if f.period == f"{ends[0]}..{ends[-1]}"), language)


def _passage(items: tuple[str, ...], language: str) -> Passage:
    return Passage(
        kind="text",
        anchor="changes",
        title=translate("What has changed", language),
        items=items,
        language=language,
    )
