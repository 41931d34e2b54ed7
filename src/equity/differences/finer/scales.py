"""The same gap by larger and finer areas: what depends on their size, and what does not."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from equity.differences.finer.blocks import blocks, rank_lines
from equity.differences.finer.placed import Finer
from equity.differences.levels import PUBLISHED
from equity.differences.ranks import NOT_A_TEST, SEED
from equity.differences.statements import Words
from equity.findings import Finding, Findings, Note, Verdict
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.measures.rates import pooled_gap
from equity.measures.splits import Standing, rank_all, share_between_all

JOINED: Final = (16, 8, 4, 2, 1)  # finer areas to a block, from coarse to fine
DRAWS: Final = 9_999
SHARE: Final = "share"


def scales(fine: Finer, sides: Definitions) -> Findings:
    """Return the gap and what stands beside it, by district and by finer and finer areas.

    For each definition: `scales.<indicator>.gap`, the same at every scale, since areas of a
    district only part its counts; and for each scale (`districts`, then blocks of 16, 8, 4, 2
    and 1 finer areas, `by_16` to `by_1`) four shares (0–1): `.rank_all`, of all splits with
    sides of the same numbers of areas, those with a gap at least as large; `.rank_lines`, the
    same among straight borders; `.between_share`, of the variance between areas, that between
    the sides; `.random_mean`, the mean of it over random splits.
    For each district `scales.<indicator>.mean.<district>`: its finer areas' unweighted mean,
    beside its rate of added counts in the method; `.apart`: how far the two lie apart at most, and
    where. For each finer area `.area.<code>`: its figure as published, its name in `areas`.

    fine: see `finer`. sides: one definition or several. Ranks are drawn, with a fixed seed.
    """
    found: list[Finding] = []
    steps = {"districts": _districts(fine)} | {f"by_{n}": blocks(fine.areas, n) for n in JOINED}
    for definition in each(sides):
        found.append(_gap(fine, definition))
        for step, areas in steps.items():
            found += _step(fine, definition, step, areas)
    return Findings([*found, *_means(fine), *_published(fine)])


def _districts(fine: Finer) -> pd.DataFrame:
    table = blocks(fine.areas, len(fine.areas))
    own = fine.districts.loc[table["district"]]
    return table.assign(value=own["value"].to_numpy(), size=own["whole"].to_numpy())


def _gap(fine: Finer, sides: Sides) -> Finding:
    table = fine.districts
    value = pooled_gap(table["counted"], table["whole"], sides.of(table.index))
    fitted = fine.areas
    side = sides.of(fitted["district"])
    again = pooled_gap(fitted["value"] * fitted["size"] / 100, fitted["size"], side)
    words: Words = {
        "kinds": fine.kinds,
        "part": fine.about.part,
        "whole": fine.about.whole,
        "areas": len(fitted),
        "districts": len(table),
        "value": value,
        "again": again,
    }
    method = Note(
        message="The {part} counted in {kinds}, added by side and divided by its {whole}; north "
        "minus south. The {areas:,.0f} {kinds} give {again:.2f}, the {districts:d} districts "
        "{value:.2f}.",
        values=words,
    )
    left_out = Note(
        message="Only {part} counted in {kinds}; those counted elsewhere are left out.",
        values=words,
    )
    caveats = (left_out, *fine.stand_in)
    return _finding(fine, "gap", value, fine.about.gap_unit, method, None, caveats, sides)


def _step(fine: Finer, sides: Sides, step: str, areas: pd.DataFrame) -> list[Finding]:
    side = sides.of(areas["district"])
    rng = np.random.default_rng(SEED)
    value, size = areas["value"], areas["size"]
    standing = rank_all(value, size, side, rng=rng, draws=DRAWS)
    share = share_between_all(value, size, side, rng=rng, draws=DRAWS)
    lines = rank_lines(areas["x"], areas["y"], value, size, side)
    words: Words = {
        "areas": int(side.notna().sum()),
        "mean": standing.mean,
        "greatest": standing.greatest,
        "splits": standing.splits,
        "lines": lines.lines,
        "line_mean": lines.mean,
        "line_greatest": lines.greatest,
    }
    made = [
        ("rank_all", standing.rank, _drawn(standing, words)),
        (
            "rank_lines",
            lines.rank,
            Note(
                message="{areas:,.0f} areas. Among {lines:,.0f} straight borders with as many "
                "people on a side, as near as areas allow: the mean gap is {line_mean:.2f} and the "
                "greatest {line_greatest:.2f}.",
                values=words,
            ),
        ),
        (
            "between_share",
            share.value,
            Note(
                message="{areas:,.0f} areas. Share of the variance between them that lies between "
                "the two sides.",
                values=words,
            ),
        ),
        (
            "random_mean",
            share.mean,
            Note(
                message="{areas:,.0f} areas. The mean share over {splits:,.0f} ways to draw two "
                "sides with the same numbers of areas.",
                values=words,
            ),
        ),
    ]
    exact = fine.sized or step == "districts"
    caveats = (NOT_A_TEST, *(() if exact else fine.stand_in))
    verdict: Verdict = "decided" if exact else "assumption"
    return [
        _finding(fine, f"{name}.{step}", number, SHARE, method, verdict, caveats, sides)
        for name, number, method in made
    ]


def _drawn(standing: Standing, words: Words) -> Note:
    if standing.exact:
        message = (
            "{areas:,.0f} areas. Among all {splits:,.0f} ways to draw two sides with the same "
            "numbers of areas: the mean gap is {mean:.2f} and the greatest {greatest:.2f}."
        )
    else:
        message = (
            "{areas:,.0f} areas. Among {splits:,.0f} random ways to draw two sides with the same "
            "numbers of areas: the mean gap is {mean:.2f} and the greatest {greatest:.2f}."
        )
    return Note(message=message, values=words)


def _means(fine: Finer) -> list[Finding]:
    found = []
    for name, row in fine.districts.iterrows():
        method = Note(
            message="The mean of {areas:d} {kinds}, each counted alike; its {part} divided by its "
            "{whole} give {value:.2f}.",
            values={
                "areas": int(row["areas"]),
                "kinds": fine.kinds,
                "part": fine.about.part,
                "whole": fine.about.whole,
                "value": float(row["value"]),
            },
        )
        mean = float(row["mean"])
        found.append(_finding(fine, f"mean.{name}", mean, fine.about.unit, method, None, ()))
    apart = (fine.districts["mean"] - fine.districts["value"]).abs()
    method = Note(
        message="The greatest distance, over the {districts:d} districts, between the mean of a "
        "district's {kinds} and the rate of its added counts.",
        values={"districts": len(apart), "kinds": fine.kinds},
    )
    unit = fine.about.gap_unit
    most = _finding(fine, "apart", float(apart.max()), unit, method, None, ())
    return [*found, most.model_copy(update={"areas": (str(apart.idxmax()),)})]


def _published(fine: Finer) -> list[Finding]:
    """Return each finer area's figure, and nothing but it: there are hundreds."""
    about = fine.about
    return [
        Finding(
            id=f"scales.{about.indicator}.area.{area.area}",
            value=float(area.value),
            unit=about.unit,
            period=about.period,
            areas=(str(area.name),),
            method=PUBLISHED,
            sources=about.sources[:1],
            subject=about.subject,
            indicator=about.indicator,
        )
        for area in fine.areas[["area", "name", "value"]].itertuples(index=False)
    ]


def _finding(
    fine: Finer,
    detail: str,
    value: float,
    unit: str,
    method: Note,
    verdict: Verdict | None,
    caveats: tuple[Note, ...],
    sides: Sides | None = None,
) -> Finding:
    about = fine.about
    return Finding(
        id=f"scales.{about.indicator}.{detail}",
        value=value,
        unit=unit,
        period=about.period,
        definition=None if sides is None else sides.id,
        verdict=verdict,
        method=method,
        sources=about.sources,
        caveats=(*caveats, *about.caveats),
        subject=about.subject,
        border=None if sides is None else sides.label,
        indicator=about.indicator,
    )
