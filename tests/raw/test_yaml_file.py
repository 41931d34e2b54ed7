"""YAML: safe, each key once, and texts where types are declared elsewhere."""

from pathlib import Path

import pytest

from equity.errors import DataError
from equity.raw.yaml_file import read_texts, read_yaml

TYPED = ["0127", "NO", "1e5", "None", "2:30", "~", "1_000", "2018-09-09", "0x1f", "true"]


def written(folder: Path, text: str) -> Path:
    path = folder / "made_up.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_come_back_as_they_were_typed(tmp_path: Path) -> None:
    path = written(tmp_path, "codes: [" + ", ".join(TYPED) + "]\n")
    assert read_texts(path) == {"codes": TYPED}


@pytest.mark.parametrize("read", [read_texts, read_yaml])
@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1\n", "[" * 3000, "a: {b: 1, b: 2}"])
def test_a_fault_names_the_file(tmp_path: Path, read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(DataError, match=r"^made_up\.yaml"):
        read(written(tmp_path, text))


@pytest.mark.parametrize("read", [read_texts, read_yaml])
@pytest.mark.parametrize(
    "tagged",
    ["!!python/object/apply:pathlib.Path.touch ['{there}']", "!!python/name:os.system x", "!own x"],
)
def test_a_tag_that_asks_for_more_than_a_value_is_refused_and_calls_nothing(
    tmp_path: Path, read: object, tagged: str
) -> None:
    assert callable(read)
    there = tmp_path / "called"
    path = written(tmp_path, f"a: {tagged.format(there=there)}\n")
    with pytest.raises(DataError, match=r"^made_up\.yaml, row 1: "):
        read(path)
    assert not there.exists()


def test_a_tag_of_a_plain_value_leaves_the_text_as_it_is(tmp_path: Path) -> None:
    assert read_texts(written(tmp_path, "a: [!!int 0127, !!str NO]\n")) == {"a": ["0127", "NO"]}


LAUGHS = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"a{deep}: &a{deep} [{', '.join([f'*a{deep - 1}'] * 10)}]\n" for deep in range(1, 10)
)


@pytest.mark.parametrize("read", [read_texts, read_yaml])
@pytest.mark.parametrize(
    ("text", "told"),
    [(LAUGHS, "values with every alias"), ("a: &a {b: [*a]}\n", "stands inside itself")],
)
def test_aliases_that_nobody_could_write_out_are_refused_at_once(
    tmp_path: Path, read: object, text: str, told: str
) -> None:
    assert callable(read)
    with pytest.raises(DataError, match=rf"^made_up\.yaml, row \d+: .*{told}"):
        read(written(tmp_path, text))


@pytest.mark.parametrize("read", [read_texts, read_yaml])
def test_an_alias_that_saves_writing_is_read(tmp_path: Path, read: object) -> None:
    assert callable(read)
    path = written(tmp_path, "a: &a [x, y]\nb: [*a, *a]\n")
    assert read(path) == {"a": ["x", "y"], "b": [["x", "y"], ["x", "y"]]}
