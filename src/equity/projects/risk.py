"""The forecast as one case of a reference class: each study with only what its figures imply."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from equity.findings import Finding, Findings, Label, Note
from equity.measures.bounds import Range
from equity.projects.counted.words import in_both
from equity.projects.forecast import total_of
from equity.projects.reference import Above, enough_in, share_above

ENOUGH: Final = 0.8


@dataclass(frozen=True)
class ReferenceClass:
    """One published study: which rows it is read from, and how.

    name: as shown. row: beginning of its rows' `study`, and their year. figures: makes the known
    figures from its rows, by measure. reading: how the words of the rows are read.
    """

    name: Label
    row: tuple[str, int]
    figures: Callable[[Mapping[str, pd.Series]], list[Above]]
    measures: tuple[str, ...]
    reading: tuple[Note, ...]


def scenarios(
    reference: pd.DataFrame,
    forecast: float | Findings,
    *,
    sources: Sequence[str] = (),
    period: str | None = None,
) -> Findings:
    """Return what each reference class says of a forecast: `forecast.scenario.<class>`.

    `.p_exceed`: the share of the class's projects that cost more than their forecast, 0 to 1.
    `.budget_80`: the budget, in MSEK, that would have been enough in 80 per cent of its cases.
    Both are ranges over all distributions of cost per forecast that have the published figures;
    no value inside is likelier. What a class does not tell has neither value nor range. Figures
    of different studies or samples are never combined, and no curve is fitted. No rows, nothing.

    reference: the published figures: study, year, sample, measure, value, unit, source_id,
    confidence. forecast: findings of `forecast`, of which the total of most years counts, or MSEK
    with its `sources` and `period`; greater than 0.
    Raises ValueError for a forecast that is not a positive number and for figures that
    contradict each other.

    >>> rows = pd.DataFrame({"study": ["Flyvbjerg & Gardner"], "year": [2023], "sample": ["5"],
    ...     "measure": ["share with overrun over 50 % (real terms)"], "value": ["18"],
    ...     "source_id": ["s"], "confidence": ["high"]})
    >>> found = scenarios(rows, 190.0, period="2017-2018")
    >>> found.get("forecast.scenario.flyvbjerg_2023.budget_80", "2017-2018").high
    285.0
    """
    if isinstance(forecast, Findings):
        whole = total_of(forecast)
        forecast, period, sources = float(whole.value or 0), whole.period, whole.sources
    if not (math.isfinite(forecast) and forecast > 0):
        raise ValueError(f"a forecast of {forecast} MSEK: a positive number is needed")
    found: list[Finding] = []
    for id, known in CLASSES.items() if len(reference) else ():
        rows = _rows(reference, known)
        figures = known.figures(rows) if rows else []
        found.append(_share(id, known, rows, figures))
        found.append(_budget(id, known, rows, figures, forecast, tuple(sources)))
    return Findings(one.model_copy(update={"period": period}) for one in found)


def _share(
    id: str, known: ReferenceClass, rows: Mapping[str, pd.Series], figures: list[Above]
) -> Finding:
    held = share_above(figures) if figures else None
    method = Note(
        message="The least and greatest share that costs more than its forecast, over all "
        "distributions of cost per forecast with these published figures."
    )
    return _finding(f"{id}.p_exceed", "share", known, rows, held, method)


def _budget(
    id: str,
    known: ReferenceClass,
    rows: Mapping[str, pd.Series],
    figures: list[Above],
    forecast: float,
    sources: tuple[str, ...],
) -> Finding:
    held = enough_in(figures, ENOUGH) if figures else None
    finite = held is not None and math.isfinite(held.high)
    held = Range(held.low * forecast, held.high * forecast) if held and finite else None
    method = Note(
        message="The forecast of {forecast:,.0f} million SEK times the least and greatest ratio "
        "that is enough in {share:.0%} of cases, over all distributions of cost per forecast "
        "with these published figures.",
        values={"forecast": forecast, "share": ENOUGH},
    )
    return _finding(f"{id}.budget_80", "MSEK", known, rows, held, method, sources)


def _finding(
    detail: str,
    unit: str,
    known: ReferenceClass,
    rows: Mapping[str, pd.Series],
    held: Range | None,
    method: Note,
    sources: tuple[str, ...] = (),
) -> Finding:
    exact = held is not None and held.low == held.high
    caveats = (*known.reading, _samples(rows), *ASSUMED) if rows else ASSUMED
    own = dict.fromkeys(str(row["source_id"]) for row in rows.values())
    return Finding(
        id=f"forecast.scenario.{detail}",
        value=held.low if exact and held is not None else None,
        low=None if held is None else held.low,
        high=None if held is None else held.high,
        range_of=None if held is None else "scenario",
        unit=unit,
        method=NOT_TOLD if held is None else method,
        sources=(*own, *sources) or ("it_overrun_reference",),
        caveats=caveats,
        subject=known.name,
    )


NOT_TOLD: Final = Note(message="Not told by the study: its published figures set no limit.")
ASSUMED: Final = (
    Note(message="To exceed is to cost more than the forecast, and no cost is negative."),
    Note(
        message="The studies are of single projects after the decision; this is a programme "
        "before it. Moving money between years is not overrun."
    ),
    Note(message="Figures of different studies or samples are not combined, and none is adjusted."),
)


def _samples(rows: Mapping[str, pd.Series]) -> Note:
    """Say which sample the figures are of and how sure they are, as the table has it."""
    sample = next(str(row["sample"]) for row in rows.values())
    graded = ", ".join(
        dict.fromkeys(re.split(r"[ :]", str(row["confidence"]))[0] for row in rows.values())
    )
    swedish = graded.replace("high", "hög").replace("medium", "medel").replace("low", "låg")
    return Note(
        message="Sample, as published: {sample}. How sure the figures are: {graded}.",
        values={"sample": in_both(sample), "graded": Label(en=graded, sv=swedish)},
    )


def _rows(reference: pd.DataFrame, known: ReferenceClass) -> dict[str, pd.Series]:
    """Return the class's rows by measure; none where the table lacks one of them."""
    study, year = known.row
    own = reference[
        reference["study"].astype(str).str.contains(study, regex=False)
        & (reference["year"].astype(int) == year)
    ]
    samples = own["sample"].where(own["sample"] != "as above").ffill()
    found = {str(row["measure"]): row for _, row in own.assign(sample=samples).iterrows()}
    return {name: found[name] for name in known.measures if name in found}


