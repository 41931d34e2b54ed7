"""Which files of a city's folder stand behind each name of an opened city, and each parameter."""

EVERYTHING = "*"
LICENCES = "raw/datapackage.json#sourceLicences"  # one part of a file counts: the rest is sums
INDICATORS = "raw/indicators.yaml"
OBSERVATIONS = "processed/observations.parquet"
DISTRICTS = "processed/districts.parquet"
TABLE = "processed/tables/{}.parquet"
MENU = TABLE.format("specifications")
BASELINES = "raw/baselines.yaml"
SIDES = ("raw/sides.yaml", DISTRICTS)

# The files that stand behind each attribute of a city; one that is not here stands for all.
PARTS: dict[str, tuple[str, ...]] = {
    "identity": ("raw/city.yaml",),
    "areas": (DISTRICTS,),
    "neighbours": (DISTRICTS,),
    "neighbourhoods": ("processed/neighbourhoods.parquet",),
    "water": ("processed/water.parquet",),
    "sides": SIDES,
    "default": SIDES,
    "observations": (OBSERVATIONS,),
    "menu": (MENU,),
    "indicators": (INDICATORS,),
    "headline": (INDICATORS,),
    "compared": (INDICATORS, MENU),
    "facts": (INDICATORS,),
    "stronger": (INDICATORS,),
    "sources": ("raw/sources.csv", LICENCES),
    "projects": ("processed/placed_projects.parquet",),
    "apart": (TABLE.format("projects_apart"),),
    "baselines": (BASELINES,),  # and the tables that it names
    "finer": (EVERYTHING,),  # the folder itself: whatever is laid in it counts
}
# The files that a parameter's value is held against before the run.
CHECKED = {"indicator": (INDICATORS, OBSERVATIONS), "period": (INDICATORS, OBSERVATIONS)}
COMPARES = "robustness"  # the notebook that compares the choices of a city's menu
DATA = "data"  # the parameter that takes a city's folder
