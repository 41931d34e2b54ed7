"""Whether a notebook may rest on what is in no key: another city, a file or a module of its own.

A key holds the checksums of the city that the parameter `data` names, and the versions of the
libraries that the package declares. Told from a notebook's text before it runs, and on the safe
side: sooner a run too many than an old answer. The clock, the environment and chance are no
inputs; a run that asks them may differ from the next all the same.
"""

import ast
import sys
from collections.abc import Iterable

from equity.runs.inputs.parts import DATA
from equity.runs.inputs.reading import DOOR, FINDS_CITIES, LOAD, MAKES_CODE, takes_data_alone
from equity.runs.notebooks import Notebook, source

# Modules whose version is in the key, as the package declares them (IPython comes with ipykernel).
DECLARED = {
    "IPython", "babel", "esda", "geopandas", "libpysal", "numpy", "openpyxl", "pandas", "pandera",
    "plotly", "pyarrow", "pydantic", "pyogrio", "scipy", "shapely", "yaml", DOOR,
}  # fmt: skip
REACHES_OUT = {
    "configparser", "ctypes", "dbm", "fileinput", "ftplib", "http", "imaplib", "importlib",
    "linecache", "mmap", "pkgutil", "poplib", "runpy", "shelve", "shutil", "socket", "sqlite3",
    "subprocess", "tarfile", "urllib", "zipfile",
}  # fmt: skip
MODULES = (DECLARED | sys.stdlib_module_names) - REACHES_OUT
OPENS_FOLDERS = (*FINDS_CITIES, "equity.checking", "equity.entering", "equity.export", "equity.raw")
READS = MAKES_CODE | {
    "ExcelFile", "HDFStore", "ParquetFile", "dataset", "from_file", "fromfile", "genfromtxt",
    "glob", "iterdir", "listdir", "loadtxt", "memmap", "memory_map", "open", "popen", "rglob",
    "scandir", "system",
}  # fmt: skip
READ = ("read_", "load_")  # read_csv, read_file, read_text, load_workbook…


def reads_elsewhere(notebook: Notebook) -> bool:
    """Say whether a notebook may read what is neither the city of `data` nor a declared library.

    What it reads then is in no key, so its run can never be said to be done already.

    >>> from pathlib import Path
    >>> def of(text: str) -> Notebook:
    ...     cells = ({"cell_type": "code", "source": text},)
    ...     return Notebook("mine", Path("mine.ipynb"), cells, "")
    >>> reads_elsewhere(of("city = equity.load('../other')"))
    True
    >>> reads_elsewhere(of("import pandas as pd; mine = pd.read_csv('/made_up.csv')"))
    True
    >>> reads_elsewhere(of("import equity; city = equity.load(data); city.areas"))
    False
    """
    code = [source(cell) for cell in notebook.cells if cell["cell_type"] == "code"]
    later = "\n".join(text for text in code if text != notebook.parameters)
    try:
        nodes = list(ast.walk(ast.parse(later)))
    except (SyntaxError, ValueError):  # a magic command, or no Python at all
        return True
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    known = {id(call.func) for call in calls if _is_of_the_city(call) or _only_writes(call)}
    doors = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    return any(
        _names_data_anew(node)
        or (isinstance(node, ast.Name) and node.id == DOOR and id(node) not in doors)
        or any(_is_unknown(name) for name in _imported(node))
        or (id(node) not in known and any(_may_read(name) for name in _named(node)))
        for node in nodes
    )


def _is_of_the_city(call: ast.Call) -> bool:
    return _named(call.func) == [LOAD] and takes_data_alone(call)


def _only_writes(call: ast.Call) -> bool:
    """Say whether this is `open(path, "w")`, or another mode that lets nothing be read."""
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    mode = given[0].value if len(given) == 1 and isinstance(given[0], ast.Constant) else ""
    is_opening = isinstance(call.func, ast.Name) and call.func.id == "open"
    return is_opening and str(mode)[:1] in {"w", "a", "x"} and "+" not in str(mode)


def _names_data_anew(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == DATA and not isinstance(node.ctx, ast.Load)


def _may_read(name: str) -> bool:
    return name in {LOAD, *READS} or name.startswith(READ)


def _named(node: ast.AST) -> list[str]:
    """Return the last word of what is named: `load` of `equity.load`, or of what is renamed."""
    if isinstance(node, ast.ImportFrom):
        return [one.name for one in node.names if one.asname]
    name = getattr(node, "attr", getattr(node, "id", None))
    return [name] if isinstance(name, str) else []


def _imported(node: ast.AST) -> Iterable[str]:
    """Give the modules that are imported; nothing for what is no import."""
    if isinstance(node, ast.ImportFrom):
        yield "." * node.level + (node.module or "")
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)


def _is_unknown(module: str) -> bool:
    return module.split(".")[0] not in MODULES or module.startswith(OPENS_FOLDERS)
