"""A run that may begin: its parameters are right, its inputs are there, its folder has a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity.errors import DataError, ParameterError, Problem
from equity.runs import manifest
from equity.runs.folder import checkout
from equity.runs.inputs.checksums import checksums
from equity.runs.inputs.elsewhere import reads_elsewhere
from equity.runs.inputs.parts import CHECKED, COMPARES, DATA
from equity.runs.inputs.reading import needed
from equity.runs.notebooks import Notebook, find

NOT_BUILT = "processed missing, or older than raw or than the code that builds it"
# Notebooks about what not every city has: each with the table that it cannot do without.
ABOUT = {"project_balance": "projects", "cost_forecast": "budget_facts", "priorities": "themes"}


@dataclass(frozen=True)
class Prepared:
    """A run that may begin: its parameters are valid and the inputs it needs are there.

    values: every parameter. home: the city's folder, None for a notebook that reads none.
    basis: what decides the result. folder: where it will lie, named by its key.
    """

    notebook: Notebook
    values: dict[str, Any]
    home: Path | None
    basis: dict[str, Any]
    folder: Path

    def is_done(self, *, page: bool = True) -> bool:
        """Say whether the folder holds the whole run already, its page too where one is asked."""
        if reads_elsewhere(self.notebook) or not manifest.is_whole(self.folder):
            return False
        return not page or (self.folder / self.page).is_file()

    @property
    def page(self) -> str:
        """Return the file name of the run's page."""
        return f"{self.notebook.name}.{self.values.get('language', 'sv')}.html"

    def changed_inputs(self) -> list[str]:
        """Return the inputs that are no longer as they were when the run was prepared."""
        before = self.basis["inputs"]
        now = checksums(self.home, needed(self.notebook)) if self.home else {}
        return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))

    def is_current(self) -> bool:
        """Say whether the city's tables are built from its raw files as they are now."""
        from equity.raw.stamp import is_current

        return self.home is not None and is_current(self.home)

    def has_other_package(self) -> bool:
        """Say whether the package's own files are no longer those that the key stands for."""
        return bool(self.basis["package"]["sha256"] != manifest.package_digest())


def prepare(
    notebook: str,
    parameters: Mapping[str, object] | None = None,
    *,
    data: Path | None = None,
    out: Path | None = None,
    language: str | None = None,
    notebooks: Path | None = None,
    by: Mapping[str, Any] | None = None,
) -> Prepared:
    """Check all that can be checked of a run before a kernel starts, and name its folder.

    by: see `manifest.basis`. Other arguments and errors: those of `equity.runs.run.run`.
    """
    from equity.parameters import validate

    found = find(notebook, notebooks)
    given = dict(parameters or {}) | ({"language": language} if language else {})
    values = validate(notebook, given, parameters_cell=found.parameters)
    home = _home(found, values, data)
    out = (out or checkout() / "runs").absolute()
    if home is not None:
        _require_outside(out, home)
        _require_rows(notebook, home)
        values |= _default_indicator(home, notebook, values)
        _check_against(home, found, values)
    shown = values | (
        {DATA: values[DATA] and Path(values[DATA]).absolute().name} if DATA in values else {}
    )
    inputs = checksums(home, needed(found)) if home is not None else {}
    basis = manifest.basis(found, shown, inputs, by=by)
    return Prepared(found, values, home, basis, out / notebook / manifest.key(basis))


def city_of(notebook: Notebook, data: Path | None, *, takes: bool) -> Path | None:
    """Return the folder of the city that a run opens, None for a notebook that opens none.

    data: as it was asked for, None for the checkout's. takes: whether the notebook has a
    parameter for it. Raises what `built` raises, and ParameterError where a folder is asked for
    and the notebook, which opens a city, has no parameter that takes it.
    """
    if not takes and not needed(notebook):
        return None
    if data is not None and not takes:
        raise ParameterError(f"{notebook.name}: it has no parameter data, so it takes no --data")
    return built(data)


def built(data: Path | None) -> Path:
    """Return a city's folder whose tables are built, the checkout's where none is named.

    Raises ParameterError where it is not there, and DataError where its tables are not built, or
    from other raw files than there are now.
    """
    from equity.raw.stamp import is_current

    home = data.absolute() if data else checkout() / DATA
    if not home.is_dir():
        raise ParameterError(f"there is no folder {home}; name a city's with --data DIR")
    if not is_current(home):
        fix = f"run equity data build{f' --data {data}' if data else ''}"
        raise DataError([Problem(home.name, None, "", NOT_BUILT, "built tables", fix)])
    return home


