"""What a sweep shall run: a YAML file that names a notebook and its sets of parameters."""

import itertools
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from equity.errors import DataError, ParameterError
from equity.raw.yaml_file import not_as_declared, read_texts

MOST = 10_000  # sets of one sweep; more is a slip of the pen
LONGEST_NAME = 60
SEE = "a grid is notebook: NAME with grid: {NAME: [VALUE, …]} or sets: [{NAME: VALUE}, …]"


@dataclass(frozen=True)
class Grid:
    """A sweep as it was asked for. name: of its file, fit to name a folder.

    notebook: which one. sets: parameters of each run, as texts by name; the notebook's own
    types say what they mean.
    """

    name: str
    notebook: str
    sets: tuple[dict[str, str], ...]


class _File(BaseModel):
    """A grid's file, whose values are all texts.

    notebook: a notebook's name. parameters: the same in every set. grid: every combination of
    these values. sets: these and no others.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    notebook: str = Field(min_length=1)
    parameters: dict[str, str] = Field(default_factory=dict)
    grid: dict[str, list[str]] | None = Field(default=None, min_length=1)
    sets: list[dict[str, str]] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_way_and_each_name_once(self) -> Self:
        if (self.grid is None) == (self.sets is None):
            raise ValueError("either grid or sets")
        empty = [name for name, values in (self.grid or {}).items() if not values]
        if empty:
            raise ValueError(f"no value for {', '.join(empty)}")
        varied = set(self.grid or ()).union(*(self.sets or ()))
        if twice := sorted(varied & set(self.parameters)):
            raise ValueError(f"{', '.join(twice)} stands in parameters too")
        count = math.prod(len(values) for values in (self.grid or {}).values())
        if (count := max(count, len(self.sets or []))) > MOST:
            raise ValueError(f"{count} sets; at most {MOST}")
        return self

    def expanded(self) -> tuple[dict[str, str], ...]:
        if self.sets is not None:
            return tuple(self.parameters | one for one in self.sets)
        names, axes = zip(*(self.grid or {}).items(), strict=True)
        return tuple(
            self.parameters | dict(zip(names, values, strict=True))
            for values in itertools.product(*axes)
        )


def read_grid(path: Path) -> Grid:
    r"""Read a grid's file; of a grid the last name varies fastest.

    Raises ParameterError with every fault of its form: a file that is missing, not UTF-8 or
    not YAML, a key that is unknown, missing or given twice, a name without values. Whether the
    notebook has such parameters is not looked at here.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "made up.yaml"
    >>> text = "notebook: toy\ngrid: {code: [0127, NO], year: [2018]}"
    >>> _ = path.write_text(text)
    >>> read_grid(path).sets
    ({'code': '0127', 'year': '2018'}, {'code': 'NO', 'year': '2018'})
    >>> read_grid(path).name
    'made_up'
    """
    try:
        told = _File.model_validate(read_texts(path))
    except ValidationError as error:
        raise ParameterError(str(not_as_declared(path.name, error, SEE))) from None
    except DataError as error:
        raise ParameterError(str(error)) from None
    name = re.sub(r"[^\w-]+", "_", path.stem)[:LONGEST_NAME] or "_"
    return Grid(name, told.notebook, told.expanded())
