"""Which rows and maps of a city may be passed on, and what has to stay behind and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

from equity.city import City
from equity.export.declared import indicator_table, side_table
from equity.export.licences import Terms, licence_of, terms_of, terms_together, withheld
from equity.export.made import as_table, of_indicator, of_projects
from equity.findings import Findings
from equity.raw.descriptor import Resource
from equity.raw.sources import NOT_STATED, Catalogue
from equity.wording.messages import N_, translate

SIDES: Final = "sides.yaml"
REGISTRY: Final = ("projects", "project_sites", "project_amounts")
UNSTATED: Final = N_("No licence is stated, so whether it may be passed on is not known.")
CLOSED: Final = N_("The licence that is stated does not let it be passed on.")
ORPHANED: Final = N_("The project that it belongs to is left out.")
_ID: Final = re.compile(r"\[([a-z0-9][a-z0-9-]*)\]$")


@dataclass(frozen=True)
class LeftOut:
    """Rows that stay behind: of which table, how many (None: never made), and why.

    source_id: the sources that keep them back, between spaces; a row counts once, however many
    they are. licence: what those state, each once.
    """

    table: str
    what: str
    rows: int | None
    source_id: str
    licence: str
    reason: str


@dataclass(frozen=True)
class Chosen:
    """What may be passed on.

    tables: by name. maps: outlines by name, in the city's own projection. terms: of each table
    and map, by name. cited: the ids of the sources that they rest on. left_out: what stays.
    """

    tables: Mapping[str, pd.DataFrame]
    maps: Mapping[str, gpd.GeoDataFrame]
    terms: Mapping[str, tuple[Terms, ...]]
    cited: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def choose(city: City, catalogue: Catalogue) -> Chosen:
    """Return what of a city may be passed on.

    A row of observations, of the registry or of findings is passed on where the catalogue states
    for each source of its figures a licence that lets it; outlines and the city's own
    declarations where the licence of their file does. A table without a row is not there.
    """
    tables, left = _observations(city)
    registry, apart = _registry(city)
    tables |= registry
    left += apart
    found, more = _findings(city, tables)
    tables["findings"] = as_table(found)
    left += more
    rests = {name: list(_ids(table)) for name, table in tables.items()}
    terms = {name: terms_together(ids, city.sources) for name, ids in rests.items()}
    for name, file, own in (
        ("indicators", "indicators.yaml", indicator_table(city.indicators.values())),
        ("sides", SIDES, side_table(city.sides.values(), city.areas["area"].tolist())),
    ):
        known = _terms_of_file(catalogue, file)
        if known is not None:
            tables[name], terms[name] = own, (known,)
        else:
            left.append(LeftOut(name, file, len(own), "", NOT_STATED, UNSTATED))
    maps, of_maps, ids, apart = _maps(city, catalogue)
    cited = dict.fromkeys([*(one for ids in rests.values() for one in ids), *ids])
    whole = {name: table for name, table in tables.items() if len(table)}
    return Chosen(whole, maps, terms | of_maps, tuple(cited), tuple(left + apart))


def left_out_table(left: Iterable[LeftOut]) -> pd.DataFrame:
    """Return what stays behind one a row, with the reason in both languages."""
    rows = [
        (
            one.table,
            one.what,
            one.rows,
            one.source_id,
            one.licence,
            translate(one.reason, "en"),
            translate(one.reason, "sv"),
        )
        for one in left
    ]
    columns = ["table", "what", "rows", "source_id", "licence", "reason_en", "reason_sv"]
    return pd.DataFrame(rows, columns=columns).astype({"rows": "Int64"})


def _reason(licence: str) -> str:
    return UNSTATED if licence == NOT_STATED else CLOSED


def _ids(table: pd.DataFrame) -> Iterator[str]:
    """Yield the ids of the sources that a table's rows rest on, each once."""
    names = [n for n in ("source_id", "more_sources", "sources") if n in table]
    cells = [text for name in names for text in table[name].dropna().unique()]
    yield from dict.fromkeys(one for text in cells for one in str(text).split())


def _kept(
    city: City, name: str, table: pd.DataFrame, what: Iterable[str]
) -> tuple[pd.DataFrame, list[LeftOut]]:
    """Return the rows that may be passed on, and the others told by what they are and source."""
    if table.empty:
        return table, []
    columns = [n for n in ("source_id", "more_sources", "sources") if n in table]
    texts = table[columns].fillna("").astype(str).agg(" ".join, axis=1)
    blocked = {text: withheld(text.split(), city.sources) for text in texts.unique()}
    stays = texts.map(lambda text: bool(blocked[text]))
    told: dict[tuple[str, tuple[str, ...]], int] = {}
    for text, label in zip(texts[stays], pd.Series(list(what), table.index)[stays], strict=True):
        key = label, tuple(sorted(blocked[text]))
        told[key] = told.get(key, 0) + 1
    left = [_left(city, name, label, rows, ids) for (label, ids), rows in told.items()]
    return table[~stays].reset_index(drop=True), left


