"""What a frame of observations says of one indicator and period, ready to be measured."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pandas as pd

from equity.findings import Label, Note

TEXTS = ("name", "name_sv", "part", "part_sv", "whole", "whole_sv", "caveats", "caveats_sv")
EVERYWHERE = ""


@dataclass(frozen=True)
class About:
    """What every finding of one indicator and period carries along."""

    indicator: str
    period: str
    unit: str
    gap_unit: str
    scale: str
    subject: Label
    part: Label
    whole: Label
    sources: tuple[str, ...]
    caveats: tuple[Note, ...]


@dataclass(frozen=True)
class Counts:
    """Counts by part of a district, and what is tied to no part.

    parts: columns district, pool, counted, whole. unallocated: the count of every pool (a
    constituency; "" for all of the city). capped: a part's count lies inside its whole.
    assumed: which pool the unallocated belong to is itself an assumption.
    """

    about: About
    parts: pd.DataFrame
    unallocated: dict[Hashable, float]
    capped: bool
    assumed: bool
    city: tuple[float, float] | None

    @property
    def left_over(self) -> float:
        """Return how much belongs to no part."""
        return sum(self.unallocated.values())

    @property
    def placed(self) -> bool:
        """Return whether the unallocated are tied to something smaller than the city."""
        return set(self.unallocated) != {EVERYWHERE}


@dataclass(frozen=True)
class Weighted:
    """Values with weights, one row a school or district.

    rows: district, value, low, high, assumed_low, weight, weight_low, weight_high. A row
    without a district belongs to the city only. left_out: rows without a published figure.
    exact: every weight is known.
    """

    about: About
    rows: pd.DataFrame
    left_out: pd.DataFrame
    exact: bool
    city: float | None


@dataclass(frozen=True)
class Published:
    """Published levels that cannot be pooled, and a count that the city has beyond them."""

    about: About
    levels: pd.Series
    city: float | None
    left_over: float


Case = Counts | Weighted | Published


def periods_of(observations: pd.DataFrame, indicator: str) -> list[str]:
    """Return the periods of an indicator, oldest first.

    Raises ValueError for an indicator that the frame does not hold, naming those it does.
    """
    return sorted(_of_indicator(observations, indicator)["period"].unique())


def case(observations: pd.DataFrame, indicator: str, period: str) -> Case:
    """Return one indicator and period as counts, weighted values or published levels.

    observations: the tidy table, or a frame with at least area and value, or area, numerator
    and denominator; columns that it lacks are taken as not known.
    Raises ValueError for an indicator or period that it does not hold, and for two rows of
    one area.
    """
    whole = _of_indicator(observations, indicator)
    rows = whole[whole["period"] == period]
    if rows.empty:
        known = ", ".join(sorted(whole["period"].unique()))
        raise ValueError(f"{indicator} has no period {period!r}; there is {known}")
    about = _about(rows, indicator, period)
    if (rows["level"] == "school").any():
        return _schools(rows, about)
    districts = rows[rows["level"] == "district"]
    if districts["area"].duplicated().any():
        twice = districts.loc[districts["area"].duplicated(), "area"].iloc[0]
        raise ValueError(f"{indicator} {period}: two rows for {twice}")
    if districts[["numerator", "denominator"]].notna().all(axis=None):
        return _counts(rows, about)
    if districts[["value", "weight_low", "weight_high"]].notna().all(axis=None):
        return _means(rows, about)
    return _published(rows, about)


def require_poolable(found: Case) -> Counts | Weighted:
    """Return a case that can be pooled by side; ValueError, with what to use instead, if not."""
    if isinstance(found, Published):
        about = found.about
        raise ValueError(
            f"{about.indicator} (scale {about.scale}) has neither counts nor weights: "
            "it cannot be pooled by side; use its levels"
        )
    return found


def _of_indicator(observations: pd.DataFrame, indicator: str) -> pd.DataFrame:
    frame = _completed(observations, indicator)
    rows = frame[frame["indicator"] == indicator]
    if rows.empty:
        known = ", ".join(sorted(frame["indicator"].unique()))
        raise ValueError(f"no indicator {indicator!r}; there is {known}")
    return rows


def _completed(observations: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Return the frame with the columns it lacks, so that a researcher's own table will do."""
    columns = set(observations.columns)
    if "area" not in columns:
        raise ValueError("the frame has no column 'area'")
    if not ({"value"} <= columns or {"numerator", "denominator"} <= columns):
        raise ValueError("the frame needs a column 'value', or 'numerator' and 'denominator'")
    texts = {
        "level": "district",
        "indicator": indicator,
        "period": "",
        "flag": "",
        "source_id": "own",
        "more_sources": "",
        "unit": "per cent",
        "gap_unit": "percentage points",
        "scale": "share",
        "constituency": "",
        "basis": "",
    } | dict.fromkeys(TEXTS, "")
    numbers = ("value", "numerator", "denominator", "low", "high", "weight_low", "weight_high")
    added: dict[str, str | float] = {n: text for n, text in texts.items() if n not in columns}
    added |= {name: float("nan") for name in numbers if name not in columns}
    frame = observations.assign(**added)
    if "district" not in columns:
        frame["district"] = frame["area"].where(frame["level"] == "district", "")
    return frame


