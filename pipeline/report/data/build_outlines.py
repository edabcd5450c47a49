"""Prepare `outlines.json`: ``python -m pipeline.report.data.build_outlines countries-50m.json [-o FILE]``.

Reads the outlines of Natural Earth (public domain) as the npm package `world-atlas` packs them, in TopoJSON
(https://github.com/topojson/topojson-specification). Same input, same bytes.

Each line is one string: zigzag differences between whole numbers (degrees times `SCALE`, longitude
first), five bits a character, as in the encoded polylines of Google Maps. It has no `<`, `&` or quote, and
its decoder is short.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from pipeline import store

HERE = Path(__file__).parent
SCALE = 100
"""Whole numbers a degree: 0.01 degrees are about a kilometre."""
TOLERANCE = 0.04
"""Degrees that a simplified line may lie beside the original."""
SMALLEST = 0.012
"""Square degrees below which an island is left out."""
SOUTH = -60.0
"""What lies wholly south of it is left out: nobody's project, and a third of the map."""

Point = tuple[float, float]


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """The land as closed rings and the borders between countries as lines, encoded."""
    arcs = list(_arcs(topology))
    objects = topology["objects"]
    land = [unwrapped(_joined(ring, arcs)) for ring in _rings(objects["land"])]
    used = Counter(
        arc
        for country in objects["countries"]["geometries"]
        for arc in {max(arc, ~arc) for ring in _rings(country) for arc in ring}
    )
    borders = [unwrapped(arcs[arc]) for arc, countries in sorted(used.items()) if countries > 1]
    return {
        "scale": SCALE,
        "land": [encoded(simplified(ring)) for ring in land if _kept(ring)],
        "borders": [encoded(line) for line in map(simplified, borders) if len(set(map(_whole, line))) > 1],
    }


def unwrapped(line: Sequence[Point]) -> list[Point]:
    """The line without jumps: where it crosses 180 degrees, its longitudes go on beyond them.

    A ring around a pole stays open at its ends; those of Natural Earth lie south of `SOUTH`.
    """
    found: list[Point] = []
    shift = 0.0
    for longitude, latitude in line:
        if found:
            shift -= 360 * round((longitude + shift - found[-1][0]) / 360)
        found.append((longitude + shift, latitude))
    # A ring that starts beyond 180 degrees belongs at the other end, beside what it is part of.
    west = min(longitude for longitude, _ in found)
    turn = 360 if west < -180 else 0
    return [(longitude + turn, latitude) for longitude, latitude in found]


def simplified(line: Sequence[Point]) -> list[Point]:
    """The line with the points alone that it needs to stay within `TOLERANCE` (Douglas and Peucker).

    Both ends stay, so that lines which meet go on meeting.
    """
    if len(line) < 3:
        return list(line)
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        farthest, distance = first, 0.0
        for at in range(first + 1, last):
            beside = _beside(line[at], line[first], line[last])
            if beside > distance:
                farthest, distance = at, beside
        if distance > TOLERANCE:
            keep.add(farthest)
            todo += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def encoded(line: Iterable[Point]) -> str:
    """The line as an encoded polyline."""
    characters: list[str] = []
    before = (0, 0)
    for here, _ in groupby(map(_whole, line)):
        for value, previous in zip(here, before, strict=True):
            difference = value - previous
            rest = ~(difference << 1) if difference < 0 else difference << 1
            while rest >= 0x20:
                characters.append(chr((0x20 | (rest & 0x1F)) + 63))
                rest >>= 5
            characters.append(chr(rest + 63))
        before = here
    return "".join(characters)


def decoded(text: str) -> list[Point]:
    """The points of an encoded polyline, in degrees."""
    points: list[Point] = []
    values, at = [0, 0], 0
    shift = rest = 0
    for character in text:
        bits = ord(character) - 63
        rest |= (bits & 0x1F) << shift
        shift += 5
        if bits >= 0x20:
            continue
        values[at] += ~(rest >> 1) if rest & 1 else rest >> 1
        if at:
            points.append((values[0] / SCALE, values[1] / SCALE))
        at, shift, rest = 1 - at, 0, 0
    return points


def _whole(point: Point) -> tuple[int, int]:
    return round(point[0] * SCALE), round(point[1] * SCALE)


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs of a topology in degrees."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        yield points


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a geometry, each a list of arcs; islands and holes alike."""
    match geometry["type"]:
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _rings(part)
        case "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield from polygon
        case "Polygon":
            yield from geometry["arcs"]


def _joined(ring: Iterable[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """The points of a ring. A negative arc is the one's complement of its index, told backwards."""
    points: list[Point] = []
    for arc in ring:
        part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += part[1:] if points else part
    return points


def _kept(ring: Sequence[Point]) -> bool:
    """Whether a ring is large enough to be seen, and not in the far south."""
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
    return abs(area) >= SMALLEST and max(latitude for _, latitude in ring) > SOUTH


def _beside(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a line, in degrees of latitude."""
    narrow = math.cos(math.radians(point[1]))
    x, y = (point[0] - start[0]) * narrow, point[1] - start[1]
    dx, dy = (end[0] - start[0]) * narrow, end[1] - start[1]
    length = dx * dx + dy * dy
    along = min(max((x * dx + y * dy) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(x - along * dx, y - along * dy)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Prepare the outlines of the report's map.")
    parser.add_argument("topology", type=Path, help="countries-50m.json of the npm package world-atlas")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "outlines.json")
    arguments = parser.parse_args()
    prepared = outlines(json.loads(arguments.topology.read_bytes()))
    text = json.dumps(prepared, separators=(",", ":")).replace('","', '",\n"')
    store.write(arguments.output, text.encode() + b"\n")


if __name__ == "__main__":
    main()
