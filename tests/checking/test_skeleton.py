"""A new city's folder works at once, says that it is made up, and never overwrites anything."""

import json
from pathlib import Path

import pytest

from equity.checking import skeleton
from equity.checking.problems import problems
from equity.checking.skeleton import EXAMPLE, write_skeleton
from equity.city import build, load
from equity.differences.profile import profile
from equity.errors import DataError

READ_BY_THE_PACKAGE = (
    "budget_facts",
    "projects",
    "project_sites",
    "projects_apart",
    "project_amounts",
    "payers",
    "it_overrun_reference",
    "specifications",
    "themes",
    "sources",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "made_up"
    write_skeleton(folder)
    return folder


def test_a_new_city_has_no_problem_and_can_be_built_and_opened(made):
    assert problems(made / "raw") == []
    build(made)
    assert str(load(made)).startswith("Made-up city: 4 areas, 2 definitions of sides")


def test_every_finding_says_that_it_is_made_up(made):
    build(made)
    city = load(made)
    for indicator in city.indicators:
        for finding in profile(city.observations, city.sides, (), indicator=indicator):
            assert any("Made up" in note.english() for note in finding.caveats), finding.id


def test_every_file_says_in_its_name_or_first_words_that_it_is_made_up_or_holds_nothing():
    for path in EXAMPLE.iterdir():
        lines = path.read_text("utf-8").splitlines()
        own_words = path.name in ("README.md", "specifications.csv", "themes.csv")
        said = "made" in path.name or "made up" in " ".join(lines[:8]).casefold()
        assert said or own_words or len(lines) == 1, path.name


def test_the_tables_that_the_package_reads_have_the_columns_of_the_projects_own_city(raw):
    def columns(folder):
        catalogue = json.loads((folder / "datapackage.json").read_text("utf-8"))
        return {
            resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
            for resource in catalogue["resources"]
            if resource["name"] in READ_BY_THE_PACKAGE
        }

    assert columns(EXAMPLE) == columns(raw)


def test_the_readme_names_every_file(made):
    said = (made / "README.md").read_text("utf-8")
    assert [p.name for p in (made / "raw").glob("*.*") if p.suffix in (".csv", ".yaml", ".geojson")
            and p.name not in said] == []  # fmt: skip


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(DataError, match=r"'it holds mine\.txt', expected a folder that is not"):
        write_skeleton(tmp_path)
    with pytest.raises(DataError, match=r"mine.txt is a file', .*; name another folder"):
        write_skeleton(tmp_path / "mine.txt" / "city")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_and_one_that_is_not_there_are_filled(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "not" / "there"):
        assert folder / "raw" / "datapackage.json" in write_skeleton(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "not"]


def test_an_empty_working_folder_is_filled_in_place(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write_skeleton(Path())
    assert sorted(path.name for path in Path().iterdir()) == ["README.md", "raw"]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    with pytest.raises(DataError, match=r"\.: 'it holds README\.md, raw', expected a folder"):
        write_skeleton(Path())


def test_a_place_that_cannot_be_written_is_told_by_its_own_name():
    with pytest.raises(DataError, match=r"/proc/made_up/city: '.*', expected a place that can be"):
        write_skeleton(Path("/proc/made_up/city"))


def test_a_fault_on_the_way_leaves_neither_the_folder_nor_its_parents(tmp_path, monkeypatch):
    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(skeleton, "refresh", fails)
    with pytest.raises(KeyboardInterrupt):
        write_skeleton(tmp_path / "not" / "there")
    assert list(tmp_path.iterdir()) == []
