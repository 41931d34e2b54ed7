"""The notebooks at hand: where they live, and the one cell that takes parameters."""

import difflib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity.errors import ParameterError, RunError
from equity.runs.folder import checkout


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

    Raises ParameterError where the folder is missing or holds none.
    """
    folder = folder or checkout() / "notebooks"
    found = sorted(path.stem for path in folder.glob("*.ipynb"))
    if not found:
        raise ParameterError(f"no notebooks in {folder}: name their folder with --notebooks DIR")
    return found


def find(name: str, folder: Path | None = None) -> Notebook:
    """Read the notebook of that name.

    Raises ParameterError, with the nearest name, where there is none, and RunError where the
    file is no notebook or does not have exactly one code cell tagged `parameters`.
    """
    known = names(folder)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise ParameterError(f"no notebook {name!r}{hint} There are: {', '.join(known)}")
    path = (folder or checkout() / "notebooks") / f"{name}.ipynb"
    try:
        cells = tuple(json.loads(path.read_text(encoding="utf-8"))["cells"])
        tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
        code = [source(c) for c in tagged if c["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{name}: {path.name} is not a notebook ({_short(error)})") from None
    if len(code) != 1 or len(tagged) != 1:
        count = {0: "no", 1: "one", 2: "two"}.get(len(tagged), str(len(tagged)))
        kind = ", not of code" if len(tagged) == 1 else ""
        raise RunError(f"{name}: {count} parameters cells{kind}; exactly one code cell needs it")
    return Notebook(name, path, cells, code[0])


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:120]
