"""What changed since an earlier edition: verdicts first, both values, and nothing invented."""

from equity.findings import Findings
from equity.wording.sections.around.since import MOST, since
from wording import examples as ex

FILES = {"votes.csv": "a", "README.md": "x"}


def changed(found: Findings, id: str, definition: str, **fields) -> Findings:
    return Findings(
        f.model_copy(update=fields) if (f.id, f.definition) == (id, definition) else f
        for f in found
    )


def told(earlier: Findings, now: Findings | None = None, files=FILES, language="sv"):
    return since(now or ex.everything(), earlier, language, files=files, files_then=FILES)


def test_the_same_edition_twice_has_no_change():
    same = told(ex.everything())
    assert same.paragraphs == ("Inget har ändrats.",)
    assert same.items == ()
    assert same.table is None


def test_a_changed_verdict_stands_before_everything_else():
    earlier = changed(ex.everything(), "gap.turnout_riksdag", "water", verdict="open")
    first, *others = told(earlier, files=FILES | {"votes.csv": "b"}).items
    assert first == (
        "Valdeltagande i riksdagsvalet 2018 (Vattnet): bedömningen var ”går inte att avgöra”, "
        "den är nu ”avgjort”."
    )
    assert others == ["Ändrade filer: votes.csv."]


def test_a_changed_value_is_told_with_both():
    earlier = changed(
        ex.everything(), "gap.turnout_riksdag", "water", value=-0.6, low=-0.9, high=-0.5
    )
    table = told(earlier, language="en").table
    assert table is not None
    (row,) = table.rows
    assert row[0] == "Turnout in the Riksdag election"
    assert [cell.replace("\u00a0", " ") for cell in row[-2:]] == [
        "−0.9 to −0.5 percentage points",
        "−0.7 to −0.4 percentage points",
    ]
    assert table.origins == ("gap.turnout_riksdag|2018|water",)


def test_new_gone_and_other_files_are_named_and_what_only_follows_from_them_is_not():
    files = {"votes.csv": "b", "new.csv": "c", "README.md": "y"}
    items = since(ex.everything(), ex.everything(), "en", files=files,
                  files_then=FILES | {"old.csv": "d"}).items  # fmt: skip
    assert items == (
        "Files that changed: votes.csv.",
        "New files: new.csv.",
        "Files that are gone: old.csv.",
    )


def test_sources_that_come_or_go_are_named_by_their_ids_after_the_verdicts():
    earlier = changed(
        ex.everything(), "gap.turnout_riksdag", "water", verdict="open", sources=("made-up-2017",)
    )
    _, *others = told(earlier, files=FILES | {"votes.csv": "b"}, language="en").items
    assert others == ["Sources no longer used: made-up-2017.", "Files that changed: votes.csv."]
    now = changed(ex.everything(), "gap.turnout_riksdag", "water", sources=("made-up-2019",))
    passage = told(ex.everything(), now=now, language="sv")
    assert "Nya källor: made-up-2019." in passage.items


def test_results_that_come_or_go_are_said_to():
    few = Findings(ex.turnout())
    assert "results that the earlier edition did not have" in " ".join(
        told(few, language="en").items
    )
    gone = told(ex.everything(), now=few, language="en").items
    assert any("only the earlier edition had" in item for item in gone)


def test_a_long_table_says_that_there_is_more():
    def many(value: float) -> Findings:
        return Findings(ex.finding(f"gap.t{n}", value) for n in range(MOST + 1))

    passage = told(many(1.0), now=many(2.0), language="en")
    assert passage.table is not None
    assert len(passage.table.rows) == MOST
    assert any("More values changed" in item for item in passage.items)
