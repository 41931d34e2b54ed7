"""Every page of the briefing on the real city can be sent: its weight, in both languages."""

from pathlib import Path

import pytest

from equity.briefing.packing import packed_plotly
from equity.runs.brief import brief

pytestmark = pytest.mark.slow

HEAVIEST = 2_500_000  # bytes of a page, plotly.js among them
HEAVIEST_OURS = 400_000  # and without it


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_of_the_briefing_weighs_more_than_it_may(
    built: Path, root: Path, tmp_path: Path, language: str
) -> None:
    first = brief(data=built, out=tmp_path, notebooks=root / "notebooks", language=language).page
    pages = {path.name: path.read_bytes() for path in first.parent.glob("*.html")}
    assert len(pages) >= 7
    plotly = packed_plotly().encode()
    for name, page in pages.items():
        assert page.count(plotly) == 1, name
        assert len(page) <= HEAVIEST, name
        assert len(page) - len(plotly) <= HEAVIEST_OURS, name
