"""Area by area: levels of the latest periods, with everything they may be."""

from equity.wording.sections.districts import districts
from wording import examples as ex

FIELDS = {"unit": "per cent", "subject": ex.TURNOUT}


def level(name, period, value=None, ends=(None, None), **fields):
    kind = "identification" if ends[0] is not None else None
    return ex.finding(
        f"level.t{name}",
        value,
        low=ends[0],
        high=ends[1],
        range_of=kind,
        period=period,
        **(FIELDS | fields),
    )


def test_each_area_has_a_claim_of_its_own_in_swedish_order():
    found = [
        level(".Östermalm", "2018", 91.0),
        level(".Åkeshov", "2018", 80.0),
        level("", "2018", 87.3),
        level(".rank.lowest", "2018", 1, unit="districts", areas=("Åkeshov",)),
        level(".north", "2018", 87.1, definition="water"),
    ]
    assert [claim.title for claim in districts(found, "sv").claims] == ["Åkeshov", "Östermalm"]


def test_an_area_is_told_by_its_range_and_its_latest_period():
    found = [
        level(".Farsta", "2014", 84.0),
        level(".Farsta", "2018", 84.9, (81.4, 90.8)),
    ]
    (claim,) = districts(found, "sv").claims
    assert len(claim.text) == 1
    assert "Farsta ligger på 81,4–\u206090,8\u00a0%, var det okända än hör hemma." in claim.text[0]
    assert claim.findings == (("level.t.Farsta", "2018", None),)
    assert claim.ranges[0].finding == claim.findings[0]
    assert not claim.ranges[0].decided


def test_no_levels_make_no_claims():
    assert districts(ex.turnout(), "en").claims == ()


def test_an_area_is_told_of_the_period_asked_for():
    found = [level(".Farsta", year, 84.0) for year in ("2014", "2018")]
    (claim,) = districts(found, "sv", "2014").claims
    assert claim.findings == (("level.t.Farsta", "2014", None),)
