"""The words of the map of sites: how many are known, and who told of them."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.wording.messages import say, translate
from equity.wording.numbers import count
from equity.wording.titles import made_caption


def sites_title(counts: Iterable[Finding], language: str) -> str:
    """Return how many of all projects have a known place.

    counts: `balance.projects.all.count` and `.unknown`. Raises ValueError without both.
    """
    by_end = {f.id.rsplit(".", 1)[-1]: f.value for f in counts}
    whole, unknown = by_end.get("count"), by_end.get("unknown")
    if whole is None or unknown is None:
        raise ValueError("the counts of all projects and of those without a place are needed")
    return say(
        "{unknown} of {all} projects have no known place, wholly or in part",
        language,
        unknown=count(unknown, language),
        all=count(whole, language),
    )


def sites_caption(counts: Iterable[Finding], language: str) -> str:
    """Return how to read the map of sites, with its sources."""
    ids = {source for f in counts for source in f.sources}
    what = translate(
        "A full mark is a known neighbourhood, a hollow one a district of which no more is known; "
        "the number counts projects. Clusters show who told of their projects, not where most "
        "are. The colour counts the projects known in a district.",
        language,
    )
    return made_caption("projects", ids, what, language)
