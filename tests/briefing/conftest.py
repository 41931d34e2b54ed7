"""The content of a page on the real city, without its charts: what the notebooks show."""

from collections.abc import Callable
from typing import Any

import pytest

import equity
from equity.briefing.content import Content, read_content
from made_up_pages import notebook_of


@pytest.fixture(scope="session")
def real_content(city: Any) -> Callable[[str], Content]:
    tables, ours = city.tables, city.identity.payers
    facts, amounts, projects = tables["budget_facts"], tables["project_amounts"], tables["projects"]
    differences = equity.overview(
        city.observations, city.sides, city.neighbours, indicators=city.headline
    )
    spread = equity.balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=projects,
        facts=facts,
        amounts=amounts,
        apart=city.apart,
        city_payers=ours,
    )
    money = equity.forecast(facts, amounts, city_payers=ours)
    risk = equity.scenarios(tables["it_overrun_reference"], money)
    found = equity.in_short(differences + spread + money) + risk

    def content(language: str) -> Content:
        shown = [
            equity.question(found, language, city.sides.values()),
            equity.say(found, language),
            equity.say(risk, language),
            equity.districts(found, language, projects=projects, placed=city.projects),
            equity.unknowns(found, city.facts, city.sources, language),
            equity.project_table(projects, city.projects, language),
            equity.amount_table(amounts, facts, language),
            equity.payer_table(projects, tables["payers"], language),
            found,
            equity.method(found, language),
            equity.sources(city.sources, found.sources, language),
            equity.about(city.identity, city.sources, found.sources, language, folder=city.folder),
        ]
        return read_content(notebook_of(shown))

    return content
