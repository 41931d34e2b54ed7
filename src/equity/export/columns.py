"""What each column of the exported tables means, as a Table Schema says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from equity.raw.descriptor import TableSchema

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "observations": {
        "area": "district, school or the city, as published",
        "level": "kind of area: district, school, city or unallocated",
        "indicator": "id of the indicator, see indicators.csv",
        "period": "year, or school year as 2024/25",
        "value": "the figure in `unit`, as published or numerator by denominator; blank: not known",
        "numerator": "count of the part, see `part`",
        "denominator": "count of the whole, see `whole`",
        "flag": "why a value is blank or to be taken with care; blank: nothing to say",
        "source_id": "source of the figure, see sources.csv",
        "more_sources": "ids of further sources that the row rests on, between spaces",
        "unit": "unit of `value`",
        "gap_unit": "unit of a difference between two values",
        "scale": "count, share, ratio, mean or index: which measures fit",
        "district": "district that the area lies in",
        "constituency": "constituency whose part this row is; blank: the whole area",
        "basis": "how the constituency is known",
        "low": "least value consistent with what is published, where it is a range",
        "high": "greatest value consistent with what is published, where it is a range",
        "assumed_low": "least value under the stated, weaker assumption",
        "weight_low": "least weight of the value in a mean",
        "weight_high": "greatest weight of the value in a mean",
        "name": "name of the indicator in English",
        "name_sv": "name of the indicator in Swedish",
        "part": "what the numerator counts, in English",
        "part_sv": "what the numerator counts, in Swedish",
        "whole": "what the denominator counts, in English",
        "whole_sv": "what the denominator counts, in Swedish",
        "caveats": "what to know before using the figure, in English",
        "caveats_sv": "what to know before using the figure, in Swedish",
    },
    "findings": {
        "id": "what the finding is about: topic, indicator, detail",
        "value": "the finding's value in `unit`; blank beside a range without a likelier point",
        "low": "least value over everything that `range_of` varies",
        "high": "greatest value over everything that `range_of` varies",
        "range_of": "identification, scenario, weights or definitions; never a probability",
        "unit": "unit of value, low and high",
        "period": "2018, 2024/25, 2017-2018 for a sum of years, 2014..2018 for a change",
        "definition": "id of the sides, see sides.csv; gaps are north minus south",
        "areas": "areas that are the answer, between semicolons",
        "verdict": "decided, assumption, definitions or open: on which rung the sign is decided",
        "sentence_en": "the finding as a sentence in English",
        "sentence_sv": "the finding as a sentence in Swedish",
        "method_en": "how it was made, in English",
        "method_sv": "how it was made, in Swedish",
        "sources": "ids of the sources that it rests on, between spaces, see sources.csv",
        "caveats_en": "what to know before using it, in English",
        "caveats_sv": "what to know before using it, in Swedish",
    },
    "indicators": {
        "indicator": "id that the observations refer to",
        "name_en": "name in English",
        "name_sv": "name in Swedish",
        "unit": "unit of a value",
        "gap_unit": "unit of a difference",
        "scale": "count, share, ratio, mean or index",
        "direction": "higher_is_better or lower_is_better",
        "place": "residence or service: by where people live or where the service lies",
        "numerator_en": "what the numerator counts, in English",
        "numerator_sv": "what the numerator counts, in Swedish",
        "denominator_en": "what the denominator counts, in English",
        "denominator_sv": "what the denominator counts, in Swedish",
    },
    "sides": {
        "definition": "id of the definition that findings refer to",
        "name_en": "name in English",
        "name_sv": "name in Swedish",
        "area": "district",
        "side": "north, south or none",
    },
    "sources": {
        "source_id": "id that the tables refer to",
        "title": "title as published",
        "publisher": "who published it",
        "date": "date of publication as noted",
        "where": "address as noted",
        "licence": "as its publisher states it",
    },
    "left_out": {
        "table": "which table of this package lacks the rows",
        "what": "which rows: an indicator and period, a list of projects, a topic of findings",
        "rows": "how many rows; blank: they were not made",
        "source_id": "ids of the sources that do not let them be passed on, between spaces",
        "licence": "what their publishers state, between semicolons",
        "reason_en": "why they are left out, in English",
        "reason_sv": "why they are left out, in Swedish",
    },
}
_NUMBERS: Final = {"Int64": "integer", "int64": "integer", "float64": "number"}


def schema_of(name: str, table: pd.DataFrame, raw: TableSchema | None = None) -> dict[str, Any]:
    """Return the Table Schema of an exported table.

    name: the table's. table: its rows. raw: the schema of the raw table that it is a part of,
    None where the table is one of `COLUMNS`.
    Raises KeyError, naming it, for a column that nothing describes.
    """
    if raw is None:
        fields = [
            {
                "name": column,
                "type": _NUMBERS.get(str(table[column].dtype), "string"),
                "description": COLUMNS[name][column],
            }
            for column in table.columns
        ]
    else:
        known = {column.name: column for column in raw.fields}
        fields = [
            {
                "name": column,
                "type": known[column].type,
                "description": known[column].description or known[column].title,
            }
            | ({"unit": known[column].unit} if known[column].unit else {})
            for column in table.columns
        ]
    return {"fields": fields, "missingValues": [""]}
