"""What a terminal is shown while something is counted."""

import io
import re
import sys

import pytest
import rich.console

from equity.terminal import counting


class Terminal(io.StringIO):
    """A text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_time_left_is_told_though_each_takes_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, shown = [0.0], Terminal()
    monkeypatch.setattr(rich.console, "monotonic", lambda: seconds[0])
    monkeypatch.setattr(sys, "stderr", shown)
    with counting("sets") as tell:
        tell(0, 4)
        for done in (1, 2):
            seconds[0] += 100
            tell(done, 4)
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue()).splitlines()[-1]
    assert "2/4 sets" in last
    assert "0:03:20 left" in last


def test_nothing_is_shown_where_no_terminal_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    with counting("sets") as tell:
        tell(1, 2)
    assert shown.getvalue() == ""
