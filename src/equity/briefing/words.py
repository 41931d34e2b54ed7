"""What stands around the content of a page; each word in the catalogue with its Swedish."""

from typing import Final

from equity.wording.messages import N_, translate

WORDS: Final[dict[str, str]] = {
    "skip": N_("Skip to the content"),
    "contents": N_("On this page"),
    "verdicts": N_("Four kinds of answer"),
    "terms": N_("Words on this page"),
    "table": N_("Show the figures as a table"),
    "basis": N_("Rows"),
    "row": N_("row"),
    "rows_title": N_("Every number as a row"),
    "rows_text": N_(
        "The numbers in the text lead here, and so do the small ones; a row's own number leads "
        "back, and those in brackets to how we counted. A range holds all that was tried; no "
        "value inside it is likelier than another."
    ),
    "number": N_("No."),
    "finding": N_("Finding"),
    "value": N_("Value"),
    "range": N_("Range"),
    "unit": N_("Unit"),
    "period": N_("Period"),
    "border": N_("Border"),
    "method": N_("How"),
    "sources": N_("Sources"),
    "notes": N_("How we counted, and what to mind"),
    "edition": N_("Edition"),
    "file": N_("This page is one file and fetches nothing from the network."),
    "made": N_("Charts: plotly.js (MIT licence) where scripts run."),
    "page": N_("page"),
    "of": N_("of"),
    "csv": N_("Save the table for a spreadsheet (CSV)"),
    "svg": N_("Save the chart (SVG)"),
}


def say(word: str, language: str) -> str:
    """Return a word in "sv" or "en"; KeyError for an unknown word.

    >>> say("contents", "sv")
    'På sidan'
    """
    return translate(WORDS[word], language)
