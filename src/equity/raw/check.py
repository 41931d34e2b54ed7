"""Every raw file through its schema and its rules: all problems in one pass, or the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from equity.errors import DataError, Problem
from equity.raw import indicators
from equity.raw.descriptor import Resource
from equity.raw.grid import cells, decode
from equity.raw.rules import cells as within
from equity.raw.rules import entries, links, pointers, positions, totals
from equity.raw.rules.declared import Rule
from equity.raw.schema import Table, typed
from equity.raw.shapes import features, misshapen
from equity.raw.sources import FILE, README, Catalogue, fingerprint, read_catalogue
from equity.raw.yaml_file import read_yaml

HASH = "hash"  # where a problem is no more than another checksum
ROW_RULES = {
    "at_most": within.at_most,
    "percentage": within.percentage,
    "between": within.between,
    "suspicion": within.suspicion,
    "same_unit": within.same_unit,
    "constant": within.constant,
    "unique": within.unique,
    "published": within.published_text,
    "sum": within.sum_to,
    "one_holds": entries.one_holds,
    "one_group": entries.one_group,
}


@dataclass
class Examined:
    """What a raw folder holds, and everything that is wrong with it.

    tables: by resource name; outlines: the geometries of the resources that have them, by row.
    They may be used only where there are no problems.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    outlines: dict[str, pd.Series] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def check(raw: Path) -> list[Problem]:
    """Return every problem of a raw folder: none when it can be used.

    Each file is compared with its checksum, read, held against its schema, its rules and the
    tables it refers to. raw: a folder with `datapackage.json`. A folder that is missing or empty
    is one problem.
    """
    return examine(raw).problems


def examine(raw: Path) -> Examined:
    """Read all files of a raw folder and gather the problems of all of them, in order of file."""
    examined = Examined()
    try:
        catalogue = read_catalogue(raw)
    except DataError as error:
        examined.problems.extend(error.problems)
        return examined
    found = _undeclared(raw, catalogue)
    for resource in catalogue.resources.values():
        found += _read(raw, resource, examined)
    for resource in catalogue.resources.values():
        found += pointers.dangling(resource, catalogue.resources, FILE)
    for table in examined.tables.values():
        found += ruled(table, examined)
    for table in examined.tables.values():
        found += _compared(table, examined, {(problem.file, problem.column) for problem in found})
    examined.problems.extend(told_once(found, catalogue))
    return examined


def _undeclared(raw: Path, catalogue: Catalogue) -> list[Problem]:
    known = {FILE, README, *(resource.path for resource in catalogue.resources.values())}
    fix = f"remove it, or declare it in {FILE}"
    return [
        Problem(path.name, None, "", "", "only files that the catalogue declares", fix)
        for path in sorted(raw.iterdir())
        if path.is_file() and path.name not in known and not path.name.startswith(".")
    ]


def _read(raw: Path, resource: Resource, examined: Examined) -> list[Problem]:
    file = resource.path
    try:
        content = (raw / file).read_bytes()
    except OSError:
        fix = "restore it, or remove it from the catalogue"
        return [Problem(file, None, "", "", f"the file {file}", fix)]
    problems = []
    found, length = fingerprint(content)
    if found != resource.hash or length != resource.bytes:
        fix = "restore the file; if the change is meant, run: equity data sources --refresh"
        shown = f"{found}, {length} bytes"
        expected = f"{resource.hash}, {resource.bytes} bytes"
        problems.append(Problem(file, None, HASH, shown, expected, fix))
    text, faults = decode(content, file)
    problems += faults
    if text is None:
        return problems
    if resource.format == "yaml":
        return problems + _yaml(raw, resource)
    names = [c.name for c in resource.table_schema.fields] if resource.table_schema else []
    if resource.format == "geojson":
        frame, outlines, faults = features(text, resource)
    else:
        empty = resource.may_be_empty
        frame, faults = cells(text, file, names, resource.delimiter, may_be_empty=empty)
        outlines = None
    problems += faults
    if frame is None:
        return problems
    if resource.table_schema:
        frame = resource.table_schema.filled_up(frame)
    values, broken = typed(resource, frame)
    whole = not any(fault.column == "" for fault in faults)
    examined.tables[resource.name] = Table(resource, frame, values, whole)
    if outlines is not None:
        examined.outlines[resource.name] = outlines
        key = resource.key
        called = frame[key[0]] if key and key[0] in frame else frame.index.to_series().astype("str")
        broken += misshapen(outlines, called, resource)
    return problems + broken


