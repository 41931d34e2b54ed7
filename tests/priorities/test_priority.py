"""Do the projects go where the gaps are: the real registry, and small cities made up here."""

import pandas as pd
import pytest

from equity.findings import Findings
from equity.geography.divisions import districts
from equity.priorities.priority import priority, slug
from equity.projects.places import place_sites
from equity.projects.registry import read_registry
from equity.raw.tables import read_tables

DEMOCRACY = pd.DataFrame({"theme": ["democracy"], "indicator": ["votes"], "behind": ["low"]})


@pytest.fixture(scope="module")
def tables(raw):
    return read_tables(raw)


@pytest.fixture(scope="module")
def placed(tables):
    registry = read_registry(tables)
    outlines = tables["neighbourhoods"]
    homes = dict(zip(outlines["neighbourhood"], outlines["district_2007"], strict=True))
    codes = tables["districts"].set_index("district")["code"]
    frame = place_sites(registry, homes, districts(outlines, "2007"), codes)
    return frame.merge(registry.projects[["project_id", "theme"]], on="project_id")


@pytest.fixture(scope="module")
def found(city, placed, tables) -> Findings:
    return priority(city.observations, placed, tables["themes"])


def one(found: Findings, id: str):
    (finding,) = [f for f in found if f.id == f"priority.{id}"]
    return finding


def votes(**counts: int) -> pd.DataFrame:
    """Return a city made up here: of 100 in each district so many voted."""
    rows = pd.DataFrame({"area": list(counts), "numerator": list(counts.values())})
    return rows.assign(denominator=100, indicator="votes", period="2018")


def projects(*places: tuple[str, str | None, str], theme: str = "democracy") -> pd.DataFrame:
    frame = pd.DataFrame(places, columns=["project_id", "district", "status"])
    return frame.assign(share=1.0, theme=theme)


def test_the_largest_gap_in_turnout_may_be_one_of_two_districts(found):
    finding = one(found, "democracy.turnout_riksdag.largest_gap")
    assert finding.areas == ("Rinkeby-Kista", "Skärholmen")
    assert (finding.period, finding.verdict, finding.value) == ("2022", "open", None)


def test_no_project_of_democracy_is_known_where_turnout_is_furthest_behind(found):
    finding = one(found, "democracy.turnout_riksdag.projects_in_largest_gap")
    assert (finding.low, finding.high, finding.value) == (0, 2, None)


def test_a_school_platform_for_the_whole_city_is_in_no_district(found):
    assert one(found, "education.projects.everywhere").value == 1
    there = [f for f in found if f.id.startswith("priority.education.projects.") and f.areas]
    assert sorted(f.areas[0] for f in there if f.high) == ["Hägersten-Liljeholmen", "Spånga-Tensta"]
    assert sum(f.high for f in there) == 2


@pytest.mark.parametrize(
    "id",
    [
        "livelihood.employed_per_100_eligible.projects_in_largest_gap",
        "livelihood.social_assistance.projects_in_largest_gap",
        "mental_health.youth_wellbeing.projects_in_largest_gap",
    ],
)
def test_a_theme_without_projects_shows_none_found_and_no_range(found, id):
    finding = one(found, id)
    assert (finding.value, finding.low, finding.high) == (0, None, None)
    assert "0 of 35 found" in finding.method.english()


def test_mental_health_is_known_for_two_districts_of_fourteen(found, tables):
    finding = one(found, "mental_health.youth_wellbeing.largest_gap")
    assert (finding.value, finding.low, finding.areas) == (None, None, ())
    assert "2 of 14" in finding.method.english()
    known = tables["youth_wellbeing"]
    named = sorted(set(known.loc[known["level"] == "district", "area"]))
    assert list(one(found, "mental_health.youth_wellbeing.known").areas) == named


def test_social_assistance_compares_the_districts_own_numbers_of_2015(found, city):
    finding = one(found, "livelihood.social_assistance.largest_gap")
    assert finding.period == "2015"
    told = " ".join(c.english() for c in finding.caveats)
    assert "990 of 25,055" in told
    assert "4.0%" in told
    assert "Rinkeby-Kista is furthest behind, at 8.5" in told
    changed = city.observations.copy()
    row = (changed["indicator"] == "social_assistance") & (changed["level"] == "city")
    changed.loc[row, "value"] = 99.0
    again = priority(changed, projects(("1", "Farsta", "known")), themes_of("social_assistance"))
    same = one(again, "livelihood.social_assistance.largest_gap")
    assert (same.low, same.high, same.areas) == (finding.low, finding.high, finding.areas)


def themes_of(indicator: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"theme": ["livelihood"], "indicator": [indicator], "behind": ["high"], "period": ["2015"]}
    )


def test_recipients_of_no_district_may_make_three_districts_last(found):
    # 8.45 is the least of Rinkeby-Kista; 2 219 + 990 of 2 219 / 6.25 % gives Skärholmen 9.04
    assert 6.25 * (1 + 990 / 2219) > 8.45 > 4.25 * (1 + 990 / 3047)
    areas = one(found, "livelihood.social_assistance.largest_gap").areas
    assert areas == ("Rinkeby-Kista", "Skärholmen", "Spånga-Tensta")


def test_every_project_is_of_a_theme_or_counted_beside(found):
    themes = ["democracy", "education", "livelihood", "mental_health", "other_themes"]
    assert sum(one(found, f"{name}.projects").value for name in themes) == 35


