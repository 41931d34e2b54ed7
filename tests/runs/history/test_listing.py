"""Runs found again by what they are, or one by its key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from equity.errors import ParameterError
from equity.runs.history.ledger import entries
from equity.runs.history.listing import as_time, chosen, one_run

Leave = Callable[..., Path]
ONE, TWO, THREE = "1a" * 8, "1b" * 8, "3c" * 8


@pytest.fixture
def out(tmp_path: Path, leave: Leave) -> Path:
    leave(ONE, parameters={"year": 2018, "full": True, "code": "0127"})
    leave(TWO, ended="2026-03-01T12:00:00.000+00:00", outcome="failed")
    leave(THREE, "other", ended="2026-03-01T11:00:00.000+00:00")
    return tmp_path / "out"


def keys(out: Path, **asked: object) -> set[str]:
    return {one.key for one in chosen(entries(out), **asked)}  # type: ignore[arg-type]


def test_runs_are_found_by_notebook_outcome_and_time(out: Path) -> None:
    assert keys(out) == {ONE, TWO, THREE}
    assert keys(out, notebook="toy") == {ONE, TWO}
    assert keys(out, outcome="failed") == {TWO}
    assert keys(out, since=as_time("2026-03-01T12:00:00+01:00")) == {TWO, THREE}
    assert keys(out, since=as_time("2026-03-01T12:00")) == {TWO}
    assert keys(out, notebook="other", outcome="failed") == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"year": "2018", "full": "true"}, {ONE}),
        ({"code": "0127"}, {ONE}),
        ({"code": "127"}, set()),
        ({"no_such": "1"}, set()),
    ],
)
def test_runs_are_found_by_parameters_as_they_are_given(
    out: Path, asked: dict[str, str], found: set[str]
) -> None:
    assert keys(out, parameters=asked) == found


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "", "7d"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="--since is"):
        as_time(text)


def test_a_run_is_meant_by_its_key_or_the_beginning_of_it_or_its_folder(out: Path) -> None:
    for name in (ONE, ONE[:4], f"toy/{ONE}", f"toy/{ONE[:6]}", str(out / "toy" / ONE)):
        assert one_run(out, name).key == ONE


@pytest.mark.parametrize("name", ["ffff", "1a", "other/1a1a", "", "../1a1a1a1a"])
def test_no_run_is_guessed(out: Path, name: str) -> None:
    with pytest.raises(ParameterError, match=r"no run .* there are: "):
        one_run(out, name)


def test_a_beginning_that_two_runs_share_is_refused_with_both(leave: Leave, tmp_path: Path) -> None:
    both = [leave("abcd" + end * 12).name for end in "12"]
    with pytest.raises(ParameterError, match="more than one") as told:
        one_run(tmp_path / "out", "abcd")
    assert all(f"toy/{key}" in str(told.value) for key in both)


def test_a_beginning_that_a_failed_run_shares_with_a_whole_one_of_another_kind_is_refused(
    leave: Leave, tmp_path: Path
) -> None:
    leave("abcd" + "1" * 12, outcome="failed")
    leave("abcd" + "2" * 12)
    with pytest.raises(ParameterError, match="more than one run begins so"):
        one_run(tmp_path / "out", "abcd")


def test_of_a_run_that_failed_and_then_did_not_the_whole_one_is_meant(
    leave: Leave, tmp_path: Path
) -> None:
    leave(ONE, outcome="failed")
    whole = leave(ONE)
    assert one_run(tmp_path / "out", ONE).folder == whole
