"""What a range tries, told beside the answer that it belongs to."""

from __future__ import annotations

from typing import Final

from equity.findings import Finding
from equity.wording.messages import N_, render, translate
from equity.wording.names import border
from equity.wording.numbers import listed

_TRIED: Final = {
    "identification": N_("Some of what was counted has no place. The range tries every place."),
    "scenario": N_("What comes is not known. The range holds every case tried."),
    "definitions": N_("The range holds what each definition gives."),
}


def tried(group: list[Finding], language: str) -> list[str]:
    """Return what the ranges of findings try, and what they leave out.

    Over weights, a range tries them within limits and only for what is published: so how it
    was made and each caveat is told, with the border where they differ. What is decided holds for
    what its range tries and no more: so the caveats that all of its findings share are told too.
    """
    ranged = [f for f in group if f.range_of and f.low != f.high]
    kinds = {f.range_of for f in ranged}
    told = [translate(_TRIED[kind], language) for kind in _TRIED if kind in kinds]
    told += _weighed([f for f in ranged if f.range_of == "weights"], language)
    return [*told, *(text for text in _shared_if_decided(ranged, language) if text not in told)]


def _shared_if_decided(group: list[Finding], language: str) -> list[str]:
    if not group or any(f.verdict != "decided" for f in group):
        return []
    shared = [note for note in group[0].caveats if all(note in f.caveats for f in group)]
    return [render(note, language) for note in shared]


def _weighed(group: list[Finding], language: str) -> list[str]:
    told: dict[str, dict[str, list[str]]] = {}
    for finding in group:
        name = border(finding, language)
        told.setdefault("", {}).setdefault(render(finding.method, language), []).append(name)
        for note in finding.caveats:
            of_note = told.setdefault(note.message, {})
            of_note.setdefault(render(note, language), []).append(name)
    return [
        text if len(names) == len(group) or not any(names) else _of(names, text, language)
        for texts in told.values()
        for text, names in texts.items()
    ]


def _of(names: list[str], text: str, language: str) -> str:
    """Begin a text with the borders it is about; one without a border has no name to tell."""
    return f"{listed([name for name in names if name], language)}: {text}"
