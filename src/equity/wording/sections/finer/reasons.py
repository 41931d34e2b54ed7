"""Why a rank falls where areas are smaller, with every scale as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Findings
from equity.wording.messages import N_, say, translate
from equity.wording.names import border, detail
from equity.wording.numbers import count
from equity.wording.passages import Passage, Table
from equity.wording.sections.finer.parts import (
    COARSE,
    FINE,
    RANKS,
    label_of,
    mean_gap,
    number_of,
    scale,
    share,
)

COMMON: Final = 0.1  # a share of borders that makes one of them nothing special
_TITLES: Final = {
    True: N_("Why the falling rank is no discovery"),
    False: N_("What a rank depends on"),
}
_LOTS: Final = N_(
    "A border drawn at random gives each area to a side by lot. With many small areas the lots "
    "even out, so the two sides become alike. The mean gap of such borders is {coarse_mean} by "
    "district and {fine_mean} by {kinds}."
)
_RANKS: Final = {
    True: N_(
        "The same gap then looks rarer: at least as great a gap comes of {coarse} of the borders "
        "by district, and of {fine} by {kinds}. Nothing in the city has changed."
    ),
    False: N_(
        "At least as great a gap comes of {coarse} of the borders by district, and of {fine} by "
        "{kinds}."
    ),
}
_NEIGHBOURS: Final = N_(
    "A border that one could draw keeps neighbours together, and neighbours are alike. Of straight "
    "borders across the map, {lines_coarse} by district and {lines_fine} by {kinds} give at least "
    "as great a gap."
)
_NOTHING_SPECIAL: Final = N_("Among straight borders this one is nothing special.")
_SHARES: Final = {
    True: N_(
        "The share between the sides falls too, because small areas differ more among themselves. "
        "It is to be read beside what a random border gives, in the same row."
    ),
    False: N_(
        "The share between the sides is to be read beside what a random border gives, in the same "
        "row."
    ),
}


def finer_reasons(findings: Iterable[Finding], language: str) -> Passage:
    """Return why a rank falls with the size of areas, with every scale as a table.

    findings: of `scales`. The words tell the first border, the table all of them.
    """
    known = Findings(findings).starting("scales.")
    first = next(iter(known))
    words = {
        "coarse": share(scale(known, first, "rank_all", COARSE), language),
        "fine": share(scale(known, first, "rank_all", FINE), language),
        "coarse_mean": mean_gap(known, first, COARSE, language),
        "fine_mean": mean_gap(known, first, FINE, language),
        "lines_coarse": share(scale(known, first, "rank_lines", COARSE), language),
        "lines_fine": share(scale(known, first, "rank_lines", FINE), language),
        "kinds": label_of(first, "kinds", language),
    }
    values = {
        (name, step): scale(known, first, name, step).value or 0.0
        for name in (*RANKS, "between_share")
        for step in (COARSE, FINE)
    }
    told = [_LOTS]
    falls = values[RANKS[0], FINE] < values[RANKS[0], COARSE]
    told.append(_RANKS[falls])
    told.append(_NEIGHBOURS)
    if min(values[RANKS[1], COARSE], values[RANKS[1], FINE]) >= COMMON:
        told.append(_NOTHING_SPECIAL)
    told.append(_SHARES[values["between_share", FINE] < values["between_share", COARSE]])
    return Passage(
        kind="text",
        anchor="scales",
        title=translate(_TITLES[falls], language),
        paragraphs=tuple(say(text, language, **words) for text in told),
        table=_table(known, language),
        language=language,
    )


def _table(known: Findings, language: str) -> Table:
    names = (*RANKS, "between_share", "random_mean")
    rows = []
    for f in known:
        name, _, step = detail(f).partition(".")
        if name != names[0]:
            continue
        shares = [share(scale(known, f, other, step), language) for other in names]
        rows.append((border(f, language), count(number_of(f, "areas"), language), *shares))
    heads = (
        N_("Border"),
        N_("Areas"),
        N_("At least as great a gap, random borders"),
        N_("At least as great a gap, straight borders"),
        N_("Between the sides, of the variance"),
        N_("The same for a random border"),
    )
    return Table(
        caption=translate("The same border by larger and smaller areas", language),
        columns=tuple(translate(head, language) for head in heads),
        rows=tuple(rows),
        numeric=(False, *(True,) * 5),
    )
