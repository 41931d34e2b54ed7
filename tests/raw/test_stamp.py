"""What was built is out of date once its raw files change, or the code that builds it."""

import ast
import inspect
import os
import shutil
from pathlib import Path

import pytest

from equity import city
from equity.raw import stamp
from equity.raw.stamp import BUILDERS, BUILDING, PACKAGE, is_current

PASSED_AROUND = {"errors.py", "findings.py", "displays.py"}  # what is said of faults, not tables
ONLY_REFUSES = "problems"  # the module of checks: it lets tables be built or not


def module(dotted: str) -> Path | None:
    path = PACKAGE.joinpath(*dotted.split(".")[1:]).with_suffix(".py")
    return path if path.is_file() else None


def imported(path: Path, names: set[str] | None = None) -> set[Path]:
    """Return the package's modules that a module imports, or those that give these names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("equity"):
            for one in node.names:
                if names is None or one.name in names:
                    found |= {module(str(node.module)), module(f"{node.module}.{one.name}")}
    return found - {None}  # type: ignore[return-value]


def test_all_code_that_decides_what_tables_hold_counts_as_their_builder() -> None:
    used = {
        node.id
        for node in ast.walk(ast.parse(inspect.getsource(city._frames)))
        if isinstance(node, ast.Name)
    }
    waiting, reached = imported(PACKAGE / "city.py", used), set[Path]()
    waiting = {path for path in waiting if path.stem != ONLY_REFUSES}
    assert len(waiting) > 4
    while waiting:
        path = waiting.pop()
        reached.add(path)
        waiting |= imported(path) - reached
    names = {path.relative_to(PACKAGE).as_posix() for path in reached} - PASSED_AROUND
    assert {name for name in names if not name.startswith(BUILDERS)} == set()
    assert all((PACKAGE / name).exists() for name in BUILDERS)


def test_tables_that_other_code_built_are_out_of_date(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_current(built)
    monkeypatch.setattr(stamp, "builder", lambda: "other code")
    assert not is_current(built)


def test_the_builder_is_another_once_one_of_its_files_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "equity", ignore=shutil.ignore_patterns("__pycache__"))
    before = stamp.builder()
    monkeypatch.setattr(stamp, "PACKAGE", tmp_path / "equity")
    assert stamp.builder() == before
    with (tmp_path / "equity" / "readings.py").open("a", encoding="utf-8") as file:
        file.write("# made up\n")
    assert stamp.builder() != before


def test_what_a_killed_build_left_is_removed_by_a_later_one(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "raw")
    old, fresh = (tmp_path / "processed" / f"{BUILDING}{age}" for age in ("old", "fresh"))
    for left in (old, fresh):
        left.mkdir(parents=True)
        (left / "water.parquet").write_bytes(b"made up")
    os.utime(old, (0, 0))
    city.build(tmp_path)
    assert not old.exists()
    assert fresh.exists()  # it may be another build's, which goes on
