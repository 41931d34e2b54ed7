"""A kernel's standard output and error, which wait for their publisher only with cause."""

import array
import codecs
import fcntl
import os
import select
import termios
import time
from typing import Any

from ipykernel.iostream import OutStream

PAUSE_SECONDS = 0.0002
MOST_BYTES = 1 << 16


class PromptStream(OutStream):
    """ipykernel's stream with another flush.

    Around each cell and each display ipykernel asks its publishing thread whether there is
    something to publish, and waits for the answer though nothing was written. Here that is seen
    at once. What a process or a library wrote below Python is brought before, which ipykernel
    leaves to luck, and a letter of several bytes is never cut in two. It is not repeated on the
    output of whoever runs the notebook, who may read one line of JSON there.
    """

    _brought = 0  # bytes

    def flush(self) -> None:
        """Publish what was written to the stream or to its file descriptor before this call."""
        if self._should_watch and self.watch_fd_thread.is_alive():
            due, until = self._due(), time.monotonic() + self.flush_timeout
            while self._brought < due and time.monotonic() < until:
                time.sleep(PAUSE_SECONDS)
        if self._buffers:
            super().flush()  # type: ignore[no-untyped-call]

    def write(self, string: str) -> int:
        """Write text, half a letter as its escape: no message can carry it and all was lost."""
        if not str.isascii(string):
            string = string.encode("utf-8", "backslashreplace").decode()
        return super().write(string) or 0

    def _due(self) -> int:
        """Return how many bytes were ever written to the file descriptor."""
        watched: Any = self._fid
        waiting = array.array("i", [0])
        with self._buffer_lock:
            fcntl.ioctl(watched, termios.FIONREAD, waiting)
            return self._brought + waiting[0]

    def _watch_pipe_fd(self) -> None:
        """Bring what is written to the file descriptor, as long as it is watched."""
        watched: Any = self._fid
        decoder, polled = codecs.getincrementaldecoder("utf-8")("replace"), select.poll()
        polled.register(watched, select.POLLIN)
        while polled.poll():
            with self._buffer_lock:
                brought = os.read(watched, MOST_BYTES)
                if not brought or not self._should_watch:
                    return
                self.write(decoder.decode(brought))
                self._brought += len(brought)
