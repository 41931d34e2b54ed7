"""Where the projects are: the real ones against what was published, made-up ones by brute force."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.errors import DataError
from equity.projects.places import COLUMNS, divide, place_sites
from equity.projects.registry import UNITS, Registry, read_registry
from equity.projects.sites import Site
from equity.raw.sources import read_catalogue
from projects.made_up_registries import one

NORRMALM_OSTERMALM = (59.321390, 18.094224)  # a vertex that Skeppsholmen and Djurgården share


@pytest.fixture(scope="session")
def real(tables, city_of) -> pd.DataFrame:
    return place_sites(read_registry(tables), *city_of)


def of(placed: pd.DataFrame, project: str) -> dict:
    rows = placed[placed["project_id"] == project]
    return {
        (row.district, row.status): pytest.approx(row.share, abs=1e-12) for row in rows.itertuples()
    }


def registry(sites: int = 1, **cells: object) -> Registry:
    """Return a made-up registry: one project, one site and one amount, with these cells."""
    made = one()
    tables = {name: pd.DataFrame(rows).replace("", None) for name, rows in made.items()}
    tables["project_sites"] = pd.concat([tables["project_sites"]] * sites, ignore_index=True)
    for place, value in cells.items():
        table, column = place.split("__")
        tables[table][column] = value
    return read_registry(tables)


def told(registry: Registry, city_of) -> list[tuple]:
    with pytest.raises(DataError) as error:
        place_sites(registry, *city_of)
    return [(p.file, p.row, p.column, f"{p.expected}; {p.fix}") for p in error.value.problems]


# The real registry


def test_every_one_of_the_35_projects_appears_and_is_shared_out_whole(real, tables):
    assert list(real.columns) == list(COLUMNS)
    whole = real.groupby("project_id", sort=False)["share"].sum()
    assert list(whole.index) == list(tables["projects"]["project_id"])
    assert len(whole) == 35
    assert whole.to_numpy() == pytest.approx(1, abs=1e-12)


def test_each_list_has_as_many_projects_as_published(real):
    lists = real.drop_duplicates("project_id")["list"].value_counts().to_dict()
    assert lists == {"statement": 14, "programme": 7, "other": 14}


def test_projects_for_the_whole_city_are_in_no_district(real):
    citywide = real[real["status"] == "citywide"]
    assert list(citywide["project_id"]) == ["P15", "P16", "P34", "P35"]
    assert citywide["district"].isna().all()


def test_two_mapped_administrations_are_two_projects_of_which_no_place_is_known(real):
    assert of(real, "P13") == of(real, "P14") == {(None, "unknown"): 1}


def test_units_at_a_site_are_not_used_where_the_number_of_sites_is_unknown(real, tables):
    bins = tables["project_sites"].set_index("project_id").loc["P21"]
    assert (bins["district"], bins["units"]) == ("Norrmalm", 122)
    assert of(real, "P21") == {(None, "unknown"): 1}


def test_one_known_site_of_three_is_a_third(real):
    assert of(real, "P19") == {("Kungsholmen", "known"): 1 / 3, (None, "unknown"): 2 / 3}


def test_two_sites_in_one_district_count_twice(real):
    assert of(real, "P22") == {
        ("Enskede-Årsta-Vantör", "known"): 2 / 3,
        ("Södermalm", "known"): 1 / 3,
    }


def test_inferred_places_count_as_known_and_are_named(real):
    inferred = real[real["basis"] == "inferred"]
    assert set(inferred["project_id"]) == {"P31"}
    assert (inferred["status"] == "known").all()
    assert inferred["share"].sum() == pytest.approx(1)


def test_every_amount_is_kept_and_the_outcome_is_entered_as_spent(tables):
    made, raw = read_registry(tables).amounts, tables["project_amounts"]
    assert made["amount"].tolist() == raw["amount"].tolist()
    assert made["unit"].tolist() == raw["unit"].tolist()
    assert made.loc[made["phase"] == "spent", "amount"].tolist() == [139.0]
    assert "outcome" not in set(made["phase"])
    assert (made["entered"] == "").all()


def test_columns_that_the_public_tables_lack_are_empty(tables):
    made = read_registry(tables)
    lacking = made.sites[["share", "lat", "lon", "northing", "easting", "served"]]
    assert lacking.isna().to_numpy().all()
    assert made.amounts[["price_level", "confirmed"]].isna().to_numpy().all()
    assert made.projects["status"].isna().all()


def test_rows_are_those_of_the_tables(tables):
    made = read_registry(tables)
    assert made.sites.index[0] == 2
    assert made.projects.loc[36, "project_id"] == "P35"


# What is divided


@given(
    st.lists(st.sampled_from(["A", "B", "C", None]), max_size=6),
    st.one_of(st.none(), st.integers(6, 9)),
)
def test_a_project_is_divided_equally_and_nothing_is_lost(places, total):
    sites = [Site(n, "X", place, "named" if place else "", None) for n, place in enumerate(places)]
    parts = divide("several", total, sites)
    assert sum(part.share for part in parts) == 1
    known = {part.district: part.share for part in parts if part.status == "known"}
    expected = {p: Fraction(places.count(p), total) for p in "ABC" if p in places} if total else {}
    assert known == expected


@given(st.permutations([("A", 2), ("B", 3), ("A", 5), (None, 6)]))
def test_stated_shares_hold_whatever_their_order_and_the_number_of_sites(order):
    sites = [Site(n, "X", place, "named", Fraction(s, 16)) for n, (place, s) in enumerate(order)]
    parts = divide("several", None, sites)
    assert {p.district: p.share for p in parts} == {
        "A": Fraction(7, 16),
        "B": Fraction(3, 16),
        None: Fraction(6, 16),
    }


def test_one_amount_of_two_places_is_there_once():
    sites = [Site(2, "X1", "Rinkeby-Kista", "named", None), Site(3, "X1", "Farsta", "named", None)]
    both = {p.district: 10 * p.share for p in divide("several", 2, sites)}
    assert both == {"Rinkeby-Kista": 5, "Farsta": 5}
    three = {p.district: 10 * p.share for p in divide("several", 3, sites)}
    assert three["Farsta"] == three[None] == Fraction(10, 3)


def test_a_project_without_sites_is_unknown_and_one_for_the_city_is_everywhere():
    assert [(p.share, p.status) for p in divide("unknown", None, [])] == [(1, "unknown")]
    assert [(p.share, p.status) for p in divide("citywide", None, [])] == [(1, "citywide")]


# How a place is given


def test_a_neighbourhood_a_district_or_nothing_places_a_site(city_of):
    by = {
        "neighbourhood": registry(
            project_sites__neighbourhood="Kista", project_sites__district=None
        ),
        "named": registry(),
        "": registry(project_sites__district=None),
    }
    found = {}
    for basis, made in by.items():
        made.projects["sites_total"] = 2
        made.sites["basis"] = None
        placed = place_sites(made, *city_of)
        found[basis] = [tuple(r) for r in placed[["district", "share", "status", "basis"]].values]
    rest = (None, 0.5, "unknown", "")
    assert found == {
        "neighbourhood": [("Rinkeby-Kista", 0.5, "known", "neighbourhood"), rest],
        "named": [("Farsta", 0.5, "known", "named"), rest],
        "": [(None, 1.0, "unknown", "")],
    }


@pytest.mark.parametrize(
    "point",
    [
        {"lat": 59.3275, "lon": 18.0550},
        {"northing": 6580507.0, "easting": 673802.0},
    ],
)
def test_the_city_hall_is_in_kungsholmen_in_either_system(city_of, point):
    cells = {f"project_sites__{name}": value for name, value in point.items()}
    made = registry(project_sites__district=None, project_sites__basis=None, **cells)
    made.projects["scope"] = "site"
    [row] = place_sites(made, *city_of).to_dict("records")
    assert (row["district"], row["share"], row["basis"]) == ("Kungsholmen", 1.0, "point")


@pytest.mark.parametrize("named", [None, "Norrmalm", "Östermalm"])
def test_a_point_on_a_border_has_one_owner_which_the_table_may_name(city_of, named):
    hoods, areas, codes = city_of
    lat, lon = NORRMALM_OSTERMALM
    made = registry(project_sites__lat=lat, project_sites__lon=lon, project_sites__district=named)
    made.projects["scope"] = "site"
    found = place_sites(made, hoods, areas, codes)
    turned = place_sites(made, hoods, areas.iloc[::-1], codes)
    assert len(found) == 1
    assert found["share"].tolist() == [1.0]
    pd.testing.assert_frame_equal(found, turned)
    by_code = min(["Norrmalm", "Östermalm"], key=lambda name: codes[name])
    assert found["district"].tolist() == [named or by_code]


def test_a_point_outside_the_city_is_told_the_distance_to_the_nearest_district(city_of):
    made = registry(
        project_sites__lat=59.2290, project_sites__lon=18.2300, project_sites__district=None
    )
    [(file, row, column, said)] = told(made, city_of)
    assert (file, row, column) == ("project_sites.csv", 2, "lat, lon")
    assert "m from Skarpnäck, the nearest district" in said


@pytest.mark.parametrize(
    ("cells", "columns", "words"),
    [
        ({"lat": 18.05, "lon": 59.32}, "lat, lon", "swapped"),
        ({"lat": 59.32, "lon": -18.05}, "lat, lon", "sign"),
        ({"northing": 673802.0, "easting": 6580507.0}, "northing, easting", "swapped"),
        ({"lat": 6580507.0, "lon": 673802.0}, "lat, lon", "SWEREF 99 TM"),
        ({"northing": 59.32, "easting": 18.05}, "northing, easting", "WGS 84"),
        ({"lat": 59.32}, "lat", "one whole pair"),
        ({"lat": 59.3, "lon": 18.0, "northing": 6580507.0}, "lat, lon, northing", "whole pair"),
    ],
)
def test_a_position_that_can_be_misread_is_refused(city_of, cells, columns, words):
    made = registry(**{f"project_sites__{name}": value for name, value in cells.items()})
    [(file, row, column, said)] = told(made, city_of)
    assert (file, row, column) == ("project_sites.csv", 2, columns)
    assert words in said


def test_of_three_points_only_the_wrong_one_is_blamed_by_its_own_row(city_of):
    made = registry(sites=3, project_sites__district=None)
    made.sites["lat"], made.sites["lon"] = [59.30, 59.31, 18.05], [18.05, 18.06, 59.31]
    [(_, row, _, said)] = told(made, city_of)
    assert row == 4
    assert "swapped" in said


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        ({"project_sites__district": "Östermalms"}, (2, "district"), "Östermalm"),
        ({"project_sites__district": "Farsta sdf"}, (2, "district"), "write Farsta"),
        ({"project_sites__district": "Sodermlam"}, (2, "district"), "Södermalm"),
        ({"project_sites__neighbourhood": "Kistta"}, (2, "neighbourhood"), "Kista"),
        ({"project_sites__neighbourhood": "Kista"}, (2, "district"), "Rinkeby-Kista, in which"),
        (
            {"project_sites__lat": 59.3275, "project_sites__lon": 18.055},
            (2, "district"),
            "Kungsholmen, where its position lies",
        ),
        ({"project_sites__basis": "point"}, (2, "basis"), "a position"),
        ({"project_sites__share": 1.5}, (2, "share"), "at most 1"),
        ({"project_sites__share": 0.0}, (2, "share"), "above 0"),
        ({"projects__scope": "citywide"}, (2, "project_id"), "citywide"),
    ],
)
def test_a_site_that_contradicts_itself_is_refused_with_row_column_and_reason(
    city_of, cells, place, words
):
    [(file, row, column, said)] = told(registry(**cells), city_of)
    assert (file, row, column) == ("project_sites.csv", *place)
    assert words in said


def test_more_sites_than_the_project_says_are_refused(city_of):
    made = registry(sites=3, projects__sites_total=2)
    [(file, row, column, said)] = told(made, city_of)
    assert (file, row, column) == ("projects.csv", 2, "sites_total")
    assert "at least 3" in said


def test_two_sites_of_a_project_at_one_site_are_refused(city_of):
    [(file, row, column, said)] = told(registry(sites=2, projects__scope="site"), city_of)
    assert (file, row, column) == ("projects.csv", 2, "sites_total")
    assert "is its scope several?" in said


@pytest.mark.parametrize(
    ("shares", "words"),
    [([0.5, None], "a share, as the other"), ([0.6, 0.6], "at most 1"), ([0.5, 0.4], "up to 1")],
)
def test_shares_that_are_no_parts_of_one_are_refused(city_of, shares, words):
    made = registry(sites=2, projects__sites_total=2)
    made.sites["share"] = shares
    [(_, _, column, said)] = told(made, city_of)
    assert column == "share"
    assert words in said


# Keys and units


@pytest.mark.parametrize("table", ["projects", "project_sites", "project_amounts"])
@pytest.mark.parametrize("blank", ["", None, float("nan")])
def test_a_blank_key_is_refused_in_every_table(table, blank):
    with pytest.raises(DataError) as error:
        registry(**{f"{table}__project_id": blank})
    assert (f"{table}.csv", 2, "project_id") in [
        (p.file, p.row, p.column) for p in error.value.problems
    ]


@pytest.mark.parametrize("cell", ["projects__list", "projects__kind", "project_amounts__phase"])
def test_a_blank_group_is_refused_not_lost(cell):
    with pytest.raises(DataError, match=f"column {cell.split('__')[1]}"):
        registry(**{cell: None})


def test_an_id_twice_or_of_no_project_is_refused(tables):
    twice = dict(tables) | {"projects": pd.concat([tables["projects"], tables["projects"][:1]])}
    with pytest.raises(DataError, match=r"row 37, column project_id: 'P01'.*row 2 has it"):
        read_registry(twice)
    with pytest.raises(DataError, match=r"project_amounts.csv, row 2, column project_id: 'P99'"):
        registry(project_amounts__project_id="P99")


@pytest.mark.parametrize("key", ["NA", "None", "Null", "nan", "007"])
def test_ids_that_look_like_missing_keep_their_sites_and_sums(city_of, key):
    made = registry(
        **{f"{t}__project_id": key for t in ("projects", "project_sites")},
        project_amounts__project_id=key,
    )
    assert place_sites(made, *city_of)["project_id"].tolist() == [key]
    assert made.amounts["amount"].astype(float).tolist() == [7.5]


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (142000, "tkr", 142.0),
        (142, "mnkr", 142.0),
        (0.142, "mdkr", 142.0),
        (142, "kr", 0.000142),
        (142.0, "MSEK", 142.0),
        (-5, "mkr", -5.0),
    ],
)
def test_kronor_in_any_unit_are_one_sum_in_millions(amount, unit, expected):
    made = registry(project_amounts__amount=amount, project_amounts__unit=unit).amounts
    assert made["amount"].tolist() == [expected]
    assert made["unit"].tolist() == ["MSEK"]
    assert made["entered"].tolist() == ["" if unit == "MSEK" else f"{amount} {unit}"]


def test_the_units_of_the_city_are_those_that_are_read(raw):
    amounts = read_catalogue(raw).resources["project_amounts"]
    assert set(amounts.table_schema.column("unit").constraints.enum) == set(UNITS)
    [rule] = [rule for rule in amounts.checks if rule.rule == "within_published"]
    kronor = {unit: float(worth) for unit, (money, worth) in UNITS.items() if money == "MSEK"}
    assert rule.units == kronor


def test_euro_stay_euro_and_an_empty_sum_stays_unknown():
    euro = registry(project_amounts__amount=400000, project_amounts__unit="EUR").amounts
    assert euro[["amount", "unit"]].values.tolist() == [[0.4, "MEUR"]]
    assert registry(project_amounts__amount=None).amounts["amount"].isna().all()


@pytest.mark.parametrize("unit", ["USD", "", None, "msek", "mkr SEK"])
def test_an_unknown_unit_is_refused(unit):
    with pytest.raises(DataError, match="column unit"):
        registry(project_amounts__unit=unit)
