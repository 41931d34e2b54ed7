"""What stands around the content of a page, in both languages."""

from typing import Final

from equity.findings import Label

WORDS: Final[dict[str, Label]] = {
    "skip": Label(en="Skip to the content", sv="Hoppa till innehållet"),
    "contents": Label(en="On this page", sv="På sidan"),
    "verdicts": Label(en="Four kinds of answer", sv="Fyra slags svar"),
    "table": Label(en="Show the figures as a table", sv="Visa siffrorna som tabell"),
    "basis": Label(en="Rows", sv="Underlag"),
    "row": Label(en="row", sv="rad"),
    "rows": Label(en="rows", sv="rad"),
    "rows_title": Label(en="Every number as a row", sv="Underlag, rad för rad"),
    "rows_text": Label(
        en="The small numbers in the text lead here, and those in brackets to how we counted. "
        "A range holds all that was tried; no value inside it is likelier than another.",
        sv="De små siffrorna i texten leder hit, de inom parentes till hur vi har räknat. "
        "Ett spann rymmer allt som prövats. Inget värde i det är troligare än något annat.",
    ),
    "number": Label(en="No.", sv="Rad"),
    "finding": Label(en="Finding", sv="Resultat"),
    "value": Label(en="Value", sv="Värde"),
    "range": Label(en="Range", sv="Spann"),
    "unit": Label(en="Unit", sv="Enhet"),
    "period": Label(en="Period", sv="Period"),
    "border": Label(en="Border", sv="Gräns"),
    "method": Label(en="How", sv="Så har vi räknat"),
    "sources": Label(en="Sources", sv="Källor"),
    "notes": Label(
        en="How we counted, and what to mind", sv="Så har vi räknat, och vad man bör veta"
    ),
    "back": Label(en="Back to the text from row {n}", sv="Tillbaka till texten från rad {n}"),
    "edition": Label(en="Edition", sv="Utgåva"),
    "file": Label(
        en="This page is one file and fetches nothing from the network.",
        sv="Sidan är en enda fil och hämtar inget från nätet.",
    ),
    "made": Label(
        en="Charts: plotly.js (MIT licence) where scripts run.",
        sv="Diagram: plotly.js (MIT-licens) där skript får köras.",
    ),
    "page": Label(en="page", sv="sida"),
    "of": Label(en="of", sv="av"),
}


def say(word: str, language: str) -> str:
    """Return a word in "sv" or "en"; KeyError for an unknown word.

    >>> say("contents", "sv")
    'På sidan'
    """
    return WORDS[word].text(language)
