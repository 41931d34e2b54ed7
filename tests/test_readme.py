"""The README's numbers are those that come out."""

import re

import pytest

import equity
from equity.differences.gaps import gap


@pytest.fixture(scope="module")
def said(root):
    return (root / "README.md").read_text("utf-8")


def test_the_gap_of_2018_reads_as_it_comes_out(said, city):
    found = gap(city.observations, city.default, indicator="turnout_riksdag", period="2018")
    main = found.get("gap.turnout_riksdag", "2018", "water")
    counted = found.get("gap.turnout_riksdag.counted", "2018", "water")
    numbers = [f"{x:.2f}".replace("-", "−") for x in (counted.value, main.low, main.high)]
    sentence = said[said.index("**Votes that belong") :].split("\n* ")[0]
    assert re.findall(r"−\d+\.\d+", sentence) == numbers


def test_every_notebook_is_named(said, root):
    for notebook in (root / "notebooks").glob("*.ipynb"):
        assert f"`{notebook.stem}`" in said


def test_the_example_of_a_definition_runs(said, city):
    block = said[said.index("from equity.findings import Label") :].split("```")[0]
    names = {"equity": equity, "city": city}
    exec(compile(block, "README.md", "exec"), names)
    assert names["harbour"].north == ("Norrmalm", "Östermalm")


def test_nothing_is_left_to_fill_in(said):
    assert "@@" not in said


def test_both_commands_stand_on_the_first_screen(said):
    first = "\n".join(said.splitlines()[:25])
    assert "make briefing" in first
    assert "make test" in first
