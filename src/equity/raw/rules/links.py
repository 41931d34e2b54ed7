"""Rules between tables: names that must be known, keys that must be found, areas all there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from equity.errors import Problem
from equity.raw.descriptor import ForeignKey
from equity.raw.rules.declared import Complete, NamesByLevel
from equity.raw.schema import Table

Tables = Mapping[str, Table]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant; "" where none is like it.

    A known name that the text begins with is meant first ("Fabla sdf", "Fablas"), the longest
    if several fit; then the only one that it is a part of ("Holm" of "Berg-Holm").

    >>> nearest("Fabla sdf", ["Fabla", "Fab"]), nearest("holm", ["Berg-Holm", "Holmen"])
    ('Fabla', 'Berg-Holm')
    """
    by_fold = {one.casefold(): one for one in known}
    folded = name.casefold().strip()
    begun = [fold for fold in by_fold if folded.startswith(fold) and fold]
    part = [fold for fold in by_fold if folded in re.split(r"\W+", fold) and folded]
    like = (
        begun
        or (part if len(part) == 1 else [])
        or difflib.get_close_matches(folded, by_fold, 1, 0.75)
    )
    return by_fold[max(like, key=len)] if like else ""


def names(table: Table, rule: NamesByLevel, tables: Tables) -> list[Problem]:
    """Return the rows whose area is not known at the level that they state."""
    if not table.has(rule.column) or (rule.by and not table.has(rule.by)):
        return []
    only = next(iter(rule.of), "")
    known = {
        level: {*of.values, *_column(tables, of.resource, of.field)}
        for level, of in rule.of.items()
    }
    problems = []
    levels = table.text[rule.by] if rule.by else [only] * len(table.text)
    for (row, name), level in zip(table.text[rule.column].items(), levels, strict=True):
        if level in known and name not in known[level]:
            elsewhere = [other for other, there in known.items() if name in there]
            if elsewhere:
                fix = f"{name} is of level {elsewhere[0]}: write that as its {rule.by}"
            else:
                fix = _proposal(name, known[level])
            expected = f"a {level} that is known: {_list(known[level])}"
            problems.append(Problem(table.file, int(str(row)), rule.column, name, expected, fix))
    return problems


def foreign_key(table: Table, key: ForeignKey, tables: Tables) -> list[Problem]:
    """Return the rows whose key is not found where it points; blank cells point nowhere."""
    target = tables.get(key.reference.resource) if key.reference.resource else table
    fields, pointed = list(key.fields), list(key.reference.fields)
    if target is None or not table.has(*fields) or not target.has(*pointed):
        return []
    known = set(target.text[pointed].itertuples(index=False, name=None))
    singles = [set(target.text[name]) for name in pointed]
    problems = []
    for row, *cells in table.text[fields].itertuples():
        if "" in cells or tuple(cells) in known:
            continue
        lost = [n for n, cell in enumerate(cells) if cell not in singles[n]]
        if len(fields) > 1 and lost:
            continue  # each column's own key tells it
        expected = f"a {' and '.join(pointed)} of {target.file}"
        if len(fields) == 1:
            fix = _elsewhere(cells[0], pointed[0], target) or _proposal(cells[0], singles[0])
        else:
            fix = "these belong to different rows there: mend one of them"
        column = fields[-1]
        shown = cells[0] if len(cells) == 1 else " / ".join(cells)
        problems.append(Problem(table.file, int(row), column, shown, expected, fix))
    return problems


def complete(table: Table, rule: Complete, tables: Tables) -> list[Problem]:
    """Return the names that are missing from a group in which every name must stand."""
    if not table.whole or not table.has(rule.column, *rule.within, *rule.where):
        return []
    expected = _column(tables, rule.resource, rule.field)
    rows = table.text[table.rows(rule.where)]
    groups = rows.groupby(list(rule.within)) if rule.within else [((), rows)]
    problems = []
    for group, members in groups:
        shown = " ".join(str(part) for part in group)
        there = set(members[rule.column])
        problems += [
            Problem(
                table.file,
                None,
                rule.column,
                shown,
                f"a row for {name}",
                f"add the row of {name}" + (f" for {shown}" if shown else ""),
            )
            for name in expected
            if name not in there
        ]
    return problems


def _column(tables: Tables, resource: str, field: str) -> list[str]:
    table = tables.get(resource)
    if table is None or not table.has(field):
        return []
    return [text for text in table.text[field].unique() if text]


def _proposal(name: str, known: Iterable[str]) -> str:
    meant = nearest(name, known)
    return f"write {meant}" if meant else "write one of the known names"


def _elsewhere(name: str, column: str, target: Table) -> str:
    """Return what a name is that stands in another column of the table it should be found in."""
    for other in target.text.columns.drop(column):
        meant = target.text.loc[target.text[other] == name, column]
        if len(meant):
            return f"{name} is a {other} there: write {' or '.join(meant[:6])}"
    return ""


def _list(names: Iterable[str]) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:20]) + (" …" if len(ordered) > 20 else "")
