"""The package is for any city: it knows no name, border or sum of the project's own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

# The zone of the tz database and the distribution's own name are no knowledge of a city.
ALLOWED = re.compile(r"Europe/Stockholm|stockholm-equity")
OWN = re.compile(
    r"stockholm|saltsj|mälar|stokab|digitalisation_2017|forecast_201|district_2007", re.I
)


def texts_of(module: str) -> Iterator[str]:
    """Give the texts that a module's code uses: its docstrings and examples are left out."""
    tree = ast.parse(module)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def known_in(texts: Iterator[str], names: re.Pattern[str]) -> list[str]:
    return [text for text in texts if names.search(ALLOWED.sub("", text))]


@pytest.fixture(scope="module")
def names(raw: Path) -> re.Pattern[str]:
    districts = pd.read_csv(raw / "districts.csv")
    known = {*districts["district"], *districts["region"], *districts["district_2020"]}
    return re.compile("|".join([OWN.pattern, *map(re.escape, sorted(known))]), re.I)


def test_no_module_knows_a_name_of_the_projects_own_city(root: Path, names) -> None:
    knowing = {
        path.name: found
        for path in (root / "src" / "equity").rglob("*.py")
        if (found := known_in(texts_of(path.read_text("utf-8")), names))
    }
    assert knowing == {}


@pytest.mark.parametrize("suffix", ["*.po", "*.j2", "*.js", "*.css"])
def test_no_sentence_and_no_template_knows_one(root: Path, names, suffix: str) -> None:
    paths = list((root / "src" / "equity").rglob(suffix))
    assert [
        (path.name, line)
        for path in paths
        for line in known_in(iter(path.read_text("utf-8").splitlines()), names)
    ] == []


def test_a_module_that_knows_one_is_found(names) -> None:
    knowing = 'NORTH = ("Kista", "Farsta")\nCITY = "Stockholms stad"\n'
    assert set(known_in(texts_of(knowing), names)) == {"Farsta", "Stockholms stad"}
    assert known_in(texts_of('"""Of Farsta."""\nZONE = "Europe/Stockholm"\n'), names) == []


def test_types_are_shipped_with_the_package(root: Path) -> None:
    assert (root / "src" / "equity" / "py.typed").is_file()
