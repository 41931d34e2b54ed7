"""The real registry placed by hand, straight from the raw tables, and baselines from them."""

import pandas as pd

from equity.findings import Label
from equity.projects.baselines import Baseline, people, people_without


def placed_by_hand(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a project and site; what has no known place or number of sites is unknown."""
    rows = []
    for project in tables["projects"].itertuples():
        head = (project.project_id, project.list, project.kind)
        sites = tables["project_sites"]
        sites = sites[sites["project_id"] == project.project_id]
        if project.scope == "citywide":
            rows.append((*head, None, 1.0, "citywide", ""))
            continue
        if pd.isna(project.sites_total):
            rows.append((*head, None, 1.0, "unknown", ""))
            continue
        total = int(project.sites_total)
        rows += [
            (*head, site.district, 1 / total, "known", site.basis) for site in sites.itertuples()
        ]
        if len(sites) < total:
            rows.append((*head, None, (total - len(sites)) / total, "unknown", ""))
    columns = ["project_id", "list", "kind", "district", "share", "status", "basis"]
    return pd.DataFrame(rows, columns=columns)


def published_baselines(tables: dict[str, pd.DataFrame]) -> dict[str, Baseline]:
    """Return the five baselines, from the raw tables."""

    def districts(name: str, column: str, **where: object) -> tuple[pd.Series, float]:
        table = tables[name]
        for key, value in where.items():
            table = table[table[key] == value]
        of_districts = table[table["level"] == "district"].set_index("area")[column]
        return of_districts, float(table.loc[table["level"] == "city", column].iloc[0])

    eligible, _ = districts("turnout_by_district", "eligible", year=2018, election="region")
    employed, all_employed = districts(
        "employment_by_district", "employed_residents_16plus", year=2016
    )
    helped, all_helped = districts("social_assistance_by_district", "recipients", year=2016)
    living, _ = districts("population_by_district", "population_2011")
    votes = tables["turnout_by_constituency"]
    votes = votes[(votes["year"] == 2018) & (votes["election"] == "riksdag")]
    parts = votes[votes["level"] == "part of district"].set_index("area")
    loose = votes[votes["level"] == "unallocated"].set_index("constituency")["voters"].to_dict()
    found = [
        people(
            eligible,
            name="eligible",
            period="2018",
            label=Label(en="those eligible", sv="de röstberättigade"),
            sources=["val-2018"],
        ),
        people(
            employed,
            name="employed",
            period="2016",
            label=Label(en="employed residents", sv="förvärvsarbetande"),
            sources=["yearbook-b014-2016"],
            unallocated=all_employed - employed.sum(),
        ),
        people_without(
            parts["eligible"],
            parts["voters"],
            pool=parts["constituency"],
            unallocated=loose,
            name="non_voters",
            period="2018",
            label=Label(en="non-voters", sv="icke-röstande"),
            sources=["val-2018", "val-collecting-2022"],
        ),
        people(
            helped,
            name="recipients",
            period="2016",
            label=Label(en="recipients of social assistance", sv="biståndsmottagare"),
            sources=["yearbook-b020-2017"],
            unallocated=all_helped - helped.sum(),
            need=True,
        ),
        people(
            living,
            name="population",
            period="2011",
            label=Label(en="residents", sv="invånare"),
            sources=["yearbook-a1-2012"],
        ),
    ]
    return {baseline.name: baseline for baseline in found}
