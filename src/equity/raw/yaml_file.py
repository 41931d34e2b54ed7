"""Read a YAML file of a city's folder: safe, UTF-8, and no key given twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from equity.errors import DataError, Problem

COMMENTS = "see the comments at the head of the file"
TAGS = "tag:yaml.org,2002:"
MERGE = f"{TAGS}merge"
PLAIN = {"str", "int", "float", "bool", "null", "timestamp", "seq", "map"}
MOST = 1_000_000  # values with every alias written out: far more than anyone means
EXPECTED = {  # instead of pydantic's words for its own faults
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "names with values",
    "model_type": "names with values",
    "missing": "it among the names",
    "extra_forbidden": "no such name",
}
_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same values, six times as fast


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file as plain lists, mappings, text and numbers.

    path: the file. Raises DataError, naming the file and line, when it is missing, not UTF-8,
    not YAML, asks for anything but plain values, gives a key twice, has a value inside itself, or
    would hold more than `MOST` values with its aliases written out.
    """
    return _read(path, _UniqueKeys)


def nodes(path: Path) -> Any:
    """Return what YAML made of a file, before it becomes values: each node knows its line.

    path: a file that `read_yaml` can read.
    """
    return yaml.compose(path.read_text("utf-8"), _Safe)


def read_texts(path: Path) -> Any:
    """Return the content of a YAML file as lists, mappings and texts, every value as typed.

    "0127", "NO", "1e5" and "2:30" stay what they are: whoever knows their types says what they
    mean. Arguments and errors: those of `read_yaml`.
    """
    return _read(path, _UniqueTexts)


def _read(path: Path, loader: Any) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), loader)  # noqa: S506  safe loaders only
    except FileNotFoundError:
        problem = Problem(path.name, None, "", "", "the file", f"add {path.name}")
    except UnicodeDecodeError as error:
        wrong = repr(error.object[error.start : error.end])
        problem = Problem(path.name, None, "", wrong, "UTF-8", "save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        problem = Problem(path.name, row, "", str(error.problem), "YAML", "mend the line")
    except (yaml.YAMLError, RecursionError) as error:
        problem = Problem(path.name, None, "", str(error), "YAML", "mend the file")
    raise DataError([problem])


def not_as_declared(file: str, error: ValidationError, see: str) -> DataError:
    """Return what pydantic says of a file's content as problems, one a fault.

    see: what to look at, as the fix of each.
    """
    return DataError(
        Problem(
            file,
            None,
            ".".join(str(part) for part in fault["loc"]),
            str(fault["input"])[:80],
            EXPECTED.get(fault["type"]) or fault["msg"].removeprefix("Value error, "),
            see,
        )
        for fault in error.errors()
    )


class _Bounded:
    """A loader's part that refuses aliases which nobody could write out.

    Ten lines of aliases of aliases stand for thousands of millions of values.
    """

    def get_single_node(self) -> Any:
        node = super().get_single_node()  # type: ignore[misc]
        counts: dict[int, int] = {}
        if node is not None and _written_out(node, counts, set()) > MOST:
            largest = f"more than {MOST} values with every alias (*) written out"
            raise yaml.composer.ComposerError(None, None, largest, node.start_mark)
        return node


def _written_out(node: Any, counts: dict[int, int], within: set[int]) -> int:
    """Return how many values a node stands for; counts: of nodes met; within: those around it."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in within:
        told = "a value that stands inside itself, by its alias (*)"
        raise yaml.composer.ComposerError(None, None, told, node.start_mark)
    if id(node) not in counts:
        pairs = isinstance(node, yaml.MappingNode)
        inside = [one for pair in node.value for one in pair] if pairs else node.value
        around = within | {id(node)}
        counts[id(node)] = 1 + sum(_written_out(one, counts, around) for one in inside)
    return counts[id(node)]


class _OnceEach(_Bounded):
    """A loader's part that refuses a key given twice, where YAML would keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        own = [key.value for key, _ in node.value if key.tag != MERGE]
        twice = sorted({str(key) for key in own if own.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice[0]!r} is given twice", node.start_mark
            )
        return super().construct_mapping(node, deep)  # type: ignore[misc]


class _UniqueKeys(_OnceEach, _Safe):  # type: ignore[misc, valid-type]
    """Plain values; only what YAML itself defines."""


class _UniqueTexts(_OnceEach, yaml.BaseLoader):
    """Texts: no value is resolved to a type, and a tag that asks for more than one is refused."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.tag.removeprefix(TAGS) not in PLAIN:
            asks = f"the tag {node.tag.replace(TAGS, '!!')} asks for more than a value"
            raise yaml.constructor.ConstructorError(None, None, asks, node.start_mark)
        return super().construct_object(node, deep)
