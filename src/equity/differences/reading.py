"""From a frame of observations to cases: a frame of one's own will do."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.differences.cases import EVERYWHERE, About, Case, Counts, Published, Weighted, Words
from equity.differences.columns import TEXTS, Rows, as_text, columns_of, in_order, periods_in
from equity.findings import Label, Note
from equity.measures import inputs

SCALES = ("count", "share", "ratio", "mean", "index")


def periods_of(observations: pd.DataFrame, indicator: str) -> list[str]:
    """Return the periods of an indicator, oldest first.

    Raises ValueError for an indicator that the frame does not hold, naming those it does.
    """
    return periods_in(observations, indicator)


def cases_of(
    observations: pd.DataFrame, indicator: str, period: str | int | None = None
) -> dict[str, Case]:
    """Return an indicator's periods as counts, weighted values or published levels.

    observations: the tidy table, or a frame with at least area and value, or area, numerator
    and denominator; columns that it lacks are taken as not known. `weight`, or `weight_low` and
    `weight_high`, are what values pool with. period: one, or all; a number is taken as its text.
    Raises ValueError for an indicator or period that it does not hold, for two rows of one
    area, a scale that is none, a missing or negative count or weight (naming the area), and for
    counts flagged `counted_only` without the rows of what belongs to no area.
    """
    rows = columns_of(observations, indicator)
    known = in_order(rows["period"])
    period = None if period is None else as_text(period)
    if period is not None and period not in known:
        there = ", ".join(known).strip() or "none: name the column that holds it 'period'"
        raise ValueError(f"{indicator} has no period {period!r}; there is {there}")
    chosen = known if period is None else [period]
    return {when: _case(_where(rows, rows["period"] == when), indicator, when) for when in chosen}


def _case(rows: Rows, indicator: str, period: str) -> Case:
    about = _about(rows, indicator, period)
    schools = rows["level"] == "school"
    if schools.any():
        return _schools(_where(rows, schools), about)
    districts = _where(rows, rows["level"] == "district")
    names, times = np.unique(districts["area"].astype(str), return_counts=True)
    if (times > 1).any():
        of = f"{indicator} {period}".rstrip()
        raise ValueError(f"{of}: two rows for {names[times > 1][0]}")
    if _complete(districts, "numerator", "denominator"):
        return _counts(rows, about)
    if np.isfinite(districts["weight_low"]).any():
        return _means(rows, districts, about)
    if np.isnan(districts["value"]).all():
        _require(districts, "numerator", "denominator")
    return _published(rows, districts, about)


def _require(rows: Rows, *columns: str) -> None:
    """Raise ValueError, naming the area, where a count or weight is missing or negative."""
    for column in columns:
        inputs.counts(rows[column], column, rows["area"].tolist())


def _where(rows: Rows, chosen: npt.NDArray[np.bool_]) -> Rows:
    return {name: column[chosen] for name, column in rows.items()}


def _complete(rows: Rows, *columns: str) -> bool:
    return all(bool(np.isfinite(rows[column]).all()) for column in columns)


def _about(rows: Rows, indicator: str, period: str) -> About:
    first = {name: rows[name][0] for name in (*TEXTS, "unit", "gap_unit", "scale")}
    if first["scale"] not in SCALES:
        known = ", ".join(SCALES)
        raise ValueError(f"{indicator} has the scale {first['scale']!r}; there is {known}")
    english = [line for line in first["caveats"].split("\n") if line]
    swedish = [line for line in first["caveats_sv"].split("\n") if line]
    swedish += [""] * (len(english) - len(swedish))
    return About(
        indicator=indicator,
        period=period,
        unit=first["unit"],
        gap_unit=first["gap_unit"],
        scale=first["scale"],
        subject=Label(en=first["name"] or indicator, sv=first["name_sv"]),
        part=Label(en=first["part"] or "numerator", sv=first["part_sv"]),
        whole=Label(en=first["whole"] or "denominator", sv=first["whole_sv"]),
        sources=_words([*rows["source_id"], *rows["more_sources"]]),
        caveats=tuple(Note(message=en, sv=sv) for en, sv in zip(english, swedish, strict=True)),
    )


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in dict.fromkeys(texts) for word in text.split()))


def _counts(rows: Rows, about: About) -> Counts:
    level = "part" if (rows["level"] == "part").any() else "district"
    parts = _where(rows, rows["level"] == level)
    left = _where(rows, rows["level"] == "unallocated")
    city = _where(rows, rows["level"] == "city")
    if not len(left["area"]) and any("counted_only" in flag for flag in parts["flag"]):
        raise ValueError(
            f"{about.indicator} {about.period}: its counts are flagged counted_only, so some "
            "belong to no area; pass the unallocated rows too"
        )
    _require(parts, "numerator", "denominator")
    _require_inside(parts, about)
    pool = parts["constituency"] if level == "part" else np.full(len(parts["area"]), EVERYWHERE)
    unallocated: dict[Hashable, float] = dict.fromkeys(pool.tolist(), 0.0)
    for name, count in zip(left["constituency"], left["numerator"], strict=True):
        unallocated[name] = unallocated.get(name, 0.0) + float(count)
    return Counts(
        about=about,
        district=parts["district"],
        pool=pool.astype(object),
        counted=parts["numerator"],
        whole=parts["denominator"],
        unallocated=unallocated,
        capped=about.scale == "share",
        assumed=any("assumed" in flag for flag in left["flag"]),
        city=(
            (float(city["numerator"][0]), float(city["denominator"][0]))
            if len(city["area"])
            else None
        ),
    )


def _require_inside(parts: Rows, about: About) -> None:
    over = (parts["numerator"] > parts["denominator"]) & (about.scale == "share")
    for area, counted, whole in zip(
        *(parts[name][over] for name in ("area", "numerator", "denominator")), strict=True
    ):
        of = f"{about.indicator} {about.period}".rstrip()
        raise ValueError(
            f"{of}: area {area!r} has {counted:g} counted of a whole of {whole:g}: no share; is "
            "its scale ratio?"
        )


def _schools(schools: Rows, about: About) -> Weighted:
    unknown = np.isnan(schools["low"])
    return _weighted(_where(schools, ~unknown), about, schools["district"][unknown], False, None)


def _means(rows: Rows, districts: Rows, about: About) -> Weighted:
    ends = dict.fromkeys(("low", "high", "assumed_low"), districts["value"])
    inputs.values(districts["value"], "value", districts["area"].tolist())
    exact = bool((districts["weight_low"] == districts["weight_high"]).all())
    return _weighted({**districts, **ends}, about, districts["area"][:0], exact, _city(rows))


def _weighted(
    rows: Rows, about: About, left_out: Words, exact: bool, city: float | None
) -> Weighted:
    columns = ("district", "value", "low", "high", "assumed_low", "weight_low", "weight_high")
    least, most = rows["weight_low"], rows["weight_high"]
    _require(rows, "weight_low", "weight_high")
    for area in rows["area"][least > most]:
        raise ValueError(f"weight of area {area!r}: weight_low lies above weight_high")
    known = rows["denominator"]
    return Weighted(
        about=about,
        **{name: rows[name] for name in columns},
        weight=np.where(np.isnan(known), (least + most) / 2, known),
        left_out=left_out,
        exact=exact,
        city=city,
    )


def _published(rows: Rows, districts: Rows, about: About) -> Published:
    left = rows["numerator"][rows["level"] == "unallocated"].sum()
    levels = pd.Series(districts["value"], index=pd.Index(districts["area"]))
    return Published(about, levels, _city(rows), float(left))


def _city(rows: Rows) -> float | None:
    value = rows["value"][rows["level"] == "city"]
    return float(value[0]) if len(value) else None
