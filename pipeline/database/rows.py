"""A project as rows, in the order of the tables' columns."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from pipeline.database.pairing import Mentioned, parts
from pipeline.database.schema import TABLES
from schemas import Deliverable, Header, Project, Section

Row = tuple[Any, ...]

_EVIDENCE = ("start", "end", "text", "rule")
_SOURCE = attrgetter("name", "sha256", "encoding", "characters", "language")
_FACT = attrgetter(*_EVIDENCE)
_SEGMENT = attrgetter("start", "end")
_PLACE = attrgetter("geonameid", "name", "country", "latitude", "longitude")
_CITY = attrgetter(*_EVIDENCE, "geonameid")
_ALTERNATIVE = attrgetter("geonameid", "name", "country")
_DATE = attrgetter(*_EVIDENCE, "value", "earliest", "latest", "precision", "modifier")
_COUNT = attrgetter(*_EVIDENCE, "value", "value_max", "unit", "head", "modifier")
_DELIVERABLE = attrgetter(*_EVIDENCE, "head", "kind", "status", "action", "count")
_WARNING = attrgetter("code", "message", "start", "end")
_HEADER = tuple(Header.model_fields)


class Rows:
    """Rows of some projects, by table."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        self.places: dict[int, Row] = {}
        """Rows of the table place by their key: projects share them."""

    def __len__(self) -> int:
        return sum(map(len, self.tables.values()))

    def add(self, project: Project, sha256: str, load: int) -> None:
        """Add the rows of a project.

        Args:
            sha256: of the bytes of JSON.
            load: id of the load that brings it.
        """
        tables, key = self.tables, project.id
        facts = [(name, getattr(project.header, name)) for name in _HEADER]
        values = (fact and fact.value for _, fact in facts)
        tables["project"].append(
            (key, *_SOURCE(project.source), project.schema_version, *values, sha256, load)
        )
        tables["header_fact"] += [(key, name, *_FACT(fact)) for name, fact in facts if fact]
        tables["warning"] += [(key, at, *_WARNING(one)) for at, one in enumerate(project.warnings, 1)]
        made = _Sections(self, key)
        made.add(project.overview, None)
        for at, package in enumerate(project.work_packages, 1):
            tables["work_package"].append((key, at, package.number, package.label, package.title))
            made.add(package, at)


class _Sections:
    """Adds the rows of a project's sections: positions count through all of them."""

    def __init__(self, rows: Rows, key: str) -> None:
        self._tables = rows.tables
        self._places = rows.places
        self._key = key
        self._before = {name: len(table) for name, table in rows.tables.items()}

    def add(self, section: Section, package: int | None) -> None:
        """Add those of one section: of the work package at this position, or of the overview."""
        key = self._key
        for name, members, columns in (
            ("segment", section.segments, _SEGMENT),
            ("date_mention", section.dates, _DATE),
            ("count_mention", section.counts, _COUNT),
        ):
            first = self._next(name)
            self._tables[name] += [(key, at, package, *columns(one)) for at, one in enumerate(members, first)]
        for at, city in enumerate(section.cities, self._next("city_mention")):
            self._places[city.geonameid] = _PLACE(city)
            self._tables["city_mention"].append((key, at, package, *_CITY(city)))
            self._tables["city_alternative"] += [
                (key, at, other, *_ALTERNATIVE(place)) for other, place in enumerate(city.alternatives, 1)
            ]
        linked = []
        for at, deliverable in enumerate(section.deliverables, self._next("deliverable")):
            self._tables["deliverable"].append((key, at, package, *_DELIVERABLE(deliverable)))
            if deliverable.cities or deliverable.dates:
                linked.append((at, deliverable))
        if linked:
            self._link(linked, section)

    def _link(self, deliverables: list[tuple[int, Deliverable]], section: Section) -> None:
        cities = Mentioned(section.cities, attrgetter("name"))
        dates = Mentioned(section.dates, attrgetter("value"))
        for position, deliverable in deliverables:
            where = [cities.near(name, deliverable) for name in deliverable.cities]
            when = [dates.near(value, deliverable) for value in deliverable.dates]
            of_cities, of_dates = parts(where, when)
            self._tables["deliverable_city"] += [
                (self._key, position, at, part, name, city and city.geonameid)
                for at, (part, name, city) in enumerate(
                    zip(of_cities, deliverable.cities, where, strict=True), 1
                )
            ]
            self._tables["deliverable_date"] += [
                (self._key, position, at, part, value, date and date.earliest, date and date.latest)
                for at, (part, value, date) in enumerate(
                    zip(of_dates, deliverable.dates, when, strict=True), 1
                )
            ]

    def _next(self, table: str) -> int:
        return len(self._tables[table]) - self._before[table] + 1
