"""Published inequality: never replaced by what our code prints."""

# O1: PySAL `inequality`, docstring of `inequality.theil.Theil`: per-capita product of the 32
# Mexican states, 1940 to 2000, unweighted. Input: libpysal.examples, mexico.csv.
MEXICO_YEARS = (1940, 1950, 1960, 1970, 1980, 1990, 2000)
MEXICO_THEIL = (0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832)

# O2: the same, `TheilD(...).bg` with the regions in column hanson98; within is the rest.
MEXICO_THEIL_BETWEEN = (
    0.0345889,
    0.02816853,
    0.05260921,
    0.05931219,
    0.03205257,
    0.02963731,
    0.03635872,
)

# O3: PySAL `inequality`, its tests of `Gini`: pcgdp1940, without n/(n - 1).
MEXICO_GINI_1940 = 0.35372371173452849

# O4: pysal/inequality issue 15: two groups, one with nothing. T = between = ln 2, within 0.
ZEROS = (0, 0, 0, 10, 10, 10)
ZEROS_GROUP = (0, 0, 0, 1, 1, 1)

# O8: Damgaard and Weiner (2000), "Describing inequality in plant size or fecundity", Ecology
# 81: two populations of equal Gini, .4444444 with n/(n - 1); without it .4, which is ours.
DAMGAARD_ONE_LARGE = (50 / 9,) * 9 + (50,)
DAMGAARD_TWO_SIZES = (2,) * 5 + (18,) * 5
DAMGAARD_GINI_CORRECTED = 0.4444444
DAMGAARD_GINI = 0.4
