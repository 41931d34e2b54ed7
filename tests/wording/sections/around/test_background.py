"""What stands around the answer: question, unknowns, method, sources and tables."""

import pytest

from equity.differences.profile import profile
from equity.findings import Label, Note
from equity.raw.sources import Source
from equity.wording.passages import Table
from equity.wording.sections.around.background import method, question, sources
from equity.wording.sections.around.unknown import unknowns
from equity.wording.sections.listed.tables import gaps_table, levels_table
from wording import examples as ex

SOURCES = {
    "s": Source("s", "Made-up votes", "Påhittad utgivare", "2020-01-01", "example.org", "", ""),
    "z": Source("z", "Åkrar", "Äppelverket", "not stated", "", "", "CC0"),
    "a": Source("a", "Zoner", "Äppelverket", "2019", "", "", "not stated"),
}


def test_the_question_names_measures_and_borders():
    asked = question(ex.everything(), "sv")
    assert asked.title == "Skiljer sig norr och söder åt?"
    assert asked.paragraphs[1] == (
        "Gränsen dras på de här sätten: Vattnet, Årsboken och Ytterstaden."
    )
    one = question(ex.turnout(), "en")
    assert one.title == "Turnout in the Riksdag election: do north and south differ?"


def test_what_leaves_most_open_stands_first_with_whom_to_ask():
    facts = {"merit_rating": Label(en="x", sv="antalet elever i årskurs 9 per skola")}
    told = unknowns(ex.everything(), facts, SOURCES, "sv").items
    assert [item.split()[0] for item in told] == [
        "Meritvärde",
        "Valdeltagande",
        "Förvärvsarbetande",
    ]
    assert "Ta först reda på antalet elever i årskurs 9 per skola." in told[0]
    assert "gränsen Ytterstaden är spannet 47,0\u00a0poäng brett" in told[0]
    assert all("Vem kan svara: Påhittad utgivare." in item for item in told)


def test_what_one_more_table_is_worth_is_told():
    found = [f for f in ex.turnout() if f.definition == "water"]
    told = unknowns(found, {}, {}, "sv").items[0]
    assert "skulle spannet vara 16,3\u00a0procentenheter" in told
    assert "Vem kan svara" not in told


def test_nothing_unknown_is_said_to_be_nothing():
    exact = [ex.gap(ex.TURNOUT, "gap.t", "water", 1.0, ends=(1.0, 1.0), verdict="decided")]
    told = unknowns(exact, {}, {}, "sv")
    assert told.items == ()
    assert told.paragraphs == ("Inget av det som frågats är öppet.",)


def levels() -> list:
    """Return levels of two periods, without a gap, that leave some people out."""
    fields = {"unit": "per cent", "subject": ex.TURNOUT, "indicator": "t.riksdag"}
    return [
        ex.finding(
            f"level.t.riksdag.{name}",
            2.0,
            period=year,
            caveats=(Note(message="{left} out.", sv="{left} saknas.", values={"left": left}),),
            **fields,
        )
        for year, left in [("2016", 7), ("2017", 5304)]
        for name in ("Farsta", "Älvsjö")
    ]


def test_levels_without_a_gap_tell_what_to_find_out_and_what_is_left_over():
    facts = {"t": Label(en="x", sv="folkmängden")}
    told = unknowns(levels(), facts, SOURCES, "sv")
    assert told.paragraphs == ()
    assert told.items == (
        "Valdeltagande i riksdagsvalet 2017: ingen skillnad mellan norr och söder är uträknad."
        " 5304 saknas. Ta först reda på folkmängden. Vem kan svara: Påhittad utgivare.",
    )


def test_a_page_asked_for_a_period_speaks_of_that_period():
    (item,) = unknowns(levels(), {}, {}, "sv", "2016").items
    assert "2016" in item
    assert "7 saknas." in item
    old = [f.model_copy(update={"period": "2014"}) for f in ex.turnout()]
    (item,) = unknowns([*old, *ex.turnout()], {}, {}, "sv", "2014").items
    assert item.startswith("Valdeltagande i riksdagsvalet 2014")


