"""Outlines in GeoJSON: readable, in WGS84, the right way round, and a coverage where declared."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from equity.errors import Problem
from equity.raw.descriptor import Resource
from equity.raw.grid import line
from equity.raw.rules.positions import SWEREF_99_TM, area_of_use, misplaced

WGS84 = {"CRS84", "4326"}
POLYGONS = {"Polygon", "MultiPolygon"}


def features(
    text: str, resource: Resource
) -> tuple[pd.DataFrame | None, pd.Series | None, list[Problem]]:
    """Return the properties as text and the outlines, both by row, and every fault of form.

    text: the file's text. Row 2 is the first feature, as in a table. A property that is null is
    an empty cell. Nothing is returned where the file is no collection of features.
    """
    file = resource.path
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        shown = line(text[max(0, error.pos - 20) : error.pos + 20], 1)
        return None, None, [Problem(file, error.lineno, "", shown, "JSON", f"mend it: {error.msg}")]
    listed = content.get("features") if isinstance(content, dict) else None
    if not isinstance(listed, list) or content.get("type") != "FeatureCollection":
        fix = "write GeoJSON as RFC 7946 has it"
        return None, None, [Problem(file, None, "features", "", "a FeatureCollection", fix)]
    problems = _reference_system(content, file)
    if not listed and resource.may_be_empty:
        columns = [c.name for c in resource.table_schema.fields] if resource.table_schema else []
        return pd.DataFrame(columns=columns, dtype=object), pd.Series(dtype=object), problems
    if not listed:
        problems.append(Problem(file, 2, "", "", "at least one feature", "the file has none"))
        return None, None, problems
    records: dict[int, dict[str, str]] = {}
    outlines: dict[int, Any] = {}
    for row, feature in enumerate(listed, start=2):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        named = properties if isinstance(properties, dict) else {}
        records[row] = {str(name): _text(value) for name, value in named.items()}
        outlines[row], fault = _outline(feature, file, row)
        problems += fault
    frame = pd.DataFrame.from_dict(records, orient="index", dtype=object).fillna("")
    return frame, pd.Series(outlines, dtype=object), problems


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _reference_system(content: dict[str, Any], file: str) -> list[Problem]:
    declared = content.get("crs")
    if declared is None:
        return []
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    code = re.split("[:/]", name)[-1]
    if code in WGS84:
        return []
    fix = "reproject to EPSG:4326; GeoJSON is always in WGS84 (RFC 7946)"
    if code == "4976":
        fix = (
            "EPSG:4976 is SWEREF 99 in three dimensions, not the projected SWEREF 99 TM, which is "
            f"EPSG:3006: name what the coordinates are, then {fix}"
        )
    return [Problem(file, None, "crs", name, "WGS84 (EPSG:4326)", fix)]


def _outline(feature: Any, file: str, row: int) -> tuple[Any, list[Problem]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if not isinstance(kind, str) or kind not in POLYGONS:
        expected = "a Polygon or MultiPolygon"
        return None, [Problem(file, row, "geometry", str(kind), expected, "draw its outline")]
    try:
        outline = shapely.force_2d(shape(geometry))
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        shapely.errors.ShapelyError,
    ) as error:
        fix = "mend its coordinates: closed rings of [longitude, latitude]"
        return None, [Problem(file, row, "geometry", str(error)[:80], "an outline", fix)]
    if outline.is_empty or not np.isfinite(outline.bounds).all():
        return None, [Problem(file, row, "geometry", "empty", "an outline", "draw its outline")]
    return outline, []


def misshapen(outlines: pd.Series, names: pd.Series, resource: Resource) -> list[Problem]:
    """Return outlines in the wrong place, crossing themselves, overlapping or apart.

    outlines, names: by row; names are what an outline is called in a message. Sharing borders
    without gap or overlap is asked of a resource that declares its geometry a coverage.
    """
    file = resource.path
    there = outlines.dropna().astype(object)
    called = names.to_dict()
    if (faults := _displaced(there, called, file)) or there.empty:
        return faults
    invalid = [
        Problem(
            file,
            int(str(row)),
            "geometry",
            f"{called[row]}: {shapely.is_valid_reason(outline)}",
            "an outline that does not cross itself",
            "mend it (shapely.make_valid shows how)",
        )
        for row, outline in there.items()
        if not outline.is_valid
    ]
    if invalid or resource.geometry != "coverage":
        return invalid
    areas = there.to_numpy()
    if shapely.coverage_is_valid(areas):
        return []
    edges = shapely.coverage_invalid_edges(areas)
    wrong = [row for row, edge in zip(there.index, edges, strict=True) if not edge.is_empty]
    return [
        Problem(
            file,
            int(row),
            "geometry",
            str(called[row]),
            "a coverage: borders shared point by point, no overlap, no gap along a border",
            f"compare its border with {_others(row, wrong, there, called)}",
        )
        for row in wrong
    ]


def _others(row: int, wrong: list[int], outlines: pd.Series, called: dict[Any, str]) -> str:
    near = [o for o in wrong if o != row and outlines[o].distance(outlines[row]) < 1e-3]
    return ", ".join(str(called[other]) for other in near) or "its neighbours"


def _displaced(outlines: pd.Series, called: dict[Any, str], file: str) -> list[Problem]:
    near = area_of_use(SWEREF_99_TM)
    found = []
    for row, outline in outlines.items():
        corners = [outline.bounds[:2], outline.bounds[2:]]
        faults = [(x, y, fault) for x, y in corners if (fault := misplaced(x, y, near))]
        if faults:
            longitude, latitude, (expected, fix) = faults[0]
            shown = f"{longitude:g}, {latitude:g}"
            found.append((int(str(row)), f"{called[row]}: {shown}", expected, fix))
    if len(found) == len(outlines) > 1:
        _, shown, expected, fix = found[0]
        return [Problem(file, None, "geometry", shown, expected, f"{fix}, in all features")]
    return [Problem(file, row, "geometry", *told) for row, *told in found]
