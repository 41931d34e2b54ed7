"""North and south: named definitions, read from a city's file `sides.yaml`.

The file names every district of a side outright, not its region: a reader sees what is meant
without a second table, and a definition cannot change because another table did.
"""

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from equity.errors import DataError, Problem
from equity.findings import Label
from equity.geography.names import near_miss
from equity.raw.yaml_file import nodes, read_yaml

Place = tuple[Hashable, ...]
DEPTH = 4  # sides, id, north, district: nothing in the file lies deeper
Composed = Annotated[str, AfterValidator(lambda name: unicodedata.normalize("NFC", name))]
SIDES: tuple[Literal["north"], Literal["south"]] = ("north", "south")


@dataclass(frozen=True)
class Sides:
    """One way to part a city in two; districts that are in neither side are left out.

    id: what findings call the definition. label, description: in both languages, or one text
    for both. north, south: names of districts.
    Raises ValueError, naming it, for a district in both sides or twice in one, and for an
    empty side.

    >>> sides = Sides("river", Label(en="The river"), Label(en=""), ("A", "B"), ("C",))
    >>> sides.of(["A", "C", "D"]).to_dict()
    {'A': 'north', 'C': 'south', 'D': None}
    """

    id: str
    label: Label
    description: Label
    north: tuple[str, ...]
    south: tuple[str, ...]

    def __post_init__(self) -> None:
        for field in ("label", "description"):
            given: object = getattr(self, field)
            if isinstance(given, str):
                object.__setattr__(self, field, Label(en=given, sv=given))
        for side in SIDES:
            if not getattr(self, side):
                raise ValueError(f"sides {self.id!r}: the side {side} has no district")
        names = self.names()
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"sides {self.id!r}: named twice: {', '.join(twice)}")

    def names(self) -> tuple[str, ...]:
        """Return the districts that have a side, north first."""
        return self.north + self.south

    def of(self, areas: Iterable[str]) -> pd.Series:
        """Return "north", "south" or None for each area, in order.

        The index is that of `areas` where it is a Series, and the areas themselves otherwise.
        """
        index = areas.index if isinstance(areas, pd.Series) else pd.Index(list(areas))
        names = areas if isinstance(areas, pd.Series) else index
        side = dict.fromkeys(self.north, "north") | dict.fromkeys(self.south, "south")
        return pd.Series([side.get(name) for name in names], index=index, dtype=object, name="side")

    def left_out(self, areas: Iterable[str]) -> tuple[str, ...]:
        """Return the areas that have no side, in order.

        >>> Sides("x", Label(en="x"), Label(en=""), ("A",), ("C",)).left_out(["A", "B", "C"])
        ('B',)
        """
        return tuple(area for area in areas if area not in self.names())


class Defined(dict[str, Sides]):
    """The definitions of a city by id; one that is not there is told with those that are.

    >>> Defined()["river"]
    Traceback (most recent call last):
    KeyError: "no definition of sides 'river'; there is none"
    """

    def __missing__(self, id: str) -> Sides:
        hint = near_miss(id, self)
        meant = f"; did you mean {hint}?" if hint else ""
        raise KeyError(
            f"no definition of sides {id!r}{meant}; there is {', '.join(self) or 'none'}"
        )


class Definition(BaseModel):
    """A definition as the file has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Label
    description: Label
    north: list[Composed]
    south: list[Composed]


class SidesFile(BaseModel):
    """The file: which definition is the default, and the definitions by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: str
    sides: dict[str, Definition]


def read_sides(path: Path, areas: Iterable[str]) -> dict[str, Sides]:
    """Return the definitions of a city's file by id, the file's default first.

    path: a YAML file with `default` and `sides`. areas: the city's districts; a definition may
    leave some out, but not name others.
    Raises DataError with every problem, each with its row: no such file, not UTF-8, not YAML, a
    key twice, an unknown or missing key, no label in English or Swedish, an empty side, a
    district that does not exist (with the name most like it) or that is named twice.
    """
    content = read_yaml(path)
    rows: dict[Place, int] = {}
    _note_rows(nodes(path), (), rows)
    try:
        file = SidesFile.model_validate(content)
    except ValidationError as error:
        raise DataError(_told(path, dict(fault), rows) for fault in error.errors()) from None
    problems = list(_misnamed(path, file, list(areas), rows))
    if problems:
        raise DataError(problems)
    order = sorted(file.sides, key=lambda id: id != file.default)
    return Defined({id: _sides(id, file.sides[id]) for id in order})


def _sides(id: str, definition: Definition) -> Sides:
    return Sides(
        id=id,
        label=definition.label,
        description=definition.description,
        north=tuple(definition.north),
        south=tuple(definition.south),
    )


def _note_rows(node: yaml.Node | None, place: Place, rows: dict[Place, int]) -> None:
    """Note the row of every place in the file."""
    if node is None or len(place) > DEPTH:
        return
    rows.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note_rows(item, (*place, number), rows)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            rows[(*place, key.value)] = key.start_mark.line + 1
            _note_rows(value, (*place, key.value), rows)


def _told(path: Path, fault: dict[str, Any], rows: dict[Place, int]) -> Problem:
    """Tell a fault of the model in the file's own words."""
    place: Place = fault["loc"]
    key = str(place[-1]) if place else "the file"
    kinds = {
        "missing": (f"the key {key}", f"write {key}"),
        "extra_forbidden": ("a known key", "delete it or correct its spelling"),
        "string_type": ("text", "write a name, in quotation marks where it is yes, no or a number"),
        "list_type": ("a list of districts", f"write {key}: [District, District]"),
        "dict_type": ("definitions by id", "write the id of a definition, a colon, and its keys"),
        "model_type": ("keys and values", "write keys and values, indented below it"),
    }
    expected, fix = kinds.get(fault["type"], (fault["msg"], "correct it"))
    value = key if fault["type"] in ("missing", "extra_forbidden") else fault["input"]
    known = next(place[:n] for n in range(len(place), -1, -1) if place[:n] in rows or n == 0)
    return Problem(path.name, rows.get(known), _column(place), str(value), expected, fix)


def _misnamed(
    path: Path, file: SidesFile, areas: Sequence[str], rows: dict[Place, int]
) -> Iterable[Problem]:
    """Yield what is wrong with the names: of the default, the labels and the districts."""

    def problem(place: Place, value: str, expected: str, fix: str) -> Problem:
        return Problem(path.name, rows.get(place), _column(place), value, expected, fix)

    if file.default not in file.sides:
        known = ", ".join(file.sides) or "none is defined"
        yield problem(("default",), file.default, "the id of a definition", f"write: {known}")
    for id, definition in file.sides.items():
        for field in ("label", "description"):
            for language in ("en", "sv"):
                if not getattr(getattr(definition, field), language).strip():
                    place: Place = ("sides", id, field)
                    yield problem(place, "", f"text in {language}", f"write {language}: …")
        seen: dict[str, str] = {}
        for side in SIDES:
            names: list[str] = getattr(definition, side)
            if not names:
                yield problem(("sides", id, side), "[]", "at least one district", "name it")
            for number, name in enumerate(names):
                place = ("sides", id, side, number)
                if name not in areas:
                    hint = near_miss(name, areas)
                    fix = f"did you mean {hint}?" if hint else f"write one of {', '.join(areas)}"
                    yield problem(place, name, "a district of the city", fix)
                elif name in seen:
                    expected = f"every district once; it stands in {seen[name]} already"
                    yield problem(place, name, expected, "delete it in one place")
                seen.setdefault(name, side)


def _column(place: Place) -> str:
    return ".".join(str(part) for part in place if not isinstance(part, int))
