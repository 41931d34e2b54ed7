"""Published spatial autocorrelation: never replaced by what our code prints."""

# O17: PySAL `esda`, its tests of `Moran`: St Louis region, homicide rate HR8893 of 78 counties
# with the contiguity in stl.gal, row-standardised. Input: libpysal.examples, stl.
ST_LOUIS_MORAN = 0.24365582621771659
ST_LOUIS_EXPECTED = -1 / 77  # its docstring: -0.012987012987012988
