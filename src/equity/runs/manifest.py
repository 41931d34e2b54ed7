"""What a run rests on, its key, and its manifest: the story of it, and nothing of the machine."""

import csv
import hashlib
import io
import json
import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import equity
from equity.chance import SEED
from equity.errors import ParameterError, RunError
from equity.raw.stamp import read_stamp
from equity.runs.folder import checkout
from equity.runs.notebooks import Notebook

FILE = "manifest.json"
FINDINGS = "findings.json"
REPLACED = "replaced.json"  # the findings of a run that was done again and then said otherwise
COMPLETE, FAILED = "complete", "failed"
SCHEMA = 1
DISTRIBUTION = "stockholm-equity"
KEY_LENGTH = 16
BENEATH = ("ipython", "jinja2", "nbclient", "nbformat", "pydantic-core", "pyproj")


def package_digest() -> str:
    """Return the SHA-256 of the package's own files: code, template and messages."""
    home = Path(equity.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(
                f"{path.relative_to(home).as_posix()} {digest(path.read_bytes())}\n".encode()
            )
    return whole.hexdigest()


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, as manifests write it."""
    return hashlib.sha256(content).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python, of each library the package declares and of those beneath.

    By name. Beneath are those that a number, an output or a page may hang on without our asking.
    """
    declared = metadata.requires(DISTRIBUTION) or []
    libraries = [re.split(r"[^A-Za-z0-9._-]", one)[0] for one in declared if "extra ==" not in one]
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in sorted({*libraries, *BENEATH})
    }


def software() -> dict[str, Any]:
    """Return what a basis says of the software: the package as it is now, and its libraries."""
    package = {"version": metadata.version(DISTRIBUTION), "sha256": package_digest()}
    return {"package": package, "versions": versions()}


