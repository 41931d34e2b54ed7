"""A kernel of this interpreter, started as `python -m equity.runs.kernels.launcher -f FILE`.

It is ipykernel's own with four changes: no limit to the messages that wait to be read, so that a
cell which writes faster than its reader reads loses none of its output; streams that wait for the
publishing thread only where something was written; no pause after a cell; and its settings lie
where it was told, for its shell too, which would else look for its user's and, where these cannot
be written, leave a temporary folder behind.
"""

import os
from typing import Any

from ipykernel.kernelapp import IPKernelApp


class EquityKernelApp(IPKernelApp):
    """ipykernel's application, with a publishing socket that never drops a message."""

    def init_iopub(self, context: Any) -> None:
        """Make the publishing socket, after lifting the mark above which it would drop."""
        context.sndhwm = 0
        super().init_iopub(context)  # type: ignore[no-untyped-call]

    def init_io(self) -> None:
        """Put our streams in the place of standard output and error."""
        self.outstream_class = "equity.runs.kernels.streams.PromptStream"
        super().init_io()  # type: ignore[no-untyped-call]

    def init_kernel(self) -> None:
        """Make the kernel and its shell, whose settings are this application's."""
        os.environ["IPYTHONDIR"] = self.ipython_dir
        super().init_kernel()  # type: ignore[no-untyped-call]
        self.kernel._execute_sleep = 0.0  # its client waits for the end on the outputs' own way


if __name__ == "__main__":
    EquityKernelApp.launch_instance()
