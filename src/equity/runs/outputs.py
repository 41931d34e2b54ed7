"""What an executed notebook leaves: its text, its findings and its page."""

import json
from collections.abc import Mapping
from typing import Any

from equity.errors import RunError


def files(name: str, executed: Any, language: str | None) -> dict[str, bytes]:
    """Return what a run leaves beside its manifest, by file name: notebook, page, findings.

    name: the notebook's. executed: the notebook with its outputs. language: of its page, None
    for no page.
    Raises RunError where findings contradict each other, a number is none, or no page can be
    made of the outputs.
    """
    from equity.findings import collect

    try:
        outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
        found = collect(outputs)
        text = as_text(executed)
        _require_strict(text)
        pages = {f"{name}.{language}.html": page(executed).encode()} if language else {}
    except Exception as error:
        first = (str(error).strip() or repr(error)).splitlines()[0]
        raise RunError(
            f"{name}: every cell ran, but its findings or its page could not be made "
            f"({type(error).__name__}: {first})"
        ) from error
    return {f"{name}.ipynb": text} | pages | {"findings.json": found.to_json().encode()}


def load() -> None:
    """Import what makes pages, which takes a while the first time."""
    import equity.briefing.page  # noqa: F401


def page(executed: Any) -> str:
    """Return the page that the outputs make, as HTML."""
    from equity.briefing.page import BriefingExporter

    exporter = BriefingExporter()  # type: ignore[no-untyped-call]
    html: str = exporter.from_notebook_node(executed)[0]
    return html


def as_text(executed: Any) -> bytes:
    """Return a notebook as its file holds it."""
    import nbformat

    text: str = nbformat.writes(executed)  # type: ignore[no-untyped-call]
    return text.encode()


def _require_strict(text: bytes) -> None:
    """Refuse a notebook with a number that is none: browsers and JupyterLab could not read it."""

    def refuse(constant: str) -> None:
        raise ValueError(f"an output holds {constant}, which JSON does not know")

    json.loads(text, parse_constant=refuse)


def show(executed: Any, name: str, shown: Mapping[str, Any]) -> None:
    """Take this machine's paths out of what papermill recorded: the folder may travel."""
    from papermill.translators import PythonTranslator

    known = executed.metadata.get("papermill", {})
    known.update(input_path=f"{name}.ipynb", output_path=f"{name}.ipynb", parameters=dict(shown))
    for cell in executed.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.source = PythonTranslator.codify(dict(shown), "Parameters")
            if "id" in cell:
                cell.id = "injected-parameters"  # papermill draws one by chance
