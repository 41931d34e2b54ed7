"""What the warm process loads before it forks kernels: libraries, the package, first calls."""

import importlib
import importlib.util
import io
import os
import sys
import warnings

LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",  # loaded by every kernel, whether it is asked to debug or not
    "IPython.core.completer",
    "numpy.random",
    "pandas",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "shapely",
    "geopandas",
    "pydantic",
    "pandera.pandas",
    "yaml",
    "babel.numbers",
    "babel.dates",
    "babel.lists",
    "babel.messages.pofile",
    "openpyxl",
    "scipy.stats",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "scipy.spatial",
    "libpysal.weights",
    "esda",
)
PACKAGE = "equity"
Stamps = dict[str, tuple[int, int] | None]


def preload(names: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """Import modules by name and return those that could not be, with the reason.

    >>> preload(("json", "no_such_library"))
    {'no_such_library': "ModuleNotFoundError: No module named 'no_such_library'"}
    """
    missing = {}
    for name in names:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nobody reads them here, where no cell runs
                importlib.import_module(name)
        except Exception as error:  # a kernel can do without; it is told
            missing[name] = f"{type(error).__name__}: {error}"
    return missing


def preload_package(package: str = PACKAGE) -> Stamps:
    """Import all that a package's `__all__` names, and return its files as they were before that.

    Each file's modification time in nanoseconds and size in bytes, by path; compiled files are
    left out. Where something cannot be imported, its error is raised and nothing of the package
    stays.

    >>> any(path.endswith("loading.py") for path in preload_package())
    True
    """
    found = importlib.util.find_spec(package)
    homes = (found.submodule_search_locations if found is not None else None) or ()
    walks = [walked for home in homes for walked in os.walk(home)]
    paths = [os.path.join(folder, name) for folder, _, names in walks for name in names]  # noqa: PTH118
    stamps = {path: _stamp(path) for path in paths if not path.endswith(".pyc")}
    try:
        door = importlib.import_module(package)
        for name in door.__all__:
            getattr(door, name)
    except BaseException:
        _forget(package)
        raise
    return stamps


def forget_changed(stamps: Stamps, package: str = PACKAGE) -> bool:
    """Forget what was imported of a package if one of its files has changed since; say whether.

    What is imported afterwards is then read from the files as they are now.

    >>> forget_changed(preload_package())
    False
    """
    if all(_stamp(path) == stamp for path, stamp in stamps.items()):
        return False
    _forget(package)
    return True


def _forget(package: str) -> None:
    for name in [one for one in sys.modules if one == package or one.startswith(f"{package}.")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def warm_up() -> None:
    """Call once what notebooks call first and what only then loads: no data, but what ships.

    That is the languages of numbers, the package's messages and PROJ's reference systems, whose
    register PROJ itself opens anew in a process that was forked.
    """
    import geopandas
    import pandas
    from babel.numbers import format_decimal
    from shapely.geometry import box

    from equity.wording.messages import translate

    frame = pandas.DataFrame({"side": ["made_up", "made_up"], "voters": [1, 2]})
    frame.groupby("side").sum().to_html()
    frame.pivot(columns="side").to_dict()
    frame.to_parquet(io.BytesIO())
    repr(frame)
    shapes = geopandas.GeoDataFrame(frame, geometry=[box(0, 0, 1, 1)] * 2, crs="EPSG:4326")
    shapes.to_crs("EPSG:3006").dissolve("side").to_json()
    for language in ("sv", "en"):
        format_decimal(1.5, locale=language)
        translate("Decided", language)
