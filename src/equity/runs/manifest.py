"""What a run rests on: its key, its inputs with checksums, and its manifest."""

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import equity
from equity.errors import ParameterError, RunError
from equity.runs.folder import checkout
from equity.runs.notebooks import Notebook

SCHEMA = 1
DISTRIBUTION = "stockholm-equity"
KEY_LENGTH = 16


def checksums(data: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a city's folder, by its path inside it.

    data: the folder that holds `raw/` and `processed/`; its texts for people are left out.
    """
    files = [path for part in ("raw", "processed") for path in (data / part).rglob("*")]
    return {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if path.is_file() and path.suffix != ".md" and not path.name.startswith(".")
    }


def package_digest() -> str:
    """Return the SHA-256 of the package's own files: code, template and messages."""
    home = Path(equity.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(home).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python and of each library the package declares, by name."""
    declared = metadata.requires(DISTRIBUTION) or []
    libraries = [re.split(r"[^A-Za-z0-9._-]", one)[0] for one in declared if "extra ==" not in one]
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in sorted(libraries)
    }


def basis(
    notebook: Notebook, parameters: Mapping[str, object], inputs: Mapping[str, str]
) -> dict[str, Any]:
    """Return all that decides a run's result: two runs on the same basis say the same.

    parameters: with `data` as it is shown, not as a path of this machine. inputs: checksums.
    """
    return {
        "schema": SCHEMA,
        "notebook": {"name": notebook.name, "sha256": notebook.digest()},
        "parameters": dict(parameters),
        "inputs": dict(inputs),
        "package": {"version": metadata.version(DISTRIBUTION), "sha256": package_digest()},
        "versions": versions(),
    }


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
    """Return the commit of the checkout and whether its files differ; None outside git."""

    def git(*words: str) -> str:
        return subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            capture_output=True, text=True, check=True, timeout=20,
        ).stdout.strip()  # fmt: skip

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return {"commit": git("rev-parse", "HEAD"), "dirty": bool(changed)}
    except (OSError, subprocess.SubprocessError):
        return None


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


def story(
    basis: Mapping[str, Any], started: Any, executed: Any, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the manifest: the basis, where the code stood, when, and what came of it."""
    ended = now()
    cells = executed.cells if executed is not None else []
    try:
        code = commit(checkout())
    except ParameterError:
        code = None
    return dict(basis) | {
        "code": code,
        "started": started.isoformat(timespec="milliseconds"),
        "ended": ended.isoformat(timespec="milliseconds"),
        "seconds": round((ended - started).total_seconds(), 3),
        "outcome": "complete",
        "cells": [
            {"cell": number, "status": told.get("status"), "seconds": told.get("duration")}
            for number, cell in enumerate(cells, 1)
            if cell.cell_type == "code" and (told := cell.metadata.get("papermill", {}))
        ],
        "outputs": {name: hashlib.sha256(text).hexdigest() for name, text in files.items()},
    }


def as_json(content: Mapping[str, Any]) -> bytes:
    """Return strict JSON that a person can read; ValueError for a number that is none."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def is_whole(folder: Path) -> bool:
    """Say whether a run's folder holds all that its manifest lists, unchanged."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return manifest["outcome"] == "complete" and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
            for name, checksum in manifest["outputs"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def count_findings(folder: Path) -> int:
    """Return how many findings a whole run left; RunError where they cannot be read."""
    try:
        return len(json.loads((folder / "findings.json").read_bytes())["findings"])
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"{folder.name}: findings.json cannot be read ({error})") from None
