"""Tables of the money: who pays for which project, and amounts that are listed, not added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from equity.projects.costs.amounts import REASONS
from equity.projects.costs.payers import CLASSES, who_pays
from equity.projects.costs.reconcile import beside
from equity.projects.counted.words import in_both
from equity.projects.forecast import target_of
from equity.wording.messages import N_, translate
from equity.wording.names import capital
from equity.wording.numbers import number
from equity.wording.passages import Passage, Table
from equity.wording.sections.projects import REGISTRY

_PHASES: Final = {
    "forecast": N_("forecast"),
    "decided": N_("decided"),
    "grant": N_("grant"),
    "contract": N_("contract"),
    "budget": N_("budget"),
    "outcome": N_("outcome"),
    "spent": N_("spent"),
}


def payer_table(projects: pd.DataFrame, payers: pd.DataFrame, language: str) -> Passage:
    """Return every project with who pays by the statement's principles, and why.

    projects, payers: as in `costs.payers.who_pays`, the names of projects in both languages.
    """
    reason = "reason_sv" if language == "sv" else "reason"
    rows = tuple(
        (
            str(row["project_id"]),
            str(row[f"name_{language}"]),
            capital(CLASSES[str(row["payer_class"])].text(language)),
            capital(str(row[reason])),
        )
        for row in who_pays(projects, payers).to_dict("records")
    )
    heads = (N_("Id"), N_("Project"), N_("Who pays"), N_("Why"))
    title = translate("Who pays, by the statement's principles", language)
    table = Table(
        caption=title,
        columns=tuple(translate(head, language) for head in heads),
        rows=rows,
        numeric=(False,) * 4,
        file="payers.csv",
        origins=tuple(row[0] for row in rows),
        taken=("project_id", f"{REGISTRY}:name_{language}", "", reason),
    )
    return Passage(kind="text", anchor="payers", title=title, table=table, language=language)


def amount_table(
    amounts: pd.DataFrame,
    facts: pd.DataFrame,
    language: str,
    *,
    city_payers: Iterable[str] = (),
) -> Passage:
    """Return the published amounts that cannot be set against the forecast, each with its reason.

    Nothing in it is added to anything. amounts: the registry's; facts: the budget's;
    city_payers: what the city is called where it pays.
    """
    listed = beside(amounts, target_of(facts), city_payers)
    rows = tuple(
        (
            str(row["project_id"]),
            amount_cell(row["amount"], str(row["unit"]), language),
            translate(_PHASES.get(str(row["phase"]), str(row["phase"])), language),
            years_cell(row["year_from"], row["year_to"]),
            in_both(_text(row["payer"], language)).text(language),
            REASONS[str(row["reason"])].text(language),
            _text(row["source_id"], language),
        )
        for row in listed.to_dict("records")
    )
    heads = (
        N_("Id"),
        N_("Amount"),
        N_("Phase"),
        N_("Years"),
        N_("Payer"),
        N_("Why not added"),
        N_("Source"),
    )
    title = translate("Published amounts, listed and not added", language)
    table = Table(
        caption=title,
        columns=tuple(translate(head, language) for head in heads),
        rows=rows,
        numeric=(False, True, False, False, False, False, False),
        file="project_amounts.csv",
        origins=tuple(f"line {int(str(n)) + 2}" for n in listed.index),
        taken=("project_id", "amount unit", "", "year_from year_to", "payer", "", "source_id"),
    )
    return Passage(kind="text", anchor="amounts", title=title, table=table, language=language)


def amount_cell(value: Any, unit: str, language: str) -> str:
    """Return an amount as a table shows it; "not known" for a missing one.

    >>> amount_cell(25.0, "MEUR", "en")
    '25 million euro'
    """
    if pd.isna(value):
        return translate("not known", language)
    names = {"MSEK": N_("million SEK"), "MEUR": N_("million euro")}
    typed = f"{float(value):.3f}".rstrip("0").rstrip(".")
    shown = number(float(value), len(typed.partition(".")[2]), language)
    return f"{shown} {translate(names.get(unit, unit), language)}"


def years_cell(first: Any, last: Any) -> str:
    """Return the years from first to last, one year once; empty where neither is known.

    >>> years_cell(2015, 2019), years_cell(2016, 2016)
    ('2015–2019', '2016')
    """
    known = [str(int(year)) for year in (first, last) if not pd.isna(year)]
    return "–".join(dict.fromkeys(known))


def _text(value: Any, language: str) -> str:
    return translate("not stated", language) if pd.isna(value) or value == "" else str(value)
