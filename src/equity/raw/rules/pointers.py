"""What a rule or key of the catalogue points at must exist: a misspelt rule would never apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from equity.errors import Problem
from equity.raw.descriptor import Resource
from equity.raw.rules.declared import Rule

OWN = ("column", "limit", "part", "whole", "text", "status", "level", "area", "weight")
OWN_ENTRIES = ("unit", "start", "end", "unless")
OWN_POSITIONS = ("latitude", "longitude")
OWN_SEVERAL = ("columns", "within", "by", "where", "blanks", "none")


def dangling(resource: Resource, resources: Mapping[str, Resource], file: str) -> list[Problem]:
    """Return each column or resource that a rule or foreign key names and nobody declares.

    resources: the catalogue's, by name. file: the catalogue's name, which is to blame.
    """
    pointed = [*_of_keys(resource)]
    for rule in resource.checks:
        pointed += [(f"checks.{rule.rule}", *one) for one in _of_rule(rule, resource.name)]
    problems = []
    for place, name, column in pointed:
        if not name:
            continue
        target = resources.get(name)
        where = f"{resource.name}.{place}"
        if target is None:
            fix = "name a resource of the catalogue"
            problems.append(Problem(file, None, where, name, "a resource", fix))
        elif column and (not target.table_schema or not target.table_schema.column(column)):
            fix = "name a column that its schema declares"
            problems.append(Problem(file, None, where, column, f"a column of {name}", fix))
    return problems


def _of_keys(resource: Resource) -> Iterator[tuple[str, str, str]]:
    schema = resource.table_schema
    if schema is None:
        return
    for column in schema.primaryKey:
        yield "schema.primaryKey", resource.name, column
    for key in schema.foreignKeys:
        for column in key.fields:
            yield "schema.foreignKeys", resource.name, column
        for column in key.reference.fields:
            yield "schema.foreignKeys", key.reference.resource or resource.name, column


def _of_rule(rule: Rule, own: str) -> Iterator[tuple[str, str]]:
    if rule.rule == "area":
        yield own, rule.by
        yield rule.resource, rule.field
        yield rule.resource, rule.column
        return
    for name in (*OWN, *OWN_ENTRIES, *OWN_POSITIONS):
        yield own, str(getattr(rule, name, ""))
    for name in OWN_SEVERAL:
        if (rule.rule, name) == ("adds_up_to", "where"):
            continue
        several = getattr(rule, name, ())
        for column in (several,) if isinstance(several, str) else several:
            yield own, column
    if rule.rule == "adds_up_to":
        for column in (*rule.columns, *rule.by, *rule.where):
            yield rule.resource, column
    elif rule.rule == "complete":
        yield rule.resource, rule.field
    elif rule.rule == "coordinates":
        yield rule.near, rule.property
    elif rule.rule == "names":
        for names in rule.of.values():
            yield names.resource, names.field
    elif rule.rule == "one_group":
        for group in rule.groups:
            for column in group:
                yield own, column
    elif rule.rule == "rows_at_most":
        yield rule.resource, rule.by
    elif rule.rule == "within_published":
        for column in (rule.published, rule.published_unit, rule.published_year, *rule.among):
            yield rule.resource, column
    elif rule.rule == "total":
        for difference in rule.differences:
            for column in (difference.column, *difference.where):
                yield own, column
        if rule.member:
            yield rule.member.resource, rule.member.field
            yield rule.member.resource, rule.member.group
