"""Ways to spoil a copy of the raw tables, one fault at a time."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

Spoil = Callable[[Path], None]


def cell(file: str, row: int, column: str, value: str) -> Spoil:
    """Write another text into one cell; row 2 is the first."""

    def spoil(raw: Path) -> None:
        rows = list(csv.reader(io.StringIO(_text(raw / file), newline="")))
        rows[row - 1][rows[0].index(column)] = value
        _write_rows(raw / file, rows)

    return spoil


def column(file: str, name: str, values: Callable[[str], str]) -> Spoil:
    """Change every cell of a column."""

    def spoil(raw: Path) -> None:
        rows = list(csv.reader(io.StringIO(_text(raw / file), newline="")))
        at = rows[0].index(name)
        for one in rows[1:]:
            one[at] = values(one[at])
        _write_rows(raw / file, rows)

    return spoil


def text(file: str, old: str, new: str, times: int = 1) -> Spoil:
    """Replace a text that must be there."""

    def spoil(raw: Path) -> None:
        before = _text(raw / file)
        assert old in before
        (raw / file).write_bytes(before.replace(old, new, times).encode("utf-8"))

    return spoil


def content(file: str, change: Callable[[bytes], bytes]) -> Spoil:
    """Change a file's bytes."""

    def spoil(raw: Path) -> None:
        (raw / file).write_bytes(change((raw / file).read_bytes()))

    return spoil


def without_row(file: str, row: int) -> Spoil:
    """Take one row away."""

    def spoil(raw: Path) -> None:
        rows = list(csv.reader(io.StringIO(_text(raw / file), newline="")))
        del rows[row - 1]
        _write_rows(raw / file, rows)

    return spoil


def outlines(file: str, change: Callable[[dict], None]) -> Spoil:
    """Change a collection of features in place."""

    def spoil(raw: Path) -> None:
        collection = json.loads(_text(raw / file))
        change(collection)
        (raw / file).write_text(json.dumps(collection, ensure_ascii=False), "utf-8")

    return spoil


def feature(name: str, change: Callable[[dict], None]) -> Spoil:
    """Change one neighbourhood in place."""

    def find(collection: dict) -> None:
        change(
            next(
                one for one in collection["features"] if one["properties"]["neighbourhood"] == name
            )
        )

    return outlines("neighbourhoods.geojson", find)


def points(geometry: dict, change: Callable[[float, float], list[float]]) -> None:
    """Change every point of a polygon in place."""
    geometry["coordinates"] = [
        [change(*point) for point in ring] for ring in geometry["coordinates"]
    ]


def keep(raw: Path, *files: str) -> None:
    """Leave some files and those they refer to, so that a check of one fault is quick."""
    path = raw / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    named = {resource["name"]: resource for resource in package["resources"]}
    wanted = {name for name, resource in named.items() if resource["path"] in files} or {"sources"}
    while more := {name for one in wanted for name in _referred(named[one])} - wanted:
        wanted |= more
    for name, resource in named.items():
        if name not in wanted and name != "sources":
            (raw / resource["path"]).unlink(missing_ok=True)
    package["resources"] = [named[name] for name in named if name in wanted | {"sources"}]
    path.write_text(json.dumps(package, ensure_ascii=False), "utf-8")


def _referred(resource: dict) -> set[str]:
    found = {key["reference"]["resource"] for key in _keys(resource)}
    for rule in resource.get("checks", []):
        found |= {rule.get("resource"), rule.get("near"), rule.get("member", {}).get("resource")}
        found |= {names.get("resource") for names in rule.get("of", {}).values()}
    return {name for name in found if name}


def _keys(resource: dict) -> list[dict]:
    return resource.get("schema", {}).get("foreignKeys", [])


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _write_rows(path: Path, rows: list[list[str]]) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerows(rows)
    path.write_bytes(made.getvalue().encode("utf-8"))
