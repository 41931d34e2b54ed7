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
    method: how the values were made. exact: nothing had to be placed or weighted by a stand-in.
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

    None where some district has no single value: a school figure there is published as an end
    only, or is missing altogether.
    """
    if isinstance(known, Published):
        complete = known.levels.notna().all() and len(known.levels) > 0
        return (
            DistrictValues(
                known.levels, None, Note(message="Published levels of the districts."), exact=True
            )
            if complete
            else None
        )
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
            message="Districts by the place of their schools, weighted by pupils of all grades: "
            "the pupils in question are not published by school."
        )
    return DistrictValues(pd.Series(value, index), pd.Series(weight, index), method, known.exact)


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
