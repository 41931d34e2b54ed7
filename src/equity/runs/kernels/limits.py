"""How long a notebook may take, a cell of it, and how much memory its kernel may hold."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Limits:
    """Limits of one run; None where there is none.

    cell_seconds: for each cell. run_seconds: from the kernel's start to the last cell's end.
    memory_mb: what the kernel and the processes it started may hold together, in megabytes (one
    million bytes) of resident memory. Whatever goes beyond is killed, and the run fails and
    says which limit it was. The defaults are far above what the project's own notebooks need:
    a run on a schedule ends, and a mistake does not take the whole machine.

    Raises ValueError, naming the limit, for one that is not above zero.

    >>> Limits(cell_seconds=5).run_seconds
    3600
    >>> Limits(memory_mb=0)
    Traceback (most recent call last):
    ValueError: memory_mb is 0; a limit is above 0, or None
    """

    cell_seconds: float | None = 1800
    run_seconds: float | None = 3600
    memory_mb: float | None = 8000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not value > 0:
                raise ValueError(f"{field.name} is {value}; a limit is above 0, or None")
