"""A grid's file: what it means, and every fault of its form at once."""

from pathlib import Path

import pytest

from equity.errors import ParameterError
from equity.runs.bulk.grid import MOST, read_grid

TEXTS = ["0127", "NO", "1e5", "None", "2:30", "1_000", "~", "true"]


def written(folder: Path, text: str, name: str = "made_up.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_grid_is_every_combination_and_the_last_name_varies_fastest(tmp_path: Path) -> None:
    text = "notebook: toy\nparameters: {c: x}\ngrid: {a: [1, 2], b: [3, 4]}\n"
    sets = read_grid(written(tmp_path, text)).sets
    assert [(one["c"], one["a"], one["b"]) for one in sets] == [
        ("x", "1", "3"), ("x", "1", "4"), ("x", "2", "3"), ("x", "2", "4"),
    ]  # fmt: skip


def test_a_list_of_sets_is_these_and_no_others(tmp_path: Path) -> None:
    text = "notebook: toy\nparameters: {c: x}\nsets: [{a: 1, b: 3}, {a: 2}]\n"
    sets = read_grid(written(tmp_path, text)).sets
    assert sets == ({"c": "x", "a": "1", "b": "3"}, {"c": "x", "a": "2"})


def test_every_value_stays_the_text_that_was_typed(tmp_path: Path) -> None:
    text = f"notebook: toy\ngrid: {{code: [{', '.join(TEXTS)}]}}\n"
    assert [one["code"] for one in read_grid(written(tmp_path, text)).sets] == TEXTS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("grid: {a: [1]}", "notebook"),
        ("notebook: toy", "either grid or sets"),
        ("notebook: toy\ngrid: {a: [1]}\nsets: [{a: 1}]", "either grid or sets"),
        ("notebook: toy\ngrid: {a: 1}", r"grid\.a"),
        ("notebook: toy\ngrid: {a: []}", "no value for a"),
        ("notebook: toy\ngrid: {}", "grid"),
        ("notebook: toy\nsets: []", "sets"),
        ("notebook: toy\nsets: [{a: [1]}]", r"sets\.0\.a"),
        ("notebook: toy\nparameters: {a: 1}\ngrid: {a: [2]}", "a stands in parameters too"),
        ("notebook: toy\ngird: {a: [1]}", "gird"),
        ("notebook: toy\ngrid: {a: [1]}\ngrid: {a: [2]}", "given twice"),
        ("- notebook", "made_up"),
        ("", "made_up"),
        ("notebook: [", "made_up.yaml, row"),
    ],
)
def test_a_fault_of_the_form_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        read_grid(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "'None', expected names with values;"),
        ("notebook: toy\ngrid: {a: }", "column grid.a: '', expected a list;"),
        ("notebook: toy\nsets: [{a: [1]}]", "expected a text;"),
        ("notebook: toy\nsets: [&one {a: 1}, {<<: *one}]", "expected a text;"),
        ("notebook: toy\nsets: {a: 1}", "expected a list;"),
        ("notebook: toy\nparameters: [a]\nsets: [{b: 1}]", "expected names with values;"),
        ("sets: [{a: 1}]", "column notebook: "),
        ("notebook: toy\nsets: [{a: 1}]\njobs: 3", "column jobs: '3', expected no such name;"),
    ],
)
def test_a_fault_is_told_in_words_for_who_wrote_the_file(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        read_grid(written(tmp_path, text))
    assert expected in str(caught.value)
    assert "valid" not in str(caught.value)


@pytest.mark.parametrize("text", ["{a: x, a: y}", '{a: x, "a": y}', "{a: &a [*a]}", "{[a]: x}"])
def test_what_has_two_meanings_or_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParameterError, match=r"^made_up\.yaml, row 2: "):
        read_grid(written(tmp_path, f"notebook: toy\nsets: [{text}]\n"))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        read_grid(written(tmp_path, "notebok: toy\ngrid: {a: 1, b: 2}\n"))
    assert len(str(caught.value).splitlines()) == 4


def test_a_grid_beyond_all_measure_is_refused_before_it_is_made(tmp_path: Path) -> None:
    axis = ", ".join(str(number) for number in range(100))
    axes = ", ".join(f"p{number}: [{axis}]" for number in range(20))
    with pytest.raises(ParameterError, match=f"at most {MOST}"):
        read_grid(written(tmp_path, f"notebook: toy\ngrid: {{{axes}}}\n"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"none\.yaml"):
        read_grid(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("name", "fit"), [("a b.yaml", "a_b"), ("..yaml", "_"), ("år-22.yml", "år-22"), ("=x", "_x")]
)
def test_the_name_of_the_file_becomes_a_name_of_a_folder(
    tmp_path: Path, name: str, fit: str
) -> None:
    path = written(tmp_path, "notebook: toy\nsets: [{a: 1}]\n", name)
    assert read_grid(path).name == fit
