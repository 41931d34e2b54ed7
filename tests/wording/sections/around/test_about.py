"""Of the page itself: who decides, how new it is, how to repeat it, whom to ask."""

import hashlib

from equity.findings import Label
from equity.geography.identity import Identity
from equity.raw.sources import Source
from equity.raw.stamp import STAMP
from equity.wording.sections.around.about import about, newest

CITY = Identity(name=Label(en="Made-up", sv="Påhittad"), division="2007")
SOURCES = {
    "old": Source("old", "Made up", "Påhittad utgivare", "2018-05", "", "", ""),
    "new": Source("new", "Made up", "Ny påhittad utgivare", "read 2026-04-21", "", "", ""),
    "none": Source("none", "Made up", "Odaterad", "", "", "", ""),
}


def test_what_the_citys_folder_does_not_say_is_said_to_be_missing():
    told = about(CITY, SOURCES, ("none",), "sv").items
    assert "Vem som beslutar anges inte i stadens mapp." in told
    assert "Vem man frågar om sidan anges inte i stadens mapp." in told
    assert "Ingen av sidans källor har ett datum." in told


def test_who_decides_and_whom_to_ask_are_those_of_the_city():
    asked = CITY.model_copy(
        update={
            "decides": Label(en="The made-up council.", sv="Påhittade fullmäktige."),
            "contact": Label(en="made-up office", sv="påhittade kontoret"),
        }
    )
    told = about(asked, SOURCES, ("new",), "sv").items
    assert told[0] == "Vem som beslutar: Påhittade fullmäktige."
    assert told[-1] == "Frågor om sidan: påhittade kontoret."


def test_the_newest_of_the_sources_used_is_told_with_its_publisher():
    told = about(CITY, SOURCES, ("old", "new", "none"), "en").items
    assert "The newest source is dated 2026-04-21: Ny påhittad utgivare." in told
    assert newest([SOURCES["none"]]) is None
    assert newest([SOURCES["old"], SOURCES["none"]]).id == "old"


def test_the_edition_stands_where_it_is_given_and_in_the_command(tmp_path):
    (tmp_path / "processed").mkdir()
    (tmp_path / "processed" / STAMP).write_text("{}\n", "utf-8")
    told = about(CITY, SOURCES, (), "en", edition="2026-11", folder=tmp_path).items
    assert "Edition: 2026-11." in told
    (command,) = [item for item in told if "equity brief" in item]
    assert '--lang en --edition "2026-11"' in command
    assert hashlib.sha256(b"{}\n").hexdigest()[:16] in command


def test_a_folder_that_is_not_built_has_no_checksum_to_tell(tmp_path):
    told = about(CITY, {}, (), "en", folder=tmp_path).items
    assert told == about(CITY, {}, (), "en").items
    (repeat,) = [item for item in told if "again" in item]
    assert "manifest.json" in repeat
    assert "equity brief" not in repeat
