"""What a gap may be where finer areas straddle the border between the sides."""

from __future__ import annotations

from typing import Final

import pandas as pd

from equity.differences.finer.placed import Finer
from equity.differences.finer.sizes import FACTOR
from equity.differences.statements import Words, gap_finding, verdict_of
from equity.findings import Finding, Findings, Note, Verdict
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.measures.bounds import Range

SMALLEST: Final = 100.0  # square metres: less is two drawings that do not agree
OUT: Final = "left out"
# For each end of the range: where a voter lifts or lowers it most, the best place first.
VOTERS: Final = {"high": ("north", OUT, "south"), "low": ("south", OUT, "north")}


def boundary(fine: Finer, sides: Definitions, *, smallest: float = SMALLEST) -> Findings:
    """Return `gap.<indicator>.boundary`: the gap when areas on the border may lie on either side.

    A finer area straddles where at least `smallest` square metres of its ground lie in districts
    of another side than most of it. Who lives in which part is not published, so all of its
    people, voters and others each by themselves, may live in any of its parts. The value has
    every area whole where most of its ground is. The range holds everything that agrees with
    the districts' totals: where sizes are not published, an area is as large as they allow.
    `.size_2` assumes that no area has more than twice its district's mean, `.factor_2` besides
    that no part of one is peopled more than twice as densely as the whole.

    fine: finer areas in their districts, see `finer`. sides: one definition or several.
    Formula: with rates between 0 and 1, one more voter on a side raises its rate and one more
    who did not vote lowers it, whatever else is true; so each has a best place of its own, and
    the ends are reached there. Where several areas of one district straddle and their sizes are
    not published, the range may be too wide, never too narrow; a side that may be empty has no
    rate, and its gap any value from −100 to 100.

    Raises ValueError for a `smallest` below 0 and for a side without people.
    """
    if smallest < 0:
        raise ValueError(f"smallest is {smallest}: square metres are not negative")
    return Findings(
        finding
        for definition in each(sides)
        for finding in _of_definition(fine, definition, smallest)
    )


def straddling(fine: Finer, sides: Sides, *, smallest: float = SMALLEST) -> pd.DataFrame:
    """Return the finer areas that have ground on several sides, one a row.

    Columns: `area`, `name`, `value`, `home` (the side that most of its ground is on) and the
    share of its ground (0–1) `north`, `south` and `left out`. Parts below `smallest` square
    metres count with the home side. Inputs: as in `boundary`.
    """
    of_district = dict(zip(fine.districts.index, sides.of(fine.districts.index), strict=True))
    shared = fine.shared.assign(side=fine.shared["area"].map(of_district).fillna(OUT))
    table = shared.pivot_table(
        index="part", columns="side", values=["square_metres", "share"], aggfunc="sum"
    ).fillna(0.0)
    areas = fine.areas.set_index("area")
    home = areas["district"].map(of_district).fillna(OUT)
    found = areas[["name", "value"]].assign(home=home)
    places = VOTERS["high"]
    for place in places:
        known = ("share", place) in table
        share = table["share", place].reindex(areas.index) if known else pd.Series(0.0, areas.index)
        metres = table["square_metres", place].reindex(areas.index) if known else share
        found[place] = share.where((metres >= smallest) & (metres > 0) & (home != place), 0.0)
    elsewhere = found[list(places)].sum(axis=1)
    for place in places:
        found[place] = found[place].where(home != place, 1 - elsewhere)
    return pd.DataFrame(found[elsewhere > 0].reset_index())


