"""The papers beside the code: licences, citation, hooks, and what the changelog names."""

import json
import re
import tomllib

import yaml


def test_the_citation_names_the_version_that_is_built(root):
    cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    assert (cited["title"], cited["version"]) == (project["name"], project["version"])
    assert cited["license"] == project["license"]
    assert {"message", "authors", "type"} <= set(cited)


def test_every_stated_licence_of_the_data_stands_in_the_licence_of_the_data(root, raw):
    catalogue = json.loads((raw / "datapackage.json").read_text("utf-8"))
    stated = {one["licence"] for one in catalogue["resources"]} | set(
        catalogue["sourceLicences"].values()
    )
    single = {one for one in stated if ":" not in one and not one.startswith("cited")}
    text = (root / "LICENSE-DATA.md").read_text("utf-8")
    assert single >= {"CC0", "MIT", "not stated"}
    assert [one for one in single if one not in text] == []


def test_the_hooks_run_what_the_environment_has(root):
    content = yaml.safe_load((root / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in content["repos"]] == ["local"]
    hooks = content["repos"][0]["hooks"]
    assert {"ruff-check", "ruff-format", "mypy"} <= {hook["id"] for hook in hooks}
    for hook in hooks:
        assert hook["entry"].startswith(".venv/bin/python -m ")
        for path in re.findall(r"tests/\S+", hook["entry"]):
            assert (root / path).is_file()


def test_every_page_that_a_paper_leads_to_is_there(root):
    for paper in ("README.md", "CONTRIBUTING.md", "LICENSE-DATA.md", "CHANGELOG.md"):
        leads = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (root / paper).read_text("utf-8"))
        assert [one for one in leads if not (root / one).exists()] == [], paper