def _yaml(raw: Path, resource: Resource) -> list[Problem]:
    try:
        if resource.path == indicators.FILE:
            indicators.read_indicators(raw)
        else:
            read_yaml(raw / resource.path)
    except DataError as error:
        return list(error.problems)
    return []


def ruled(table: Table, examined: Examined) -> list[Problem]:
    """Return where a table breaks its own rules and its references to the tables examined."""
    schema = table.resource.table_schema
    problems: list[Problem] = []
    for rule in table.resource.checks:
        problems += _applied(table, rule, examined)
    for key in schema.foreignKeys if schema else ():
        problems += links.foreign_key(table, key, examined.tables)
    return problems


def _compared(table: Table, examined: Examined, blamed: set[tuple[str, str]]) -> list[Problem]:
    """Compare two tables cell by cell, unless the names that join them are at fault already."""
    problems: list[Problem] = []
    for rule in table.resource.checks:
        if rule.rule != "adds_up_to" or rule.resource not in examined.tables:
            continue
        other = examined.tables[rule.resource]
        keys = {*rule.by, *rule.where, ", ".join(table.resource.key), ", ".join(other.resource.key)}
        if not any((one.file, key) in blamed for one in (table, other) for key in keys):
            problems += totals.adds_up_to(table, rule, other)
    return problems


def _applied(table: Table, rule: Rule, examined: Examined) -> list[Problem]:
    tables, outlines = examined.tables, examined.outlines
    if rule.rule in ROW_RULES:
        found: list[Problem] = ROW_RULES[rule.rule](table, rule)  # type: ignore[operator]
        return found
    if rule.rule == "names":
        return links.names(table, rule, tables)
    if rule.rule == "complete":
        return links.complete(table, rule, tables)
    if rule.rule == "rows_at_most":
        return entries.rows_at_most(table, rule, tables.get(rule.resource))
    if rule.rule == "within_published":
        return entries.within_published(table, rule, tables.get(rule.resource))
    if rule.rule == "total":
        member = rule.member
        if member is None:
            return totals.total(table, rule, {})
        groups = _pairs(tables.get(member.resource), member.field, member.group)
        return totals.total(table, rule, groups)
    if rule.rule == "coordinates":
        near = tables.get(rule.near)
        if near is None or (rule.property and not near.has(rule.property)):
            return []
        areas = near.text[rule.property] if rule.property else pd.Series(dtype="str")
        return positions.coordinates(table, rule, outlines[rule.near], areas)
    if rule.rule == "area":
        pairs = _pairs(tables.get(rule.resource), rule.field, rule.column)
        published = {name: float(area) for name, area in pairs.items()}
        return positions.area_of(table, rule, outlines[table.resource.name], published)
    return []


def _pairs(table: Table | None, key: str, value: str) -> dict[str, str]:
    if table is None or not table.has(key, value):
        return {}
    filled = table.values[[key, value]].dropna()
    return {str(k): str(v) for k, v in zip(filled[key], filled[value], strict=True)}


def told_once(problems: Iterable[Problem], catalogue: Catalogue) -> list[Problem]:
    """Keep one problem a cell, the first found, and put them in the catalogue's order."""
    first: dict[tuple[str, int | None, str, str], Problem] = {}
    for problem in problems:
        value = "" if problem.row is not None and problem.column else problem.value
        expected = "" if value == "" and problem.row is not None else problem.expected
        first.setdefault((problem.file, problem.row, problem.column, value + expected), problem)
    paths = [resource.path for resource in catalogue.resources.values()]
    order = {path: n for n, path in enumerate([FILE, *paths])}
    return sorted(first.values(), key=lambda p: (order.get(p.file, len(order)), p.row or 0))
