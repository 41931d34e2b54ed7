"""One tidy table of a sweep: every finding of every set, beside the set's parameters."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from equity.errors import RunError
from equity.excel import as_csv
from equity.findings import PUBLIC_FIELDS

PREFIX = "parameter_"  # period is a parameter's name and a finding's field
INT64 = 2**63
NUMBERS = ("value", "low", "high")
LISTS = ("areas", "sources", "caveats")


@dataclass(frozen=True)
class SetResult:
    """What came of one set. number: its place in the grid. parameters: as the table shows them.

    run: NOTEBOOK/KEY, its folder in OUT. error: why it failed; empty where it did not.
    unchanged: whether it was whole already. findings: how many it left.
    """

    number: int
    parameters: Mapping[str, Any]
    run: str
    error: str = ""
    unchanged: bool = False
    findings: int = 0

    @property
    def status(self) -> str:
        """Return "done" or "failed"."""
        return "failed" if self.error else "done"


def tidy(results: Sequence[SetResult], out: Path) -> pyarrow.Table:
    """Return one row for each finding of each set, in the grid's order.

    A set that failed, or that found nothing, has one row all the same, without a finding.
    Columns: set, status, error, run; each parameter as `parameter_NAME`, of its own type; the
    fields of findings.json.

    results: of one notebook. out: where their run folders lie. Raises RunError where a run's
    findings cannot be read.
    """
    rows: list[dict[str, Any]] = []
    for one in results:
        head = {"set": one.number, "status": one.status, "error": one.error or None, "run": one.run}
        head |= {f"{PREFIX}{name}": value for name, value in one.parameters.items()}
        found = [] if one.error else _findings(out / one.run)
        rows += [head | finding for finding in found] or [head]
    names = dict.fromkeys(name for row in rows for name in row if name not in PUBLIC_FIELDS)
    columns = [*names, *PUBLIC_FIELDS]
    arrays = [_column(name, [row.get(name) for row in rows]) for name in columns]
    return pyarrow.table(arrays, names=columns)


def as_files(table: pyarrow.Table) -> dict[str, bytes]:
    """Return the table as `findings.parquet`, for programs, and `findings.csv`, for Excel."""
    parquet = io.BytesIO()
    pyarrow.parquet.write_table(table, parquet)
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    sheet = as_csv(table.column_names, list(rows))
    return {"findings.parquet": parquet.getvalue(), "findings.csv": sheet}


def _findings(folder: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads((folder / "findings.json").read_bytes())[
            "findings"
        ]
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"{folder.name}: findings.json cannot be read ({error})") from None
    return [{name: one.get(name) for name in PUBLIC_FIELDS} for one in found]


def _column(name: str, values: list[Any]) -> pyarrow.Array:
    """Return values under the type they share, numbers as numbers; else as texts."""
    if name in NUMBERS:
        return pyarrow.array([None if v is None else float(v) for v in values], pyarrow.float64())
    if name in LISTS:
        return pyarrow.array(values, pyarrow.list_(pyarrow.string()))
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pyarrow.array(values, pyarrow.bool_())
    if kinds == {int} and all(-INT64 <= value < INT64 for value in values if value is not None):
        return pyarrow.array(values, pyarrow.int64())
    if kinds and kinds <= {int, float}:
        return pyarrow.array([None if v is None else float(v) for v in values], pyarrow.float64())
    texts = [v if v is None or isinstance(v, str) else json.dumps(v) for v in values]
    return pyarrow.array(texts, pyarrow.string())
