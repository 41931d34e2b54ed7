"""One claim under every defensible choice: who is counted against whom, and where the border is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from equity.differences.cases import About, Counts, Weighted, require_poolable
from equity.differences.columns import in_order
from equity.differences.counted import counted_gap
from equity.differences.gaps import require_known
from equity.differences.reading import cases_of
from equity.differences.weighted import weighted_gap
from equity.findings import Finding, Findings, Label, Note
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.measures.bounds import Range

MENU = ("indicator", "choice", "option", "detail", "name_en", "name_sv", "valid", "reason_en")


@dataclass(frozen=True)
class Specification:
    """One way to compute a gap: its choices, what comes out, and whether it is the default.

    base, option: whom it counts against, as a name and as the menu's id. indicator: the one asked
    about, without the detail of another denominator.
    """

    about: About
    border: Label
    definition: str
    base: Label
    value: float | None
    held: Range
    default: bool
    option: str
    indicator: str


def ways(
    observations: pd.DataFrame,
    sides: Definitions,
    menu: pd.DataFrame,
    *,
    indicator: str,
    period: str | None = None,
) -> list[Specification]:
    """Return an indicator's gap under every valid combination of border and denominator.

    Periods are never pooled and indicators never mixed. The default is the first definition
    with the first option of the menu.

    menu: the declared table of choices (columns in MENU): `detail` is what follows the
    indicator in a variant's id, `valid` "yes" or "no". sides, period: as in `gap`.
    Raises ValueError as `gap` does, for a menu without its columns, and for an indicator
    without a valid option.
    """
    if missing := [name for name in MENU if name not in menu.columns]:
        raise ValueError(f"the menu has no column {missing[0]!r}")
    require_known(observations, each(sides))
    options = menu[(menu["indicator"] == indicator) & (menu["valid"] == "yes")]
    if options.empty:
        raise ValueError(f"the menu has no valid choice for {indicator!r}")
    found = []
    for at, option in enumerate(options.fillna({"detail": ""}).to_dict("records")):
        name = f"{indicator}.{option['detail']}" if option["detail"] else indicator
        base = Label(en=str(option["name_en"]), sv=str(option["name_sv"]))
        for known in cases_of(observations, name, period).values():
            for number, definition in enumerate(each(sides)):
                default = at == 0 and number == 0
                made = _specified(require_poolable(known), definition, base, default)
                found.append(replace(made, option=str(option["option"]), indicator=indicator))
    return found


def robustness(
    observations: pd.DataFrame,
    sides: Definitions,
    menu: pd.DataFrame,
    *,
    indicator: str,
    period: str | None = None,
) -> Findings:
    """Return how many ways to compute a gap agree with the default's sign, and how far they spread.

    `robustness.<indicator>.share_agreeing` (0–1), the default counted: a range that holds both
    signs agrees with nobody, and there is no share where the default itself is open.
    `.spread` goes from the least to the greatest of all their ranges; `.way.<option>` is the gap
    of one way, under its definition.

    Inputs and errors: as in `ways`.
    """
    found: list[Finding] = []
    known = ways(observations, sides, menu, indicator=indicator, period=period)
    for when in in_order(way.about.period for way in known):
        found += _agreement([way for way in known if way.about.period == when], indicator)
    return Findings(found)


def key_of(way: Specification) -> tuple[str, str | None, str | None]:
    """Return the key of the finding that `robustness` makes of a way."""
    return f"robustness.{way.indicator}.way.{way.option}", way.about.period, way.definition


def _specified(known: Counts | Weighted, sides: Sides, base: Label, default: bool) -> Specification:
    value: float | None
    if isinstance(known, Counts):
        value, held = counted_gap(known, sides)
    else:
        value, held = weighted_gap(known, sides)
    return Specification(known.about, sides.label, sides.id, base, value, held, default, "", "")


def _agreement(ways: list[Specification], indicator: str) -> list[Finding]:
    default = next(way for way in ways if way.default)
    sign = default.held.sign
    agreeing = sum(way.held.sign == sign for way in ways) if sign is not None else 0
    counts = Note(
        message="{agreeing:d} of {ways:d} valid ways to draw the border and to choose whom to "
        "count against give the sign of the first one; a range that holds both signs agrees "
        "with none.",
        values={"agreeing": agreeing, "ways": len(ways)},
    )
    no_sign = Note(
        message="The first of {ways:d} valid ways is open itself, so there is no sign to agree "
        "with.",
        values={"ways": len(ways)},
    )
    spread = Note(
        message="From the least to the greatest that any of {ways:d} valid ways allows.",
        values={"ways": len(ways)},
    )
    share = None if sign is None else agreeing / len(ways)
    low, high = min(way.held.low for way in ways), max(way.held.high for way in ways)
    about = default.about
    agreed = Finding(
        id=f"robustness.{indicator}.share_agreeing",
        value=share,
        unit="share",
        period=about.period,
        method=counts if sign is not None else no_sign,
        sources=tuple(dict.fromkeys(s for way in ways for s in way.about.sources)),
        caveats=about.caveats,
        subject=about.subject,
        indicator=indicator,
    )
    apart = {
        "id": f"robustness.{indicator}.spread",
        "value": default.value,
        "low": low,
        "high": high,
        "range_of": "definitions",
        "unit": about.gap_unit,
        "method": spread,
    }
    return [agreed, agreed.model_copy(update=apart), *(_of_way(way) for way in ways)]


def _of_way(way: Specification) -> Finding:
    id, period, definition = key_of(way)
    return Finding(
        id=id,
        value=way.value,
        low=way.held.low,
        high=way.held.high,
        range_of="identification",
        unit=way.about.gap_unit,
        period=period,
        definition=definition,
        method=Note(message="The gap counted against {base}.", values={"base": way.base}),
        sources=way.about.sources,
        caveats=way.about.caveats,
        subject=way.about.subject,
        border=way.border,
        indicator=way.indicator,
    )