def basis(
    notebook: Notebook,
    parameters: Mapping[str, object],
    inputs: Mapping[str, str],
    *,
    by: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return all that decides a run's result: two runs on the same basis say the same.

    parameters: with `data` as it is shown, not as a path of this machine. inputs: checksums.
    by: what `software` gave a moment ago, for who makes many; by default it is asked anew.
    """
    return {
        "schema": SCHEMA,
        "notebook": {"name": notebook.name, "sha256": notebook.digest()},
        "parameters": dict(parameters),
        "inputs": dict(inputs),
    } | dict(by or software())


def key(basis: Mapping[str, Any]) -> str:
    """Return the run's key, which names its folder: letters and digits.

    A folder moved elsewhere is the same input, so where the data lie does not count.

    >>> key({"parameters": {"data": "here"}}) == key({"parameters": {"data": "there"}})
    True
    """
    counted = dict(basis) | {"parameters": dict(basis["parameters"]) | {"data": ""}}
    text = json.dumps(counted, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def commit(folder: Path) -> dict[str, Any] | None:
    """Return the commit of a checkout and whether its files differ; None where it is none of git's.

    A folder that lies somewhere inside another repository is none.
    """
    import subprocess

    # In a hook of git's they name the hook's repository, whichever folder is asked about.
    ours = {name: told for name, told in os.environ.items() if not name.startswith("GIT_")}

    def git(*words: str) -> str:
        return subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            capture_output=True, text=True, check=True, timeout=20, env=ours,
        ).stdout.strip()  # fmt: skip

    try:
        top, head = git("rev-parse", "--show-toplevel", "HEAD").splitlines()
        if Path(top).resolve() != folder.resolve():
            return None
        return {"commit": head, "dirty": bool(git("status", "--porcelain", "-uno"))}
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


def story(
    basis: Mapping[str, Any],
    started: datetime,
    executed: Any,
    files: Mapping[str, bytes],
    home: Path | None = None,
) -> dict[str, Any]:
    """Return the manifest: the basis, where the code stood, when, and what came of it.

    executed: the notebook with its outputs, None where none began. files: what the run leaves
    beside the manifest. home: the city's folder, for the sources that the findings name and the
    raw files that its tables were built from.
    """
    ended = now()
    findings = json.loads(files[FINDINGS])["findings"] if FINDINGS in files else []
    cells = executed.cells if executed is not None else []
    try:
        code = commit(checkout())
    except ParameterError:
        code = None
    return dict(basis) | {
        "seed": SEED,
        "built_from": _built_from(home),
        "sources": _sources(home, {one for told in findings for one in told["sources"]}),
        "code": code,
        "started": started.isoformat(timespec="milliseconds"),
        "ended": ended.isoformat(timespec="milliseconds"),
        "seconds": round((ended - started).total_seconds(), 3),
        "outcome": COMPLETE,
        "findings": len(findings),
        "kernel": _kernel(executed),
        "cells": [
            {"cell": number, "status": told.get("status"), "seconds": told.get("duration")}
            for number, cell in enumerate(cells, 1)
            if cell.cell_type == "code" and (told := cell.metadata.get("papermill", {}))
        ],
        "outputs": {name: digest(content) for name, content in files.items()},
    }


def replaced(folder: Path) -> dict[str, str]:
    """Return what a manifest notes of a whole run that a new one takes the place of.

    "replaced" is the checksum of its findings. Empty where no whole run lies in the folder.
    """
    return {"replaced": read(folder)["outputs"][FINDINGS]} if is_whole(folder) else {}


def said_before(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the findings of a whole run that a new one takes the place of, as a file to keep.

    files: what the new one leaves. Empty where it says the same, or no whole run lies there.
    """
    before = (folder / FINDINGS).read_bytes() if is_whole(folder) else files[FINDINGS]
    return {REPLACED: before} if before != files[FINDINGS] else {}


def _kernel(executed: Any) -> str | None:
    """Return how the kernel came to be: "forked", or "ordinary" with the reason."""
    told = executed.metadata.get("papermill", {}).get("kernel") if executed is not None else None
    return str(told) if told else None


def _built_from(home: Path | None) -> dict[str, str]:
    """Return the checksums of the raw files behind a city's tables, by name."""
    if home is None:
        return {}
    try:
        return read_stamp(home)
    except (OSError, ValueError):
        return {}


def _sources(home: Path | None, ids: set[str]) -> dict[str, dict[str, str]]:
    """Return title, publisher and date of each source that a run's findings name, by id."""
    try:
        text = (home / "raw" / "sources.csv").read_text("utf-8") if home else ""
    except (OSError, ValueError):
        text = ""
    rows = {row.get("source_id"): row for row in csv.DictReader(io.StringIO(text, newline=""))}
    told = ("title", "publisher", "date")
    return {
        one: {name: str(rows.get(one, {}).get(name) or "") for name in told} for one in sorted(ids)
    }


def as_json(content: Mapping[str, Any]) -> bytes:
    """Return strict JSON that a person can read; ValueError for a number that is none."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def read(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run's folder; RunError where there is none that can be read."""
    try:
        content = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise RunError(f"{folder.name}: its {FILE} cannot be read ({error})") from None
    if not isinstance(content, dict):
        raise RunError(f"{folder.name}: its {FILE} holds no manifest")
    return content


def is_complete(folder: Path) -> bool:
    """Say whether a run's folder has a manifest that tells of a complete run."""
    try:
        return bool(read(folder).get("outcome") == COMPLETE)
    except RunError:
        return False


def is_whole(folder: Path) -> bool:
    """Say whether a run's folder holds all that its manifest lists, unchanged."""
    try:
        manifest = read(folder)
        return manifest["outcome"] == COMPLETE and all(
            digest((folder / name).read_bytes()) == checksum
            for name, checksum in manifest["outputs"].items()
        )
    except (RunError, OSError, KeyError, TypeError, AttributeError):
        return False


def count_findings(folder: Path) -> int:
    """Return how many findings a whole run left; RunError where its manifest does not say."""
    try:
        return int(read(folder)["findings"])
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{folder.name}: its {FILE} names no findings ({error})") from None
