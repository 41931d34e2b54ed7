"""How findings look where nothing else is said, and how a notebook's output carries them.

One sentence and one row each, in a notebook or not.
"""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

SHOWN: Final = ("id", "period", "definition", "value", "low", "high", "unit", "verdict")
MOST_ROWS: Final = 60  # of text, as pandas has it; the table beside it holds every one
_VERDICTS: Final = {
    "decided": "decided",
    "assumption": "decided under an assumption",
    "definitions": "depends on the border",
    "open": "cannot be told",
}


def sentence(fields: Mapping[str, Any], about: str = "", border: str = "") -> str:
    """Return one sentence in English on what a finding's public fields say.

    about: the indicator's name, the finding's id where there is none. border: the name of its
    definition of sides.

    >>> fields = {"id": "gap.a", "value": -0.5, "low": -0.7, "high": -0.4, "unit": "points",
    ...     "period": "2018", "definition": None, "verdict": "decided", "areas": []}
    >>> sentence(fields, "Turnout")
    'Turnout (gap.a), 2018: −0.5 points, anything from −0.7 to −0.4; decided.'
    """
    name = f"{about} ({fields['id']})" if about else str(fields["id"])
    border = border or str(fields["definition"] or "")
    place = ", ".join(filter(None, (name, str(fields["period"] or ""), border)))
    value, low, high = (cell(fields[key]) for key in ("value", "low", "high"))
    wide = low != high
    told = f"{value} {fields['unit']}".rstrip() if value else ""
    if low and wide:
        reach = f"anything from {low} to {high}"
        told = f"{told}, {reach}" if told else f"{reach} {fields['unit']}".rstrip()
    elif low and not told:
        told = f"{low} {fields['unit']}".rstrip()
    told = told or ", ".join(fields["areas"]) or "not known"
    verdict = _VERDICTS.get(fields["verdict"], "")
    return f"{place}: {told}{'; ' if verdict else ''}{verdict}."


def table(findings: Iterable[Mapping[str, Any]]) -> str:
    """Return the findings' public fields as an HTML table, a row each, text escaped."""
    head, rows = (*SHOWN, "sources"), []
    for fields in findings:
        shown = dict(fields) | {"sources": ", ".join(fields["sources"])}
        cells = "".join(f"<td>{html.escape(cell(shown[name]))}</td>" for name in head)
        rows.append(f"<tr>{cells}</tr>")
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    return f"<table><thead><tr>{names}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def bundle(fields: Mapping[str, Any], line: str) -> dict[str, str]:
    """Return what a notebook shows of one finding: its sentence, how it was made, and its row."""
    how = f"<p><strong>{html.escape(line)}</strong> {html.escape(str(fields['method']))}</p>"
    return {"text/html": how + table([fields]), "text/plain": f"{line}\n{fields['method']}"}


def sharing_notes(findings: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return findings as data in which each note stands once, however many findings say it.

    findings: all their fields. Returns `notes`, and `findings` whose method and caveats are
    places among the notes.

    >>> one = {"id": "gap.made_up", "method": {"message": "Counted."}, "caveats": []}
    >>> sharing_notes([one, one | {"caveats": [{"message": "Old."}, {"message": "Counted."}]}])
    ... # doctest: +NORMALIZE_WHITESPACE
    {'notes': [{'message': 'Counted.'}, {'message': 'Old.'}],
     'findings': [{'id': 'gap.made_up', 'method': 0, 'caveats': []},
                  {'id': 'gap.made_up', 'method': 0, 'caveats': [1, 0]}]}
    """
    places: dict[str, int] = {}
    notes: list[Any] = []

    def place(note: Any) -> int:
        known = places.setdefault(json.dumps(note), len(notes))
        if known == len(notes):
            notes.append(note)
        return known

    shared = [
        dict(fields)
        | {"method": place(fields["method"]), "caveats": [place(n) for n in fields["caveats"]]}
        for fields in findings
    ]
    return {"notes": notes, "findings": shared}


def with_notes(bundle: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Give the findings that `sharing_notes` took, each with its notes."""
    notes = bundle["notes"]
    for fields in bundle["findings"]:
        caveats = [notes[place] for place in fields["caveats"]]
        yield fields | {"method": notes[fields["method"]], "caveats": caveats}


def cell(value: object) -> str:
    """Return a field as text: four figures of a number, with a real minus sign; "" for none."""
    if value is None:
        return ""
    return f"{value:.4g}".replace("-", "−") if isinstance(value, float) else str(value)
