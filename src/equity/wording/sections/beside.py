"""The sentence above several measures side by side, and the caption below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from equity.findings import Finding
from equity.wording.messages import say, translate
from equity.wording.names import heading
from equity.wording.numbers import listed
from equity.wording.titles import named_sources
from equity.wording.verdicts import together


def beside_title(latest: Mapping[str, list[Finding]], language: str) -> str:
    """Return which of several differences have the same side ahead with every border.

    latest: each indicator's gaps of one period, one a border. What holds under an assumption
    only is not among those named. Raises ValueError for no indicator.
    """
    if not latest:
        raise ValueError("no indicator: there is nothing to tell of")
    sure = [heading(gaps[0], language) for gaps in latest.values() if together(gaps) == "decided"]
    if not sure:
        return translate("For no measure is the same side surely ahead with every border", language)
    if len(sure) == len(latest):
        return translate("For every measure the same side is ahead with every border", language)
    return say(
        "Only for {measures} is the same side surely ahead with every border",
        language,
        measures=listed(sure, language),
    )


def beside_caption(findings: Iterable[Finding], what: str, language: str) -> str:
    """Return a caption for findings of several units: what is drawn, and the ids of its sources."""
    ids = named_sources((s for f in findings for s in f.sources), language)
    return say("{what} Sources: {ids}.", language, what=what, ids=ids)
