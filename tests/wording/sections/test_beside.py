"""The sentence above several measures follows their ranges, in both languages."""

import pytest

from equity.findings import Finding
from equity.wording.sections.beside import beside_caption, beside_title
from made_up_pages import finding

SURE = [finding(-3, -1), finding(-2, -1, "outer")]
OPEN = [finding(-3, 1), finding(-2, 4, "outer")]
TURNING = [finding(-3, -1), finding(1, 2, "outer")]


def named(gaps: list[Finding], name: str) -> list[Finding]:
    return [f.model_copy(update={"id": f"gap.{name}", "subject": None}) for f in gaps]


def test_only_what_is_decided_with_every_border_is_named() -> None:
    gaps = {
        "a": named(SURE, "made_up_sure"),
        "b": named(OPEN, "made_up_open"),
        "c": named(TURNING, "made_up_turning"),
    }
    title = beside_title(gaps, "en")
    assert title.startswith("Only for made up sure")
    assert "open" not in title
    assert "turning" not in title


@pytest.mark.parametrize(
    ("language", "none", "every"),
    [("en", "For no measure", "For every measure"), ("sv", "Inte för något", "För alla mått")],
)
def test_all_and_none_are_said_in_words(language: str, none: str, every: str) -> None:
    assert beside_title({"a": OPEN, "b": TURNING}, language).startswith(none)
    assert beside_title({"a": SURE, "b": SURE}, language).startswith(every)


def test_nothing_to_tell_of_is_refused() -> None:
    with pytest.raises(ValueError, match="no indicator"):
        beside_title({}, "en")


def test_the_caption_names_the_sources_and_no_unit() -> None:
    assert beside_caption(SURE, "Made up.", "en").startswith("Made up. Sources: ")
