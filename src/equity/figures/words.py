"""The few words that stand in figures and around them on a page, in both languages."""

from typing import Final

from equity.findings import Label

WORDS: Final[dict[str, Label]] = {
    # sides and their levels
    "north": Label(en="North", sv="Norr"),
    "south": Label(en="South", sv="Söder"),
    "left_out": Label(en="Left out", sv="Utanför"),
    "side": Label(en="Side", sv="Sida"),
    "north_line": Label(en="The north as a whole", sv="Norr som helhet"),
    "south_line": Label(en="The south as a whole", sv="Söder som helhet"),
    # values and ranges
    "area": Label(en="Area", sv="Område"),
    "value": Label(en="Value", sv="Värde"),
    "low": Label(en="Least possible", sv="Lägst möjliga"),
    "high": Label(en="Greatest possible", sv="Högst möjliga"),
    "possible": Label(en="Everything that is possible", sv="Allt som är möjligt"),
    "decided": Label(en="Possible, sign decided", sv="Möjligt, tecknet avgjort"),
    "open": Label(en="Possible, sign open", sv="Möjligt, tecknet öppet"),
    "before": Label(
        en="Possible if the constituencies were not known",
        sv="Möjligt om valkretsarna inte vore kända",
    ),
    "counted": Label(en="Only what is tied to an area", sv="Bara det som hör till ett område"),
    "lower_north": Label(en="← lower in the north", sv="← lägre i norr"),
    "higher_north": Label(en="higher →", sv="högre →"),
    "period": Label(en="Period", sv="Period"),
    "measure": Label(en="Measure", sv="Mått"),
    "definition": Label(en="Border", sv="Gräns"),
    "unit": Label(en="Unit", sv="Enhet"),
    "default": Label(en="the report's choice", sv="rapportens val"),
    "yes": Label(en="yes", sv="ja"),
    # no figure
    "zero": Label(en="Zero", sv="Noll"),
    "suppressed": Label(en="Suppressed", sv="Skyddat"),
    "missing": Label(en="No figure", sv="Uppgift saknas"),
    "not_applicable": Label(en="Not applicable", sv="Inte aktuellt"),
    # maps
    "stronger_low": Label(en="Stronger colour: lower value", sv="Starkare färg: lägre värde"),
    "stronger_high": Label(en="Stronger colour: higher value", sv="Starkare färg: högre värde"),
    "split": Label(en="The border", sv="Gränsen"),
}


def say(word: str, language: str) -> str:
    """Return a word in "sv" or "en"; ValueError for another language or an unknown word.

    >>> say("north", "sv")
    'Norr'
    """
    if language not in ("sv", "en"):
        raise ValueError(f"no language {language!r}; known: sv, en")
    if word not in WORDS:
        raise ValueError(f"no word {word!r}")
    return WORDS[word].text(language)
