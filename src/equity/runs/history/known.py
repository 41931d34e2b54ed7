"""A run that was done before, found without the libraries that would do it.

The key of a run needs its parameters checked, and checking needs libraries that take longer to
import than everything else here. So the ledger notes which key a *request* had: the texts that
were asked for, with all else that decides the result. The same request has the same key, since
everything that checking looks at is part of it.
"""

import contextlib
import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity.errors import EquityError
from equity.runs import manifest
from equity.runs import run as module
from equity.runs.folder import checkout
from equity.runs.history import ledger
from equity.runs.inputs.checksums import checksums
from equity.runs.inputs.elsewhere import reads_elsewhere
from equity.runs.inputs.parts import DATA
from equity.runs.inputs.reading import needed, parameters
from equity.runs.notebooks import find
from equity.runs.prepared import city_of
from equity.runs.run import Progress, RunResult, result

if TYPE_CHECKING:
    from equity.runs.kernels.limits import Limits


def request_of(
    notebook: str,
    assigned: Mapping[str, str],
    *,
    data: Path | None = None,
    notebooks: Path | None = None,
) -> str:
    """Return what stands for a request: the same request would give the same run.

    assigned: the parameters' texts, as a command line gives them. data, notebooks: as for `run`.
    Raises what `run` raises for a notebook or a city that cannot be used.
    """
    found = find(notebook, notebooks)
    asked = assigned.get(DATA)
    given = Path(asked) if asked else None
    home = city_of(found, data or given, takes=DATA in parameters(found))
    inputs = checksums(home, needed(found)) if home is not None else {}
    basis = manifest.basis(found, {}, inputs)
    paths = [str(data) if data else None, asked]  # both given must agree: that is checked too
    text = json.dumps([basis, sorted(assigned.items()), paths], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def find_done(
    notebook: str,
    assigned: Mapping[str, str],
    *,
    data: Path | None = None,
    out: Path | None = None,
    notebooks: Path | None = None,
) -> RunResult | None:
    """Return the run that a request would only find done already; None where that is not sure.

    out: where runs are left, by default `runs/` in the checkout. The rest: see `request_of`.
    A run counts as done when every file that it left is there, unchanged, its page among them.
    """
    begun = time.perf_counter()
    try:
        if reads_elsewhere(find(notebook, notebooks)):
            return None
        request = request_of(notebook, assigned, data=data, notebooks=notebooks)
        out = (out or checkout() / "runs").absolute()
        key = ledger.recall(out, request)
        folder = out / notebook / (key or "")
        if key is None or not ledger.KEY.fullmatch(key) or not manifest.is_whole(folder):
            return None
        if not any(name.endswith(".html") for name in manifest.read(folder)["outputs"]):
            return None
        return result(folder, "unchanged", begun)
    except EquityError:  # whoever does the run tells what is wrong
        return None


def run_asked(
    notebook: str,
    assigned: Mapping[str, str],
    *,
    data: Path | None = None,
    out: Path | None = None,
    notebooks: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
    limits: "Limits | None" = None,
) -> RunResult:
    """Run a notebook with parameters as texts, or find it done; see `equity.runs.run.run`.

    assigned: the parameters' texts by name; each is read as its declared type.
    """
    where: dict[str, Any] = {"data": data, "notebooks": notebooks}
    done = None if force else find_done(notebook, assigned, out=out, **where)
    if done is not None:
        return done
    from equity.parameters import parse

    found = find(notebook, notebooks)
    read = parse(notebook, assigned, parameters_cell=found.parameters)
    values = {name: read[name] for name in assigned}  # what is left out may be the city's to say
    before = request_of(notebook, assigned, **where)
    made = module.run(
        notebook, values, out=out, force=force, progress=progress, limits=limits, **where
    )
    with contextlib.suppress(EquityError):  # the city may have gone since: it is done all the same
        if request_of(notebook, assigned, **where) == before:  # nothing changed while it ran
            ledger.remember(made.folder.parents[1], before, made.folder.name)
    return made
