"""Area by area: levels of the latest periods, with everything they may be."""

import pandas as pd

from equity.findings import Note
from equity.wording.sections.listed.districts import districts
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


def test_an_area_is_told_the_ranks_it_may_have():
    ranks = ex.finding(
        "level.t.rank.Farsta",
        low=2,
        high=5,
        range_of="identification",
        unit="rank",
        period="2018",
        areas=("Farsta",),
        subject=ex.TURNOUT,
        method=Note(message="{districts:d}", values={"districts": 14}),
    )
    (claim,) = districts([level(".Farsta", "2018", 84.0), ranks], "sv").claims
    assert "Platsen kan vara 2–\u20605 av 14, räknat från den lägsta." in claim.text[0]
    assert ranks.key in claim.findings
    known = ranks.model_copy(update={"value": 3.0, "low": 3.0, "high": 3.0})
    (claim,) = districts([level(".Farsta", "2018", 84.0), known], "sv").claims
    assert "Platsen är 3 av 14" in claim.text[0]


def test_projects_known_in_an_area_are_named_and_the_others_stand_first():
    projects = pd.DataFrame(
        {"project_id": ["a", "b"], "name_sv": ["Påhitt ett", "Påhitt två"], "name_en": ["1", "2"]}
    )
    placed = pd.DataFrame(
        {"project_id": ["a", "b"], "district": ["Farsta", None], "status": ["known", "unknown"]}
    )
    found = [level(".Farsta", "2018", 84.0), level(".Kista", "2018", 80.0)]
    told = districts(found, "sv", projects=projects, placed=placed)
    assert told.claims[0].text[-1] == "Kända projekt här: Påhitt ett."
    assert told.claims[1].text[-1] == "Inget projekt är känt här."
    assert any("vilket område som helst: Påhitt två." in text for text in told.paragraphs)


def test_each_area_has_an_address_that_survives_a_mail_program():
    claims = districts([level(".Älvsjö", "2018", 1.0), level(".Öarna", "2018", 1.0)], "sv").claims
    assert [claim.anchor for claim in claims] == ["area-alvsjo", "area-oarna"]


def test_what_is_not_known_of_one_area_alone_stands_beside_it():
    note = Note(message="Hidden: {n:d}.", sv="Dolda: {n:d}.", values={"n": 1})
    found = [level(".Farsta", "2018", 1.0, caveats=(note,)), level(".Kista", "2018", 1.0)]
    farsta, kista = districts(found, "sv").claims
    assert farsta.sure == ("Valdeltagande i riksdagsvalet 2018: Dolda: 1.",)
    assert kista.sure == ()
