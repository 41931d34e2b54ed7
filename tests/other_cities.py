"""Small invented cities that are not the project's own, made from the example of a new city."""

import json
from pathlib import Path

import pandas as pd
import yaml

from equity.checking.skeleton import write_skeleton
from equity.raw.sources import refresh

NOTHING_OF = (
    "water",
    "budget_facts",
    "projects",
    "project_sites",
    "projects_apart",
    "project_amounts",
    "payers",
    "themes",
)
LEFT_OUT = ("schools", "income")


def bare_city(folder: Path, areas: int = 3) -> Path:
    """Write a city of a few districts with turnout alone: no water, projects, forecast, schools."""
    write_skeleton(folder)
    raw = folder / "raw"
    catalogue = json.loads((raw / "datapackage.json").read_text("utf-8"))
    paths = {resource["name"]: raw / resource["path"] for resource in catalogue["resources"]}
    kept = pd.read_csv(paths["districts"])["district"].tolist()[:areas]
    for name in NOTHING_OF:
        _empty(paths[name])
    for name in LEFT_OUT:
        paths[name].unlink()
    catalogue["resources"] = [r for r in catalogue["resources"] if r["name"] not in LEFT_OUT]
    (raw / "datapackage.json").write_text(json.dumps(catalogue), "utf-8")
    _fewer_districts(paths, kept)
    _only_turnout(raw, kept)
    refresh(raw)
    return folder


def forecast_only(folder: Path, years: int) -> Path:
    """Write a city with a forecast of so many years, and no sum decided."""
    write_skeleton(folder)
    path = folder / "raw" / "made_up_budget_facts.csv"
    facts = pd.read_csv(path, dtype=str)
    facts[facts["phase"] == "forecast"].head(years).to_csv(path, index=False)
    refresh(folder / "raw")
    return folder


def _empty(path: Path) -> None:
    head = '{"type": "FeatureCollection", "features": []}'
    if path.suffix == ".csv":
        head = path.read_text("utf-8").splitlines()[0]
    path.write_text(head + "\n", "utf-8")


def _fewer_districts(paths: dict[str, Path], kept: list[str]) -> None:
    listed = pd.read_csv(paths["districts"])
    listed[listed["district"].isin(kept)].to_csv(paths["districts"], index=False)
    outlines = json.loads(paths["neighbourhoods"].read_text("utf-8"))
    there = [f for f in outlines["features"] if f["properties"]["district_2030"] in kept]
    paths["neighbourhoods"].write_text(json.dumps(outlines | {"features": there}), "utf-8")
    turnout = pd.read_csv(paths["turnout"])
    turnout = turnout[turnout["area"].isin(kept) | (turnout["level"] != "district")]
    for column in ("eligible", "voters"):
        sums = turnout[turnout["level"] != "city"].groupby("year")[column].sum()
        city = turnout["level"] == "city"
        turnout.loc[city, column] = turnout.loc[city, "year"].map(sums)
    turnout.to_csv(paths["turnout"], index=False)


def _only_turnout(raw: Path, kept: list[str]) -> None:
    def changed(name: str, **update: object) -> None:
        content = yaml.safe_load((raw / name).read_text("utf-8"))
        text = yaml.safe_dump(content | update, allow_unicode=True)
        (raw / name).write_text(text, "utf-8")

    declared = yaml.safe_load((raw / "indicators.yaml").read_text("utf-8"))["indicators"]
    changed("indicators.yaml", headline=["turnout"], indicators={"turnout": declared["turnout"]})
    lake = yaml.safe_load((raw / "sides.yaml").read_text("utf-8"))["sides"]["lake"]
    sides = lake | {"north": kept[:1], "south": kept[1:]}
    changed("sides.yaml", default="lake", sides={"lake": sides})
    baselines = yaml.safe_load((raw / "baselines.yaml").read_text("utf-8"))
    text = yaml.safe_dump({"eligible": baselines["eligible"]}, allow_unicode=True)
    (raw / "baselines.yaml").write_text(text, "utf-8")
    menu = pd.read_csv(raw / "specifications.csv")
    menu[menu["indicator"] == "turnout"].to_csv(raw / "specifications.csv", index=False)
