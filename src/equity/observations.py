"""Raw tables and geography become one tidy table of observations, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.raw.indicators import (
    FILE,
    CaveatText,
    Counts,
    Declarations,
    Indicator,
    Lookup,
    Mean,
    Published,
    Variant,
)
from equity.readings import (
    Tables,
    chosen_rows,
    counts_rows,
    mean_rows,
    numbers,
    published_rows,
    schools_rows,
)

COLUMNS = (
    "area",
    "level",
    "indicator",
    "period",
    "value",
    "numerator",
    "denominator",
    "flag",
    "source_id",
    "more_sources",
    "unit",
    "gap_unit",
    "scale",
    "district",
    "constituency",
    "basis",
    "low",
    "high",
    "assumed_low",
    "weight_low",
    "weight_high",
    "name",
    "name_sv",
    "part",
    "part_sv",
    "whole",
    "whole_sv",
    "caveats",
    "caveats_sv",
)
NUMBERS = (
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "assumed_low",
    "weight_low",
    "weight_high",
)
KEY = ["area", "level", "indicator", "period", "constituency"]


def observe(
    tables: Tables, declared: Declarations, school_districts: Mapping[str, pd.Series] | None = None
) -> pd.DataFrame:
    """Return the tidy table: one row an area, level, indicator, period and constituency.

    A value that is not known stays missing and its row stays, with a flag that says why.
    Votes and residents without a district keep rows of their own (level "unallocated").

    tables: raw tables by name. declared: the indicators. school_districts: for each table of
    schools, the district of each row by its index, missing where the position lies in none.
    Raises DataError where a declaration names a table or column that is not there, or gives no
    row of a district or school, and where two rows would share a key.
    """
    frames = []
    districts = school_districts or {}
    for indicator in declared.indicators.values():
        frames.append(_rows(tables, declared, indicator, districts))
        for detail, variant in indicator.variants.items():
            frames.append(
                _rows(tables, declared, _with_denominator(indicator, detail, variant), {})
            )
    table = pd.concat(frames, ignore_index=True)
    twice = table.loc[table.duplicated(KEY), KEY]
    if len(twice):
        raise DataError(
            Problem("observations", None, "area", str(tuple(row)), "one row a key", "drop one")
            for row in twice.itertuples(index=False)
        )
    return table.sort_values(["indicator", "period", "level", "area", "constituency"]).reset_index(
        drop=True
    )


def _with_denominator(indicator: Indicator, detail: str, variant: Variant) -> Indicator:
    if not isinstance(indicator.reads, Counts):
        raise ValueError(f"{indicator.id}.{detail}: only an indicator of counts has variants")
    reads = indicator.reads.model_copy(update={"denominator_from": variant.denominator_from})
    return indicator.model_copy(
        update={
            "id": f"{indicator.id}.{detail}",
            "name": Label(
                en=f"{indicator.name.en} ({variant.denominator.en})",
                sv=f"{indicator.name.sv} ({variant.denominator.sv})",
            ),
            "denominator": variant.denominator,
            "reads": reads,
            "variants": {},
        }
    )


def _rows(
    tables: Tables,
    declared: Declarations,
    indicator: Indicator,
    school_districts: Mapping[str, pd.Series],
) -> pd.DataFrame:
    reads = indicator.reads
    if isinstance(reads, Counts):
        rows = counts_rows(tables, declared, reads)
    elif isinstance(reads, Published):
        rows = published_rows(tables, declared, reads)
    elif isinstance(reads, Mean):
        rows = mean_rows(tables, reads)
    else:
        if reads.table not in school_districts:
            raise ValueError(f"{indicator.id} is read by school: give the schools' districts")
        rows = schools_rows(tables, reads, school_districts[reads.table])
    if not rows["level"].isin(["district", "school"]).any():
        expected, fix = f"rows of {reads.table} for districts or schools", "mend what it reads"
        raise DataError([Problem(FILE, None, f"{indicator.id}.reads", "no row", expected, fix)])
    return _described(rows, tables, indicator)


def _described(rows: pd.DataFrame, tables: Tables, indicator: Indicator) -> pd.DataFrame:
    """Add what every row says of itself, so that a frame alone is enough to go on with."""
    rows = rows.assign(
        indicator=indicator.id,
        unit=indicator.unit,
        gap_unit=indicator.gap_unit,
        scale=indicator.scale,
        name=indicator.name.en,
        name_sv=indicator.name.sv,
        part=indicator.numerator.en,
        part_sv=indicator.numerator.sv,
        whole=indicator.denominator.en,
        whole_sv=indicator.denominator.sv,
        caveats="",
        caveats_sv="",
    )
    for period in rows["period"].unique():
        here = rows["period"] == period
        carried = [c for c in indicator.caveats if period in (c.periods or (period,))]
        texts = [_text(caveat, tables) for caveat in carried]
        rows.loc[here, "more_sources"] += "".join(f" {c.source_id}" for c in carried if c.source_id)
        rows.loc[here, "caveats"] = "\n".join(en for en, _ in texts)
        rows.loc[here, "caveats_sv"] = "\n".join(sv for _, sv in texts)
    rows = rows.reindex(columns=list(COLUMNS))
    for column in COLUMNS:
        if column in NUMBERS:
            rows[column] = rows[column].astype(float)
        else:
            rows[column] = rows[column].astype("str").where(rows[column].notna(), "")
    return rows


def _text(caveat: CaveatText, tables: Tables) -> tuple[str, str]:
    if caveat.value is None:
        return caveat.en, caveat.sv
    value = _looked_up(caveat.value, tables)
    return caveat.en.format(value=value), caveat.sv.format(value=value)


def _looked_up(lookup: Lookup, tables: Tables) -> float:
    found = numbers(chosen_rows(tables, lookup.table, lookup.where), lookup.table, lookup.column)
    if len(found) != 1:
        raise DataError(
            [
                Problem(
                    FILE,
                    None,
                    "caveats.value.where",
                    str(lookup.where),
                    f"one row of {lookup.table}, not {len(found)}",
                    "name one row",
                )
            ]
        )
    value = float(found.iloc[0])
    return value if lookup.less_than is None else lookup.less_than - value
