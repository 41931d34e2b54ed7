"""One claim under every valid choice, as a chart that a newcomer can read."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.figures.charts import Chart
from equity.figures.kinds.choices import specifications
from equity.specifications import Specification, key_of
from equity.wording.messages import translate
from equity.wording.titles import made_caption, specifications_title


def show_specifications(ways: Iterable[Specification], *, language: str) -> Chart:
    """Return one claim under every valid choice of its latest period, grouped by the border.

    ways: of one indicator. Raises ValueError for none.
    """
    known = list(ways)
    latest = [way for way in known if way.about.period == known[-1].about.period]
    border, base = translate("Border", language), translate("Counted against", language)
    table = pd.DataFrame(
        {
            border: [way.border.text(language) for way in latest],
            base: [way.base.text(language) for way in latest],
            "low": [way.held.low for way in latest],
            "high": [way.held.high for way in latest],
            "default": [way.default for way in latest],
        }
    )
    about = latest[0].about
    what = translate(
        "Each bar is one valid way to compute the gap, north minus south; hatched where the sign "
        "is open.",
        language,
    )
    return specifications(
        table,
        choices=[border, base],
        title=specifications_title(latest, language),
        caption=made_caption(
            about.gap_unit, {s for way in latest for s in way.about.sources}, what, language
        ),
        unit=about.gap_unit,
        language=language,
        findings=[key_of(way) for way in latest],
    )
