"""What a notebook reads of a city's folder, told from its source before it runs.

A run *reads* a file when the file's content can reach one of its cells. `equity.load(data)`
gives a city whose attributes each come from known files (`PARTS`), so a notebook reads the
files of the attributes that it names, and of `city.tables` the tables that it names. Where that
cannot be told from its text (the city or the path is handed on whole, a module of the package
is imported by its own name, code is made from text), every file of the folder counts: sooner a
run too many than an old answer. The check that `processed/` follows `raw/` looks at every raw
file but lets nothing of it through, so it is no reading; nor is a raw file read whose tables in
`processed/` came out byte for byte as before.
"""

import ast
from collections.abc import Iterable

from equity.runs.inputs.parts import CHECKED, COMPARES, DATA, EVERYTHING, MENU, PARTS, TABLE
from equity.runs.notebooks import Notebook, source

DOOR, LOAD, TABLES = "equity", "load", "tables"
FINDS_CITIES = ("equity.city", "equity.runs", "equity.cli")  # modules that know where one lies
MAKES_CODE = {"globals", "locals", "vars", "eval", "exec", "getattr", "get_ipython", "__import__"}


def reads(notebook: Notebook) -> tuple[str, ...]:
    """Return the files of a city's folder that a notebook reads, by path; `*` for every one.

    Nothing for a notebook that opens no city. See the module for what reading means.

    >>> from pathlib import Path
    >>> text = "import equity; city = equity.load(); city.areas, city.tables['payers']"
    >>> cells = ({"cell_type": "code", "source": text},)
    >>> reads(Notebook("mine", Path("mine.ipynb"), cells, ""))
    ('processed/districts.parquet', 'processed/tables/payers.parquet')
    """
    code = "\n".join(source(cell) for cell in notebook.cells if cell["cell_type"] == "code")
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):  # a magic command, or no Python at all
        return (EVERYTHING,)
    nodes = list(ast.walk(tree))
    cities = {city for node in nodes if (city := _opened(node)) is not None}
    known = {id(used) for node in nodes for used in _understood(node, cities)}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    if any(_hides_what_it_reads(node, known) for node in nodes):
        return (EVERYTHING,)
    if any(
        name.id in {*cities, DATA} and isinstance(name.ctx, ast.Load) and id(name) not in known
        for name in names
    ):
        return (EVERYTHING,)
    found = {part for node in nodes for part in _parts(node, cities)}
    return (EVERYTHING,) if EVERYTHING in found else tuple(sorted(found))


def needed(notebook: Notebook) -> tuple[str, ...]:
    """Return all that a run rests on in a city's folder, by path; `*` for every file.

    That is what the notebook reads, and what its parameters are held against before it begins.
    """
    found, taken = set(reads(notebook)), parameters(notebook)
    if not found and DATA not in taken:
        return ()
    found |= {part for name in taken for part in CHECKED.get(name, ())}
    found |= {MENU} if notebook.name == COMPARES else set()
    return (EVERYTHING,) if EVERYTHING in found else tuple(sorted(found))


def parameters(notebook: Notebook) -> tuple[str, ...]:
    """Return the names that a notebook's cell tagged `parameters` assigns.

    >>> from pathlib import Path
    >>> parameters(Notebook("mine", Path("mine.ipynb"), (), "year = 2018; data = ''"))
    ('year', 'data')
    """
    try:
        lines = ast.parse(notebook.parameters).body
    except (SyntaxError, ValueError):
        return ()
    targets = [
        target
        for line in lines
        for target in (line.targets if isinstance(line, ast.Assign) else [vars(line).get("target")])
    ]
    return tuple(target.id for target in targets if isinstance(target, ast.Name))


def _opened(node: ast.AST) -> str | None:
    """Return the name that `NAME = equity.load(...)` gives a city."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and _loads(node.value):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


def _loads(node: ast.AST) -> bool:
    """Say whether this is `equity.load()` or `equity.load(data)`, and no more than that."""
    return isinstance(node, ast.Call) and _is_door_to(node.func, LOAD) and takes_data_alone(node)


def takes_data_alone(call: ast.Call) -> bool:
    """Say whether a call is given nothing, or the city's folder alone."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return all(isinstance(one, ast.Name) and one.id == DATA for one in given)


def _is_door_to(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == DOOR
    )


def _understood(node: ast.AST, cities: set[str]) -> Iterable[ast.AST]:
    """Give the nodes whose use of a city, of its path or of the door tells what is read."""
    if isinstance(node, ast.Assign) and _loads(node.value) and _opened(node):
        call = node.value
        if isinstance(call, ast.Call):
            yield call.func
            yield from call.args
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id in cities and node.attr != TABLES and isinstance(node.ctx, ast.Load):
            yield node.value
        if node.value.id == DOOR:
            yield node.value
    if isinstance(node, ast.Subscript) and _table(node) and isinstance(node.value, ast.Attribute):
        yield node.value.value  # of city.tables["name"]


def _table(node: ast.Subscript) -> str | None:
    """Return the name in `city.tables["name"]`, None for anything else."""
    is_named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    if is_named and isinstance(node.value, ast.Attribute) and node.value.attr == TABLES:
        return str(node.slice.value)  # type: ignore[attr-defined]
    return None


def _hides_what_it_reads(node: ast.AST, known: set[int]) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith(FINDS_CITIES) or node.module == DOOR or node.level > 0
    if isinstance(node, ast.Import):
        return any(
            one.name.startswith(f"{DOOR}.") or (one.name == DOOR and one.asname)
            for one in node.names
        )
    if isinstance(node, ast.Name):
        return node.id in MAKES_CODE or (node.id == DOOR and id(node) not in known)
    if isinstance(node, ast.Constant):  # a module's name, for who imports by text
        return isinstance(node.value, str) and f"{node.value}.".startswith(f"{DOOR}.")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
        return _is_door_to(node.value, node.value.attr)  # equity.city.load
    return _is_door_to(node, LOAD) and id(node) not in known


def _parts(node: ast.AST, cities: set[str]) -> Iterable[str]:
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
        table, city = _table(node), node.value.value
        if table is not None and isinstance(city, ast.Name) and city.id in cities:
            yield TABLE.format(table)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        is_part = node.value.id in cities and node.attr != TABLES
        yield from PARTS.get(node.attr, (EVERYTHING,)) if is_part else ()
