"""What differs between two runs: what they rest on, and what they say."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from equity.errors import RunError
from equity.runs import manifest
from equity.runs.history.ledger import Entry, entries, out_of
from equity.runs.inputs.parts import DATA
from equity.runs.manifest import FINDINGS, REPLACED
from equity.runs.run import RunResult

Kind = Literal[
    "outcome", "verdict", "finding", "file", "notebook", "parameter", "input", "package", "version"
]  # fmt: skip
IDENTITY = ("id", "period", "definition")
Rows = dict[tuple[str, ...], dict[str, Any]]  # findings by their identity
SAID: tuple[Kind, ...] = ("outcome", "verdict", "finding")


@dataclass(frozen=True)
class Change:
    """One thing that differs. before, after: None where there is no such thing.

    name: of a finding its id, period and definition, and the field that differs.
    """

    kind: Kind
    name: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {_shown(self.before)} → {_shown(self.after)}"


@dataclass(frozen=True)
class Changes:
    """What differs between two runs, what they say first. before: None where there was none.

    said: whether a finding or a verdict differs, or only one of the two runs came to its end.
    """

    before: Path | None
    after: Path
    changes: tuple[Change, ...]

    @property
    def said(self) -> bool:
        """Say whether the later run says anything else than the earlier one."""
        return any(one.kind in SAID for one in self.changes)

    @property
    def causes(self) -> tuple[Change, ...]:
        """Return what the runs rest on that differs, and may be why they say something else."""
        return tuple(one for one in self.changes if one.kind not in SAID)


def compare(before: Path, after: Path) -> Changes:
    """Return what differs between two runs' folders.

    That only one came to its end is told first, then verdicts, findings by their fields, files
    that somebody altered after their run, parameters, inputs, the notebook, the package and
    versions. A failed run has no findings. Raises RunError where a manifest or the findings of a
    whole run cannot be read.
    """
    old, new = told_by(before), told_by(after)
    end = Change("outcome", old["notebook"]["name"], old.get("outcome"), new.get("outcome"))
    ended = (end,) if end.before != end.after else ()
    said = _sorted(_findings(before, old), _findings(after, new))
    altered = dict.fromkeys((*_altered(before, old), *_altered(after, new)))
    return Changes(before, after, (*ended, *said, *altered, *_rests_on(old, new)))


def changed_since_previous(result: RunResult) -> Changes:
    """Return what a run says otherwise than the one before it, of the same question.

    The one before is the whole run that ended last among those that ended earlier and lie in
    another folder. Where there was none, `before` is None and nothing is said to have changed; so
    it is for a run that was done over and says what it said then: that was told when it was new.
    One that was done over and says something else, as chance or a file of its own may have it, is
    compared with what it said then.
    """
    folder = result.folder
    told = manifest.read(folder)
    if told.get("replaced") == told["outputs"].get(FINDINGS):
        return Changes(None, folder, ())
    if REPLACED in told["outputs"]:
        return Changes(folder, folder, _sorted(_rows(folder, REPLACED), _rows(folder, FINDINGS)))
    earlier = previous(folder)
    if earlier is None:
        return Changes(None, folder, ())
    return compare(earlier.folder, folder)


def told_by(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run's folder; RunError for one that does not tell a whole story."""
    told = manifest.read(folder)
    try:
        _basis(told)
        dict(told.get("outputs", {}))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RunError(
            f"{folder.name}: its {manifest.FILE} is damaged ({type(error).__name__}: {error})"
        ) from None
    return told


def previous(folder: Path) -> Entry | None:
    """Return the whole run of the same question that ended last before this one.

    A question is a notebook, its parameters and the city, by the name of its folder.
    """
    told = manifest.read(folder)
    for one in entries(out_of(folder)):
        if (
            one.outcome == manifest.COMPLETE
            and one.notebook == folder.parent.name
            and one.key != folder.name
            and one.ended <= str(told["ended"])
            and asked(one.parameters) == asked(told["parameters"])
        ):
            return one
    return None


def asked(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters with the name of the city's folder: the checkout's where none is given."""
    return without_place(parameters) | {DATA: parameters.get(DATA) or DATA}


def without_place(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters without `data`: where a city's folder lies is no part of a question."""
    return {name: value for name, value in parameters.items() if name != DATA}


def _findings(folder: Path, told: Mapping[str, Any]) -> Rows:
    return _rows(folder, FINDINGS) if told.get("outcome") == manifest.COMPLETE else {}


def _rows(folder: Path, file: str) -> Rows:
    try:
        listed = json.loads((folder / file).read_bytes())["findings"]
        return {tuple(str(one[name] or "") for name in IDENTITY): one for one in listed}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{folder.name}: {file} cannot be read ({error})") from None


def _sorted(old: Rows, new: Rows) -> tuple[Change, ...]:
    """Return what is said otherwise, verdicts first."""
    return tuple(sorted(_said(old, new), key=lambda one: (SAID.index(one.kind), one.name)))


def _said(old: Rows, new: Rows) -> Iterator[Change]:
    for identity in sorted({*old, *new}):
        name = " ".join(part for part in identity if part)
        one, other = old.get(identity), new.get(identity)
        if one is None or other is None:
            yield Change("finding", name, one and one.get("value"), other and other.get("value"))
            continue
        for field in dict.fromkeys((*one, *other)):
            if one.get(field) != other.get(field):
                kind: Kind = "verdict" if field == "verdict" else "finding"
                yield Change(kind, f"{name}, {field}", one.get(field), other.get(field))


def _altered(folder: Path, told: Mapping[str, Any]) -> Iterator[Change]:
    """Give the files of a run that are no longer what its manifest lists."""
    for name, listed in dict(told.get("outputs", {})).items():
        try:
            found = manifest.digest((folder / Path(name).name).read_bytes())
        except OSError:
            found = None
        if found != listed:
            yield Change("file", f"{folder.name}/{name}, listed and found", listed, found)


def _rests_on(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for kind, one in _basis(old).items():
        other = _basis(new)[kind]
        for name in sorted({*one, *other}):
            if one.get(name) != other.get(name):
                yield Change(kind, name, one.get(name), other.get(name))


def _basis(told: Mapping[str, Any]) -> dict[Kind, dict[str, Any]]:
    """Return all that a run rests on, by kind and name; of inputs the raw files behind them too."""
    raw = {f"raw/{name}": checksum for name, checksum in told.get("built_from", {}).items()}
    return {
        "parameter": without_place(told["parameters"]),
        "input": raw | told["inputs"],
        "notebook": {told["notebook"]["name"]: told["notebook"]["sha256"]},
        "package": {"equity": told["package"]["sha256"]},
        "version": dict(told["versions"]),
    }


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    is_checksum = len(text) == 64 and set(text) <= set("0123456789abcdef")
    return text[:12] if is_checksum else text
