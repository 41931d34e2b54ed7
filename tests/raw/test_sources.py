"""The catalogue: complete, true to what was entered, and its README never stale."""

import csv
import subprocess
from pathlib import Path

import pytest

from equity.raw.sources import fingerprint, read_catalogue, readme, refresh


def test_every_file_of_the_raw_folder_is_in_the_catalogue(raw: Path) -> None:
    declared = {resource.path for resource in read_catalogue(raw).resources.values()}
    here = {path.name for path in raw.iterdir() if not path.name.startswith(".")}
    assert here - {"datapackage.json", "README.md"} == declared


def test_the_readme_is_what_the_catalogue_says(raw: Path) -> None:
    """Stale? `equity.raw.sources.refresh` writes it anew."""
    assert (raw / "README.md").read_text("utf-8") == readme(read_catalogue(raw))


def test_every_checksum_and_length_is_that_of_the_file(raw: Path) -> None:
    for resource in read_catalogue(raw).resources.values():
        found = fingerprint((raw / resource.path).read_bytes())
        assert found == (resource.hash, resource.bytes), resource.path


def test_every_file_says_what_it_is_and_where_from(raw: Path) -> None:
    for resource in read_catalogue(raw).resources.values():
        for text in (resource.title, resource.description, resource.period, resource.licence):
            assert text, resource.path
        assert resource.publisher, resource.path
        for column in resource.table_schema.fields if resource.table_schema else ():
            assert column.description, f"{resource.path}: {column.name}"


def test_the_sources_of_a_table_are_those_that_its_rows_name(raw: Path) -> None:
    for resource in read_catalogue(raw).resources.values():
        if resource.format != "csv" or resource.path == "sources.csv":
            continue
        with (raw / resource.path).open(encoding="utf-8", newline="") as file:
            used = {row.get("source_id") for row in csv.DictReader(file)} - {None, ""}
        stated = " ".join(source["title"] for source in resource.sources)
        assert all(f"[{source_id}]" in stated for source_id in used), resource.path


def test_a_source_carries_its_publisher_and_licence(raw: Path) -> None:
    sources = read_catalogue(raw).sources
    assert sources["val-2018"].publisher == "Valmyndigheten"
    assert "free to use with the source named" in sources["val-2018"].licence
    assert sources["stadskarta-2021"].licence == "CC0"
    assert sources["skolverket-2026"].licence == "not stated"


def test_sources_and_licences_name_sources_that_exist(raw: Path) -> None:
    catalogue = read_catalogue(raw)
    assert set(catalogue.package.source_licences) <= set(catalogue.sources)
    for resource in catalogue.resources.values():
        for rule in resource.checks:
            for difference in getattr(rule, "differences", ()):
                assert difference.source_id in catalogue.sources


def test_a_refresh_names_what_changed_and_makes_the_catalogue_right(copy: Path) -> None:
    (copy / "cpi_sweden_annual.csv").write_bytes(b"year\n")
    assert refresh(copy) == ["cpi_sweden_annual.csv"]
    assert refresh(copy) == []
    assert (copy / "README.md").read_text("utf-8") == readme(read_catalogue(copy))


def test_a_refresh_of_the_committed_folder_changes_no_byte(copy: Path, raw: Path) -> None:
    refresh(copy)
    for path in raw.iterdir():
        assert (copy / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_tables_were_entered_as_they_were_found(raw: Path, shared: Path) -> None:
    found = shared / "data" / "stockholm"
    names = [path.name for path in found.iterdir() if path.suffix in (".csv", ".geojson")]
    assert len(names) == 21
    for name in names:
        assert (raw / name).read_bytes() == (found / name).read_bytes(), name


def test_no_parquet_is_tracked(root: Path) -> None:
    done = subprocess.run(
        ["git", "ls-files", "*.parquet"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    assert done.stdout == ""