def _left(city: City, table: str, what: str, rows: int | None, ids: Iterable[str]) -> LeftOut:
    """Return rows that stay behind because of these sources."""
    licences = list(dict.fromkeys(licence_of(id, city.sources) for id in ids))
    reason = UNSTATED if licences == [NOT_STATED] else CLOSED
    return LeftOut(table, what, rows, " ".join(ids), "; ".join(licences), reason)


def _observations(city: City) -> tuple[dict[str, pd.DataFrame], list[LeftOut]]:
    table = city.observations
    kept, left = _kept(city, "observations", table, table["indicator"] + ", " + table["period"])
    return {"observations": kept}, left


def _registry(city: City) -> tuple[dict[str, pd.DataFrame], list[LeftOut]]:
    """Return the registry's rows; a site or an amount goes with its project or not at all."""
    tables: dict[str, pd.DataFrame] = {}
    left: list[LeftOut] = []
    for name in REGISTRY:
        if name not in city.tables:
            continue
        table = city.tables[name].reset_index(drop=True)
        kept, apart = _kept(city, name, table, ["all rows of this source"] * len(table))
        left += apart
        projects = tables.get("projects", kept)["project_id"]
        orphaned = ~kept["project_id"].isin(projects)
        if orphaned.any():
            what = ", ".join(dict.fromkeys(kept.loc[orphaned, "project_id"].astype(str)))
            left.append(LeftOut(name, what, int(orphaned.sum()), "", "", ORPHANED))
        tables[name] = kept[~orphaned].reset_index(drop=True)
    return tables, left


def _findings(city: City, kept: Mapping[str, pd.DataFrame]) -> tuple[Findings, list[LeftOut]]:
    """Return the findings whose every source lets them be passed on.

    Those of an indicator or a registry without one row that is passed on are not made.
    """
    found, left = Findings(), list[LeftOut]()
    made: list[tuple[str, Findings]] = []
    for indicator in city.observations["indicator"].unique():
        rows = city.observations[city.observations["indicator"] == indicator]
        if (kept["observations"]["indicator"] == indicator).any():
            made.append((indicator, of_indicator(city, indicator)))
        else:
            ids = withheld(_ids(rows), city.sources)
            left += [_left(city, "findings", indicator, None, ids)] if ids else []
    if "projects" in city.tables:
        if len(kept["projects"]):
            made += of_projects(city).items()
        else:
            ids = withheld(_ids(city.tables["projects"]), city.sources)
            left += [_left(city, "findings", "projects and money", None, ids)] if ids else []
    for what, findings in made:
        table = pd.DataFrame({"sources": [" ".join(one.sources) for one in findings]})
        table["at"] = range(len(table))
        stay, apart = _kept(city, "findings", table, [what] * len(table))
        known = list(findings)
        found = found + [known[at] for at in stay["at"]]
        left += apart
    return found, left


def _maps(
    city: City, catalogue: Catalogue
) -> tuple[dict[str, gpd.GeoDataFrame], dict[str, tuple[Terms, ...]], list[str], list[LeftOut]]:
    """Return the outlines, their terms, their sources, and those that stay behind.

    A district's side stands on the map where the file of the sides may be passed on.
    """
    of_sides = _terms_of_file(catalogue, SIDES)
    definitions = city.sides.values() if of_sides else ()
    sided = city.areas.assign(
        **{f"side_{one.id}": one.of(city.areas["area"]).fillna("") for one in definitions}
    )
    of_kind: dict[str, Resource] = {
        resource.geometry: resource for resource in catalogue.resources.values()
    }
    maps: dict[str, gpd.GeoDataFrame] = {}
    terms: dict[str, tuple[Terms, ...]] = {}
    ids: list[str] = []
    left: list[LeftOut] = []
    for name, frame, kind in (
        ("districts_map", sided, "coverage"),
        ("neighbourhoods_map", city.neighbourhoods, "coverage"),
        ("water_map", city.water, "areas"),
    ):
        resource = of_kind.get(kind)
        if resource is None or frame is None or not len(frame):
            continue
        known = terms_of(resource.licence)
        own = _sources_of(resource)
        if known is None:
            left.append(LeftOut(name, resource.path, len(frame), " ".join(own), resource.licence,
                                _reason(resource.licence)))  # fmt: skip
        else:
            more = (of_sides,) if of_sides and frame is sided else ()
            maps[name], terms[name] = frame, tuple(dict.fromkeys((known, *more)))
            ids += own
    return maps, terms, ids, left


def _sources_of(resource: Resource) -> list[str]:
    found = (_ID.search(source.get("title", "")) for source in resource.sources)
    return [match.group(1) for match in found if match]


def _terms_of_file(catalogue: Catalogue, path: str) -> Terms | None:
    found = [one for one in catalogue.resources.values() if one.path == path]
    return terms_of(found[0].licence) if found else None
