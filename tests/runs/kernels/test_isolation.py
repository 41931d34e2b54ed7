"""What one kernel does is not seen by the next, though both come from one process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from equity.cli.app import app
from equity.runs.kernels import forks

Run = Callable[..., Any]
Printed = Callable[[Any], list[str]]

CHANGES = """
import builtins, math, os, random, sys, numpy, pandas
os.environ["MADE_UP"] = "seen"
os.chdir("/")
sys.path.insert(0, "/made/up")
math.sqrt = pandas.DataFrame.to_html = lambda *_: "patched"
builtins.made_up = 1
pandas.set_option("display.max_rows", 3)
random.seed(1); numpy.random.seed(1)
kept = open("/etc/hostname")
"""
LOOKS = """
import builtins, math, os, sys, pandas
print(os.environ.get("MADE_UP"), os.getcwd() == "/", "/made/up" in sys.path)
print(math.sqrt(4), pandas.DataFrame({"a": [1]}).to_html() == "patched")
print(hasattr(builtins, "made_up"), pandas.get_option("display.max_rows"))
print("kept" in globals(), any("hostname" in os.readlink(f"/proc/self/fd/{n}")
      for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")))
"""


def test_environment_folder_patches_options_and_open_files_stay_with_their_kernel(
    run_cells: Run, printed: Printed
) -> None:
    run_cells(CHANGES)
    assert printed(run_cells(LOOKS))[0].splitlines() == [
        "None False False",
        "2.0 False",
        "False 60",
        "False False",
    ]


def test_chance_differs_between_kernels_as_between_fresh_ones(
    run_cells: Run, printed: Printed
) -> None:
    cell = "import random, numpy; print(random.random(), numpy.random.rand())"
    first, second = (printed(run_cells(cell))[0].split() for _ in range(2))
    assert set(first).isdisjoint(second)


def test_kernels_of_one_process_hash_strings_alike_and_the_help_says_so(
    run_cells: Run, printed: Printed
) -> None:
    first, second = (printed(run_cells("print(hash('å'))"))[0] for _ in range(2))
    assert first == second
    for command in ("sweep", "brief"):
        told = " ".join(CliRunner().invoke(app, [command, "--help"]).output.split())
        assert "The kernels of one command hash strings alike" in told


def test_a_kernel_does_not_hold_the_line_between_the_warm_process_and_its_owner(
    run_cells: Run, printed: Printed
) -> None:
    cell = """
import os
links = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd")]
print(*[os.readlink(link) for link in links if os.path.exists(link)])
"""
    theirs = set(printed(run_cells(cell))[0].split())
    warm = Path(f"/proc/{forks.start().pid}/fd")
    held = {str(link.readlink()) for link in warm.iterdir()}
    lines = {name for name in held if name.startswith(("socket:", "pipe:"))}
    assert lines
    stderr = str((warm / "2").readlink())
    assert (lines - {stderr}).isdisjoint(theirs)


def test_a_kernel_starts_with_the_environment_of_the_moment_it_is_asked_for(
    run_cells: Run, printed: Printed, monkeypatch: Any
) -> None:
    forks.start()
    monkeypatch.setenv("MADE_UP_LATER", "å ' \n x")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    cell = "import os, time; print(repr(os.environ['MADE_UP_LATER']), time.localtime(0).tm_hour)"
    notebook = run_cells(cell)
    assert printed(notebook) == [repr("å ' \n x") + " 9"]
    assert notebook.metadata.papermill["kernel"] == "forked"


def test_a_shell_keeps_its_settings_in_the_private_folder_of_its_run(
    run_cells: Run, printed: Printed
) -> None:
    cell = "print(get_ipython().ipython_dir, get_ipython().profile_dir.location)"
    shell, profile = map(Path, printed(run_cells(cell))[0].split())
    assert (shell.name, profile.parent) == ("ipython", shell)
    assert not shell.exists()
