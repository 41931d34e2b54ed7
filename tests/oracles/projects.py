"""Published figures about the projects and the money, each with where it stands."""

# Northern share of the projects, by list and definition: least and greatest, in whole percent.
# Source: the hand-made briefing of the city's north and south, table "Norrs andel av projekten",
# worked out by hand from projects.csv and project_sites.csv.
NORTH_SHARE = {
    ("statement", "water"): (0, 29),
    ("statement", "yearbook"): (0, 29),
    ("statement", "outer"): (0, 29),
    ("programme", "water"): (27, 80),
    ("programme", "yearbook"): (27, 80),
    ("programme", "outer"): (21, 79),
    ("other", "water"): (70, 79),
    ("other", "yearbook"): (75, 84),
    ("other", "outer"): (58, 72),
    ("all", "water"): (31, 56),
    ("all", "yearbook"): (33, 58),
    ("all", "outer"): (20, 50),
}
# Against the population of 2011 with a tolerance of 5 points, from the same table.
AGAINST_POPULATION = {
    ("statement", "water"): "below",
    ("statement", "yearbook"): "below",
    ("statement", "outer"): "below",
    ("programme", "water"): "open",
    ("programme", "yearbook"): "open",
    ("programme", "outer"): "open",
    ("other", "water"): "above",
    ("other", "yearbook"): "above",
    ("other", "outer"): "above",
    ("all", "water"): "open",
    ("all", "yearbook"): "open",
    ("all", "outer"): "open",
}
# Northern share of the population of 2011 in percent: plain sums of table a1, same briefing.
POPULATION_NORTH = {"water": 48.1, "yearbook": 62.4, "outer": 40.2}
# Consumer price index, annual means, 1980 = 100 (Statistics Sweden, KPI fastställda tal).
CPI = {2016: 316.43, 2018: 328.40}
