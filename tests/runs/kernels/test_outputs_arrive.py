"""All that a cell writes arrives, over whatever the kernel talks through."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.runs.kernels import manager

Run = Callable[..., Any]
Printed = Callable[[Any], list[str]]

LINES = "for i in range({count}): print(i, flush=True)"
DISPLAYS = """
from IPython.display import HTML
for i in range({count}): display(HTML("x" * 2000))
"""
TRANSPORT = (
    "import json, ipykernel; print(json.loads(ipykernel.get_connection_info())['transport'])"
)


def require_all(notebook: Any, printed: Printed, lines: int, displays: int) -> None:
    assert printed(notebook)[0].split() == [str(number) for number in range(lines)]
    shown = [output["data"]["text/html"] for output in notebook.cells[2].outputs]
    assert shown == ["x" * 2000] * displays


def test_no_line_and_no_display_is_lost_beyond_the_usual_high_water_mark(
    run_cells: Run, printed: Printed
) -> None:
    """nteract/papermill#426, jupyter/nbconvert#659: lines were lost and the run passed."""
    notebook = run_cells(LINES.format(count=2000), DISPLAYS.format(count=1100), TRANSPORT)
    require_all(notebook, printed, 2000, 1100)
    assert printed(notebook)[2] == "ipc"


@pytest.fixture
def run_watched(run_cells: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return `run_cells` whose kernel watches its descriptors: under pytest ipykernel does not."""

    def run(*cells: str) -> Any:
        monkeypatch.delenv("PYTEST_CURRENT_TEST")
        return run_cells(*cells)

    return run


@pytest.mark.parametrize(
    "written",
    [
        "import os\nfor i in range(3000): os.write(1, b'%d\\n' % i)",
        "import os\nfor i in range(3000): os.write(2, b'%d\\n' % i)",
        "import subprocess; done = subprocess.run(['seq', '0', '2999'])",
        "import os; done = os.system('seq 0 2999')",
    ],
)
def test_what_is_written_below_python_arrives_with_its_cell(
    run_watched: Run, printed: Printed, written: str
) -> None:
    notebook = run_watched(written, "print('later')")
    assert printed(notebook)[0].split() == [str(number) for number in range(3000)]
    assert printed(notebook)[1] == "later"


def test_a_letter_of_several_bytes_is_not_cut_where_a_read_ends(
    run_watched: Run, printed: Printed
) -> None:
    notebook = run_watched("import os; done = os.write(1, ('x' + 'å' * 30_000).encode())")
    assert printed(notebook) == ["x" + "å" * 30_000]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_text_with_half_a_letter_arrives_with_its_escape(
    run_cells: Run, printed: Printed, stream: str
) -> None:
    cell = f"import sys\nprint('before'); print('a\\udc80å', file=sys.{stream}); print('after')"
    (written,) = printed(run_cells(cell))
    assert sorted(written.split()) == ["a\\udc80å", "after", "before"]


def test_a_process_that_writes_on_and_on_keeps_no_cell_waiting(
    run_watched: Run, printed: Printed
) -> None:
    notebook = run_watched(
        "import subprocess\n"
        "on = subprocess.Popen(['sh', '-c', 'while echo on; do sleep 0.001; done'])",
        "for i in range(200): print(i, flush=True)",
        "on.kill(); done = on.wait()",
        "print('later')",
    )
    said = printed(notebook)
    assert said[1].replace("on", "").split() == [str(number) for number in range(200)]
    assert "later" in said[3]


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["ipc", "tcp"])
def test_thirty_thousand_lines_and_three_thousand_displays_arrive(
    run_cells: Run, printed: Printed, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    """nteract/papermill#426, jupyter/nbconvert#659, at the size where tcp loses too."""
    if transport == "tcp":
        monkeypatch.setattr(manager, "LONGEST_SOCKET", 1)
    notebook = run_cells(LINES.format(count=30_000), DISPLAYS.format(count=3000), TRANSPORT)
    require_all(notebook, printed, 30_000, 3000)
    assert printed(notebook)[2] == transport


def test_where_a_sockets_path_would_be_too_long_the_loopback_address_serves(
    run_cells: Run, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manager, "LONGEST_SOCKET", 1)
    notebook = run_cells(TRANSPORT)
    assert printed(notebook) == ["tcp"]
    assert notebook.metadata.papermill["kernel"] == "forked"


def test_a_long_name_of_the_temporary_folder_is_no_hindrance(
    run_cells: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """jupyter/nbconvert#1502, nteract/papermill#511: longer than 107 characters."""
    long = tmp_path / ("n" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    assert run_cells("print(1)").metadata.papermill["kernel"] == "forked"
    assert list(long.iterdir()) == []
