"""A line of a crontab: with a lock, a log and a time zone."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from equity.errors import ParameterError
from equity.runs.schedule.times import Schedule
from equity.runs.schedule.words import on_one_line

MOST = 990  # bytes of a command; some crons cut it off, without a word, after a thousand
BUSY = 75  # sysexits: try again later; what the line ends with while the last start still runs


def crontab(
    name: str, command: Sequence[str], schedule: Schedule, *, folder: Path, out: Path
) -> str:
    r"""Return the lines of a crontab that start a command on a schedule.

    A start that finds the one before still running leaves it alone and says so in the log,
    `OUT/NAME.log`; the lock is `OUT/.NAME.lock`.

    command: words, the first an absolute path. folder: where it starts. out: where its runs go.
    Raises ParameterError for a word with a control character, where a crontab ends a line, for
    one that is no UTF-8, and for a line that is too long for cron.

    >>> from equity.runs.schedule.times import read_schedule
    >>> daily = read_schedule("30 2 * * *", "Europe/Stockholm")
    >>> lines = crontab("x", ["/bin/equity", "50 %"], daily, folder=Path("/a b"), out=Path("/o"))
    >>> lines.splitlines()[-1].partition(" && ")[0]
    "30 2 * * * cd '/a b'"
    >>> r"'50 \%'" in lines
    True
    """
    words = ['"$out"' if word == str(out) else _word(word) for word in command]
    run = f'flock -n -E {BUSY} "$out/.{name}.lock" {" ".join(words)}'
    told = f"echo {_word(f'{name}: the start before still runs')}"
    line = (
        f'cd {_word(folder)} && out={_word(out)} && mkdir -p "$out" && '
        f"{{ {run} || {{ code=$?; [ $code -ne {BUSY} ] || {told}; exit $code; }}; }} "
        f'>> "$out/{name}.log" 2>&1'
    )
    if (length := len(line.encode())) > MOST:
        raise ParameterError(
            f"the command is {length} bytes long and cron reads {MOST}: name shorter folders, "
            "start it by a script, or leave out --crontab"
        )
    line = f"{schedule.cron} {line}"
    zone = schedule.zone.key
    return (
        f"# {name}, by stockholm-equity. Times are those of {zone}. Where cron does not know\n"
        f"# CRON_TZ (Debian, Ubuntu), the machine's own zone has to be that one.\n"
        f"CRON_TZ={zone}\n{line}\n"
    )


def _word(text: str | Path) -> str:
    return shlex.quote(on_one_line(str(text))).replace("%", "\\%")
