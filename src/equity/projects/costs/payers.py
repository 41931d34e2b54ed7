"""Who pays by the statement's principles: a reasoned class a project, and what cannot be told."""

from __future__ import annotations

import pandas as pd

from equity.findings import Finding, Label, Note

CLASSES = {
    "operation": Label(en="the operation that uses it", sv="verksamheten som använder den"),
    "executive_board": Label(en="the city executive board", sv="kommunstyrelsen"),
    "network_companies": Label(en="the city's network companies", sv="stadens nätbolag"),
    "outside": Label(en="not a project of the city's own", sv="inte stadens eget projekt"),
    "cannot_be_told": Label(en="cannot be told", sv="går inte att avgöra"),
}


def who_pays(projects: pd.DataFrame, payers: pd.DataFrame) -> pd.DataFrame:
    """Return every project with its class of payer and the reason, in the order of the projects.

    projects: project_id and what else should stand there. payers: project_id, payer_class,
    reason, reason_sv. Raises ValueError, naming the project, for one without a class, with two,
    with a class that does not exist or without a reason.

    >>> projects = pd.DataFrame({"project_id": ["P1"]})
    >>> payers = pd.DataFrame({"project_id": ["P1"], "payer_class": ["operation"],
    ...     "reason": ["used in home care"], "reason_sv": ["används i hemtjänsten"]})
    >>> who_pays(projects, payers)["payer_class"].tolist()
    ['operation']
    """
    _require_classes(payers)
    known = set(projects["project_id"])
    for one in payers["project_id"]:
        if one not in known:
            raise ValueError(f"payers: no project {one!r}")
    for one in projects["project_id"]:
        if one not in set(payers["project_id"]):
            raise ValueError(f"project {one!r} has no class of payer; cannot_be_told is one")
    return projects.merge(payers, on="project_id", how="left", validate="one_to_one")


def payer_findings(payers: pd.DataFrame, sources: tuple[str, ...]) -> list[Finding]:
    """Return how many projects each class of payer has: `forecast.payers.<class>`."""
    _require_classes(payers)
    return [
        Finding(
            id=f"forecast.payers.{name}",
            value=float((payers["payer_class"] == name).sum()),
            unit="projects",
            verdict="decided" if name != "cannot_be_told" else "open",
            method=Note(
                message="Projects classed by the statement's principles: solutions of an "
                "operation are paid by the operation that uses them, common infrastructure is the "
                "city executive board's, network and equipment for data traffic the city's network "
                "companies'."
            ),
            sources=sources,
            caveats=(Note(message="The classes are our reading, a reason stands with each."),),
            subject=label,
        )
        for name, label in CLASSES.items()
    ]


def _require_classes(payers: pd.DataFrame) -> None:
    for row in payers.to_dict("records"):
        if row["payer_class"] not in CLASSES:
            raise ValueError(
                f"project {row['project_id']!r} has the class {row['payer_class']!r}, "
                f"expected one of {', '.join(CLASSES)}"
            )
        if pd.isna(row["reason"]) or not str(row["reason"]).strip():
            raise ValueError(f"project {row['project_id']!r} has a class without a reason")
    if not payers["project_id"].is_unique:
        twice = payers.loc[payers["project_id"].duplicated(), "project_id"].iloc[0]
        raise ValueError(f"project {twice!r} has two classes of payer")
