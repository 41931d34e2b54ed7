"""What `make offline` collects is all that a machine without a network needs."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def make(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        ["make", "--no-print-directory", *words], cwd=folder, env=kept | environment,
        capture_output=True, check=False, text=True,
    )  # fmt: skip


def test_an_install_from_what_was_collected_works_without_any_index(
    root: Path, tmp_path: Path
) -> None:
    wheels, clone = tmp_path / "wheels of mine", tmp_path / "clone"
    collected = make(
        root, "-o", ".venv/.installed", "offline", f"DIR={wheels}",
        **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
    )  # fmt: skip
    assert collected.returncode == 0, collected.stderr
    subprocess.run(["git", "clone", "--quiet", root, clone], check=True)
    printed = collected.stdout.splitlines()[-1].split()
    assert printed[-2:] == ["make", "briefing"]
    installed = make(
        clone, ".venv/.installed", **dict(word.split("=", 1) for word in printed[:-2]),
        PIP_CONFIG_FILE=os.devnull, PIP_NO_CACHE_DIR="1", PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_COMPILE="0",  # Python does that for what is imported; here that is a tenth of it
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    told = subprocess.run(
        [clone / ".venv" / "bin" / "equity", "data", "check"],
        cwd=clone, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "no problems"), told.stderr


def test_without_a_folder_it_says_how_to_name_one(root: Path) -> None:
    told = make(root, "-o", ".venv/.installed", "offline")
    assert told.returncode != 0
    assert "make offline DIR=../wheels" in told.stderr