def _about(rows: pd.DataFrame, indicator: str, period: str) -> About:
    first = rows.iloc[0]
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
    return tuple(dict.fromkeys(word for text in texts for word in text.split()))


def _counts(rows: pd.DataFrame, about: About) -> Counts:
    level = "part" if (rows["level"] == "part").any() else "district"
    chosen = rows[rows["level"] == level]
    left = rows[rows["level"] == "unallocated"]
    parts = pd.DataFrame(
        {
            "district": chosen["district"],
            "pool": chosen["constituency"] if level == "part" else EVERYWHERE,
            "counted": chosen["numerator"],
            "whole": chosen["denominator"],
        }
    ).reset_index(drop=True)
    unallocated = dict.fromkeys(parts["pool"], 0.0)
    unallocated |= left.groupby("constituency")["numerator"].sum().to_dict()
    city = rows[rows["level"] == "city"]
    return Counts(
        about=about,
        parts=parts,
        unallocated=unallocated,
        capped=about.scale == "share",
        assumed=left["flag"].str.contains("assumed").any().item(),
        city=(city["numerator"].item(), city["denominator"].item()) if len(city) else None,
    )


def _schools(rows: pd.DataFrame, about: About) -> Weighted:
    schools = rows[rows["level"] == "school"]
    unknown = schools["low"].isna()
    return Weighted(
        about=about,
        rows=_weighted_rows(schools[~unknown]),
        left_out=schools[unknown],
        exact=False,
        city=None,
    )


def _means(rows: pd.DataFrame, about: About) -> Weighted:
    districts = rows[rows["level"] == "district"]
    city = rows.loc[rows["level"] == "city", "value"]
    known = districts.assign(
        low=districts["value"], high=districts["value"], assumed_low=districts["value"]
    )
    exact = bool((districts["weight_low"] == districts["weight_high"]).all())
    return Weighted(
        about=about,
        rows=_weighted_rows(known),
        left_out=districts.iloc[:0],
        exact=exact,
        city=city.item() if len(city) else None,
    )


def _weighted_rows(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["district", "value", "low", "high", "assumed_low", "weight_low", "weight_high"]
    return rows[columns].assign(weight=rows["denominator"]).reset_index(drop=True)


def _published(rows: pd.DataFrame, about: About) -> Published:
    districts = rows[rows["level"] == "district"].set_index("area")["value"]
    city = rows.loc[rows["level"] == "city", "value"]
    left = rows.loc[rows["level"] == "unallocated", "numerator"].sum()
    return Published(about, districts, city.item() if len(city) else None, float(left))
