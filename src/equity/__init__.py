"""Equity and budget analysis of a city's districts: frames in, findings or figures out.

Every name here is imported on first use, so that `import equity` itself is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equity.city import load
    from equity.differences.changes import change
    from equity.differences.gaps import gap
    from equity.differences.levels import level
    from equity.differences.profile import chosen_period, profile
    from equity.differences.spreads import inequality, spatial

_HOMES = {
    "load": "equity.city",
    "level": "equity.differences.levels",
    "gap": "equity.differences.gaps",
    "change": "equity.differences.changes",
    "inequality": "equity.differences.spreads",
    "spatial": "equity.differences.spreads",
    "profile": "equity.differences.profile",
    "chosen_period": "equity.differences.profile",
}

__all__ = [
    "change",
    "chosen_period",
    "gap",
    "inequality",
    "level",
    "load",
    "profile",
    "spatial",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"equity has no {name!r}; it has {', '.join(__all__)}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
