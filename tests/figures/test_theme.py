import plotly.io
import pytest

from equity.figures.theme import DARK, LIGHT, STEPS, colour, contrast, ink_on, template


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "north", "south"])
def test_text_stands_out_from_the_paper(name: str, mode: str) -> None:
    assert contrast(colour(name, mode), colour("paper", mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", ["hatch", "outline"])
def test_marks_stand_out_from_the_paper(name: str, mode: str) -> None:
    assert contrast(colour(name, mode), colour("paper", mode)) >= 3


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_number_can_be_read_on_every_step(step: str, mode: str) -> None:
    assert contrast(colour(ink_on(step), mode), colour(step, mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_step_is_stronger_against_the_paper_than_the_one_before(mode: str) -> None:
    strengths = [contrast(colour(step, mode), colour("paper", mode)) for step in STEPS]
    assert strengths == sorted(strengths)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sides_are_about_equally_light(mode: str) -> None:
    ratio = contrast(colour("north", mode), colour("south", mode))
    assert ratio < 1.3


def test_every_light_colour_has_one_name_and_a_dark_twin() -> None:
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert LIGHT.keys() == DARK.keys()


def test_an_unknown_colour_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no colour 'red'; known: paper"):
        colour("red")


def test_the_template_is_registered_nowhere() -> None:
    before = plotly.io.templates.default
    template()
    assert plotly.io.templates.default == before
    assert "equity" not in plotly.io.templates
