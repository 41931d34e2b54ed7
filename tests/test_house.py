"""The house's rules: the direction of imports, sizes, words, notebooks, documentation."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "equity"
# A room imports only from the groups before its own; rooms of one group leave each other be.
GROUPS = [
    {"errors", "chance", "displays", "kinds"},
    {"excel", "findings", "measures"},
    {"raw"},
    {"geography"},
    {"readings"},
    {"observations"},
    {"projects"},
    {"differences"},
    {"specifications"},
    {"priorities"},
    {"wording"},
    {"figures"},
    {"briefing"},
    {"yardsticks"},
    {"checking", "cell"},
    {"city", "parameters"},
    {"entering", "export"},
    {"runs"},
    {"terminal"},
    {"cli"},
    {"__init__", "__main__"},
]
MEASURES_ALONE = {"measures"}
LONGEST = 260  # "about 250"
MODULES = sorted(SOURCE.rglob("*.py"))
NAMED = [path.relative_to(SOURCE).as_posix() for path in MODULES]


def room_of(name: str) -> str:
    return Path(name).parts[0].removesuffix(".py")


def place(room: str) -> int:
    """Return the place of a room in the line; a module that the line does not name has none."""
    return next((place for place, group in enumerate(GROUPS) if room in group), -1)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give line and room of every import of ours, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = inside if node.module == "equity" else [node.module]
        elif isinstance(node, ast.ImportFrom):
            names = ["equity.relative"]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "equity":
                yield node.lineno, [*name.split("."), "__init__"][1]


def against_the_line(name: str, text: str) -> list[str]:
    """Return the imports of a module that run against the line."""
    room = room_of(name)
    wrong = []
    for line, other in imported(ast.parse(text)):
        allowed = other == room or 0 <= place(other) < place(room)
        if room in MEASURES_ALONE:
            allowed = other == room
        if other == "__init__" and room not in ("__init__", "__main__"):
            allowed = room == "runs"  # the run needs to know where the package lies
        if not allowed:
            wrong.append(f"{name}, line {line}: {room} imports {other}")
    return wrong


def test_every_room_has_its_place_in_the_line() -> None:
    assert sorted({room_of(name) for name in NAMED if place(room_of(name)) < 0}) == []


@pytest.mark.parametrize("name", NAMED)
def test_a_room_imports_only_from_rooms_to_its_left(name: str) -> None:
    assert against_the_line(name, (SOURCE / name).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("raw/check.py", "from equity.geography.sides import Sides"),
        ("measures/rates.py", "import equity.errors"),
        ("findings.py", "from equity.measures import rates"),
        ("parameters.py", "def f():\n    from equity.city import load"),
        ("wording/numbers.py", "import equity"),
        ("raw/check.py", "from . import sources"),
        ("runs/run.py", "from equity import cli"),
    ],
)
def test_an_import_against_the_line_is_found(name: str, text: str) -> None:
    assert len(against_the_line(name, text)) == 1


def test_the_first_files_of_rooms_are_empty() -> None:
    rooms = [path for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE]
    assert [str(path) for path in rooms if path.stat().st_size] == []


def test_every_room_of_python_is_a_package() -> None:
    homes = {path.parent for path in MODULES}
    assert [str(home) for home in homes if not (home / "__init__.py").exists()] == []


@pytest.mark.parametrize("name", NAMED)
def test_no_module_is_long(name: str) -> None:
    assert len((SOURCE / name).read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("name", NAMED)
def test_no_module_asserts_or_prints(name: str) -> None:
    tree = ast.parse((SOURCE / name).read_text("utf-8"))
    found = [f"line {n.lineno}: assert" for n in ast.walk(tree) if isinstance(n, ast.Assert)]
    found += [
        f"line {node.lineno}: print"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    assert found == []


@pytest.mark.parametrize("name", NAMED)
def test_everything_public_is_documented(name: str) -> None:
    tree = ast.parse((SOURCE / name).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [n for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []
    is_empty = not tree.body
    assert is_empty or ast.get_docstring(tree)


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    """Return the files that git tracks, without data tables."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: which files are tracked is not known")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [root / name for name in names if (root / name).is_file()]


# Put together here, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"pypi\." + "org",
            r"files\." + "pythonhosted",
            r"--(extra-)?index" + "-url [^-]",
            "simple" + "/[a-z]+/",
            r"(?<![\w./])/" + "work/",
            r"/" + "home/[a-z]",
            r"/" + r"root\b",
            r"/" + "Users/",
        )
    )
)
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".lock", ".ipynb", ".cff", ".po", ".j2", ".json"}
FREE_OF_IT = {"Makefile", "run"}


def forbidden(text: str) -> list[str]:
    return [found.group() for found in FORBIDDEN.finditer(text)]


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine(tracked: list[Path]) -> None:
    texts = [p for p in tracked if p.suffix in TEXTS or p.name in FREE_OF_IT]
    found = {p.name: forbidden(p.read_text("utf-8")) for p in texts}
    assert {name: places for name, places in found.items() if places} == {}


def test_a_path_of_one_machine_is_found() -> None:
    assert forbidden("see /" + "home/anna/x") == ["/" + "home/a"]


def test_data_that_must_stay_outside_are_not_tracked(tracked: list[Path]) -> None:
    assert [p.name for p in tracked if p.name.startswith("valdistrikt_")] == []
    assert [p.name for p in tracked if p.suffix == ".parquet"] == []


@pytest.fixture(scope="module")
def notebooks(root: Path) -> dict[str, list[dict[str, Any]]]:
    found = sorted((root / "notebooks").glob("*.ipynb"))
    assert found
    return {path.name: json.loads(path.read_text("utf-8"))["cells"] for path in found}


def test_notebooks_are_committed_without_outputs(notebooks: dict[str, Any]) -> None:
    for name, cells in notebooks.items():
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert all(not c["outputs"] and c["execution_count"] is None for c in code), name


def test_a_notebook_has_eight_to_twelve_cells(notebooks: dict[str, Any]) -> None:
    assert {
        name: len(cells) for name, cells in notebooks.items() if not 8 <= len(cells) <= 12
    } == {}


def test_a_notebook_asks_and_does_not_compute_or_write(notebooks: dict[str, Any]) -> None:
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.For, ast.While, ast.Try)
    for name, cells in notebooks.items():
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        assert [type(n).__name__ for n in ast.walk(ast.parse(code)) if isinstance(n, kinds)] == []
        assert not re.search(r"\.to_(csv|parquet|json|html)\(|open\(|\.write", code), name


def test_the_first_code_cell_of_a_notebook_takes_the_parameters(notebooks: dict[str, Any]) -> None:
    for name, cells in notebooks.items():
        first = next(cell for cell in cells if cell["cell_type"] == "code")
        assert "parameters" in first["metadata"].get("tags", []), name


def test_every_dependency_of_ours_has_its_reason_in_contributing(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    names = [re.split(r"[^A-Za-z0-9._-]", one)[0] for one in [*project["dependencies"], *extras]]
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in names if f"`{name}`" not in text] == []


def test_no_test_file_shares_its_name_with_another(root: Path) -> None:
    names = [path.name for path in (root / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
