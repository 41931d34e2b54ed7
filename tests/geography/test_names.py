import random

import pytest

from equity.errors import DataError
from equity.geography.names import near_miss, swedish_order
from equity.geography.places import find_area

DISTRICTS = ["Farsta", "Hägersten-Liljeholmen", "Kungsholmen", "Södermalm", "Älvsjö", "Östermalm"]


def test_a_swedish_table_ends_with_the_letters_a_ring_a_dots_o_dots():
    expected = [
        "Vårberg",
        "Vällingby",
        "Åkeshov",
        "Ålsten",
        "Årsta",
        "Älvsjö",
        "Äppelviken",
        "Örby",
        "Östermalm",
    ]
    for seed in range(20):
        shuffled = random.Random(seed).sample(expected, len(expected))
        assert sorted(shuffled, key=swedish_order) == expected


def test_v_and_w_are_two_letters_and_foreign_accents_decide_nothing():
    names = ["Zorn", "Wallin", "Vy", "Edén", "Eden Park", "Edena", "Ügla", "Yxa", "Xerxes"]
    assert sorted(names, key=swedish_order) == [
        "Edén",
        "Eden Park",
        "Edena",
        "Vy",
        "Wallin",
        "Xerxes",
        "Ügla",
        "Yxa",
        "Zorn",
    ]


def test_capitals_and_composed_letters_do_not_change_the_order():
    assert sorted(["årsta", "ÄLVSJÖ", "A\u030akeshov"], key=swedish_order) == [
        "A\u030akeshov",
        "årsta",
        "ÄLVSJÖ",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hägersten-Liljeholmens stadsdelsområde", "Hägersten-Liljeholmen"),
        ("Östermalms", "Östermalm"),
        ("Farsta sdf", "Farsta"),
        ("FARSTA", "Farsta"),
        ("Farstas stadsdelsnämnd", "Farsta"),
        ("Kungsholmens stadsdelsförvaltning", "Kungsholmen"),
        ("stadsdelsområdet Farsta", "Farsta"),
        ("hagersten liljeholmen", "Hägersten-Liljeholmen"),
        ("Hägersten\u2013Liljeholmen", "Hägersten-Liljeholmen"),
        ("Hägersten\u00a0- Liljeholmen ", "Hägersten-Liljeholmen"),
        ("So\u0308dermalm", "Södermalm"),
        ("Alvsjo sdn", "Älvsjö"),
        ("SÖDERMALMS STADSDELSOMRÅDE", "Södermalm"),
    ],
)
def test_common_spellings_find_their_area(written, meant):
    assert find_area(written, DISTRICTS) == meant


@pytest.mark.parametrize("written", ["Sodermlam", "Farstad", "Kungsholm"])
def test_a_near_miss_is_suggested_and_never_taken(written):
    meant = {"Sodermlam": "Södermalm", "Farstad": "Farsta", "Kungsholm": "Kungsholmen"}[written]
    with pytest.raises(DataError, match=f"did you mean {meant}") as refused:
        find_area(written, DISTRICTS, file="sites.csv", row=7, column="district")
    assert "sites.csv, row 7, column district" in str(refused.value)


@pytest.mark.parametrize("written", ["", " ", "s", "stadsdelsområde", "sdf", "Göteborg", "-"])
def test_a_name_without_likeness_is_refused_with_the_names_there_are(written):
    with pytest.raises(DataError, match=r"write one of Farsta, .*Östermalm"):
        find_area(written, DISTRICTS)


def test_a_name_that_fits_two_areas_is_refused_with_both():
    with pytest.raises(DataError, match="Hallen or Hällen"):
        find_area("hållen", ["Hällen", "Hallen"])
    assert find_area("hallen", ["Hällen", "Hallen"]) == "Hallen"


def test_a_name_that_ends_in_s_is_not_shortened_into_another():
    assert find_area("Näs", ["Nä", "Näs"]) == "Näs"
    assert find_area("näs", ["Nä", "Näs"]) == "Näs"
    assert find_area("Näs stadsdelsområde", ["Näs"]) == "Näs"


def test_a_neighbourhoods_name_finds_its_district_and_a_district_goes_first():
    aliases = {"Kista": "Rinkeby-Kista", "Gamla stan": "Södermalm", "Farsta": "Söderort"}
    areas = [*DISTRICTS, "Rinkeby-Kista"]
    assert find_area("gamla-stan", areas, aliases) == "Södermalm"
    assert find_area("Kistas", areas, aliases) == "Rinkeby-Kista"
    assert find_area("Farsta", areas, aliases) == "Farsta"
    with pytest.raises(DataError, match="did you mean Gamla stan"):
        find_area("Gamla sten", areas, aliases)


def test_two_neighbourhoods_of_one_district_are_no_ambiguity():
    assert find_area("hållen", ["X"], {"Hällen": "X", "Hallen": "X"}) == "X"


def test_every_published_district_is_found_by_its_own_name_and_its_genitive(district_table):
    names = list(district_table["district"])
    for name in names:
        assert find_area(name, names) == name
        assert find_area(f"{name}s stadsdelsområde", names) == name
        assert find_area(name.upper().replace("-", " "), names) == name


def test_nothing_is_suggested_where_nothing_is_alike():
    assert near_miss("Göteborg", ["Farsta"]) is None
