"""A service as it is printed, started by systemd itself: hardened, and able to do its work."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from equity.cli.app import app
from real_processes import write_notebook

pytestmark = pytest.mark.slow

SYSTEMD = "/lib/systemd/systemd"
NEEDED = ("basic", "sysinit", "shutdown", "timers")  # what every unit asks for
# A systemd of its own with its own processes, mounts and control groups; all of it goes with it.
MAY_BOOT = """
set -e
mount --make-rprivate /
mkdir "$0/tried"
mount -t cgroup2 none "$0/tried"
mkdir "$0/tried/made-up-$$"
rmdir "$0/tried/made-up-$$"
umount "$0/tried"
rmdir "$0/tried"
"""
BOOT = """
set -e
mount --make-rprivate /
mkdir "$0/groups"
mount -t cgroup2 none "$0/groups"
ours="$0/groups/made-up-$$"
mkdir "$ours"
echo $$ > "$ours/cgroup.procs"
unshare --pid --fork --kill-child --mount-proc --mount --cgroup --ipc --uts sh -ec '
    mount -t tmpfs none /run
    mount -t cgroup2 none /sys/fs/cgroup
    export SYSTEMD_UNIT_PATH="$0" container=made_up
    exec "$1" --system --unit=all.target --log-target=null --show-status=no < /dev/null
' "$0" "$1" &
for count in $(seq 300); do
    if [ -e "$0/ended" ] || ! kill -0 $! 2> /dev/null; then break; fi
    sleep 0.2
done
kill -9 $! || true
wait $! || true
echo $$ > "$0/groups/cgroup.procs"
for count in $(seq 50); do
    find "$ours" -depth -type d -exec rmdir {} + 2> /dev/null && break
    sleep 0.1
done
[ -e "$0/ended" ]
"""
Start = Callable[..., dict[str, str]]


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder that is not in /tmp, of which a service has its own."""
    with tempfile.TemporaryDirectory(prefix="made up å 100 %h $HOME ", dir=Path.home()) as made:
        yield Path(made)


@pytest.fixture
def start(home: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return what starts a service as `equity schedule` prints it, and says how it ended."""
    units, out = home / "units", home / "runs"
    units.mkdir()
    out.mkdir()
    if any(Path(sys.prefix).is_relative_to(own) for own in ("/tmp", "/var/tmp")):
        pytest.skip("the environment lies in /tmp, of which a service has its own")
    space = ["unshare", "--pid", "--fork", "--mount", "--cgroup", "--ipc", "--uts"]
    tried = [*space, "sh", "-c", MAY_BOOT, str(units)]
    if os.geteuid() or not Path(SYSTEMD).exists() or subprocess.run(tried, check=False).returncode:
        pytest.skip("there is no systemd here that may be started")
    monkeypatch.chdir(home)

    def started(*words: str) -> dict[str, str]:
        asked = ["schedule", "--out", str(out), "--name", "made_up", "--json", "--", *words]
        made = json.loads(CliRunner().invoke(app, asked).stdout)["files"]["made_up.service"]
        said = f"StandardOutput=append:{units}/said\nStandardError=append:{units}/said\n"
        service = made + said.replace("%", "%%")
        (units / "made_up.service").write_text(service, "utf-8")
        for name in NEEDED:
            (units / f"{name}.target").write_text("[Unit]\nDefaultDependencies=no\n", "utf-8")
        told = "ExecMainStatus NoNewPrivileges PrivateTmp ProtectHome".replace(" ", " -p ")
        asks = f"systemctl show -p {told} made_up.service > told; touch ended"
        (units / "after.service").write_text(
            "[Unit]\nAfter=made_up.service\n[Service]\nType=oneshot\n"
            f"WorkingDirectory={str(units).replace('%', '%%')}\nExecStart=/bin/sh -c '{asks}'\n",
            "utf-8",
        )
        wants = "[Unit]\nDefaultDependencies=no\nWants=made_up.service after.service\n"
        (units / "all.target").write_text(wants, "utf-8")
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", BOOT, units, SYSTEMD],
            capture_output=True, check=False, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        lines = (units / "told").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines) | {
            "said": (units / "said").read_text("utf-8")
        }

    return started


def test_a_hardened_service_runs_a_notebook_in_a_forked_kernel_and_writes_nowhere_else(
    home: Path, start: Start
) -> None:
    tries = f"""
from pathlib import Path
for place in ({str(home)!r}, "/usr", "/var/tmp/../lib"):
    try:
        (Path(place) / "made_up").write_text("")
    except OSError as error:
        print("refused", error.strerror)
"""
    write_notebook(home / "notebooks", "toy", "year = 1", tries)
    told = start("run", "toy", "--notebooks", "notebooks", "-p", "year=2")
    assert told.pop("said").startswith("done: ")
    assert told == {
        "ExecMainStatus": "0", "NoNewPrivileges": "yes", "PrivateTmp": "yes",
        "ProtectHome": "read-only",
    }  # fmt: skip
    (left,) = (home / "runs" / "toy").glob("*/toy.ipynb")
    content = json.loads(left.read_text("utf-8"))
    assert content["metadata"]["papermill"]["kernel"] == "forked"
    printed = "".join(content["cells"][-1]["outputs"][0]["text"])
    assert printed == "refused Read-only file system\n" * 3
