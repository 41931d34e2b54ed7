"""One value and weight a district, for measures that compare districts with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from equity.differences.cases import Case, Counts, Published
from equity.findings import Note, Verdict
from equity.measures.unknown.placements import Parts, parts, proportional_placement


@dataclass(frozen=True)
class DistrictValues:
    """Values in the indicator's unit and their weights, both by district, in one order.

    weight: the indicator's denominator or declared weights; None where none is published.
    method: how the values were made. exact: nothing had to be placed, left out, or weighted by
    a stand-in.
    """

    value: pd.Series
    weight: pd.Series | None
    method: Note
    exact: bool

    @property
    def verdict(self) -> Verdict:
        """Return what a comparison of these values rests on."""
        return "decided" if self.exact else "assumption"


def district_values(known: Case) -> DistrictValues | None:
    """Return each district's value, what no district holds placed in proportion.

    None where some district has no single value: a figure there is published as an end only,
    or is missing altogether.
    """
    if isinstance(known, Published):
        return _published(known)
    words = {"whole": known.about.whole, "part": known.about.part}
    if isinstance(known, Counts):
        placed = _placed(known)
        return DistrictValues(
            100 * placed["counted"] / placed["whole"],
            placed["whole"],
            Note(
                message="Districts weighted by their {whole}; {part} that belong to no area are "
                "placed in proportion to the {whole}.",
                values=words,
            ),
            exact=known.left_over == 0,
        )
    rows = known.of(known.district != "")
    if np.isnan(rows.value).any():
        return None
    names, at = np.unique(rows.district.astype(str), return_inverse=True)
    weight = np.bincount(at, rows.weight)
    value = np.bincount(at, rows.value * rows.weight) / weight
    index = pd.Index(names.astype(object))
    if known.exact:
        method = Note(message="Districts weighted by their {whole}.", values=words)
    else:
        method = Note(
            message="Each district's figures, weighted by a stand-in for their {whole}.",
            values=words,
        )
    return DistrictValues(pd.Series(value, index), pd.Series(weight, index), method, known.exact)


def _published(known: Published) -> DistrictValues | None:
    """Return published levels: exact only where the districts count everybody of the city."""
    if known.levels.empty or known.levels.isna().any():
        return None
    method = Note(message="Published levels of the districts.")
    if known.left_over:
        method = Note(
            message="Published levels of the districts; {left:,.0f} {part} that no district "
            "counts are left out.",
            values={"left": known.left_over, "part": known.about.part},
        )
    return DistrictValues(known.levels, None, method, exact=known.left_over == 0)


def checked_parts(known: Counts) -> Parts:
    """Return the parts of a case, checked once for all that is measured on them."""
    return parts(
        known.counted,
        known.whole,
        known.pool,
        known.unallocated,
        known.capped,
        tuple(known.district),
    )


def _placed(known: Counts) -> pd.DataFrame:
    checked = checked_parts(known)
    counted = checked.counted + proportional_placement(checked)
    names, at = np.unique(known.district.astype(str), return_inverse=True)
    return pd.DataFrame(
        {"counted": np.bincount(at, counted), "whole": np.bincount(at, checked.whole)},
        index=pd.Index(names.astype(object)),
    )
