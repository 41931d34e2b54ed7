"""papermill's engine `equity`: `papermill --engine equity IN.ipynb OUT.ipynb`."""

from typing import Any

# papermill loads its engines while it is being imported, so its modules are met inside functions.


class EquityEngine:
    """Runs a notebook as papermill's own engine does, in a kernel forked from a warm process.

    The first notebook of a process starts the warm process; each further one is spared the time
    and most of the memory of loading the libraries. Kernels share nothing but that: neither
    environment, working directory, seeds, patched modules nor open files. One thing differs
    from fresh kernels: all kernels of one process hash strings alike, so that a set of strings
    has the same order in each. A kernel of another interpreter or language is started as usual,
    and the notebook's metadata (`papermill.kernel`) says why.

    What is given is held against the notebook's parameters before the kernel starts: see
    `equity.runs.given.hold`.

    papermill hands on what it does not know itself; this engine takes `limits`, see
    `equity.runs.kernels.limits.Limits`, and `stop`, an event that ends the run.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run the notebook and return it with its outputs."""
        from equity.runs.given import hold
        from equity.runs.kernels.session import WarmEngine

        hold(nb, options.get("input_path"))
        return WarmEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the kernel's name, from the notebook where none is given."""
        from papermill.engines import Engine

        return str(Engine.nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the notebook's language."""
        from papermill.engines import Engine

        return str(Engine.nb_language(nb, language))
