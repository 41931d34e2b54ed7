"""Where runs live: folders that appear whole or not at all, and private ones that vanish."""

import errno
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from equity.errors import ParameterError, RunError

PRIVATE, PRIVATE_END = "equity-", ".private"
NEW, OLD = ".new-", ".old-"
LOCKS = ".locks"
STALE_SECONDS = 3600
_asking = threading.Lock()
LONGEST_SOCKET = 90  # a socket's path holds 107 bytes; its name needs some of them


def checkout() -> Path:
    """Return the folder of the checkout that this package is installed from.

    Raises ParameterError where there is none, as after an install from a wheel.
    """
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").is_file():
        raise ParameterError(
            "the package is not installed from a checkout: name the folders with --data DIR "
            "and --notebooks DIR"
        )
    return root


def publish(files: Mapping[str, bytes], target: Path) -> None:
    """Make the folder `target` hold exactly these files, whole or not at all.

    They are written into a sibling with a name of its own and put in its place in one step, so
    that whoever looks sees the old folder, none, or the new one, never a part. On Linux a new
    folder is exchanged with an old one at once; elsewhere there is none for a moment between.
    Where `target` is a link, the folder that it names holds them, and the link stays.

    files: content by name. Raises OSError when the folder cannot be written.

    >>> import tempfile
    >>> home = Path(tempfile.mkdtemp())
    >>> publish({"a.txt": b"a"}, home / "run")
    >>> [path.name for path in home.rglob("*")]
    ['run', 'a.txt']
    """
    target = target.resolve() if target.is_symlink() else target
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep_away(target.parent)
    fresh = _beside(target, NEW)
    try:
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        fresh.chmod(0o777 & ~_umask())
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove a folder, out of sight in one step before its files go; no fault if none is."""
    if not folder.is_dir():
        return
    old = _beside(folder, OLD)
    try:
        folder.rename(old / folder.name)
    except FileNotFoundError:  # somebody else removed it meanwhile
        pass
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Hold the right to make one run's folder; whoever else wants it waits, or goes elsewhere.

    folder: `OUT/NOTEBOOK/KEY`. stop: ends the waiting once it is set. The lock is the system's:
    it ends with its process, however that ends. Raises OSError where `OUT` cannot be written,
    and RunError where it was stopped before it had the right.
    """
    from filelock import FileLock, Timeout

    lock = lock_of(folder)
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(lock).acquire(cancel_check=stop.is_set if stop is not None else None)
    except Timeout:
        told = f"{folder.parent.name}: stopped from outside while another made the same run"
        raise RunError(told) from None
    with held:
        yield


def lock_of(folder: Path) -> Path:
    """Return the file that stands for the right to make a run's folder; see `alone`.

    Only who holds the right may remove it: whoever waits for it then makes a new one.

    >>> lock_of(Path("runs/robustness/0a1b")).as_posix()
    'runs/.locks/0a1b'
    """
    return folder.parents[1] / LOCKS / folder.name


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a short folder that only this user can read, gone at the end.

    Folders of processes that were killed before they could remove theirs go first: a kernel's
    connection file holds the key to it. They are known by a name that nobody else gives:
    `equity-2018-results` is somebody's own.
    """
    home = Path(tempfile.gettempdir())
    if len(os.fsencode(home)) > LONGEST_SOCKET - 40 and os.access("/tmp", os.W_OK):  # noqa: S108
        home = Path("/tmp")  # noqa: S108
    for left in home.glob(f"{PRIVATE}*-*{PRIVATE_END}"):
        if _belongs_to_the_dead(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(PRIVATE_END, f"{PRIVATE}{os.getpid()}-", home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
        return
    except OSError:
        if not target.is_dir():
            raise
    if _exchange(fresh, target):
        return
    old = _beside(target, OLD)
    try:
        target.rename(old / target.name)
        fresh.rename(target)
    except OSError:
        if not target.exists():
            (old / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path, kind: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{kind}{os.getpid()}-", dir=target.parent))


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system does not know how."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if call(here, os.fsencode(one), here, os.fsencode(other), swap) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(fault, os.strerror(fault), str(other))


def sweep_away(folder: Path) -> None:
    """Remove what a process left that was killed between writing and renaming."""
    for kind in (NEW, OLD):
        for left in folder.glob(f"{kind}*"):
            try:
                old = time.time() - left.stat().st_mtime > STALE_SECONDS
                if old or _belongs_to_the_dead(left, kind):
                    shutil.rmtree(left, ignore_errors=True)
            except FileNotFoundError:  # another run was quicker
                continue


def _belongs_to_the_dead(folder: Path, kind: str = PRIVATE) -> bool:
    pid = folder.name.removeprefix(kind).split("-", 1)[0]
    try:
        if not pid.isdigit() or folder.stat().st_uid != os.getuid():
            return False
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _umask() -> int:
    with _asking:  # to ask is to set it: two threads that asked at once would leave the wrong one
        mask = os.umask(0o022)
        os.umask(mask)
    return mask
