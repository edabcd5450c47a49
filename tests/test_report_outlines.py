"""The outlines of the report's map: what the builder makes of a topology, and the file that it made."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.report.data import build_outlines
from pipeline.report.data.build_outlines import decoded, encoded, outlines, simplified, unwrapped
from tests.conftest import ROOT

FILE = ROOT / "pipeline" / "report" / "data" / "outlines.json"


def inside(point: tuple[float, float], rings: Sequence[Sequence[tuple[float, float]]]) -> bool:
    """Whether a point lies in an odd number of rings: `fill-rule: evenodd`."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


@pytest.fixture(scope="module")
def land() -> list[list[tuple[float, float]]]:
    return [decoded(line) for line in json.loads(FILE.read_bytes())["land"]]


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "dry"),
    [
        ("Berlin", 13.4, 52.5, True),
        ("Riga", 24.3, 56.9, True),
        ("Madrid", -3.7, 40.4, True),
        ("Valletta's island", 14.42, 35.88, True),
        ("Nairobi", 36.8, -1.3, True),
        ("Wellington's island", 175.6, -40.5, True),
        ("the Chukchi land beyond 180 degrees", 184.0, 67.0, True),
        ("the North Sea", 3.0, 56.0, False),
        ("the Baltic", 19.0, 56.5, False),
        ("the Caspian", 50.5, 42.0, False),
        ("the Atlantic", -35.0, 40.0, False),
        ("the Antarctic, left out", 0.0, -80.0, False),
    ],
)
def test_land_is_where_it_is(
    land: list[list[tuple[float, float]]], place: str, longitude: float, latitude: float, dry: bool
) -> None:
    assert inside((longitude, latitude), land) is dry, place


def test_no_segment_runs_around_the_world() -> None:
    drawn = json.loads(FILE.read_bytes())
    for line in drawn["land"] + drawn["borders"]:
        points = decoded(line)
        assert len(points) > 1
        assert all(abs(x2 - x1) < 30 for (x1, _), (x2, _) in pairwise(points))
        assert all(-180 <= x < 200 and -90 <= y <= 90 for x, y in points)


def test_the_file_is_small_and_safe_inside_a_script() -> None:
    text = FILE.read_text(encoding="ascii")
    assert len(text) < 100_000
    assert "<" not in text
    assert "&" not in text


@pytest.mark.parametrize(
    "line",
    [
        [(0.0, 0.0), (0.01, -0.01), (179.99, 85.0), (-179.99, -85.0)],
        [(-120.2, 38.5), (-120.95, 40.7), (-126.45, 43.25)],
        [(190.27, 66.0), (0.0, 0.0)],
    ],
)
def test_what_is_encoded_is_decoded(line: list[tuple[float, float]]) -> None:
    assert decoded(encoded(line)) == line


def test_points_that_round_to_the_same_are_written_once() -> None:
    assert decoded(encoded([(1.0, 1.0), (1.001, 1.001), (2.0, 1.0)])) == [(1.0, 1.0), (2.0, 1.0)]


def test_a_line_across_180_degrees_goes_on() -> None:
    assert unwrapped([(179.0, 1.0), (-179.0, 2.0), (178.0, 3.0)]) == [
        (179.0, 1.0),
        (181.0, 2.0),
        (178.0, 3.0),
    ]
    assert unwrapped([(-179.0, 1.0), (179.0, 2.0)]) == [(181.0, 1.0), (179.0, 2.0)]


def test_simplifying_stays_near_and_keeps_the_ends() -> None:
    arch = [(x / 50, math.sin(x / 50)) for x in range(158)]
    fewer = simplified(arch)
    assert (fewer[0], fewer[-1]) == (arch[0], arch[-1])
    assert 3 < len(fewer) < 40
    for x, y in arch:
        left, right = max(p for p in fewer if p[0] <= x), min(p for p in fewer if p[0] >= x)
        along = (x - left[0]) / (right[0] - left[0]) if right[0] > left[0] else 0
        assert abs(left[1] + along * (right[1] - left[1]) - y) < 2 * build_outlines.TOLERANCE


def test_a_topology_becomes_coasts_and_borders() -> None:
    # Two square countries side by side, and a rock that is too small to be drawn.
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[1, 0], [0, 1]],
            [[1, 1], [-1, 0], [0, -1], [1, 0]],
            [[1, 0], [1, 0], [0, 1], [-1, 0]],
            [[0, 0], [0, 0], [0, 0], [0, 0]],
        ],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]], [[3]]]},
                ],
            },
            "land": {"type": "MultiPolygon", "arcs": [[[2, 1]], [[3]]]},
        },
    }
    drawn = outlines(topology)
    assert [decoded(line) for line in drawn["borders"]] == [[(1, 0), (1, 1)]]
    (ring,) = (decoded(line) for line in drawn["land"])
    assert ring[0] == ring[-1]
    assert {(0, 0), (0, 1), (2, 0), (2, 1)} <= set(ring)
