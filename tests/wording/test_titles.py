"""Titles and captions of charts, from what they show."""

import pytest

from equity.wording.titles import made_caption


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_caption_names_few_sources_and_leaves_many_to_the_rows(language: str) -> None:
    few = made_caption("per cent", ["made-up-b", "made-up-a"], "What.", language)
    many = made_caption("per cent", [f"made-up-{n}" for n in range(9)], "What.", language)
    assert few.index("made-up-a") < few.index("made-up-b")
    assert "made-up" not in many
    assert many.endswith(
        {"sv": "Källor: många, nämnda vid raderna.", "en": "Sources: many, named at the rows."}[
            language
        ]
    )