def test_a_variant_asks_for_the_fact_of_its_indicator():
    found = [f.model_copy(update={"indicator": "turnout_riksdag.men"}) for f in ex.turnout()[:1]]
    found = [f.model_copy(update={"id": "gap.turnout_riksdag.men"}) for f in found]
    facts = {"turnout_riksdag": Label(en="where they voted")}
    assert "Find out first: where they voted." in unknowns(found, facts, {}, "en").items[0]


def test_the_published_levels_of_the_city_are_not_said_to_leave_nothing_open(city):
    for indicator, fact in [
        ("social_assistance", "folkmängd"),
        ("employment_rate_foreign_born", "antalen bakom procenttalen"),
    ]:
        found = profile(city.observations, city.sides, city.neighbours, indicator=indicator)
        (item,) = unknowns(found, city.facts, city.sources, "sv").items
        assert fact in item
        assert ("5\u202f304" in item) == (indicator == "social_assistance")


def test_a_caveat_is_told_once():
    caveat = Note(message="Rounded.", sv="Avrundat.")
    found = [f.model_copy(update={"caveats": (caveat,)}) for f in ex.employed()]
    told = method(found, "sv").items
    assert told.count("Avrundat.") == 1
    assert told.count("Påhittat.") == 1


def test_a_note_that_differs_in_numbers_stands_for_the_latest_period():
    found = [
        f.model_copy(
            update={
                "period": year,
                "method": Note(message="{n} left out.", sv="{n} saknas.", values={"n": n}),
            }
        )
        for year, n in [("2014", 3), ("2018", 5), ("2016", 4)]
        for f in ex.employed()[:1]
    ]
    told = method(found, "sv").items
    assert told == ("Förvärvsarbetande per 100 röstberättigade 2018: 5 saknas.",)


def test_the_method_explains_every_verdict():
    told = " ".join(method(ex.employed(), "sv").paragraphs)
    for label in ("Avgjort:", "Beror på hur gränsen dras:", "Går inte att avgöra:"):
        assert label in told


def test_sources_are_in_swedish_order_and_say_what_is_not_stated():
    table = sources(SOURCES, ["z", "s", "a", "s"], "sv").table
    assert [row[2] for row in table.rows] == ["Made-up votes", "Zoner", "Åkrar"]
    assert table.rows[0][5] == "inte angivet"
    assert table.rows[2][3] == "inte angivet"


def test_a_source_that_is_not_known_is_named():
    with pytest.raises(ValueError, match="no source q"):
        sources(SOURCES, ["q", "s"], "en")


def test_the_table_of_gaps_has_a_row_a_border_and_no_steps():
    table = gaps_table(ex.everything(), "sv")
    assert len(table.rows) == 9
    assert table.rows[1] == (
        "Valdeltagande i riksdagsvalet",
        "2018",
        "Årsboken",
        "\u22120,3",
        "+2,4",
        "+1,7",
        "procentenheter",
        "Går inte att avgöra",
    )
    assert table.numeric == (False, False, False, True, True, True, False, False)


def test_the_table_of_levels_has_the_whole_first_and_then_swedish_order():
    names = ["Östermalm", "Älvsjö", "", "Åkeshov", "Vällingby"]
    fields = {"unit": "per cent", "subject": ex.TURNOUT, "period": "2018"}
    found = [
        ex.finding(f"level.t.{name}" if name else "level.t", 80.0 + 1 / 3, **fields)
        for name in names
    ]
    table = levels_table(found, "sv")
    assert [row[0] for row in table.rows] == [
        "Hela staden",
        "Vällingby",
        "Åkeshov",
        "Älvsjö",
        "Östermalm",
    ]
    assert table.rows[0][4:] == ("–", "–", "80,3", "procent")


def test_all_rows_of_a_unit_have_the_same_decimals():
    found = [
        ex.gap(ex.TURNOUT, "gap.t", border, value, verdict="decided")
        for border, value in [("water", 1.5), ("outer", 0.02)]
    ]
    assert [row[5] for row in gaps_table(found, "en").rows] == ["+1.50", "+0.02"]


def test_a_table_with_a_crooked_row_is_refused():
    with pytest.raises(ValueError, match="cells"):
        Table(caption="c", columns=("a", "b"), rows=(("1",),), numeric=(True, True))
