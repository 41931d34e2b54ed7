"""What changed since an earlier edition: verdicts first, then tables, then values with both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from equity.findings import Finding, Findings
from equity.wording.messages import N_, say, translate
from equity.wording.names import (
    RANK,
    border,
    capital,
    detail,
    heading,
    place,
    spread,
    subject,
)
from equity.wording.numbers import listed, period_text
from equity.wording.passages import Passage, Quote, Table
from equity.wording.sections.listed.tables import NOTHING
from equity.wording.verdicts import verdict_label

EDITION: Final = "edition.json"
MOST: Final = 40  # rows of changed values
MADE: Final = ("README.md", "datapackage.json")  # hold the other files' checksums
SAME: Final = 1e-9


def since(
    now: Findings,
    earlier: Findings,
    language: str,
    *,
    files: Mapping[str, str],
    files_then: Mapping[str, str],
) -> Passage:
    """Return what changed since an earlier edition, or that nothing did.

    A verdict that changed stands first, then which sources the page rests on anew or no more, and
    which of the city's files are other ones, then each value that changed with the earlier beside
    it, and how many are new or gone.

    now, earlier: the findings of the same page. files, files_then: checksums by name.
    """
    pairs = [(f, _then(f, earlier)) for f in now]
    known = [(f, then) for f, then in pairs if then is not None]
    turned = [(f, then) for f, then in known if f.verdict != then.verdict]
    moved = [(f, then) for f, then in known if not _same(f, then)]
    items = [_verdict(f, then, language) for f, then in turned]
    gone = _only(earlier, now)
    items += _sources(_only(now, earlier), gone, language)
    items += _files(files, files_then, language)
    if len(known) < len(pairs):
        items.append(
            translate("There are results that the earlier edition did not have.", language)
        )
    if any(_then(f, now) is None for f in earlier):
        items.append(translate("There are results that only the earlier edition had.", language))
    if len(moved) > MOST:
        items.append(
            translate(
                "More values changed than the table has room for; it has the first.", language
            )
        )
    nothing = (translate("Nothing has changed.", language),)
    return Passage(
        kind="text",
        anchor="since",
        title=translate("What has changed since the earlier edition", language),
        paragraphs=() if items or moved else nothing,
        items=tuple(items),
        quotes=(
            *(Quote(text=name, file=name, row="", column="") for name in {*files, *files_then}),
            *(
                Quote(text=name, file=EDITION, row=key_text(f), column="sources")
                for name, f in gone.items()
            ),
        ),
        table=_values(moved[:MOST], language) if moved else None,
        language=language,
    )


def key_text(finding: Finding) -> str:
    """Return a finding's key on one line, as a quotation of an earlier edition names it."""
    return "|".join(part or "" for part in finding.key)


def written(finding: Finding, language: str) -> str:
    """Write what a finding held: its range, or its value, with the unit; a dash for neither."""
    if finding.value is None and finding.low is None:
        return NOTHING
    return spread(finding, language)


def _then(finding: Finding, among: Findings) -> Finding | None:
    try:
        return among.get(*finding.key)
    except KeyError:
        return None


def _same(now: Finding, then: Finding) -> bool:
    pairs = ((now.value, then.value), (now.low, then.low), (now.high, then.high))
    for one, other in pairs:
        if one is None or other is None:
            if one is not other:
                return False
        elif abs(one - other) > SAME * max(1.0, abs(one), abs(other)):
            return False
    return now.unit == then.unit


def _verdict(now: Finding, then: Finding, language: str) -> str:
    name = border(now, language)
    about = capital(heading(now, language)) + (f" ({name})" if name else "")
    unknown = translate("no verdict", language)
    return say(
        "{about}: the verdict was {then}, it is now {now}.",
        language,
        about=about,
        then=_quoted(verdict_label(then.verdict, language) or unknown),
        now=_quoted(verdict_label(now.verdict, language) or unknown),
    )


def _quoted(text: str) -> str:
    return text[:1].lower() + text[1:]


def _only(findings: Findings, others: Findings) -> dict[str, Finding]:
    """Return the ids of sources that only these findings rest on, each with the first that does."""
    known = set(others.sources)
    found: dict[str, Finding] = {}
    for finding in findings:
        for name in finding.sources:
            if name not in known:
                found.setdefault(name, finding)
    return dict(sorted(found.items()))


def _sources(new: Iterable[str], gone: Iterable[str], language: str) -> list[str]:
    told = []
    for template, names in (
        (N_("New sources: {names}."), list(new)),
        (N_("Sources no longer used: {names}."), list(gone)),
    ):
        if names:
            told.append(say(template, language, names=listed(names, language)))
    return told


def _files(now: Mapping[str, str], then: Mapping[str, str], language: str) -> list[str]:
    """Return which files are other ones; those that follow from the others only by themselves."""
    other = {name for name in {*now, *then} if now.get(name) != then.get(name)}
    if other - set(MADE):
        now = {name: sum_ for name, sum_ in now.items() if name not in MADE}
        then = {name: sum_ for name, sum_ in then.items() if name not in MADE}
    told = []
    for template, names in (
        (N_("Files that changed: {names}."), [n for n in now if n in then and now[n] != then[n]]),
        (N_("New files: {names}."), [n for n in now if n not in then]),
        (N_("Files that are gone: {names}."), [n for n in then if n not in now]),
    ):
        if names:
            told.append(say(template, language, names=listed(sorted(names), language)))
    return told


def _values(moved: Iterable[tuple[Finding, Finding]], language: str) -> Table:
    pairs = list(moved)
    heads = (N_("Result"), N_("Id"), N_("Period"), N_("Border"), N_("Earlier"), N_("Now"))
    return Table(
        caption=translate("Values that changed", language),
        columns=tuple(translate(head, language) for head in heads),
        rows=tuple(
            (
                _name(f, language),
                f.id,
                period_text(f.period, language) or NOTHING,
                border(f, language) or NOTHING,
                written(then, language),
                written(f, language),
            )
            for f, then in pairs
        ),
        numeric=(False, False, False, False, True, True),
        file=EDITION,
        origins=tuple(key_text(f) for f, _ in pairs),
        taken=("", "id", "", "", "then", ""),
    )


def _name(finding: Finding, language: str) -> str:
    """Return what a result is about, and of which area where it is a level."""
    about = capital(subject(finding, language))
    if finding.topic != "level" or detail(finding).startswith(RANK) or not detail(finding):
        return about
    return f"{about}: {place(finding, language)}"
