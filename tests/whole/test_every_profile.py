"""The profile's notebook, cell by cell in this process, for everything that the city declares."""

import ast
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import equity
from equity.briefing.audit import audit
from equity.briefing.content import read_content
from equity.briefing.packing import packed_plotly
from equity.briefing.page import render_page
from equity.city import City
from equity.differences.profile import profile
from equity.findings import Findings
from equity.runs.notebooks import find, source

LANGUAGES = ("sv", "en")
DECLARED = (
    "turnout_riksdag",
    "turnout_region",
    "turnout_kommunfullmaktige",
    "employed_per_100_eligible",
    "employment_rate_foreign_born",
    "merit_rating",
    "all_subjects_passed",
    "eligible_vocational",
    "social_assistance",
    "household_income_mean",
    "employed_per_100_eligible.riksdag_2018",
    "employed_per_100_eligible.kommunfullmaktige_2014",
)


DRAWN = ("map", "divided", "ranking", "ranges", "slopes")
HEAVIEST = 2_500_000  # bytes of a page, plotly.js among them
HEAVIEST_OURS = 400_000  # and without it
HEAVIEST_OURS = 400_000  # and without it
# Charts take most of the time: each is drawn in one language quickly, in the other slowly.
CASES = [
    pytest.param(name, language, drawn, marks=[pytest.mark.slow] if drawn and not quick else [])
    for at, name in enumerate(DECLARED)
    for which, language in enumerate(LANGUAGES)
    for quick in [at % 2 == which]
    for drawn in ([True] if quick else [False, True])
]


@pytest.fixture(scope="module")
def measured(city: City) -> Callable[[str], Findings]:
    """Return a function that measures each indicator once for all of its pages."""

    @functools.cache
    def of(indicator: str) -> Findings:
        pairs = city.neighbours
        return profile(city.observations, city.sides, pairs, indicator=indicator)

    return of


def shown(code: str, names: dict[str, Any]) -> Iterator[Any]:
    """Run one cell; yield what it displays, and its last expression, as a notebook would."""
    displayed: list[Any] = []
    names["display"] = lambda *things: displayed.extend(things)
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if isinstance(last, ast.Expr):
        displayed.append(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    return (thing for thing in displayed if thing is not None)


def executed(cells: list[str], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return a notebook whose cells have run, each output as its bundle in strict JSON."""
    names: dict[str, Any] = dict(parameters)
    made = []
    for code in cells:
        bundles = [thing._repr_mimebundle_() for thing in shown(code, names)]
        text = json.dumps(bundles, allow_nan=False)
        outputs = [{"output_type": "display_data", "data": one} for one in json.loads(text)]
        made.append({"cell_type": "code", "source": code, "outputs": outputs})
    return {"cells": made, "metadata": {}}


def test_the_list_of_this_file_is_what_the_city_declares(city: City) -> None:
    assert set(DECLARED) == set(city.observations["indicator"])


@pytest.mark.parametrize(("indicator", "language", "drawn"), CASES)
def test_every_indicator_has_a_sound_page_in_every_language(
    root: Path,
    city: City,
    measured: Callable[[str], Findings],
    monkeypatch: pytest.MonkeyPatch,
    indicator: str,
    language: str,
    drawn: bool,
) -> None:
    monkeypatch.setattr(equity, "load", lambda _: city)
    monkeypatch.setattr(equity, "profile", lambda *_, indicator, **__: measured(indicator))
    for chart in () if drawn else DRAWN:
        monkeypatch.setattr(equity, chart, lambda *_, **__: None)
    cells = find("district_profile", root / "notebooks").cells
    codes = [
        source(cell)
        for cell in cells
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", [])
    ]
    asked = {
        "indicator": indicator,
        "period": "latest",
        "language": language,
        "data": "",
        "edition": "",
    }
    content = read_content(executed(codes, asked))
    assert content.language == language
    assert len(content.pieces) >= 5
    assert content.findings.to_json() == measured(indicator).to_json()
    made = render_page(content)
    assert f'<html lang="{language}"' in made
    assert audit(made) == []
    assert len(made.encode()) <= HEAVIEST
    assert len(made.encode()) - len(packed_plotly()) <= HEAVIEST_OURS
