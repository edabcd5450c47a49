"""A project as rows, in the order of the tables' columns."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from pipeline.database.contract import Json
from pipeline.database.pairing import Mentioned, parts
from pipeline.database.schema import TABLES

Row = tuple[Any, ...]

_EVIDENCE = ("start", "end", "text", "rule")
_SOURCE = itemgetter("name", "sha256", "encoding", "characters", "language")
_FACT = itemgetter(*_EVIDENCE)
_SEGMENT = itemgetter("start", "end")
_WORK_PACKAGE = itemgetter("number", "label", "title")
_PLACE = itemgetter("geonameid", "name", "country", "latitude", "longitude")
_CITY = itemgetter(*_EVIDENCE, "geonameid")
_ALTERNATIVE = itemgetter("geonameid", "name", "country")
_DATE = itemgetter(*_EVIDENCE, "value", "earliest", "latest", "precision", "modifier")
_DAYS = itemgetter("earliest", "latest")
_COUNT = itemgetter(*_EVIDENCE, "value", "value_max", "unit", "head", "modifier")
_DELIVERABLE = itemgetter(*_EVIDENCE, "head", "kind", "status", "action", "count")
_WARNING = itemgetter("code", "message", "start", "end")
_MENTIONS = (
    ("segment", "segments", _SEGMENT),
    ("city_mention", "cities", _CITY),
    ("date_mention", "dates", _DATE),
    ("count_mention", "counts", _COUNT),
    ("deliverable", "deliverables", _DELIVERABLE),
)
"""Tables of what is in a section, the keys there, the columns."""


class Rows(dict[str, list[Row]]):
    """The rows of one project, by the names of the tables; those of places are there once for each place."""

    def __init__(self, project: Json, sha256: str, load: int) -> None:
        """Make them.

        Args:
            project: as `contract.parse` gives it.
            sha256: of the bytes of JSON.
            load: id of the load that brings it.
        """
        super().__init__((table.name, []) for table in TABLES)
        key, header = project["id"], project["header"]
        self._key = key
        values = (fact and fact["value"] for fact in header.values())
        self["project"] = [
            (key, *_SOURCE(project["source"]), project["schema_version"], *values, sha256, load)
        ]
        self["header_fact"] = [(key, name, *_FACT(fact)) for name, fact in header.items() if fact]
        self["warning"] = [(key, at, *_WARNING(one)) for at, one in enumerate(project["warnings"], 1)]
        self["credit"] = [(key, at, credit) for at, credit in enumerate(project["credits"], 1)]
        packages = project["work_packages"]
        self["work_package"] = [(key, at, *_WORK_PACKAGE(one)) for at, one in enumerate(packages, 1)]
        self._section(project["overview"], None)
        for at, package in enumerate(packages, 1):
            self._section(package, at)
        self["place"] = list({row[0]: row for row in self["place"]}.values())

    def _section(self, section: Json, package: int | None) -> None:
        """Add the rows of one section: of the work package at this position, or of the overview."""
        key = self._key
        for name, of, columns in _MENTIONS:
            if members := section[of]:
                rows = self[name]
                numbered = enumerate(members, len(rows) + 1)
                if name == "city_mention":
                    self._places(members, len(rows) + 1)
                elif name == "deliverable":
                    self._links(section, len(rows) + 1)
                rows += [(key, at, package, *columns(one)) for at, one in numbered]

    def _places(self, cities: Sequence[Json], first: int) -> None:
        """Add the places of cities, the first of which has this position, and those that they could mean."""
        self["place"] += map(_PLACE, cities)
        for position, city in enumerate(cities, first):
            for at, place in enumerate(city["alternatives"], 1):
                self["city_alternative"].append((self._key, position, at, *_ALTERNATIVE(place)))

    def _links(self, section: Json, first: int) -> None:
        """Add the cities and dates of a section's deliverables, the first of which has this position."""
        key, of_cities, of_dates = self._key, self["deliverable_city"], self["deliverable_date"]
        cities, dates = Mentioned(section["cities"], "name"), Mentioned(section["dates"], "value")
        for position, deliverable in enumerate(section["deliverables"], first):
            names, values = deliverable["cities"], deliverable["dates"]
            if names or values:
                where = [cities.near(name, deliverable) for name in names]
                when = [dates.near(value, deliverable) for value in values]
                city_parts, date_parts = parts(where, when)
                for at, (name, city) in enumerate(zip(names, where, strict=True)):
                    place = city["geonameid"] if city else None
                    of_cities.append((key, position, at + 1, city_parts[at], name, place))
                for at, (value, date) in enumerate(zip(values, when, strict=True)):
                    days = _DAYS(date) if date else (None, None)
                    of_dates.append((key, position, at + 1, date_parts[at], value, *days))
