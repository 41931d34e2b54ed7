"""A line of a crontab: with a lock, a log and a time zone."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from equity.errors import ParameterError
from equity.runs.schedule.times import Schedule

BUSY = 75  # sysexits: try again later; what the line ends with while the last start still runs


def crontab(
    name: str, command: Sequence[str], schedule: Schedule, *, folder: Path, out: Path
) -> str:
    r"""Return the lines of a crontab that start a command on a schedule.

    A start that finds the one before still running leaves it alone and says so in the log,
    `OUT/NAME.log`; the lock is `OUT/.NAME.lock`.

    command: words, the first an absolute path. folder: where it starts. out: where its runs go.
    Raises ParameterError for a word with a control character: a crontab ends a line there.

    >>> from equity.runs.schedule.times import read_schedule
    >>> daily = read_schedule("30 2 * * *", "Europe/Stockholm")
    >>> lines = crontab("x", ["/bin/equity", "50 %"], daily, folder=Path("/a b"), out=Path("/o"))
    >>> lines.splitlines()[-1].partition(" && ")[0]
    "30 2 * * * cd '/a b'"
    >>> r"'50 \%'" in lines
    True
    """
    log, lock = out / f"{name}.log", out / f".{name}.lock"
    run = f"flock -n -E {BUSY} {_word(lock)} {' '.join(map(_word, command))}"
    told = f"echo {_word(f'{name}: the start before still runs')}"
    line = (
        f"{schedule.cron} cd {_word(folder)} && mkdir -p {_word(out)} && "
        f"{{ {run} || {{ code=$?; [ $code -ne {BUSY} ] || {told}; exit $code; }}; }} "
        f">> {_word(log)} 2>&1"
    )
    zone = schedule.zone.key
    return (
        f"# {name}, by stockholm-equity. Times are those of {zone}. Where cron does not know\n"
        f"# CRON_TZ (Debian, Ubuntu), the machine's own zone has to be that one.\n"
        f"CRON_TZ={zone}\n{line}\n"
    )


def _word(text: str | Path) -> str:
    word = str(text)
    if any(ord(letter) < ord(" ") or ord(letter) == 127 for letter in word):
        raise ParameterError(f"{word[:60]!r} holds a control character, which no crontab takes")
    return shlex.quote(word).replace("%", "\\%")
