"""Whether the tables, columns, rows, periods and sources that an indicator names are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from string import Formatter
from typing import NamedTuple

import pandas as pd

from equity.errors import Problem
from equity.geography.names import near_miss
from equity.raw.indicators import (
    FILE,
    CaveatText,
    Counts,
    DenominatorFrom,
    Indicator,
    Mean,
    Published,
    Schools,
)
from equity.readings import Tables

AREAS = ("area", "level", "source_id")
SHOWN = 12


class Use(NamedTuple):
    """What one place of a declaration takes from a table.

    at: the place, as the file has it. columns: by the key that names them. numbers: those of
    `columns` that must hold numbers. where: the rows chosen.
    """

    at: str
    table: str
    columns: Mapping[str, str]
    numbers: Collection[str]
    where: Mapping[str, str]


def misdeclared(
    indicator: Indicator, tables: Tables, sources: Collection[str]
) -> Iterator[Problem]:
    """Yield everything that a declaration names and that is not there.

    indicator: the declaration. tables: raw tables by name. sources: the catalogue's source ids.
    """
    wrong = False
    for use in uses(indicator):
        for problem in _unfound(use, tables):
            wrong = True
            yield problem
    yield from _misplaced_variants(indicator)
    yield from _unsourced(indicator, sources)
    for caveat in indicator.caveats:
        yield from _unfilled(indicator.id, caveat)
    if not wrong:
        yield from _unheard_of(indicator, tables)


def uses(indicator: Indicator) -> Iterator[Use]:
    """Yield every place of a declaration that takes something from a table."""
    reads, at = indicator.reads, f"{indicator.id}.reads"
    own = {name: name for name in AREAS}
    if isinstance(reads, Counts):
        below = {} if reads.denominator_from else {"denominator": reads.denominator}
        columns = own | {"period": reads.period, "numerator": reads.numerator} | below
        yield Use(at, reads.table, columns, ("numerator", *below), reads.where)
        if reads.parts:
            both = {"numerator": reads.numerator, "denominator": reads.denominator}
            more = {"period": reads.period, "constituency": "constituency", "basis": "basis"}
            yield Use(f"{at}.parts", reads.parts, own | both | more, both, reads.where)
        bases = {f"{at}.denominator_from": reads.denominator_from} | {
            f"{indicator.id}.variants.{name}.denominator_from": one.denominator_from
            for name, one in indicator.variants.items()
        }
        for place, base in bases.items():
            if base is not None:
                yield _base(place, base, reads.denominator)
    elif isinstance(reads, Published):
        figures = {f"values.{period}": column for period, column in reads.values.items()}
        figures |= {"value": reads.value} if reads.value else {}
        figures |= {"numerator": reads.numerator} if reads.numerator else {}
        period = {"period": reads.period} if reads.period else {}
        yield Use(at, reads.table, own | figures | period, figures, {})
    elif isinstance(reads, Mean):
        figures = {"value": reads.value, "weight": reads.weight}
        yield Use(at, reads.table, own | figures | {"period": reads.period}, figures, {})
    else:
        names = ("period", "value", "area", "status", "weight")
        columns = {name: str(getattr(reads, name)) for name in names}
        yield Use(at, reads.table, columns, ("value",), reads.where)
        if reads.censored:
            yield Use(f"{at}.censored.low_from", reads.table, {}, (), reads.censored.low_from)
    for number, caveat in enumerate(indicator.caveats):
        if look := caveat.value:
            place = f"{indicator.id}.caveats.{number}.value"
            yield Use(place, look.table, {"column": look.column}, ("column",), look.where)


def _base(at: str, base: DenominatorFrom, column: str) -> Use:
    columns = {"area": "area", "source_id": "source_id", "denominator": column}
    return Use(at, base.table, columns, ("denominator",), base.where)


def _unfound(use: Use, tables: Tables) -> Iterator[Problem]:
    """Yield the table, columns and rows of one place that are not there."""
    if use.table not in tables:
        yield _unknown(f"{use.at}.table", use.table, tables, "a table of the catalogue")
        return
    table = tables[use.table]
    names = [str(name) for name in table.columns]
    whole = f"a column of {use.table}"
    for key, column in use.columns.items():
        if column not in names:
            yield _unknown(f"{use.at}.{key}", column, names, whole)
        elif key in use.numbers and not pd.api.types.is_numeric_dtype(table[column]):
            fix = "name another column"
            yield Problem(FILE, None, f"{use.at}.{key}", column, f"{whole} that holds numbers", fix)
    chosen = pd.Series(True, index=table.index)
    for column, text in use.where.items():
        if column not in names:
            yield _unknown(f"{use.at}.where", column, names, whole)
            continue
        held = table[column].astype("str")
        if not (held == text).any():
            expected = f"a {column} that {use.table} has"
            yield _unknown(f"{use.at}.where.{column}", text, dict.fromkeys(held), expected)
        chosen &= held == text
    if len(use.where) > 1 and not chosen.any():
        there = all(
            column in names and (table[column].astype("str") == text).any()
            for column, text in use.where.items()
        )
        if there:
            fix = "each is there, never together: correct one"
            shown = str(dict(use.where))
            yield Problem(FILE, None, f"{use.at}.where", shown, f"rows of {use.table}", fix)


def _misplaced_variants(indicator: Indicator) -> Iterator[Problem]:
    if indicator.variants and not isinstance(indicator.reads, Counts):
        shown = ", ".join(indicator.variants)
        expected, fix = "variants of counts only: others have no denominator", "remove them"
        yield Problem(FILE, None, f"{indicator.id}.variants", shown, expected, fix)


def _unsourced(indicator: Indicator, sources: Collection[str]) -> Iterator[Problem]:
    """Yield the source ids that the catalogue does not have."""
    reads = indicator.reads
    named: dict[str, str] = {}
    if isinstance(reads, Counts) and reads.parts_source_id:
        named["reads.parts_source_id"] = reads.parts_source_id
    if isinstance(reads, Schools):
        named["reads.source_id"] = reads.source_id
        named["reads.placed_source_id"] = reads.placed_source_id
    for number, caveat in enumerate(indicator.caveats):
        if caveat.source_id:
            named[f"caveats.{number}.source_id"] = caveat.source_id
    for at, source in named.items():
        if source not in sources:
            yield _unknown(f"{indicator.id}.{at}", source, sources, "a source_id of sources.csv")


def _unfilled(name: str, caveat: CaveatText) -> Iterator[Problem]:
    """Yield the texts of a caveat whose fields nothing fills."""
    known = {"value"} if caveat.value else set()
    for language, text in (("en", caveat.en), ("sv", caveat.sv)):
        at = f"{name}.caveats.{language}"
        expected = "no field but {value}, filled by the caveat's `value`"
        try:
            fields = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            if fields <= known:
                text.format(value=1.0)
                continue
        except (ValueError, KeyError, IndexError):
            expected = "a text whose braces are a field {value}"
        yield Problem(FILE, None, at, text, expected, "correct the text, or give the value")


def _unheard_of(indicator: Indicator, tables: Tables) -> Iterator[Problem]:
    """Yield periods, statuses and bases that the rows chosen do not have."""
    reads, at = indicator.reads, f"{indicator.id}.reads"
    table = tables[reads.table]
    if isinstance(reads, Published) and reads.values:
        periods = list(reads.values)
    else:
        chosen = pd.Series(True, index=table.index)
        for column, text in (reads.where if isinstance(reads, Counts | Schools) else {}).items():
            chosen &= table[column].astype("str") == text
        periods = list(dict.fromkeys(table.loc[chosen, reads.period].astype("str")))
    for period in reads.periods if isinstance(reads, Counts) else ():
        if period not in periods:
            yield _unknown(f"{at}.periods", period, periods, f"a period of {reads.table}")
    if not isinstance(reads, Published) or reads.period:
        # Indicators share caveats: a period of the table that this one lacks is no fault.
        periods = list(dict.fromkeys(table[reads.period].astype("str")))
    for number, caveat in enumerate(indicator.caveats):
        for period in caveat.periods:
            if period not in periods:
                place = f"{indicator.id}.caveats.{number}.periods"
                yield _unknown(place, period, periods, f"a period of {reads.table}")
    if isinstance(reads, Schools):
        held = set(table[reads.status].astype("str"))
        censored = reads.censored.statuses if reads.censored else ()
        for status in (*reads.suppressed, *reads.missing, *censored):
            if status not in held:
                yield _unknown(f"{at}.status", status, held, f"a {reads.status} of {reads.table}")
    if isinstance(reads, Counts) and reads.parts:
        bases = set(tables[reads.parts]["basis"].astype("str"))
        for basis in reads.assumed_basis:
            if basis not in bases:
                yield _unknown(f"{at}.assumed_basis", basis, bases, f"a basis of {reads.parts}")


def _unknown(at: str, name: str, known: Iterable[str], expected: str) -> Problem:
    names = list(known)
    meant = near_miss(name, names) if name else None
    listed = ", ".join(names[:SHOWN]) + (" and others" if len(names) > SHOWN else "")
    fix = f"did you mean {meant}?" if meant else f"there is {listed or 'none'}"
    return Problem(FILE, None, at, name, expected, fix)
