"""Sentences never claim more than the finding allows, and never point the wrong way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.findings import Finding, Label, Note
from equity.wording.sentences import sentence, statement
from equity.wording.verdicts import may_turn, rung, sign, together, verdict_label
from wording import examples as ex

LANGUAGES = st.sampled_from(["sv", "en"])
NUMBERS = st.floats(min_value=-500, max_value=500, allow_nan=False).map(lambda x: round(x, 6) + 0.0)
UNTOLD = {"sv": "går det inte att avgöra om", "en": "it cannot be told whether"}
SEEMS = {"sv": (" ser ", " ut att "), "en": (" seems to ", " seem to ")}
UP = {"gap": {"sv": " över söder", "en": " above the south"}}
DOWN = {"gap": {"sv": " under söder", "en": " below the south"}}
UP["change"] = {"sv": " stigit ", "en": " risen "}
DOWN["change"] = {"sv": " sjunkit ", "en": " fallen "}
STEPS = [
    "",
    ".counted",
    ".anywhere",
    ".factor_2",
    ".factor_1_5",
    ".from_90",
    ".men",
    ".men.factor_2",
]


@st.composite
def findings(draw, topic="gap", steps=("",)) -> Finding:
    """Any finding with a direction: exact, with a range, or with a range and no value."""
    ends = draw(st.none() | st.tuples(NUMBERS, NUMBERS).map(sorted))
    value = (
        draw(st.none() | NUMBERS)
        if ends is None
        else draw(st.none() | st.floats(min_value=ends[0], max_value=ends[1]))
    )
    border = draw(st.none() | st.just(Label(en="Canal", sv="Kanalen")))
    return ex.finding(
        f"{topic}.width{draw(st.sampled_from(steps))}",
        value,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        range_of=draw(st.sampled_from(["identification", "weights", "scenario", "definitions"]))
        if ends
        else None,
        unit=draw(st.sampled_from(["percentage points", "points", "per 100", "tkr", "index"])),
        period=draw(st.sampled_from([None, "2018", "2024/25", "2014..2018"])),
        definition="canal",
        border=border,
        verdict=draw(st.sampled_from(["decided", "assumption", "definitions", "open", None])),
    )


@pytest.mark.parametrize("topic", ["gap", "change"])
@given(data=st.data(), language=LANGUAGES)
def test_the_direction_is_that_of_the_sign(topic, data, language):
    finding = data.draw(findings(topic, STEPS))
    told = sentence(finding, language).replace(".", " .")
    untold = UNTOLD[language]
    said = "".join(part for part in re.split(r"(?<= )\. ", told) if untold not in part)
    up, down = UP[topic][language] in said, DOWN[topic][language] in said
    assert not (up and down)
    if up or down:
        assert sign(finding) == (1 if up else -1)


@pytest.mark.parametrize("topic", ["gap", "change"])
@given(data=st.data(), language=LANGUAGES)
def test_what_may_turn_cannot_be_told(topic, data, language):
    finding = data.draw(findings(topic, [s for s in STEPS if s != ".counted"]))
    told = sentence(finding, language)
    if may_turn(finding) or (finding.verdict == "open" and rung(finding)):
        assert UNTOLD[language] in told


@pytest.mark.parametrize("topic", ["gap", "change"])
@given(data=st.data(), language=LANGUAGES)
def test_a_fact_is_stated_only_where_the_verdict_and_the_range_decide_it(topic, data, language):
    finding = data.draw(findings(topic, [s for s in STEPS if s != ".counted"]))
    told = sentence(finding, language)
    hedged = UNTOLD[language] in told or any(word in told for word in SEEMS[language])
    known = finding.value is not None or finding.low is not None
    exact = finding.low is None or finding.low == finding.high
    decided = finding.verdict in ("decided", "definitions") or (finding.verdict is None and exact)
    assumed = topic == "gap" and any(word in finding.id for word in ("factor", "from"))
    if known and (may_turn(finding) or not decided or assumed):
        assert hedged
    if known and decided and not may_turn(finding) and not assumed:
        assert not hedged


@given(finding=findings("gap", STEPS), language=LANGUAGES)
def test_signs_and_spaces_are_those_of_the_language(finding, language):
    told = sentence(finding, language)
    assert not re.search(r"-\d", told)
    assert not re.search(r"\d (%|procentenheter|poäng|tkr|percentage|points)", told)
    if language == "sv":
        assert not re.search(r"\d\.\d", told)
    assert "{" not in told
    assert told.endswith(".")
    assert ".." not in told


@given(
    topic=st.sampled_from(["level", "inequality", "spatial", "robustness", "balance"]),
    detail=st.sampled_from(
        [
            "",
            ".north",
            ".Kista",
            ".between_share",
            ".moran_i",
            ".share_agreeing",
            ".between_share.greatest",
            ".most_divided",
        ]
    ),
    data=st.data(),
    language=LANGUAGES,
)
def test_a_magnitude_under_an_assumption_only_seems(topic, detail, data, language):
    drawn = data.draw(findings())
    finding = drawn.model_copy(update={"id": f"{topic}.width{detail}", "areas": ("Kista",)})
    told = sentence(finding, language)
    known = finding.value is not None or finding.low is not None
    turns_open = may_turn(finding) and finding.verdict == "assumption"
    if known and finding.verdict == "assumption" and not turns_open:
        assert any(word in told for word in SEEMS[language])
    assert not re.search(r"-\d", told)
    assert "{" not in told


@pytest.mark.parametrize(
    ("index", "swedish", "english"),
    [
        (
            0,
            "Valdeltagande i riksdagsvalet 2018: med gränsen Vattnet ligger norr 0,4–0,7"
            " procentenheter under söder, var det okända än hör hemma.",
            "Turnout in the Riksdag election in 2018: with the border Water, the north is 0.4–0.7"
            " percentage points below the south, wherever the unknown belongs.",
        ),
        (
            1,
            "Valdeltagande i riksdagsvalet 2018: med gränsen Årsboken går det inte att avgöra om"
            " norr ligger över eller under söder. Spannet är −0,3 till +2,4 procentenheter.",
            "Turnout in the Riksdag election in 2018: with the border Yearbook, it cannot be told"
            " whether the north is above or below the south. The range is −0.3 to +2.4 percentage"
            " points.",
        ),
        (
            3,
            "Valdeltagande i riksdagsvalet 2018: med gränsen Vattnet och bara det som hör till ett"
            " område hamnar norr 1,5 procentenheter under söder. Då saknas en del röster.",
            "Turnout in the Riksdag election in 2018: with the border Water and only what is tied"
            " to an area, the north ends up 1.5 percentage points below the south. Some votes are"
            " missing in it.",
        ),
        (
            5,
            "Valdeltagande i riksdagsvalet 2018: med gränsen Årsboken vänder svaret om minst 2 758"
            " röster hör hemma någon annanstans än antaget.",
            "Turnout in the Riksdag election in 2018: with the border Yearbook, the answer turns"
            " if at least 2,758 votes belong elsewhere than assumed.",
        ),
    ],
)
def test_a_known_finding_reads_so(index, swedish, english):
    finding = ex.turnout()[index]
    assert plain(sentence(finding, "sv")) == swedish
    assert plain(sentence(finding, "en")) == english


def test_an_open_range_with_an_assumption_says_both():
    finding = ex.gap(
        ex.TURNOUT, "gap.t", "yearbook", 1.68, ends=(-0.25, 2.38), verdict="assumption"
    )
    assert plain(statement(finding, "sv")) == (
        "Med gränsen Årsboken går det inte att avgöra om norr ligger över eller under söder."
        " Spannet är −0,3 till +2,4 procentenheter. Under ett antagande ser norr ut att ligga 1,7"
        " procentenheter över söder."
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("factor_2", "antagandet att delarna skiljer sig högst 2 gånger"),
        ("factor_1_5", "antagandet att delarna skiljer sig högst 1,5 gånger"),
        ("from_90", "antagandet att dolda tal är minst 90"),
        ("anywhere", "det okända var som helst"),
        ("women_2018", "(women 2018)"),
    ],
)
def test_a_step_of_the_ladder_names_its_assumption(step, words):
    finding = ex.gap(ex.TURNOUT, f"gap.t.{step}", "water", None, ends=(0.5, 1.9))
    assert words in sentence(finding, "sv")


def test_ranks_are_told_as_shares_of_all_borders_and_not_as_tests():
    rank = ex.gap(ex.TURNOUT, "gap.t.rank_all", "water", 0.87, unit="share", verdict="decided")
    assert plain(statement(rank, "sv")) == (
        "87 % av alla gränser med samma antal områden på sidorna ger minst lika stor skillnad som"
        " Vattnet. Det är en rangordning, inte ett test."
    )
    near = rank.model_copy(update={"id": "gap.t.rank_contiguous", "value": 0.04})
    assert plain(statement(near, "en")).startswith("4.0% of all borders that keep both sides")


def test_levels_name_their_place_and_their_whole_range():
    fields = {"unit": "per cent", "period": "2018", "subject": ex.TURNOUT}
    area = ex.finding(
        "level.t.Rinkeby-Kista", 66.5, low=61.96, high=77.8, range_of="identification", **fields
    )
    city = ex.finding("level.t", 87.3, verdict="decided", **fields)
    north = ex.finding(
        "level.t.north",
        87.1,
        verdict="assumption",
        definition="water",
        border=ex.BORDERS["water"],
        **fields,
    )
    assert plain(statement(area, "sv")) == (
        "Rinkeby-Kista ligger på 62,0–77,8 %, var det okända än hör hemma."
    )
    assert plain(statement(city, "sv")) == "Hela staden ligger på 87,3 %."
    assert plain(statement(north, "sv")) == "Med gränsen Vattnet ser norr ut att ligga på 87,1 %."


def test_a_share_of_the_differences_has_its_benchmarks():
    told = [plain(statement(finding, "sv")) for finding in ex.shares()]
    assert told == [
        "Med gränsen Vattnet ser 0,2 % av områdenas skillnader ut att ligga mellan norr och söder.",
        "En gräns på måfå, med samma antal områden på sidorna, ser ut att ge 5,9 % i genomsnitt.",
        "Den gräns som delar mest, med samma antal områden på sidorna, ser ut att ge 52 %.",
        "Rinkeby-Kista mot resten ser ut att svara för 54 % av områdenas skillnader.",
    ]


def test_what_seems_is_told_by_its_value_and_its_range():
    share = ex.shares()[0].model_copy(
        update={"low": 0.0, "high": 0.06, "range_of": "identification", "verdict": None}
    )
    assert plain(statement(share, "sv")) == (
        "Med gränsen Vattnet ser 0,2 % av områdenas skillnader ut att ligga mellan norr och söder."
        " Spannet är 0,0–6,0 %."
    )


def test_without_a_verdict_shares_ranks_and_likeness_only_seem():
    rank = ex.gap(ex.TURNOUT, "gap.t.rank_contiguous", "water", 0.87, unit="share")
    moran = ex.finding("spatial.t.moran_i", 0.2, unit="index")
    for finding in (rank, moran, *ex.shares()):
        assert " ut att " in sentence(finding, "sv")
        decided = finding.model_copy(update={"verdict": "decided"})
        assert " ut att " not in sentence(decided, "sv")


def test_which_area_is_lowest_is_told_only_where_one_can_be():
    one = ex.finding(
        "level.t.rank.lowest", 1, unit="districts", areas=("Kista",), verdict="decided"
    )
    two = one.model_copy(update={"value": 2, "areas": ("Kista", "Farsta"), "verdict": "open"})
    assert statement(one, "sv") == "Kista ligger lägst."
    unknown = one.model_copy(update={"range_of": "identification"})
    assert statement(unknown, "sv") == "Kista ligger lägst, var det okända än hör hemma."
    assert statement(two, "sv") == (
        "Det går inte att avgöra vilket område som ligger lägst. Det kan vara Kista eller Farsta."
    )


def test_agreement_is_null_where_the_first_choice_is_open():
    some = ex.finding("robustness.t.share_agreeing", 2 / 3, unit="share")
    none = ex.finding("robustness.t.share_agreeing", None, unit="share")
    assert "67\u00a0% av alla rimliga sätt" in sentence(some, "sv")
    assert "riktningen går inte att avgöra" in sentence(none, "sv")


def test_the_spread_over_all_choices_is_what_the_gap_may_be():
    spread = ex.finding(
        "robustness.t.spread", -2.4, low=-4.3, high=0.4, range_of="definitions", unit="per 100"
    )
    assert plain(statement(spread, "sv")) == (
        "Med alla rimliga sätt att räkna kan skillnaden vara −4,3 till +0,4 per 100."
    )


def test_moran_says_how_it_is_read():
    shown = {"unit": "index", "verdict": "decided"}
    method = Note(message="Expected {expected:.2f}.", values={"expected": -1 / 13})
    told = plain(sentence(ex.finding("spatial.t.moran_i", 0.234, method=method, **shown), "sv"))
    assert told == (
        "T: likheten mellan grannar (Morans I) är 0,23. En omblandad karta ger −0,08 i genomsnitt."
        " Däröver liknar grannar varandra, och därunder skiljer de sig åt."
    )
    without = plain(sentence(ex.finding("spatial.t.moran_i", 0.234, **shown), "sv"))
    assert without == "T: likheten mellan grannar (Morans I) är 0,23."


def test_a_change_of_the_gap_and_a_change_of_a_level_differ_in_words():
    gap = ex.gap(ex.TURNOUT, "change.t", "water", 0.5, period="2014..2018", verdict="decided")
    level = ex.finding("change.t.Farsta", -1.2, period="2014..2018", verdict="decided")
    assert plain(sentence(gap, "sv")) == (
        "Valdeltagande i riksdagsvalet från 2014 till 2018: med gränsen Vattnet har norr stigit"
        " 0,5 procentenheter jämfört med söder."
    )
    assert plain(sentence(level, "en")) == (
        "T from 2014 to 2018: Farsta has fallen 1.2 percentage points."
    )


def test_nothing_between_north_and_south_is_level():
    even = ex.gap(ex.TURNOUT, "gap.t", "water", 0.0, verdict="decided")
    assert plain(statement(even, "sv")) == "Med gränsen Vattnet ligger norr och söder lika."


def test_a_gap_too_small_to_show_is_less_than_what_is_shown():
    tiny = ex.gap(ex.TURNOUT, "gap.t", "water", -1e-7, verdict="decided")
    assert "mindre än 0,001\u00a0procentenheter under söder" in sentence(tiny, "sv")


def test_what_is_not_known_is_said_to_be_so():
    for topic in ("gap", "change", "level", "inequality", "spatial", "robustness", "balance"):
        told = sentence(ex.finding(f"{topic}.t", None, definition="water"), "sv")
        assert any(word in told for word in ("känd", "inte känt")), told


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        ("decided", "Avgjort"),
        ("assumption", "Avgjort under ett antagande"),
        ("definitions", "Beror på hur gränsen dras"),
        ("open", "Går inte att avgöra"),
        (None, ""),
    ],
)
def test_every_verdict_has_its_label(verdict, label):
    assert verdict_label(verdict, "sv") == label


def test_borders_together_have_one_verdict():
    below, open_, above = (
        ex.gap(ex.TURNOUT, "gap.t", "water", v, ends=ends, verdict=verdict)
        for v, ends, verdict in [
            (-1, (-2, -0.5), "decided"),
            (0.2, (-1, 1), "open"),
            (1, (0.5, 2), "assumption"),
        ]
    )
    assert together([below, below]) == "decided"
    assert together([above, above]) == "assumption"
    assert together([open_, open_]) == "open"
    assert together([below, open_]) == "definitions"
    assert together([below, above]) == "definitions"
    assumed = open_.model_copy(update={"verdict": "assumption"})
    assert together([assumed, assumed]) == "assumption"
    assert together([assumed, open_]) == "open"
    with pytest.raises(ValueError, match="no findings"):
        together([])


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fi'"):
        sentence(ex.turnout()[0], "fi")


def plain(text: str) -> str:
    return text.replace("\u2060", "").replace("\u00a0", " ").replace("\u202f", " ")
