"""What a number means beside others: other borders, other splits, neighbours."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.wording.messages import translate
from equity.wording.names import detail, steps
from equity.wording.passages import Passage
from equity.wording.sentences import sentence

RANKS = ("rank_all", "rank_contiguous")


def benchmarks(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return ranks among other borders, shares between the sides and likeness of neighbours.

    findings: of one indicator; period: one, or the latest that has any of these.
    """
    found = [f for f in findings if _is_benchmark(f)]
    when = max((f.period or "" for f in found), default="") if period == "latest" else period
    chosen = [f for f in found if (f.period or "") == when]
    told = tuple(sentence(f, language) for f in chosen)
    none = translate(
        "Districts have no single value here, so there is nothing to compare.", language
    )
    words = translate(
        "A number says something only beside others. A rank compares the border with other "
        "borders that could have been drawn. It is not a test.",
        language,
    )
    return Passage(
        kind="text",
        anchor="benchmarks",
        title=translate("Beside other borders", language),
        paragraphs=(words,) if told else (none,),
        items=told,
        language=language,
    )


def undivided(language: str) -> Passage:
    """Return, in the place of the map of the most divided split, why there is none."""
    return Passage(
        kind="text",
        anchor="divided",
        title=translate("The border that divides most", language),
        paragraphs=(
            translate(
                "Districts have no single value here, or no weights, so no border can be said to "
                "divide most.",
                language,
            ),
        ),
        language=language,
    )


def _is_benchmark(finding: Finding) -> bool:
    if finding.topic == "gap":
        return steps(finding)[1] in RANKS
    own = finding.topic == "inequality" and detail(finding) in ("between_share", "most_divided")
    return own or finding.topic == "spatial"