def _of_definition(fine: Finer, sides: Sides, smallest: float) -> list[Finding]:
    found = straddling(fine, sides, smallest=smallest)
    sums = fine.districts[["counted", "whole"]].groupby(sides.of(fine.districts.index)).sum()
    if set(sums.index) != {"north", "south"}:
        raise ValueError(f"sides {sides.id!r}: a side without people")
    rates = 100 * sums["counted"] / sums["whole"]
    value = float(rates["north"] - rates["south"])
    words: Words = {
        "kinds": fine.kinds,
        "kind": fine.kind,
        "whole": fine.about.whole,
        "part": fine.about.part,
        "areas": len(fine.areas),
        "straddling": len(found),
        "smallest": smallest,
        "factor": FACTOR,
    }
    if found.empty:
        method = Note(
            message="None of the {areas:,.0f} {kinds} has as much as {smallest:,.0f} square metres "
            "of ground across the border, so which side each belongs to is known. Only {part} "
            "counted in {kinds}.",
            values=words,
        )
        exact = Range(value, value)
        return [gap_finding(fine.about, sides, ".boundary", value, exact, method, "decided")]
    held = _range(fine, found, sums, "most", capped=False)
    small = _range(fine, found, sums, "most_likely", capped=False)
    even = _range(fine, found, sums, "most_likely", capped=True)
    method = Note(
        message="{straddling:,.0f} of {areas:,.0f} {kinds} have at least {smallest:,.0f} square "
        "metres of ground across the border. The value has each whole where most of its ground "
        "is. The range is over every way to part its people. Only {part} counted in {kinds}.",
        values=words,
    )
    sized = Note(
        message="As the range of all that is published, but none of the {kinds} has more than "
        "{factor:.0f} times the mean {whole} of its district: an assumption. Only {part} counted "
        "in {kinds}.",
        values=words,
    )
    assumed = Note(
        message="None of the {kinds} has more than {factor:.0f} times the mean {whole} of its "
        "district, and no part of one is peopled more than {factor:.0f} times as densely as the "
        "whole: an assumption. Only {part} counted in {kinds}.",
        values=words,
    )
    rungs: list[tuple[Range, Verdict]] = [(held, "decided"), (small, "assumption")]
    verdict = verdict_of([*rungs, (even, "assumption")])
    caveats = () if fine.sized else (_unsized(words),)
    made = [gap_finding(fine.about, sides, ".boundary", value, held, method, verdict, caveats)]
    steps = [(".factor_2", even, assumed)]
    for detail, ends, note in steps if fine.sized else [(".size_2", small, sized), *steps]:
        within: Verdict = "open" if ends.sign is None else "assumption"
        made.append(gap_finding(fine.about, sides, f".boundary{detail}", value, ends, note, within))
    return made


def _unsized(words: Words) -> Note:
    return Note(
        message="How many {whole} each {kind} has is not in the file; one may be as large as the "
        "totals of its district allow. The ends may not be reached.",
        values=words,
    )


def _range(
    fine: Finer, found: pd.DataFrame, sums: pd.DataFrame, sizes: str, *, capped: bool
) -> Range:
    people = fine.areas.set_index("area").loc[found["area"], ["district", sizes]]
    table = found.assign(district=people["district"].to_numpy(), size=people[sizes].to_numpy())
    low, high = (_end(table, fine.districts, sums, end, capped=capped) for end in ("low", "high"))
    return Range(low, high)


def _end(
    found: pd.DataFrame, districts: pd.DataFrame, sums: pd.DataFrame, end: str, *, capped: bool
) -> float:
    """Return the gap when each straddling area's people live where they move it furthest.

    The best place first, for all areas: what one moves to the next best could not go there.
    No district gives away more people than it has.
    """
    counted, whole = sums["counted"].to_dict(), sums["whole"].to_dict()
    voting = (found["size"] * found["value"] / 100).to_list()
    silent = (found["size"] - voting).to_list()
    for votes, left, order in ((1, voting, VOTERS[end]), (0, silent, VOTERS[end][::-1])):
        total = districts["counted"] if votes else districts["whole"] - districts["counted"]
        there = total.to_dict()
        for place in order[:-1]:
            for at, area in enumerate(found.to_dict("records")):
                if order.index(area["home"]) <= order.index(place) or area[place] == 0:
                    continue
                room = min(1.0, FACTOR * area[place]) * area["size"] if capped else left[at]
                moved = min(left[at], room, there[area["district"]])
                left[at] -= moved
                there[area["district"]] -= moved
                for name, sign in ((area["home"], -1), (place, 1)):
                    if name != OUT:
                        whole[name] += sign * moved
                        counted[name] += sign * moved * votes
    slack = 1e-6
    if min(whole["north"], whole["south"]) < slack:  # a side that may be empty has no rate
        return 100.0 if end == "high" else -100.0
    return float(100 * (counted["north"] / whole["north"] - counted["south"] / whole["south"]))