def test_every_value_lies_in_its_range_and_every_gap_has_fourteen_districts(found):
    gaps = [f for f in found if ".gap." in f.id]
    assert len(gaps) == 4 * 14
    assert all(f.low <= f.value <= f.high for f in gaps if f.value is not None)


def test_the_distance_to_the_citys_own_level_has_the_districts_width(found, city):
    from equity.differences.levels import level

    levels = level(city.observations, indicator="turnout_riksdag", period="2022")
    city_level = levels.get("level.turnout_riksdag", "2022").value
    farsta = levels.get("level.turnout_riksdag.Farsta", "2022")
    gap = one(found, "democracy.turnout_riksdag.gap.Farsta")
    assert gap.low == pytest.approx(city_level - farsta.high)
    assert gap.high == pytest.approx(city_level - farsta.low)


def test_a_school_gap_is_narrower_than_two_levels_taken_apart(found, city):
    from equity.differences.levels import level

    levels = level(city.observations, indicator="merit_rating", period="2024/25")
    whole = levels.get("level.merit_rating", "2024/25")
    farsta = levels.get("level.merit_rating.Farsta", "2024/25")
    gap = one(found, "education.merit_rating.gap.Farsta")
    apart = whole.high - farsta.low - (whole.low - farsta.high)
    assert 0 < gap.high - gap.low < apart


def test_a_district_behind_is_above_zero_whichever_end_is_behind():
    low = priority(votes(A=80, B=60), projects(("1", "A", "known")), DEMOCRACY)
    assert one(low, "democracy.votes.gap.B").value == 10
    high = priority(
        votes(A=80, B=60), projects(("1", "A", "known")), DEMOCRACY.assign(behind="high")
    )
    assert one(high, "democracy.votes.gap.A").value == 10
    assert one(high, "democracy.votes.largest_gap").areas == ("A",)
    assert one(high, "democracy.votes.projects_in_largest_gap").value == 1


@pytest.mark.parametrize(
    ("target", "gap"), [("city", 20), ("best third", 30), (75.0, 25), (75, 25)]
)
def test_the_target_is_the_city_the_best_third_or_a_number(target, gap):
    city = votes(A=90, B=80, C=70, D=60, E=50)
    found = priority(city, projects(("1", "A", "known")), DEMOCRACY, target=target)
    assert one(found, "democracy.votes.largest_gap").value == pytest.approx(gap)


def test_districts_that_tie_are_all_named():
    found = priority(votes(A=60, B=60, C=90), projects(("1", "A", "known")), DEMOCRACY)
    finding = one(found, "democracy.votes.projects_in_largest_gap")
    assert finding.areas == ("A", "B")
    assert (finding.low, finding.high) == (0, 1)


def test_a_project_in_two_districts_counts_in_both_and_an_unknown_part_anywhere():
    placed = projects(("1", "A", "known"), ("1", "B", "known"), ("2", None, "unknown"))
    found = priority(votes(A=60, B=70), placed, DEMOCRACY)
    assert (one(found, "democracy.projects.A").low, one(found, "democracy.projects.A").high) == (
        1,
        2,
    )
    assert one(found, "democracy.projects.B").low == 1
    assert one(found, "democracy.projects").value == 2


def test_a_project_known_to_be_there_is_not_counted_again_for_its_unknown_part():
    placed = projects(("1", "A", "known"), ("1", None, "unknown"))
    found = priority(votes(A=60, B=70), placed, DEMOCRACY)
    assert one(found, "democracy.projects.A").value == 1
    assert (one(found, "democracy.projects.B").low, one(found, "democracy.projects.B").high) == (
        0,
        1,
    )


@pytest.mark.parametrize("target", ["region", float("nan"), "Best third"])
def test_an_unknown_target_is_refused(target):
    with pytest.raises(ValueError, match="target"):
        priority(votes(A=1, B=2), projects(("1", "A", "known")), DEMOCRACY, target=target)


def test_one_number_for_turnout_and_merit_points_is_refused(city, placed, tables):
    with pytest.raises(ValueError, match="unlike units"):
        priority(city.observations, placed, tables["themes"], target=80.0)


def test_a_frame_without_themes_is_refused_by_name():
    placed = projects(("1", "A", "known")).drop(columns="theme")
    with pytest.raises(ValueError, match="'theme'"):
        priority(votes(A=1, B=2), placed, DEMOCRACY)


def test_an_end_that_is_neither_low_nor_high_is_refused():
    with pytest.raises(ValueError, match="'low' or 'high'"):
        priority(votes(A=1, B=2), projects(("1", "A", "known")), DEMOCRACY.assign(behind="left"))


def test_which_end_is_behind_agrees_with_the_declared_indicators(city, tables):
    themes = tables["themes"]
    known = themes[themes["indicator"].isin(list(city.indicators))]
    assert all(city.stronger(row.indicator) == row.behind for row in known.itertuples())
    assert len(known) == 4


def test_findings_name_the_projects_own_sources(city, placed, tables):
    own = tables["projects"].set_index("project_id")["source_id"].to_dict()
    found = priority(city.observations, placed, tables["themes"], sources=own)
    assert one(found, "democracy.projects").sources == ("seed",)
    assert set(one(found, "education.projects").sources) > {"seed"}


def test_the_tables_are_left_as_they_were(city, placed, tables):
    before = placed.copy(), tables["themes"].copy()
    priority(city.observations, placed, tables["themes"])
    pd.testing.assert_frame_equal(placed, before[0])
    pd.testing.assert_frame_equal(tables["themes"], before[1])


def test_a_theme_is_one_word_of_an_id():
    assert slug(" Mental health ") == "mental_health"
