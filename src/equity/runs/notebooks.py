"""The notebooks at hand: where they live, and the one cell that takes parameters."""

import difflib
import hashlib
import itertools
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity.errors import ParameterError, RunError, shown
from equity.runs.folder import checkout

SUFFIX = ".ipynb"
FORMAT, FORMAT_MINOR = 4, 5  # of notebooks
CELL_TYPES = ("code", "markdown", "raw")
TAG, PYTHON = "parameters", "python"
INJECTED = "injected-parameters"  # papermill's tag of the cell it adds after the parameters
UNRUN: dict[str, Any] = {"outputs": [], "execution_count": None}
ID = re.compile("[A-Za-z0-9_-]{1,64}")
LONGEST = 1000
RESERVED = ("failed", "pages", "sweeps", "ledger.sqlite")  # what else lies beside runs


@dataclass(frozen=True)
class Notebook:
    """A notebook on disk. name: its file's, without suffix. cells: as they stand in the file.

    parameters: the source of its cell tagged `parameters`.
    """

    name: str
    path: Path
    cells: tuple[dict[str, Any], ...]
    parameters: str

    @property
    def title(self) -> str:
        """Return the first heading, or the name where there is none."""
        for cell in self.cells:
            for line in source(cell).splitlines():
                if cell["cell_type"] == "markdown" and line.startswith("#"):
                    return line.lstrip("# ").strip()
        return self.name

    def digest(self) -> str:
        """Return the SHA-256 of what the notebook says: its cells, not their outputs."""
        said = [
            [cell["cell_type"], source(cell), cell.get("metadata", {}).get("tags", [])]
            for cell in self.cells
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def source(cell: dict[str, Any]) -> str:
    """Return a cell's text, which a file may hold as lines or as one.

    >>> source({"source": ["a = 1", "b = 2"]})
    'a = 1b = 2'
    """
    return "".join(cell.get("source", ""))


def names(folder: Path | None = None) -> list[str]:
    """Return the names of the notebooks in a folder, by default the checkout's, sorted.

    What is hidden, as what some systems leave beside a file, is none. Raises ParameterError where
    the folder is missing or holds no notebook.
    """
    folder = folder or checkout() / "notebooks"
    found = sorted(path.stem for path in folder.glob("[!.]*.ipynb"))
    if not found:
        raise ParameterError(f"no notebooks in {folder}: name their folder with --notebooks DIR")
    return found


def find(name: str, folder: Path | None = None) -> Notebook:
    """Read the notebook of that name.

    Raises ParameterError, with the nearest name, where there is none, and RunError, with what
    to do, where the file is no notebook in Python or does not have exactly one code cell tagged
    `parameters`.
    """
    known = names(folder)
    if name not in known:
        near = difflib.get_close_matches(Path(name[:LONGEST]).name.removesuffix(SUFFIX), known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise ParameterError(f"no notebook {shown(name)}{hint} There are: {', '.join(known)}")
    if name in RESERVED or not name.isprintable():
        fix = "runs keep other things under it" if name in RESERVED else "with a control character"
        raise ParameterError(f"a notebook cannot have the name {shown(name)}, {fix}: rename it")
    path = (folder or checkout() / "notebooks") / f"{name}{SUFFIX}"
    content = _content(name, path)
    if (language := language_of(content["metadata"])) != PYTHON:
        raise RunError(f"{name}: it is in {shown(language)}, and only notebooks in Python are run")
    cells = tuple(content["cells"])
    return Notebook(name, path, cells, parameters_of(name, cells))


def with_ids(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return cells as they run: each with an id of its own, the same in every run.

    nbformat draws one by chance for a cell that has none, as in files of before 2021.

    >>> [cell["id"] for cell in with_ids([{"id": "a"}, {"id": "a"}, {}])]
    ['a', 'cell-2', 'cell-3']
    """
    found = list(cells)
    known = {str(cell.get("id")) for cell in found}
    taken, made = {INJECTED}, []
    for number, cell in enumerate(found, 1):
        own = str(cell.get("id"))
        if "id" not in cell or own in taken or not ID.fullmatch(own):
            own = next(one for n in itertools.count(number) if (one := f"cell-{n}") not in known)
            known.add(own)
        taken.add(own)
        blank = UNRUN if cell.get("cell_type") == "code" else {}
        made.append(blank | cell | {"id": own})
    return made


def _content(name: str, path: Path) -> dict[str, Any]:
    """Return what a notebook's file holds, as strict JSON in the form of a notebook."""
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        content = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        if "\\ud" in text.lower():  # may be half a character, which no kernel can be sent
            json.dumps(content, ensure_ascii=False).encode()
        fault = _fault(content)
    except (ValueError, RecursionError) as error:
        fault = _short(error)
    if fault:
        told = fault if path.is_file() else "it is no file"
        raise RunError(f"{name}: {path.name} is not a notebook ({told})")
    return dict(content)


def _fault(content: Any) -> str:
    """Return the first thing in which this differs from the form of a notebook, else ""."""
    if not isinstance(content, dict):
        return f"a {type(content).__name__} where a notebook is an object"
    if (form := content.get("nbformat")) != FORMAT or not isinstance(form, int):
        return f"nbformat {shown(form)}, not {FORMAT}: open it in JupyterLab and save it"
    if not isinstance(content.get("nbformat_minor"), int):
        return "no nbformat_minor: open it in JupyterLab and save it"
    if not isinstance(content.get("metadata"), dict) or not isinstance(content.get("cells"), list):
        return "its metadata or its cells are missing"
    faults = (
        f"cell {number}: {fault}"
        for number, cell in enumerate(content["cells"], 1)
        if (fault := _fault_of_cell(cell))
    )
    return next(faults, "")


def _fault_of_cell(cell: Any) -> str:
    if not isinstance(cell, dict) or cell.get("cell_type") not in CELL_TYPES:
        return f"it is none of {', '.join(CELL_TYPES)}"
    text = cell.get("source")
    if not isinstance(text, str) and not _is_texts(text):
        return "its source is no text"
    if not isinstance(cell.get("metadata"), dict):
        return "it has no metadata"
    tags = cell["metadata"].get("tags", [])
    if not _is_texts(tags) or len(set(tags)) < len(tags):
        return f"its tags are {shown(tags)}, not a list of different texts"
    return ""


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def language_of(metadata: Mapping[str, Any]) -> str:
    """Return the language that a notebook says it is in; Python where it says nothing.

    >>> language_of({"kernelspec": {"name": "ir", "language": "R"}})
    'R'
    """
    said = [("kernelspec", "language"), ("language_info", "name")]
    told = [metadata[key].get(name) for key, name in said if isinstance(metadata.get(key), dict)]
    others = [str(one) for one in told if one and PYTHON not in str(one).lower()]
    return others[0] if others else PYTHON


def parameters_of(name: str, cells: tuple[Any, ...]) -> str:
    """Return the source of the one code cell tagged `parameters`.

    name: the notebook's, for the message. Raises RunError for none, several, or one not of code.
    """
    tags = {number: cell["metadata"].get("tags", []) for number, cell in enumerate(cells, 1)}
    tagged = [number for number, here in tags.items() if TAG in here]
    if len(tagged) == 1 and cells[tagged[0] - 1]["cell_type"] == "code":
        return source(cells[tagged[0] - 1])
    count = {0: "no", 1: "one", 2: "two"}.get(len(tagged), str(len(tagged)))
    where = f" ({', '.join(f'cell {number}' for number in tagged)})" if tagged else ""
    kind = ", not of code" if len(tagged) == 1 else ""
    near = [
        f"; cell {number} has the tag {shown(tag)}"
        for number, here in tags.items()
        for tag in here
        if tag != TAG and tag.strip().lower().removesuffix("s") == TAG.removesuffix("s")
    ]
    raise RunError(
        f"{name}: {count} parameters cells{where}{kind}; "
        f"tag exactly one code cell with the word {TAG}{''.join(near)}"
    )


def _no_number(constant: str) -> None:
    raise ValueError(f"it holds {constant}, which JSON does not know")


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        _no_number(text)
    return number


def _short(error: Exception) -> str:
    kind = "" if type(error) is ValueError else f"{type(error).__name__}: "
    return f"{kind}{error}".splitlines()[0][:120]