def _overrun(rows: Mapping[str, pd.Series], measure: str) -> float | None:
    """Return a published overrun of so many per cent as a ratio: 27 is 1.27."""
    return 1 + float(rows[measure]["value"]) / 100 if measure in rows else None


def _part(rows: Mapping[str, pd.Series], measure: str) -> float | None:
    return float(rows[measure]["value"]) / 100 if measure in rows else None


def _mean_and_tail(
    mean: str, share: str, ratio: float
) -> Callable[[Mapping[str, pd.Series]], list[Above]]:
    def figures(rows: Mapping[str, pd.Series]) -> list[Above]:
        average, part = _overrun(rows, mean), _part(rows, share)
        known = [] if average is None else [Above(0.0, 1.0, average)]
        return known if part is None else [*known, Above(ratio, part)]

    return figures


def _tail_and_its_mean(rows: Mapping[str, pd.Series]) -> list[Above]:
    part = _part(rows, OVER_50)
    return [] if part is None else [Above(1.5, part, _overrun(rows, MEAN_OVER_50))]


def _counts_and_their_mean(rows: Mapping[str, pd.Series]) -> list[Above]:
    if OVER_BUDGET not in rows:
        return []
    row = rows[OVER_BUDGET]
    size = re.match(r"([\d\s]+) projects", str(row["sample"]))
    if size is None:
        return []
    share = float(row["value"]) / float(re.sub(r"\s", "", size[1]))
    return [Above(1.0, share, _overrun(rows, MEAN_OVER_BUDGET))]


ABOUT_200: Final = "share with about 200 % overrun (black swans)"
OVER_200: Final = "black swans, overrun over 200 % (up to 400)"
OVER_50: Final = "share with overrun over 50 % (real terms)"
MEAN_OVER_50: Final = "mean overrun within that tail"
OVER_BUDGET: Final = "projects over budget"
MEAN_OVER_BUDGET: Final = "mean overrun of those over budget"

CLASSES: Final[dict[str, ReferenceClass]] = {
    "flyvbjerg_2011": ReferenceClass(
        Label(en="Flyvbjerg & Budzier 2011"),
        ("Flyvbjerg & Budzier", 2011),
        _mean_and_tail("mean cost overrun", ABOUT_200, 3.0),
        ("mean cost overrun", ABOUT_200),
        (Note(message="An overrun of about 200 per cent is read as one of at least 200."),),
    ),
    "mckinsey_2012": ReferenceClass(
        Label(en="McKinsey–Oxford 2012"),
        ("McKinsey", 2012),
        _mean_and_tail("", OVER_200, 3.0),
        (OVER_200,),
        (
            Note(
                message="The mean overrun that the study gives is that of its large projects, the "
                "share above 200 per cent is given of projects; the mean is therefore not used."
            ),
        ),
    ),
    "flyvbjerg_2023": ReferenceClass(
        Label(en="Flyvbjerg & Gardner 2023"),
        ("Flyvbjerg & Gardner", 2023),
        _tail_and_its_mean,
        (OVER_50, MEAN_OVER_50),
        (
            Note(
                message="The study's overruns are free of price changes; the forecast's price "
                "level is not stated. It gives no mean of all projects."
            ),
        ),
    ),
    "rir_2011": ReferenceClass(
        Label(en="Swedish National Audit Office, RiR 2011:5", sv="Riksrevisionen, RiR 2011:5"),
        ("Riksrevisionen RiR 2011:5", 2011),
        _counts_and_their_mean,
        (OVER_BUDGET, MEAN_OVER_BUDGET),
        (
            Note(
                message="The mean overrun of those over budget is read as the mean of their own "
                "overruns, each project weighing the same. What is told of larger projects only, "
                "and sums in kronor, cannot be combined with it."
            ),
        ),
    ),
}
