"""Run folders as runs leave them, made up: their manifest and their findings, no kernel."""

import json
from pathlib import Path
from typing import Any

from equity.runs import manifest
from equity.runs.folder import publish

FINDING = {
    "id": "gap.toy", "value": 1.5, "low": None, "high": None, "range_of": None, "unit": "points",
    "period": "2018", "definition": "water", "areas": [], "verdict": "decided",
    "method": {"message": "made up for a test"}, "sources": ["toy"], "caveats": [],
}  # fmt: skip


def finding(**fields: Any) -> dict[str, Any]:
    """Return a made-up finding."""
    return FINDING | fields


def leave_run(out: Path, key: str, notebook: str = "toy", **told: Any) -> Path:
    """Leave a made-up run; `findings` and `page` are its content, the rest its manifest's."""
    findings = told.pop("findings", [FINDING])
    page = told.pop("page", b"<p>made up</p>")
    files = {
        "findings.json": json.dumps({"schema": 1, "findings": findings}).encode(),
        f"{notebook}.sv.html": page,
    }
    story = {
        "schema": 1,
        "notebook": {"name": notebook, "sha256": told.pop("sha256", "n")},
        "parameters": {"year": 2018},
        "inputs": {"raw/sides.yaml": "1"},
        "built_from": {"sides.yaml": "1"},
        "package": {"version": "0", "sha256": "p"},
        "versions": {"python": "3.11"},
        "code": {"commit": "c", "dirty": False},
        "started": "2026-01-01T00:00:00.000+00:00",
        "ended": "2026-01-01T00:00:01.000+00:00",
        "seconds": 1.0,
        "outcome": "complete",
        "findings": len(findings),
        "outputs": {name: manifest.digest(content) for name, content in files.items()},
    } | told
    home = out / "failed" / notebook if story["outcome"] == "failed" else out / notebook
    publish(files | {"manifest.json": manifest.as_json(story)}, home / key)
    return home / key
