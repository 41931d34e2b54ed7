"""A number is from the finding that its words are about; where several are, that is told."""

from equity.briefing.tracing.fitting import Known, may_differ, words_around
from equity.briefing.tracing.tokens import tokens
from equity.briefing.tracing.trace import Tracer
from equity.findings import Finding, Findings, Label, Note


def level(area: str, value: float, period: str = "2018", unit: str = "per 100") -> Finding:
    """Return a made-up level of an area."""
    return Finding(
        id=f"level.made_up.{area}",
        value=value,
        low=value - 2,
        high=value + 2,
        range_of="identification",
        unit=unit,
        period=period,
        areas=(area,),
        method=Note(message="Made up."),
        sources=("made-up",),
        subject=Label(en="made-up measure", sv="påhittat mått"),
    )


def best(text: str, n: int, *findings: Finding, beside: str = "") -> list[tuple[str, str]]:
    """Return id and field of all that fit the n-th number of an English text best."""
    numbers = list(tokens(text, "en"))
    known = Known(Findings(findings), "en")
    found = known.best(numbers[n], words_around(text, numbers, n, beside), frozenset())
    return [(finding.id, name) for finding, name in found]


def test_of_two_equal_numbers_the_one_of_the_area_in_the_sentence_is_meant():
    two = level("Åsen", 50), level("Ön", 50)
    assert best("In Ön it is 50.", 0, *two) == [("level.made_up.Ön", "value")]
    assert best("In Åsen it is 50.", 0, *two) == [("level.made_up.Åsen", "value")]


def test_what_was_said_before_tells_where_the_sentence_does_not():
    two = level("Åsen", 50), level("Ön", 50)
    assert best("Ön comes first. It is at 50.", 0, *two) == [("level.made_up.Ön", "value")]


def test_a_cell_is_of_the_area_that_its_row_is_about():
    two = level("Åsen", 50), level("Ön", 50)
    for area in ("Ön", "Åsen"):
        assert best("50", 0, *two, beside=f"{area} 50 Value") == [
            (f"level.made_up.{area}", "value")
        ]


def test_an_end_of_a_range_is_of_the_finding_that_has_both_ends():
    two = level("Åsen", 50), level("Ön", 46).model_copy(update={"low": 40.0})
    assert best("It is 48–52.", 0, *two) == [("level.made_up.Åsen", "low")]
    assert best("It is 40–48.", 1, *two) == [("level.made_up.Ön", "high")]


def test_the_unit_that_follows_tells_which_finding_is_meant():
    two = level("Ön", 50, unit="MSEK"), level("Åsen", 50, unit="per cent")
    assert best("It is 50 million SEK.", 0, *two) == [("level.made_up.Ön", "value")]
    assert best("It is 50%.", 0, *two) == [("level.made_up.Åsen", "value")]


def test_a_number_that_two_findings_fit_as_well_is_told_with_both():
    two = Findings([level("Ön", 50), level("Åsen", 50)])
    tracer = Tracer(two, "en")
    tracer.mark("It is 50.")
    (told,) = tracer.doubtful
    assert told.startswith("50 in 'It is 50.': ")
    assert all(f"level.made_up.{area}, 2018" in told for area in ("Ön", "Åsen"))
    tracer.mark("In Ön it is 50.")
    assert len(tracer.doubtful) == 1


def test_a_year_that_findings_share_is_the_same_year_whichever_is_meant():
    two = level("Ön", 50), level("Åsen", 60)
    tracer = Tracer(Findings(two), "en")
    assert "data-field=period" in tracer.mark("In 2018.")
    assert tracer.doubtful == []
    assert not may_differ([(two[0], "period"), (two[1], "period")])
    assert may_differ([(two[0], "value"), (two[1], "value")])
