"""pyproject.toml, requirements.lock and environment.yml say the same."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ADDRESS = r"://|--(extra-)?index|--find|--trusted| @ "
CONDA_ONLY = {"python", "pip"}


def read_declared(root: Path) -> dict[str, SpecifierSet]:
    """Return the range of every dependency of pyproject.toml, those of the extras too."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    return as_ranges([*project["dependencies"], *extras])


def as_ranges(texts: list[str]) -> dict[str, SpecifierSet]:
    parsed = [Requirement(text) for text in texts]
    return {canonicalize_name(one.name): one.specifier for one in parsed}


def locked(text: str) -> list[tuple[str, Version, str, list[str]]]:
    """Return name, version, marker and hashes of each entry of a lock."""
    entries = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text)):
        head, *rest = block.replace("\\\n", "\n").split("\n")
        if not head.strip():
            continue
        requirement, _, marker = head.partition(";")
        name, _, version = requirement.strip().partition("==")
        hashes = [line.strip() for line in rest if line.strip().startswith("--hash=sha256:")]
        entries.append((canonicalize_name(name), Version(version), marker.strip(), hashes))
    return entries


def outside_their_range(
    entries: list[tuple[str, Version, str, list[str]]], ranges: dict[str, SpecifierSet]
) -> list[str]:
    return [
        f"{name} {version} is not {ranges[name]}"
        for name, version, _, _ in entries
        if name in ranges and version not in ranges[name]
    ]


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def conda(root: Path) -> list[object]:
    content = yaml.safe_load((root / "environment.yml").read_text("utf-8"))
    assert content["channels"][0] == "conda-forge"
    dependencies: list[object] = content["dependencies"]
    return dependencies


def test_conda_and_pyproject_name_the_same_ranges(root: Path, conda: list[object]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    ranges = as_ranges([one for one in conda if isinstance(one, str)])
    assert ranges.pop("python") == SpecifierSet(project["requires-python"])
    own = {name: one for name, one in ranges.items() if name not in CONDA_ONLY}
    assert own == as_ranges(project["dependencies"])


def test_conda_installs_the_project_itself_by_pip_and_nothing_else(conda: list[object]) -> None:
    assert conda[-1] == {"pip": ["--editable ."]}


def test_every_locked_version_lies_in_its_declared_range(root: Path, lock: str) -> None:
    assert outside_their_range(locked(lock), read_declared(root)) == []


def test_a_locked_version_outside_its_range_is_found() -> None:
    entries = locked("numpy==1.26.4 \\\n    --hash=sha256:00\n")
    assert outside_their_range(entries, {"numpy": SpecifierSet(">=2,<3")}) == [
        "numpy 1.26.4 is not <3,>=2"
    ]


def test_every_declared_dependency_is_locked(root: Path, lock: str) -> None:
    assert set(read_declared(root)) - {name for name, *_ in locked(lock)} == set()


def test_every_locked_entry_has_a_hash(lock: str) -> None:
    assert [name for name, _, _, hashes in locked(lock) if not hashes] == []


def test_every_locked_entry_is_a_released_version_with_a_marker_that_can_be_read(
    lock: str,
) -> None:
    for name, _, marker, _ in locked(lock):
        assert not marker or Marker(marker).evaluate(dict(default_environment())) in (True, False)
        assert name


def test_the_lock_holds_no_address_and_no_host(lock: str) -> None:
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("--hash=")]
    found = [
        line for line in lines if re.search(r"://|--(extra-)?index|--find|--trusted| @ ", line)
    ]
    assert found == []


def test_what_is_installed_is_what_is_locked(lock: str) -> None:
    from importlib import metadata

    wrong = []
    for name, version, marker, _ in locked(lock):
        if marker and not Marker(marker).evaluate():
            continue
        if Version(metadata.version(name)) != version:
            wrong.append(f"{name} {metadata.version(name)}, locked {version}")
    assert wrong == []


def test_ci_leaves_everything_but_the_browser_to_make(root: Path) -> None:
    script = (root / ".ci" / "run").read_text("utf-8")
    assert subprocess.run(["bash", "-n", root / ".ci" / "run"], check=False).returncode == 0
    installed = re.findall(r"apt-get install .*", script)
    assert [line.split()[-1] for line in installed] == ["chromium"]
    assert script.rstrip().endswith("make test\nmake test-slow")


def test_what_builds_the_project_is_locked_with_hashes_too(root: Path, lock: str) -> None:
    build = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    text = (root / "requirements-build.lock").read_text("utf-8")
    entries = locked(text)
    assert outside_their_range(entries, as_ranges(build)) == []
    assert as_ranges(build).keys() <= {name for name, *_ in entries}
    assert [name for name, _, _, hashes in entries if not hashes] == []
    assert re.search(ADDRESS, re.sub(r"--hash=\S+", "", text)) is None
    versions = {name: version for name, version, *_ in locked(lock)}
    assert {n: v for n, v, *_ in entries if versions.get(n, v) != v} == {}
