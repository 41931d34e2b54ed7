"""A finding alone shows as its sentence and its row, with text from data as text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from equity.displays import sharing_notes, with_notes
from equity.findings import Finding, Label, Note

NOTES = st.dictionaries(st.sampled_from(["message", "sv"]), st.text(max_size=3))
FIELDS = st.fixed_dictionaries({"id": st.text(), "method": NOTES, "caveats": st.lists(NOTES)})


def made_up(**changed):
    fields = {
        "id": "gap.made_up",
        "value": -0.5,
        "low": -0.75,
        "high": -0.25,
        "range_of": "identification",
        "unit": "percentage points",
        "period": "2018",
        "definition": "river",
        "verdict": "decided",
        "method": Note(message="{left:,.0f} made-up votes placed", values={"left": 1200}),
        "sources": ("made-up",),
        "subject": Label(en="Made-up turnout"),
        "border": Label(en="the river"),
    }
    return Finding(**(fields | changed))


def test_a_terminal_shows_one_sentence():
    assert repr(made_up()) == str(made_up())
    assert repr(made_up()) == (
        "Made-up turnout (gap.made_up), 2018, the river: −0.5 percentage points, "
        "anything from −0.75 to −0.25; decided."
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": None}, "anything from −0.75 to −0.25 percentage points; decided."),
        ({"low": None, "high": None, "range_of": None}, ": −0.5 percentage points; decided."),
        ({"low": -0.5, "high": -0.5}, ": −0.5 percentage points; decided."),
        (
            {"value": None, "low": None, "high": None, "range_of": None, "verdict": "open"},
            ": not known; cannot be told.",
        ),
        ({"value": None, "low": None, "high": None, "areas": ("Ön", "Ängen")}, ": Ön, Ängen;"),
    ],
)
def test_what_is_not_known_is_never_told_as_a_number(changed, told):
    assert told in repr(made_up(**changed))


def test_a_notebook_shows_the_sentence_how_it_was_made_and_the_row():
    shown, _ = InteractiveShell().display_formatter.format(made_up())
    assert shown["text/plain"].splitlines() == [repr(made_up()), "1,200 made-up votes placed"]
    assert '<th scope="col">period</th>' in shown["text/html"]
    assert "<td>−0.75</td>" in shown["text/html"]
    assert "{'" not in shown["text/html"] + shown["text/plain"]


def test_text_from_data_stays_text():
    hostile = made_up(subject=Label(en="<script>alert(1)</script>"))
    assert "<script>" not in hostile._repr_mimebundle_()["text/html"]


@given(st.lists(FIELDS))
def test_notes_that_stand_once_come_back_to_every_finding_that_says_them(fields):
    shared = json.loads(json.dumps(sharing_notes(fields)))
    assert list(with_notes(shared)) == fields
    told = [note for one in fields for note in (one["method"], *one["caveats"])]
    assert len(shared["notes"]) == len({json.dumps(note) for note in told})
