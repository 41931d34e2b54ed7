"""A run's folder: whole, unchanged, failed; its key and its manifest."""

import json
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import nbformat
import pytest

from equity.errors import DataError, ParameterError, RunError
from equity.parameters import PARAMETERS
from equity.runs import manifest, outputs
from equity.runs.folder import alone
from equity.runs.history.changes import changed_since_previous
from equity.runs.prepared import prepare
from equity.runs.run import perform, run

Toy = Callable[..., Path]
KEPT = {"ledger.sqlite", ".locks"}  # what lies beside the runs
FINDING = {
    "id": "gap.toy",
    "value": 1.5,
    "unit": "points",
    "method": {"message": "invented for a test"},
    "sources": ["toy"],
}
SHOW = f"""
from equity.findings import Finding, Findings
Findings([Finding.model_validate({FINDING!r})])
"""
OWN = SHOW.replace("1.5", "float(said)")


def of_ours(notebook: str) -> str:
    """Return the parameters cell of one of the project's own notebooks."""
    fields = PARAMETERS[notebook].model_fields
    return "\n".join(f"{name} = {field.default!r}" for name, field in fields.items())


def read(path: Path) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(path.read_text("utf-8"), parse_constant=refuse)


@pytest.mark.usefixtures("plain_page")
def test_a_run_leaves_notebook_page_findings_and_manifest(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", "print(year, language)", SHOW, parameters="year = 2018\nlanguage = 'sv'")
    result = run("one", {"year": 2022}, out=tmp_path / "out", language="en", notebooks=folder)
    left = {path.name for path in result.folder.iterdir()}
    assert left == {"one.ipynb", "one.en.html", "findings.json", "manifest.json"}
    assert (result.status, result.findings) == ("done", 1)
    assert result.folder.parent == tmp_path / "out" / "one"
    assert [path.name for path in result.folder.parent.iterdir()] == [result.folder.name]
    found = read(result.folder / "findings.json")["findings"]
    assert (found[0]["id"], found[0]["value"], found[0]["low"]) == ("gap.toy", 1.5, None)
    cells = read(result.folder / "one.ipynb")["cells"]
    assert cells[2]["outputs"][0]["text"] == ["2022 en\n"]


@pytest.mark.usefixtures("plain_page")
def test_the_manifest_tells_all_a_run_rests_on_and_nothing_of_the_machine(
    toy: Toy, tmp_path: Path
) -> None:
    result = run("one", out=tmp_path / "out", notebooks=toy("one", "1"))
    text = (result.folder / "manifest.json").read_text("utf-8")
    story = json.loads(text)
    assert story["parameters"] == {"year": 2018}
    assert story["outcome"] == "complete"
    assert story["kernel"] == "forked"
    assert {"python", "papermill", "pandas"} <= set(story["versions"])
    assert [one["status"] for one in story["cells"]] == ["completed"] * len(story["cells"])
    assert all(one["seconds"] >= 0 for one in story["cells"])
    assert story["started"] < story["ended"]
    assert set(story["outputs"]) == {"one.ipynb", "one.sv.html", "findings.json"}
    import platform

    everything = text + (result.folder / "one.ipynb").read_text("utf-8")
    for machine in (str(tmp_path), str(Path.home()) + "/", platform.node()):
        assert machine not in everything


@pytest.mark.usefixtures("plain_page")
def test_the_same_run_is_not_done_again_unless_forced_or_damaged(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")
    folder, out = toy("one", "1"), tmp_path / "out"
    first = run("one", out=out, notebooks=folder)
    again = run("one", out=out, notebooks=folder)
    assert (again.status, again.folder) == ("unchanged", first.folder)
    (first.folder / "findings.json").write_text("{}", "utf-8")
    mended = run("one", out=out, notebooks=folder)
    assert (mended.status, mended.folder) == ("done", first.folder)
    assert run("one", out=out, notebooks=folder, force=True).status == "done"


def test_a_run_that_waits_for_the_same_one_elsewhere_ends_when_it_is_stopped(
    toy: Toy, tmp_path: Path
) -> None:
    ready, stop = prepare("one", out=tmp_path / "out", notebooks=toy("one", "1")), Event()
    with ThreadPoolExecutor(1) as pool, alone(ready.folder):
        waiting = pool.submit(perform, ready, stop=stop)
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        stop.set()
        with pytest.raises(RunError, match="one: stopped from outside while another made the same"):
            waiting.result(10)
    assert not ready.folder.exists()


@pytest.mark.usefixtures("plain_page")
def test_what_a_run_done_over_says_otherwise_is_known_and_told_once(
    toy: Toy, tmp_path: Path
) -> None:
    own = tmp_path / "made_up.txt"
    folder = toy("one", f"from pathlib import Path\nsaid = Path({str(own)!r}).read_text()", OWN)
    where: dict[str, Any] = {"out": tmp_path / "out", "notebooks": folder}
    told = []
    for value in ("1", "2", "2"):
        own.write_text(value, "utf-8")
        told.append([str(one) for one in changed_since_previous(run("one", **where)).changes])
    assert told == [[], ["finding gap.toy, value: 1.0 → 2.0"], []]


@pytest.mark.usefixtures("plain_page")
def test_a_failed_run_leaves_the_notebook_among_the_failed_and_nothing_under_its_key(
    toy: Toy, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(RunError, match=r"^one: cell 2 of 3 raised ValueError: no$"):
        run("one", out=out, notebooks=toy("one", "raise ValueError('no')", "1"))
    assert [path.name for path in out.iterdir() if path.name not in KEPT] == ["failed"]
    (left,) = (out / "failed" / "one").iterdir()
    assert {path.name for path in left.iterdir()} == {"one.ipynb", "error.txt", "manifest.json"}
    story = read(left / "manifest.json")
    assert story["outcome"] == "failed"
    assert [one["status"] for one in story["cells"]][1:] == ["completed", "failed", "not run"]


@pytest.mark.usefixtures("plain_page")
def test_findings_that_contradict_each_other_fail_the_run(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", SHOW, SHOW.replace("1.5", "2.5"))
    with pytest.raises(RunError, match=r"two different findings gap\.toy"):
        run("one", out=tmp_path / "out", notebooks=folder)
    assert not (tmp_path / "out" / "one").exists()


@pytest.mark.usefixtures("plain_page")
def test_a_number_that_is_none_in_an_output_fails_the_run() -> None:
    data = {"application/json": {"x": float("nan")}}
    shown = nbformat.v4.new_output("display_data", data=data)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[shown])])
    with pytest.raises(RunError, match="an output holds NaN"):
        outputs.files("one", notebook, "sv")


def test_a_wrong_parameter_is_refused_before_any_kernel(toy: Toy, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"unknown parameter 'yaer'; did you mean year\?"):
        run("one", {"yaer": 1}, out=tmp_path / "out", notebooks=toy("one", "1"))
    assert not (tmp_path / "out").exists()


def test_data_that_are_not_built_are_told_with_the_command(
    toy: Toy, tmp_path: Path, raw: Path
) -> None:
    shutil.copytree(raw, tmp_path / "town" / "raw")
    folder = toy("one", "1", parameters="data = ''")
    with pytest.raises(DataError, match="run equity data build"):
        run("one", data=tmp_path / "town", out=tmp_path / "out", notebooks=folder)


def test_an_indicator_or_a_period_that_the_city_lacks_is_refused(
    toy: Toy, tmp_path: Path, built: Path
) -> None:
    folder = toy("district_profile", "1", parameters=of_ours("district_profile"))
    options: dict[str, Any] = {"data": built, "out": tmp_path, "notebooks": folder}
    with pytest.raises(ParameterError, match=r"did you mean turnout_riksdag\?"):
        run("district_profile", {"indicator": "turnout_riksdagen"}, **options)
    with pytest.raises(ParameterError, match="it has: 2014, 2018, 2022, or latest"):
        run("district_profile", {"period": "1999"}, **options)


@pytest.mark.parametrize("indicator", ["social_assistance", "employment_rate_foreign_born"])
def test_an_indicator_without_a_valid_choice_is_refused_before_any_kernel(
    toy: Toy, tmp_path: Path, built: Path, indicator: str
) -> None:
    folder = toy("robustness", "1", parameters=of_ours("robustness"))
    options: dict[str, Any] = {"data": built, "out": tmp_path / "out", "notebooks": folder}
    with pytest.raises(
        ParameterError, match=r"no valid choice.*there are: turnout_riksdag, "
    ) as told:
        run("robustness", {"indicator": indicator}, **options)
    assert indicator not in str(told.value).partition("there are")[2]
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("plain_page")
def test_the_city_reaches_the_kernel_as_a_path_and_the_folder_as_a_name(
    toy: Toy, tmp_path: Path, built: Path
) -> None:
    folder = toy("one", "import pathlib; print((pathlib.Path(data) / 'raw').is_dir(), data[0])",
                 parameters="data = ''")  # fmt: skip
    result = run("one", data=built, out=tmp_path / "out", notebooks=folder)
    cells = read(result.folder / "one.ipynb")["cells"]
    assert cells[2]["outputs"][0]["text"] == ["True /\n"]
    story = read(result.folder / "manifest.json")
    assert story["parameters"] == {"data": built.name}
    assert "raw/turnout_by_district.csv" in story["inputs"]
    assert "processed/observations.parquet" in story["inputs"]
    everything = "".join(path.read_text("utf-8") for path in result.folder.iterdir())
    assert str(built) not in everything


def test_the_commit_is_the_checkouts_also_in_a_hook_of_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = ["-c", "user.name=made_up", "-c", "user.email=made_up@example.org"]
    for name in ("ours", "another"):
        for words in (["init", "-q", name], ["-C", name, *who, "commit", "-q", "--allow-empty",
                                             "-m", name]):  # fmt: skip
            subprocess.run(["git", *words], cwd=tmp_path, check=True)
    before = manifest.commit(tmp_path / "ours")
    assert before is not None
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another" / ".git"))
    assert manifest.commit(tmp_path / "ours") == before
    (tmp_path / "ours" / "unpacked").mkdir()
    assert manifest.commit(tmp_path / "ours" / "unpacked") is None


@pytest.mark.parametrize("library", ["pandas", "pyproj", "jinja2"])
def test_another_version_of_a_library_or_of_one_beneath_it_is_another_run(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    where: dict[str, Any] = {"out": tmp_path / "out", "notebooks": toy("one", "1")}
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")
    installed, before = manifest.metadata.version, prepare("one", **where).folder
    assert prepare("one", **where).folder == before
    monkeypatch.setattr(
        manifest.metadata, "version", lambda name: "0.0.1" if name == library else installed(name)
    )
    assert prepare("one", **where).folder != before


def test_the_key_follows_everything_that_decides_the_result() -> None:
    basis: dict[str, Any] = {
        "notebook": "n",
        "parameters": {"period": "2018", "data": "a"},
        "inputs": {"raw/a.csv": "1"},
        "package": "p",
        "versions": {"python": "3.11"},
    }
    keys = {manifest.key(basis)}
    for name in ("notebook", "inputs", "package", "versions"):
        keys.add(manifest.key(basis | {name: "other"}))
    keys.add(manifest.key(basis | {"parameters": {"period": "2022", "data": "a"}}))
    assert len(keys) == 6
    elsewhere = basis | {"parameters": {"period": "2018", "data": "b"}}
    assert manifest.key(elsewhere) == manifest.key(basis)
