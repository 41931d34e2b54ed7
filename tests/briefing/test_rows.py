import pytest

from equity.briefing.marks import PAD, WIDTH, range_marks
from equity.briefing.rows import Rows
from equity.findings import Findings, Note
from equity.wording.passages import RangeMark
from made_up_pages import all_findings, finding


def mark(low: float | None, high: float | None, *, decided: bool = True) -> RangeMark:
    value = -1.0 if low is None else None
    return RangeMark(label="a", low=low, high=high, value=value, decided=decided, text="")


def test_chips_come_in_the_order_of_the_rows_each_once() -> None:
    rows = Rows(all_findings(), "sv")
    keys = [f.key for f in all_findings()]
    assert [c.text for c in rows.chips([keys[4], keys[0], keys[2], keys[0]])] == ["1", "3", "5"]
    assert [c.text for c in rows.chips(keys)] == ["1–5"]


def test_a_row_that_a_number_leads_to_leads_back_to_what_holds_the_number() -> None:
    rows = Rows(all_findings(), "sv")
    text = "about <a href=#row-2 data-field=low>1</a> and <a href=#row-3>2</a>, row-4"
    assert rows.refer(text, "area-b") == {f.key for f in list(all_findings())[1:3]}
    assert [row.back for row in rows.table()[0]] == ["", "area-b", "area-b", "", ""]


def test_no_two_chips_share_an_address() -> None:
    rows = Rows(all_findings(), "sv")
    keys = [f.key for f in all_findings()]
    ids = [c.id for _ in range(3) for c in rows.chips(keys[:1])]
    assert len(set(ids)) == 3


def test_a_row_leads_back_to_where_it_is_first_used() -> None:
    rows = Rows(all_findings(), "sv")
    first, *_ = rows.chips([finding(-0.7, -0.4).key])
    rows.chips([finding(-0.7, -0.4).key])
    assert rows.table()[0][0].back == first.id
    assert rows.table()[0][1].back == ""


@pytest.mark.parametrize(("language", "value"), [("sv", "−0,6"), ("en", "−0.6")])
def test_a_row_is_written_as_its_language_does(language: str, value: str) -> None:
    row = Rows(all_findings(), language).table()[0][0]
    assert row.value == value
    assert row.unit == ("procentenheter" if language == "sv" else "percentage points")


def test_an_open_range_is_hatched_and_has_caps() -> None:
    solid, hatched = range_marks([mark(-2, -1), mark(-1, 1, decided=False)])
    assert "url(#hatch)" in hatched
    assert "url(#hatch)" not in solid


def test_ranges_beside_a_claim_share_one_scale_and_one_zero() -> None:
    drawn = range_marks([mark(-4, -2), mark(-1, 4), mark(None, None)])
    zeros = {svg.split('stroke="var(--ink)"')[0].rsplit("M", 1)[1] for svg in drawn}
    assert len(zeros) == 1


def test_a_mark_with_nothing_to_draw_is_refused() -> None:
    empty = RangeMark(label="tom", low=None, high=None, value=None, decided=False, text="")
    with pytest.raises(ValueError, match="'tom'"):
        range_marks([empty])


def test_a_bar_of_a_share_is_as_long_as_its_part_of_the_whole() -> None:
    (drawn,) = range_marks([mark(0, 0.25).model_copy(update={"whole": 1.0})])
    assert 'x="4.0"' in drawn
    assert f'width="{(WIDTH - 2 * PAD) / 4:.1f}"' in drawn


def test_drawings_that_are_compared_share_a_scale_that_need_not_hold_zero() -> None:
    first, last = mark(80, 90), mark(60, 70)
    (alone,) = range_marks([first], zero=False)
    (beside,) = range_marks([first], among=[first, last], zero=False)
    assert alone != beside
    assert 'stroke-width="2"' not in beside


def test_too_many_runs_of_rows_become_one_link() -> None:
    rows = Rows(all_findings(), "sv")
    keys = [f.key for f in all_findings()]
    assert [c.text for c in rows.chips(keys[::2], most=2)] == ["1–5"]
    assert [c.text for c in rows.chips(keys[::2], most=3)] == ["1", "3", "5"]


def test_what_to_mind_in_every_row_made_alike_stands_behind_how_it_was_made() -> None:
    always, once = Note(message="Always.", sv="Alltid."), Note(message="Once.", sv="En gång.")
    found = [
        finding(-0.7, -0.4, border).model_copy(update={"caveats": caveats})
        for border, caveats in (("water", (always, once)), ("outer", (always,)))
    ]
    (first, second), notes = Rows(Findings(found), "sv").table()
    how = notes[first.notes[0] - 1]
    assert [notes[n - 1].text for n in how.also] == ["Alltid.", "Källor: made-up."]
    assert how.shown == f"{how.text} ({how.also[0]}) ({how.also[1]})"
    assert [notes[n - 1].text for n in first.notes[1:]] == ["En gång."]
    assert second.notes == first.notes[:1]


def test_what_a_row_rests_on_is_a_note_that_others_share() -> None:
    many = tuple(f"made-up-{n}" for n in range(5))
    found = [
        finding(-0.7, -0.4, border).model_copy(update={"sources": many})
        for border in ("water", "outer")
    ]
    rows, notes = Rows(Findings([*found, finding(0.1, 0.2, "yearbook")]), "sv").table()
    first, second, plain = ([notes[n - 1].text for n in row.notes] for row in rows)
    assert first == second
    assert first[-1] == f"Källor: {', '.join(many)}."
    assert plain[-1] == "Källor: made-up."
