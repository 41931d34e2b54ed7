"""Published totals of Stockholm, typed from the sources named by their id in data/raw/sources.csv.

They are never copied from our own output.
"""

TOTALS: dict[str, tuple[int, str]] = {
    "eligible_riksdag_2018": (704_157, "yearbook-b199"),
    "voters_riksdag_2018": (614_860, "yearbook-b199"),
    "eligible_riksdag_2014": (677_144, "yearbook-b199"),
    "voters_riksdag_2014": (581_065, "yearbook-b199"),
    "eligible_region_2018": (746_313, "yearbook-b195"),
    "eligible_kommunfullmaktige_2014": (715_542, "yearbook-b195"),
    "voters_kommunfullmaktige_2014": (587_690, "yearbook-b195"),
    "employed_2015": (490_500, "yearbook-b014-2015"),
    "employed_without_district_2016": (589, "yearbook-b014-2016"),
    "workplaces_without_district_2016": (21_146, "yearbook-b014-2016"),
}


def published(name: str) -> int:
    """Return the published total of that name."""
    return TOTALS[name][0]