def _home(notebook: Notebook, values: dict[str, Any], data: Path | None) -> Path | None:
    """Return the city's folder; where the notebook takes one, `values` gets it too."""
    asked = values.get(DATA, "")
    if data is not None and asked not in ("", str(data)):
        raise ParameterError(f"{notebook.name}: --data {data} and parameter data={asked}")
    if DATA in values:
        values[DATA] = str(data or asked)
    wanted = data or (Path(asked) if asked else None)
    return city_of(notebook, wanted, takes=DATA in values)


def _named(folder: str) -> str:
    """Return the name that a folder goes by in a manifest: where it lies is no part of a run."""
    return folder and Path(folder).absolute().name


def without_rows(notebook: str, home: Path) -> str:
    """Return the table that a notebook is about where the city has nothing in it, else "".

    notebook: its name. home: the city's built folder.
    """
    table = ABOUT.get(notebook, "")
    path = home / "processed" / "tables" / f"{table}.parquet"
    if not table or (path.is_file() and _rows(path, [])):
        return ""
    return table


def _require_outside(out: Path, home: Path) -> None:
    """Raise ParameterError where runs would lie among a city's tables.

    Raw files that nobody declared make the built ones out of date, and a build replaces those.
    """
    for tables in ("raw", "processed"):
        if out.resolve().is_relative_to((home / tables).resolve()):
            raise ParameterError(f"--out {out} lies in the city's {tables}/: name a folder outside")


def _require_rows(notebook: str, home: Path) -> None:
    """Raise DataError for a notebook about what the city has nothing of."""
    if table := without_rows(notebook, home):
        expected, fix = "at least one row", f"enter what is known, or leave {notebook} be"
        raise DataError([Problem(table, None, "", "no row", expected, fix)])


def _check_against(home: Path, notebook: Notebook, values: Mapping[str, Any]) -> None:
    """Raise ParameterError for a value that the city lacks."""
    asked = {k: v for k, v in values.items() if k in CHECKED and isinstance(v, str)}
    if not asked:
        return
    from equity.parameters import validate

    known = _known(home)
    validate(notebook.name, asked, known=known, parameters_cell=notebook.parameters)
    if notebook.name == COMPARES:
        _require_choice(notebook.name, str(values["indicator"]), home, list(known))


def _default_indicator(home: Path, notebook: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the indicator that the city chooses where none is asked for, as the notebook would.

    Empty for someone's own notebook: what its default stands for is not known.
    """
    from equity.parameters import PARAMETERS
    from equity.raw.indicators import most_compared, read_indicators

    if notebook not in PARAMETERS or values.get("indicator") != "":
        return {}
    headline = read_indicators(home / "raw").headline
    chosen = most_compared(headline, _choices(home)) if notebook == COMPARES else headline[0]
    return {"indicator": chosen}


def _known(home: Path) -> dict[str, list[str]]:
    """Return the city's indicators, each with the periods it has."""
    from equity.raw.indicators import read_indicators

    rows = _rows(home / "processed" / "observations.parquet", ["indicator", "period"])
    pairs = {(row["indicator"], row["period"]) for row in rows}
    declared = read_indicators(home / "raw").indicators
    return {name: sorted(period for of, period in pairs if of == name) for name in declared}


def _choices(home: Path) -> list[str]:
    """Return the indicators of the menu, each as often as there are valid ways to compute it."""
    menu = home / "processed" / "tables" / "specifications.parquet"
    return [r["indicator"] for r in _rows(menu, ["indicator", "valid"]) if r["valid"] == "yes"]


def _rows(path: Path, columns: list[str]) -> list[dict[str, Any]]:
    """Return the rows of a built table; DataError where they cannot be read as such."""
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path, columns=columns)
        if lacking := [name for name in columns if name not in table.column_names]:
            raise KeyError(f"no column {', '.join(lacking)}")
        rows: list[dict[str, Any]] = table.to_pylist()
    except (OSError, KeyError, pyarrow.ArrowException) as error:
        told, fix = str(error).splitlines()[0], "run equity data build"
        raise DataError(
            [Problem(path.name, None, "", told, "a table as it was built", fix)]
        ) from None
    return rows


def _require_choice(notebook: str, indicator: str, home: Path, known: list[str]) -> None:
    """Raise ParameterError for an indicator that the menu has no valid way to compute."""
    chosen = set(_choices(home))
    if indicator not in chosen:
        there = ", ".join(name for name in known if name in chosen) or "none"
        raise ParameterError(
            f"{notebook}: parameter indicator is {indicator!r}, which has no valid choice in "
            f"specifications.csv, so there is nothing to compare; there are: {there}"
        )
