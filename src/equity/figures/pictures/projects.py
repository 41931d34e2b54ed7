"""Charts of projects and money from their findings: lists, phases, and gaps beside projects."""

from __future__ import annotations

from equity.figures.charts import Chart
from equity.figures.kinds.matrix import matrix
from equity.figures.kinds.money import phases
from equity.figures.kinds.shares import shares
from equity.findings import Finding, Findings
from equity.wording.money import phases_caption, phases_title
from equity.wording.names import subject
from equity.wording.passages import Passage
from equity.wording.sections.say import say
from equity.wording.titles import (
    gaps_and_projects_caption,
    gaps_and_projects_title,
    lists_caption,
    lists_title,
)

PHASES = ("total", "decided", "covered", "spent", "all_digitalisation")


def chart(findings: Findings, *, language: str) -> Chart | Passage:
    """Return the chart of findings on projects: of their lists, the money, or the priorities.

    findings: of `balance`, `forecast` or `priority`; the first one's topic is drawn. Lists are
    drawn with the baseline and the tolerance that their answers were given with. Where there is
    no finding, or no project, there is nothing to draw, and words say so.
    Raises ValueError for findings of another topic.
    """
    topic = next((f.topic for f in findings), "")
    if not topic or (topic == "balance" and not findings.starting("balance.projects.")):
        return say((), language).model_copy(update={"anchor": f"no-chart-of-{topic or 'money'}"})
    if topic == "forecast":
        return show_phases(findings, language=language)
    if topic == "priority":
        return show_priorities(findings, language=language)
    if topic != "balance":
        raise ValueError(f"findings of {topic!r}: balance, forecast or priority expected")
    answers = [f for f in findings if ".against." in f.id and "tolerance" in f.method.values]
    if not answers:
        return show_lists(findings, language=language)
    tolerance = float(str(answers[0].method.values["tolerance"]))
    baseline = answers[0].id.rpartition(".")[2]
    return show_lists(findings, language=language, baseline=baseline, tolerance=tolerance)


def show_lists(
    findings: Findings, *, language: str, baseline: str = "eligible", tolerance: float = 5.0
) -> Chart:
    """Return the lists of projects, a bar each and a panel a border, beside a baseline.

    findings: of the topic `balance`; kinds and the mapped projects are not drawn. baseline: its
    name in `balance.baseline.<name>.north_share`. tolerance: percentage points, as the answers
    were given with. Raises ValueError where no list has a share, or the baseline none.
    """
    lists = [f for f in findings if _is_share(f)]
    people = [f for f in findings if f.id == f"balance.baseline.{baseline}.north_share"]
    if not people:
        raise ValueError(f"no baseline {baseline!r} among the findings")
    drawn = [*lists, *people]
    return shares(
        drawn,
        title=lists_title([f for f in lists if ".all." not in f.id], language),
        caption=lists_caption(drawn, subject(people[0], language), tolerance, language),
        language=language,
        baseline=baseline,
        tolerance=tolerance,
    )


def show_phases(findings: Findings, *, language: str) -> Chart:
    """Return the phases of the money, a row each, none added to another.

    findings: of the topic `forecast`. Raises ValueError without a forecast.
    """
    drawn = [f for f in findings if f.id in {f"forecast.{name}" for name in PHASES}]
    return phases(
        drawn,
        title=phases_title(drawn, language),
        caption=phases_caption(drawn, language),
        language=language,
    )


def show_priorities(findings: Findings, *, language: str) -> Chart:
    """Return districts by themes: how far each is behind, and the theme's projects there.

    findings: of the topic `priority`. Raises ValueError where no district has a gap.
    """
    drawn = [f for f in findings if f.topic == "priority"]
    return matrix(
        drawn,
        title=gaps_and_projects_title(drawn, language),
        caption=gaps_and_projects_caption(drawn, language),
        language=language,
    )


def _is_share(finding: Finding) -> bool:
    words = finding.id.split(".")
    whole = len(words) == 4 and words[:2] == ["balance", "projects"] and words[2] != "mapped"
    return whole and words[3] == "north_share"
