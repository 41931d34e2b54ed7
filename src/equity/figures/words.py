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
    # projects, money, and gaps beside projects
    "list": Label(en="List", sv="Förteckning"),
    "projects": Label(en="Projects", sv="Projekt"),
    "known_north": Label(en="Known in the north", sv="Känt i norr"),
    "known_south": Label(en="Known in the south", sv="Känt i söder"),
    "unknown_place": Label(en="Place not known", sv="Platsen inte känd"),
    "benchmark": Label(en="The north's share of", sv="Norrs andel av"),
    "no_share": Label(en="no project in the sides", sv="inget projekt på sidorna"),
    "phase": Label(en="Phase", sv="Skede"),
    "known_sum": Label(en="Published", sv="Publicerat"),
    "unknown_sum": Label(en="Not known", sv="Inte känt"),
    "wider": Label(en="Wider than the strategy", sv="Vidare än strategin"),
    "no_end": Label(en="not known, no upper end", sv="inte känt, ingen övre gräns"),
    "behind": Label(
        en="Surely behind; stronger colour: further",
        sv="Säkert efter; starkare färg: längre efter",
    ),
    "may_be_behind": Label(en="May be behind", sv="Kan vara efter"),
    "not_behind": Label(en="Not behind", sv="Inte efter"),
    "not_known": Label(en="Not known", sv="Inte känt"),
    "known_alone": Label(en="known, not comparable", sv="känt, ej jämförbart"),
    "everywhere": Label(en="everywhere", sv="överallt"),
    "none_found": Label(en="no project found", sv="inget projekt funnet"),
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
