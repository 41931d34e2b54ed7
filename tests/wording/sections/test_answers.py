"""The answer: most decided first, doubt within two sentences, and plain words."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.findings import Finding, Findings, Note
from equity.wording.passages import MEDIA_TYPE, Passage
from equity.wording.sections.answers import answer, headlines
from equity.wording.verdicts import gaps
from wording import examples as ex
from wording.sections.reading import lix, sentences, words_a_sentence


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


def test_lix_of_a_known_text_is_right():
    assert lix(["Vi ser en båt.", "Katten sover."]) == pytest.approx(6 / 2 + 0)
    assert lix(["Förvaltningen svarar inte."]) == pytest.approx(3 + 100 * 2 / 3 - 100 / 3)


def test_the_answer_is_easy_to_read():
    told = sentences(answer(ex.everything(), "sv"))
    assert words_a_sentence(told) < 20
    assert lix(told) < 45


def test_the_most_decided_stands_first(language):
    claims = answer(ex.everything(), language).claims
    assert [c.verdict for c in claims] == ["decided", "assumption", "definitions", "open"]


def test_doubt_stands_in_the_first_two_sentences():
    first, second, *_ = answer(ex.everything(), "sv").paragraphs
    assert "beror det på hur gränsen mellan norr och söder dras om det går att avgöra" in first
    assert "går det inte att avgöra" in second


def gap(low: float, value: float, high: float, definition: str, verdict: str) -> Finding:
    return ex.turnout()[0].model_copy(
        update={
            "low": low,
            "value": value,
            "high": high,
            "definition": definition,
            "verdict": verdict,
        }
    )


BELOW = gap(-2, -1.5, -1, "water", "decided")
ABOVE = gap(1, 1.5, 2, "yearbook", "decided")
ABOVE_IF = gap(-1, 1.5, 2, "yearbook", "assumption")
OPEN = gap(-1, 0.5, 2, "yearbook", "open")


@pytest.mark.parametrize(
    ("other", "title", "meaning"),
    [
        (ABOVE, "the answer depends on where", "Different borders give different answers."),
        (
            ABOVE.model_copy(update={"verdict": "assumption"}),
            "the answer may depend on where",
            "unless an assumption holds: then different",
        ),
        (ABOVE_IF, "the answer may depend on where", "unless an assumption holds: then different"),
        (OPEN, "whether it can be told depends", "With some borders there is an answer, with"),
    ],
)
def test_borders_are_said_to_disagree_only_as_far_as_they_do(other, title, meaning):
    told = answer([BELOW, other], "en")
    assert told.claims[0].verdict == "definitions"
    assert title in told.claims[0].title
    assert told.claims[0].sure[0].count(meaning) == 1
    assert title.partition(" depend")[0] in told.paragraphs[0]


@given(
    st.lists(
        st.tuples(
            st.floats(-9, 9),
            st.floats(0, 9),
            st.floats(0, 1),
            st.sampled_from(["assumption", "open"]),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_no_borders_are_said_to_give_different_answers_where_two_ranges_share_a_value(drawn):
    found = [
        gap(low, low + share * width, low + width, f"border {n}", verdict)
        for n, (low, width, share, verdict) in enumerate(drawn)
    ]
    least_high, greatest_low = min(f.high for f in found), max(f.low for f in found)
    told = answer(found, "en").claims[0]
    if "Different borders give different answers." in told.sure:
        assert least_high <= 0 <= greatest_low
    if least_high < 0 < greatest_low and all(f.verdict == "assumption" for f in found):
        assert told.verdict == "definitions"


def test_only_what_is_decided_is_told_as_a_fact():
    told = answer(ex.employed(), "sv").paragraphs
    assert told[0] == (
        "För förvärvsarbetande per 100 röstberättigade 2016 ligger norr under söder med alla"
        " gränser som prövats."
    )


def test_many_measures_are_not_named_one_by_one():
    found = [
        f.model_copy(update={"id": f"gap.made_up_{n}"}) for n in range(4) for f in ex.employed()
    ]
    assert answer(found, "sv").paragraphs[0].startswith("För flera mått ligger norr under söder")


def test_headlines_are_three_sentences_with_the_doubt_among_them(language):
    passage = answer(ex.everything(), language)
    told = headlines(passage)
    assert len(told) == len(set(told)) == 3
    assert told[:2] == passage.paragraphs[:2]
    assert all(line.endswith(".") for line in told)
    assert headlines(answer(ex.employed(), language))[1].startswith(
        {"sv": "Förvärvsarbetande", "en": "Employed"}[language]
    )


def test_a_claim_keeps_the_keys_of_all_it_was_made_from(language):
    claim = answer(ex.turnout(), language).claims[0]
    assert ("gap.turnout_riksdag", "2018", "yearbook") in claim.findings
    assert ("gap.turnout_riksdag.tipping", "2018", "yearbook") in claim.findings
    assert ("gap.turnout_riksdag.counted", "2018", "water") in claim.findings
    known = {f.key for f in ex.turnout()}
    assert set(claim.findings) <= known


def test_the_tipping_point_and_the_wrong_figure_stand_beside_the_claim():
    sure = " ".join(answer(ex.turnout(), "sv").claims[0].sure)
    assert "vänder svaret om minst 2\u202f758\u00a0röster" in sure
    assert "Högst 932 av 4\u202f839." in sure
    assert "utanför det möjliga, så det kan inte stämma" in sure


def test_a_counted_figure_inside_the_range_is_not_called_wrong():
    found = ex.turnout()
    found[3] = found[3].model_copy(update={"value": -0.5})
    assert "kan inte stämma" not in " ".join(answer(found, "sv").claims[0].sure)


def test_where_all_is_known_nothing_is_said_of_the_unknown():
    exact = [ex.gap(ex.EMPLOYED, "gap.t", b, 2.0, verdict="decided") for b in ("water", "outer")]
    assert answer(exact, "sv").claims[0].sure == ("Allt som behövs för svaret är känt.",)


def test_where_every_range_holds_both_signs_some_assumptions_decide_nothing():
    found = [f.model_copy(update={"verdict": "assumption"}) for f in ex.schools()[:2]]
    passage = answer([*found, ex.schools()[2]], "sv")
    assert passage.claims[0].verdict == "open"
    assert "går det inte att avgöra" in passage.paragraphs[0]
    assert "Under ett antagande ser norr ut att ligga 10,5" in passage.claims[0].text[0]


def test_only_a_decided_range_is_drawn_as_decided():
    marks = answer(ex.turnout(), "sv").claims[0].ranges
    assert [(m.label, m.decided) for m in marks] == [
        ("Vattnet", True),
        ("Årsboken", False),
        ("Ytterstaden", True),
    ]
    assert (marks[0].low, marks[0].high, marks[0].value) == (-0.72, -0.43, -0.51)


def test_an_assumption_is_named_beside_the_claim():
    held = Note(message="Held to a factor.", sv="Hållet till en faktor.")
    found = [
        ex.gap(ex.TURNOUT, "gap.t", "water", 1.7, ends=(-0.2, 2.4), verdict="assumption"),
        ex.gap(
            ex.TURNOUT,
            "gap.t.factor_2",
            "water",
            None,
            ends=(0.9, 2.1),
            method=held,
            verdict="assumption",
        ),
    ]
    claim = answer(found, "sv").claims[0]
    assert claim.verdict_label == "Avgjort under ett antagande"
    assert "Hållet till en faktor." in claim.sure
    assert "går det inte att avgöra" in claim.title
    assert not claim.ranges[0].decided


def test_an_assumption_behind_the_range_itself_is_the_first_caveat():
    read = Note(message="Read from the rows.", sv="Utläst ur raderna.")
    found = [
        ex.gap(
            ex.TURNOUT, "gap.t", border, -1, ends=(-2, -0.5), verdict="assumption", caveats=(read,)
        )
        for border in ("water", "outer")
    ]
    claim = answer(found, "sv").claims[0]
    assert claim.title == "Valdeltagande i riksdagsvalet: norr ser ut att ligga under söder."
    assert claim.sure.count("Utläst ur raderna.") == 1


def test_the_latest_period_is_taken_unless_one_is_given(language):
    old = [f.model_copy(update={"period": "2014"}) for f in ex.turnout()[:3]]
    found = Findings([*old, *ex.turnout(), *ex.schools()])
    assert {f.period for f in gaps(found)["turnout_riksdag"]} == {"2018"}
    assert list(gaps(found, "2014")) == ["turnout_riksdag"]
    assert "2014" in answer(found, language, "2014").claims[0].title


def test_an_answer_to_nothing_is_refused(language):
    with pytest.raises(ValueError, match="no level of period latest"):
        answer([], language)


def test_nothing_is_left_in_english_on_a_swedish_answer():
    told = " ".join(sentences(answer(ex.everything(), "sv"))).lower()
    assert re.findall(r"\b(the|border|north|south|with|range|is)\b", told) == []


def test_an_answer_carries_itself_as_data(language):
    passage = answer(ex.everything(), language)
    bundle = passage._repr_mimebundle_()
    again = Passage.model_validate(json.loads(json.dumps(bundle[MEDIA_TYPE])))
    assert again == passage


def test_what_comes_from_data_is_text_and_not_markup():
    evil = ex.TURNOUT.model_copy(update={"sv": '"><img onerror=x> <script>'})
    found = [f.model_copy(update={"subject": evil}) for f in ex.employed()]
    shown = answer(found, "sv")._repr_mimebundle_()["text/html"]
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown
