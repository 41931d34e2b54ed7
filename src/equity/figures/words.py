"""The few words that stand in figures and around them on a page, in both languages."""

from typing import Final

from equity.wording.messages import N_, translate

WORDS: Final[dict[str, str]] = {
    # sides and their levels
    "north": N_("North"),
    "south": N_("South"),
    "left_out": N_("Left out"),
    "side": N_("Side"),
    "north_line": N_("The north as a whole"),
    "south_line": N_("The south as a whole"),
    # values and ranges
    "area": N_("Area"),
    "value": N_("Value"),
    "low": N_("Least possible"),
    "high": N_("Greatest possible"),
    "possible": N_("Everything that is possible"),
    "decided": N_("Possible, sign decided"),
    "open": N_("Possible, sign open"),
    "before": N_("Possible if the constituencies were not known"),
    "counted": N_("Only what is tied to an area"),
    "lower_north": N_("← lower in the north"),
    "higher_north": N_("higher →"),
    "period": N_("Period"),
    "measure": N_("Measure"),
    "definition": N_("Border"),
    "unit": N_("Unit"),
    "default": N_("the report's choice"),
    "yes": N_("yes"),
    # projects, money, and gaps beside projects
    "list": N_("List"),
    "projects": N_("Projects"),
    "known_north": N_("Known in the north"),
    "known_south": N_("Known in the south"),
    "unknown_place": N_("Place not known"),
    "benchmark": N_("The north's share of"),
    "no_share": N_("no project in the sides"),
    "phase": N_("Phase"),
    "known_sum": N_("Published"),
    "unknown_sum": N_("Not known"),
    "wider": N_("Wider than the strategy"),
    "no_end": N_("not known, no upper end"),
    "behind": N_("Surely behind; stronger colour: further"),
    "may_be_behind": N_("May be behind"),
    "not_behind": N_("Not behind"),
    "not_known": N_("Not known"),
    "known_alone": N_("known, not comparable"),
    "everywhere": N_("everywhere"),
    "none_found": N_("no project found"),
    # no figure
    "zero": N_("Zero"),
    "suppressed": N_("Suppressed"),
    "missing": N_("No figure"),
    "not_applicable": N_("Not applicable"),
    # maps
    "stronger_low": N_("Stronger colour: lower value"),
    "stronger_high": N_("Stronger colour: higher value"),
    "split": N_("The border"),
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
    return translate(WORDS[word], language)
