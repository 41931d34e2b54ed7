"""Findings for the tests of wording: known figures, and some made up and named so."""

from typing import Any

from equity.findings import Finding, Findings, Label, Note

TURNOUT = Label(en="turnout in the Riksdag election", sv="valdeltagande i riksdagsvalet")
MERIT = Label(en="merit rating in grade 9", sv="meritvärde i årskurs 9")
EMPLOYED = Label(
    en="employed residents per 100 eligible", sv="förvärvsarbetande per 100 röstberättigade"
)
BORDERS = {
    "water": Label(en="Water", sv="Vattnet"),
    "yearbook": Label(en="Yearbook", sv="Årsboken"),
    "outer": Label(en="Outer city", sv="Ytterstaden"),
}
METHOD = Note(message="Made up.", sv="Påhittat.")


def finding(id: str, value: float | None = None, **fields: Any) -> Finding:
    """Return a finding with a method and source that no sentence depends on."""
    given: dict[str, Any] = {"unit": "percentage points", "method": METHOD, "sources": ("s",)}
    return Finding(id=id, value=value, **(given | fields))


def gap(subject: Label, id: str, border: str, value: float | None, **fields: Any) -> Finding:
    """Return a gap under one of the three borders; `ends` are its range."""
    ends = fields.pop("ends", (None, None))
    kind = fields.pop("range_of", "identification") if ends[0] is not None else None
    return finding(
        id,
        value,
        low=ends[0],
        high=ends[1],
        range_of=kind,
        definition=border,
        border=BORDERS[border],
        subject=subject,
        **fields,
    )


def turnout() -> list[Finding]:
    """Return the gap of 2018 under three borders and what stands beside it."""
    year: dict[str, Any] = {"period": "2018"}
    name = "gap.turnout_riksdag"
    part = {"part": Label(en="votes", sv="röster")}
    votes = Note(message="{part}", sv="{part}", values=part)
    return [
        gap(TURNOUT, name, "water", -0.51, ends=(-0.72, -0.43), verdict="decided", **year),
        gap(TURNOUT, name, "yearbook", 1.68, ends=(-0.25, 2.38), verdict="open", **year),
        gap(TURNOUT, name, "outer", -3.42, ends=(-6.10, -1.40), verdict="decided", **year),
        gap(TURNOUT, f"{name}.counted", "water", -1.50, **(year | {"method": votes})),
        gap(TURNOUT, f"{name}.anywhere", "water", None, ends=(-9.39, 6.94), verdict="open", **year),
        gap(
            TURNOUT,
            f"{name}.tipping",
            "yearbook",
            2758,
            unit="count",
            caveats=(
                Note(
                    message="At most {n:,.0f} of {all:,.0f}.",
                    sv="Högst {n:,.0f} av {all:,.0f}.",
                    values={"n": 932, "all": 4839},
                ),
            ),
            **(year | {"method": votes}),
        ),
    ]


def schools() -> list[Finding]:
    """Return a gap whose weights are not known; the ends are made up, all hold both signs."""
    fields: dict[str, Any] = {
        "period": "2024/25",
        "unit": "points",
        "range_of": "weights",
        "verdict": "open",
    }
    return [
        gap(MERIT, "gap.merit_rating", "water", 10.5, ends=(-8.0, 29.0), **fields),
        gap(MERIT, "gap.merit_rating", "yearbook", 13.3, ends=(-7.0, 31.0), **fields),
        gap(MERIT, "gap.merit_rating", "outer", -3.9, ends=(-27.0, 20.0), **fields),
    ]


def employed() -> list[Finding]:
    """Return the gap of 2016, decided under three borders."""
    name = "gap.employed_per_100_eligible"
    fields: dict[str, Any] = {"period": "2016", "unit": "per 100", "verdict": "decided"}
    return [
        gap(EMPLOYED, name, "water", -2.42, ends=(-2.57, -2.26), **fields),
        gap(EMPLOYED, name, "yearbook", -0.80, ends=(-1.02, -0.68), **fields),
        gap(EMPLOYED, name, "outer", -4.10, ends=(-4.31, -3.77), **fields),
    ]


def shares() -> list[Finding]:
    """Return how much of the differences lies between the sides, with its benchmarks."""
    name = "inequality.turnout_riksdag"
    fields: dict[str, Any] = {"unit": "share", "subject": TURNOUT, "period": "2018"}
    sides: dict[str, Any] = {"definition": "water", "border": BORDERS["water"]}
    return [
        finding(f"{name}.between_share", 0.002, verdict="assumption", **fields, **sides),
        finding(f"{name}.between_share.random_mean", 0.059, **fields, **sides),
        finding(f"{name}.between_share.greatest", 0.52, **fields, **sides),
        finding(f"{name}.most_divided", 0.54, areas=("Rinkeby-Kista",), **fields),
    ]


def everything() -> Findings:
    """Return all examples."""
    return Findings([*turnout(), *schools(), *employed(), *shares()])
