"""What a run reads: exactly the files behind what its notebook names, or every file."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from equity.city import City, build, load
from equity.errors import ParameterError
from equity.raw.sources import refresh
from equity.runs import manifest
from equity.runs.folder import alone, publish
from equity.runs.inputs.checksums import checksums
from equity.runs.inputs.elsewhere import DECLARED, reads_elsewhere
from equity.runs.inputs.parts import EVERYTHING, PARTS
from equity.runs.inputs.reading import needed, parameters, reads
from equity.runs.notebooks import Notebook, find, names
from equity.runs.prepared import prepare
from equity.runs.run import run

Toy = Callable[..., Path]
OURS = ("briefing", "cost_forecast", "district_profile", "priorities", "project_balance",
        "robustness")  # fmt: skip


def notebook(*cells: str, cell: str = "data = ''", name: str = "mine") -> Notebook:
    made = tuple({"cell_type": "code", "source": text} for text in (cell, *cells))
    return Notebook(name, Path("mine.ipynb"), made, cell)


def test_a_notebook_reads_what_stands_behind_the_names_it_uses() -> None:
    cells = ("import equity\nhere = equity.load(data)", "here.areas, here.tables['payers']")
    assert reads(notebook(*cells)) == (
        "processed/districts.parquet",
        "processed/tables/payers.parquet",
    )


def test_a_notebook_that_opens_no_city_reads_nothing() -> None:
    assert reads(notebook("import pandas as pd\npd.DataFrame()", cell="year = 2018")) == ()
    assert needed(notebook("1", cell="indicator = 'x'")) == ()


def test_what_parameters_are_held_against_counts_as_well() -> None:
    cells = ("import equity\ncity = equity.load(data)", "city.water")
    assert needed(notebook(*cells, cell="indicator = 'x'\ndata = ''")) == (
        "processed/observations.parquet",
        "processed/water.parquet",
        "raw/indicators.yaml",
    )


@pytest.mark.parametrize(
    "cell",
    [
        "f(city)",
        "other = city",
        "city.folder",
        "city.something_new",
        "city.tables",
        "for name in city.tables: pass",
        "city.tables[indicator]",
        "open(data)",
        "f'{data}/raw/sides.yaml'",
        "equity.load(data).areas",
        "equity.load('elsewhere')",
        "equity.load(data=data)",
        "opened = equity.load",
        "door = equity",
        "from equity import load",
        "from equity.city import load",
        "from equity.runs.folder import checkout",
        "equity.city.load()",
        "import importlib\nimportlib.import_module('equity.city')",
        "import sys\nsys.modules['equity']",
        "import equity.city",
        "import equity as e",
        "getattr(city, 'are' + 'as')",
        "vars()['city']",
        "eval('city')",
        "%run other.ipynb",
        "!cat ../raw/sides.yaml",
        "del city.areas",
        "city.areas = 1",
    ],
)
def test_where_it_cannot_be_told_what_is_read_every_file_counts(cell: str) -> None:
    assert reads(notebook("import equity\ncity = equity.load(data)", cell)) == (EVERYTHING,)


@pytest.mark.parametrize(
    "cell",
    [
        "city = equity.load('/elsewhere')",
        "city = equity.load(folder)",
        "city = equity.load(data=folder)",
        "from equity import load\ncity = load(folder)",
        "import equity as e\ncity = e.load(folder)",
        "data = '/elsewhere'\ncity = equity.load(data)",
        "%time city = equity.load(data)",
        "cities = map(equity.load, ['/elsewhere'])",
        "take = equity.load\ncity = take('/elsewhere')",
        "from equity import load as take\ncity = take('/elsewhere')",
        "from equity.city import load",
        "from equity.raw.check import check",
        "door = equity\ncity = door.city",
    ],
)
def test_a_notebook_that_may_open_another_city_is_never_found_done(cell: str) -> None:
    assert reads_elsewhere(notebook("import equity", cell))


def test_a_notebook_that_opens_the_city_it_is_given_may_be_found_done(root: Path) -> None:
    assert not reads_elsewhere(notebook("import equity\ncity = equity.load(data)", "city.areas"))
    folder = root / "notebooks"
    assert [name for name in names(folder) if reads_elsewhere(find(name, folder))] == []


@pytest.mark.parametrize(
    "cell",
    [
        "import pandas as pd\nmine = pd.read_csv('/made_up.csv')",
        "import pandas as pd\ntake = pd.read_csv\nmine = take('/made_up.csv')",
        "from pandas import read_csv as take\nmine = take('/made_up.csv')",
        "mine = open('/made_up.txt').read()",
        "mine = open('/made_up.txt', 'r+').read()",
        "mine = open('/made_up.txt', mode=how).read()",
        "from pathlib import Path\nmine = Path('/made_up.txt').read_text()",
        "from pathlib import Path\nmine = sorted(Path('/made_up').glob('*.csv'))",
        "import numpy as np\nmine = np.load('/made_up.npy')",
        "import geopandas as gpd\nmine = gpd.GeoDataFrame.from_file('/made_up.geojson')",
        "import openpyxl\nmine = openpyxl.load_workbook('/made_up.xlsx')",
        "import pyarrow.dataset as ds\nmine = ds.dataset('/made_up')",
        "import os\nos.system('cp /made_up.csv .')",
        "import shutil",
        "import urllib.request",
        "from urllib import request",
        "import subprocess",
        "import made_up_module_of_mine",
        "from . import made_up_module_of_mine",
        "exec(compile(text, 'x', 'exec'))",
        "get_ipython().run_line_magic('run', '/made_up.py')",
        "!cat /made_up.txt",
    ],
)
def test_a_notebook_that_may_read_a_file_or_a_module_of_its_own_is_never_found_done(
    cell: str,
) -> None:
    assert reads_elsewhere(notebook("import equity", cell))


@pytest.mark.parametrize(
    "cell",
    [
        "import math, os, time\nos.getcwd(), time.time()",
        "from IPython.display import display\nimport plotly.express as px\nimport pandas as pd",
        "open('left.txt', 'w').close()\nopen('left.txt', mode='a').close()",
        "from equity.geography.sides import Sides\nfrom equity.findings import Label",
    ],
)
def test_a_notebook_that_reads_nothing_but_the_city_may_be_found_done(cell: str) -> None:
    assert not reads_elsewhere(notebook("import equity", cell))


def test_every_library_that_a_key_knows_is_declared_with_a_version_in_it() -> None:
    named = {"pyyaml": "yaml"}
    versions = {named.get(name.lower(), name.lower()) for name in manifest.versions()}
    assert {name for name in DECLARED if name.lower() not in versions} == {"equity"}


def test_a_run_that_reads_a_file_of_its_own_is_done_again_when_that_changed(
    toy: Toy, tmp_path: Path
) -> None:
    own = tmp_path / "made_up.txt"
    own.write_text("1", "utf-8")
    folder = toy("one", f"from pathlib import Path\nprint(Path({str(own)!r}).read_text())")
    where: dict[str, Any] = {"out": tmp_path / "out", "notebooks": folder, "page": False}
    first = run("one", **where)
    own.write_text("2", "utf-8")
    second = run("one", **where)
    assert (second.status, second.folder) == ("done", first.folder)
    assert '"2\\n"' in (second.folder / "one.ipynb").read_text("utf-8")


def test_importing_what_opens_no_city_hides_nothing() -> None:
    cells = ("import equity\nfrom equity.geography.sides import Sides", "city = equity.load()")
    assert reads(notebook(*cells, "city.sides")) == (
        "processed/districts.parquet",
        "raw/sides.yaml",
    )


def test_the_names_of_parameters_are_those_that_the_cell_assigns() -> None:
    assert parameters(notebook(cell="year: int = 1\na = b = ''")) == ("year", "a", "b")
    assert parameters(notebook(cell="%magic")) == ()


def test_every_name_of_a_city_is_known_or_stands_for_every_file() -> None:
    names = {field.name for field in fields(City)}
    names |= {name for name in vars(City) if not name.startswith("_")}
    assert set(PARTS) <= names
    assert names - set(PARTS) <= {"folder", "tables", "finer"}  # these stand for all, or by name


def test_a_sum_in_the_catalogue_is_not_read_but_a_licence_is(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "raw")
    before = checksums(tmp_path, PARTS["sources"])
    path = tmp_path / "raw" / "datapackage.json"
    content = json.loads(path.read_text("utf-8"))
    content["resources"][0]["bytes"] += 1
    path.write_text(json.dumps(content), "utf-8")
    assert checksums(tmp_path, PARTS["sources"]) == before
    content["sourceLicences"]["seed"] = "made up for a test"
    path.write_text(json.dumps(content), "utf-8")
    assert checksums(tmp_path, PARTS["sources"]) != before


def test_a_baseline_brings_the_tables_that_it_names(raw: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "raw")
    named = re.findall(r"table: (\w+)", (raw / "baselines.yaml").read_text("utf-8"))
    assert set(checksums(tmp_path, PARTS["baselines"])) == {
        "raw/baselines.yaml",
        *(f"processed/tables/{name}.parquet" for name in named),
    }


def test_every_file_is_every_file_below_the_folder(tmp_path: Path) -> None:
    for name in ("raw/a.csv", "processed/tables/b.parquet", "finer/c.csv", "raw/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("made up", "utf-8")
    assert list(checksums(tmp_path, [EVERYTHING])) == [
        "finer/c.csv",
        "processed/tables/b.parquet",
        "raw/a.csv",
    ]


def test_a_folder_behind_a_link_counts_as_if_it_lay_in_the_citys(tmp_path: Path) -> None:
    city, large = tmp_path / "city", tmp_path / "large"
    for home in (city / "raw", large / "parts"):
        home.mkdir(parents=True)
        (home / "made_up.csv").write_text("1", "utf-8")
    (city / "finer").symlink_to(large)
    (large / "back").symlink_to(large)
    (city / "raw" / "back").symlink_to(city)
    before = checksums(city, [EVERYTHING])
    assert set(before) == {"raw/made_up.csv", "finer/parts/made_up.csv"}
    (large / "parts" / "made_up.csv").write_text("2", "utf-8")
    after = checksums(city, [EVERYTHING])
    assert {name for name in after if after[name] != before[name]} == {"finer/parts/made_up.csv"}


def test_runs_left_inside_a_citys_folder_are_no_input_of_the_next(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("made up", "utf-8")
    with alone(tmp_path / "ours" / "briefing" / "0a1b"):
        pass
    publish({"findings.json": b"{}"}, tmp_path / "ours" / "briefing" / "0a1b")
    assert (tmp_path / "ours" / "briefing" / "0a1b" / "findings.json").is_file()
    assert list(checksums(tmp_path, [EVERYTHING])) == ["mine.csv"]


def test_only_the_notebook_that_reads_a_table_has_another_key_when_it_changes(
    toy: Toy, tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")
    data = tmp_path / "data"
    shutil.copytree(built, data)
    opens = "import equity\ncity = equity.load(data)\n"
    folder = toy("payers", f"{opens}city.tables['payers']", parameters="data = ''")
    toy("themes", f"{opens}city.tables['themes']", parameters="data = ''")

    def keys() -> list[str]:
        return [
            prepare(name, data=data, out=tmp_path, notebooks=folder).folder.name
            for name in ("payers", "themes")
        ]

    before = keys()
    table = data / "processed" / "tables" / "payers.parquet"
    pd.read_parquet(table).iloc[::-1].to_parquet(table, index=False)
    after = keys()
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_a_city_is_asked_for_where_a_notebook_takes_none(
    toy: Toy, tmp_path: Path, built: Path
) -> None:
    folder = toy("own", "import equity\ncity = equity.load()\ncity.areas", parameters="year = 1")
    with pytest.raises(ParameterError, match="own: it has no parameter data"):
        prepare("own", data=built, out=tmp_path, notebooks=folder)


def changed_names(before: City, after: City) -> set[str]:
    """Return the names of a city whose content is no longer the same, and `tables.NAME`."""
    names = {field.name for field in fields(City)} - {"folder", "tables"}
    changed = {name for name in names if not same(getattr(before, name), getattr(after, name))}
    for name in {*before.tables, *after.tables}:
        if not same(before.tables.get(name), after.tables.get(name)):
            changed.add(f"tables.{name}")
    return changed


def same(one: Any, other: Any) -> bool:
    if isinstance(one, pd.DataFrame | pd.Series):
        return bool(one.equals(other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_dataclass(one) and not isinstance(one, type):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return bool(one == other)


def used(notebook: Notebook) -> set[str]:
    """Return the names of a city that stand in a notebook, as a plain search finds them."""
    text = "\n".join("".join(cell["source"]) for cell in notebook.cells)
    names = set(re.findall(r"city\.(\w+)", text)) - {"tables"}
    renamed = {"default": "sides", "stronger": "indicators", "facts": "indicators",
               "apart": "tables.projects_apart", "menu": "tables.specifications"}  # fmt: skip
    return {renamed.get(name, name) for name in names} | {
        f"tables.{name}" for name in re.findall(r"city\.tables\[\W(\w+)\W\]", text)
    }


def alter(path: Path) -> None:
    """Change a raw file in a way that leaves it right: its last two entries change places."""
    if path.suffix == ".csv":
        *lines, one, other = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join([*lines, other, one]), "utf-8", newline="")
    elif path.name == "datapackage.json":
        content = json.loads(path.read_text("utf-8"))
        content["sourceLicences"]["seed"] = "made up for a test"
        path.write_text(json.dumps(content), "utf-8")
    elif path.suffix == ".geojson":
        content = json.loads(path.read_text("utf-8"))
        content["features"][-2:] = content["features"][-2:][::-1]
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write("# made up for a test\n")


GATHERS = "briefing"  # asks a little of everything, so it is redone for most files
ALONE = {  # raw files that of the others only these notebooks read, whatever the mechanism says
    "it_overrun_reference.csv": {"cost_forecast"},
    "payers.csv": {"cost_forecast"},
    "themes.csv": {"priorities"},
    "projects_apart.csv": {"project_balance"},
    "specifications.csv": {"robustness"},
    "youth_wellbeing.csv": set(),
    "cpi_sweden_annual.csv": set(),
    "pupil_flows_2017_partial.csv": set(),
    "baselines.yaml": {"project_balance", "cost_forecast"},
}


@pytest.mark.slow
def test_each_raw_file_changed_in_turn_redoes_what_reads_it_and_nothing_else(
    built: Path, raw: Path, root: Path, tmp_path: Path
) -> None:
    books = {name: find(name, root / "notebooks") for name in OURS}
    before, opened = {n: checksums(built, needed(b)) for n, b in books.items()}, load(built)
    tried = 0
    for path in sorted(raw.iterdir()):
        if path.suffix == ".md":
            continue
        data = tmp_path / path.stem
        shutil.copytree(raw, data / "raw")
        alter(data / "raw" / path.name)
        refresh(data / "raw")
        build(data)
        after = {name: checksums(data, needed(book)) for name, book in books.items()}
        redone = {name for name in books if before[name] != after[name]}
        changed = changed_names(opened, load(data))
        due = {name for name, book in books.items() if used(book) & changed}
        assert due <= redone, path.name  # nothing is left as it was that would come out otherwise
        if path.name in ALONE:
            assert redone - {GATHERS} == ALONE[path.name], path.name
        tried += path.name in ALONE
        shutil.rmtree(data)
    assert tried == len(ALONE)
