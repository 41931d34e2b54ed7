"""What lists and kinds of projects are called, and what has to be said about each."""

from __future__ import annotations

from equity.findings import Label, Note

LISTS = ("statement", "programme", "other")
ALL = "all"
NAMES = {
    "statement": Label(en="the statement's projects", sv="remissvarets projekt"),
    "programme": Label(en="the programme's projects", sv="programmets projekt"),
    "other": Label(en="other projects that were found", sv="övriga projekt som hittats"),
    "all": Label(en="all projects that were found", sv="alla projekt som hittats"),
    "kind.pilot": Label(en="pilots", sv="pilotprojekt"),
    "kind.possible": Label(en="possible projects", sv="möjliga projekt"),
    "kind.mapped": Label(en="projects of the mapping", sv="projekt ur kartläggningen"),
    "kind.enabling": Label(en="enabling projects", sv="förutsättningsprojekt"),
    "kind.operational": Label(en="operational projects", sv="verksamhetsprojekt"),
    "own": Label(en="the projects given", sv="de angivna projekten"),
    "mapped": Label(en="the mapped projects", sv="de kartlagda projekten"),
}


def name_of(group: str) -> Label:
    """Return what a list, or a kind ("kind.pilot"), is called.

    >>> name_of("statement").sv, name_of("kind.odd").en
    ('remissvarets projekt', 'odd')
    """
    return NAMES.get(group, Label(en=group.removeprefix("kind.")))


def selection_of(group: str) -> Note:
    """Return how a list came about: to be said before anything about its balance."""
    if group == "statement":
        return Note(message="The list is one district's own and over-represents it.")
    if group == "programme":
        return Note(message="The city's own programme, as far as its projects are published.")
    if group == "other":
        return Note(message="These were found because someone wrote about them.")
    if group == "own":
        return Note(message="How the projects were chosen is not said.")
    return Note(
        message="The lists came about in different ways; no list mirrors all projects of the city."
    )


# Words that tables hold in one language only → the same in English and in Swedish.
_IN_BOTH = (
    ("with partners", Label(en="with partners", sv="med partner")),
    ("en stadsdelsförvaltning", Label(en="a district administration", sv="")),
    (" och ", Label(en=" and ", sv=" och ")),
    (" and ", Label(en=" and ", sv=" och ")),
    ("European Union", Label(en="European Union", sv="Europeiska unionen")),
    ("projects", Label(en="projects", sv="projekt")),
    ("large = over", Label(en="large = over", sv="stora = över")),
    ("budget about", Label(en="budget about", sv="budget omkring")),
    ("MSEK", Label(en="MSEK", sv="mnkr")),
)


def in_both(typed: str) -> Label:
    """Return an owner, a payer or a sample in both languages; names stay as they are typed.

    >>> in_both("Påhittade stad with partners").sv, in_both("en stadsdelsförvaltning").en
    ('Påhittade stad med partner', 'a district administration')
    """
    english = swedish = typed
    for words, label in _IN_BOTH:
        english = english.replace(words, label.en)
        swedish = swedish.replace(words, label.sv or words)
    return Label(en=english, sv=swedish)
