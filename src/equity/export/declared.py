"""What a city itself declares, as tables: its indicators, and which district lies on which side."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.geography.sides import Sides
from equity.raw.indicators import Indicator


def indicator_table(indicators: Iterable[Indicator]) -> pd.DataFrame:
    """Return what each indicator measures, one a row, in both languages."""
    rows = [
        {
            "indicator": one.id,
            "name_en": one.name.en,
            "name_sv": one.name.sv,
            "unit": one.unit,
            "gap_unit": one.gap_unit,
            "scale": one.scale,
            "direction": one.direction,
            "place": one.place,
            "numerator_en": one.numerator.en,
            "numerator_sv": one.numerator.sv,
            "denominator_en": one.denominator.en,
            "denominator_sv": one.denominator.sv,
        }
        for one in indicators
    ]
    return pd.DataFrame(rows)


def side_table(definitions: Iterable[Sides], areas: list[str]) -> pd.DataFrame:
    """Return the side of each area under each definition, one a row; "none" for neither."""
    rows = [
        (one.id, one.label.text("en"), one.label.text("sv"), area, side or "none")
        for one in definitions
        for area, side in zip(areas, one.of(areas), strict=True)
    ]
    return pd.DataFrame(rows, columns=["definition", "name_en", "name_sv", "area", "side"])
