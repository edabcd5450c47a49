"""What the index shows of all projects, as small as it can be told: lists by position, days as numbers.

The page decides nothing about the data: which city an event was in, which days a date means, are read here.
What a file states wrongly (a day that is none, a city outside the world) is left out and stops nothing.
"""

from __future__ import annotations

import json
import math
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from schemas import City, Date, Deliverable, Fact, Project, Section
from schemas.models import Kind, Status

KINDS: tuple[str, ...] = get_args(Kind)
STATUSES: tuple[str, ...] = get_args(Status)

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", re.ASCII)

Days = tuple[int, int]
"""First and last day, counted from 1970-01-01."""


def overview_data(projects: Iterable[Project]) -> dict[str, Any]:
    """What the index embeds as `overview-data`.

    kinds, statuses     their names
    programmes          their names, in the order of first appearance
    cities              [[geonameid, name, country, latitude, longitude], ...]
    outlines            of the land and of countries: see `data/build_outlines.py`
    projects            [{title, acronym, programme, status, start, end, budget, currency, language, packages,
                        warnings, cities, deliverables}, ...] in the order given: programme and cities by
                        position, start and end as the first and last day that can be meant, counted from
                        1970-01-01; of packages and warnings the number

    and a deliverable [start, end, text, kind, status, count, cities, days] with kind, status and cities by
    position and days a list of [first, last].
    """
    tables = _Tables()
    told = [_project(project, tables) for project in projects]
    return {
        "kinds": KINDS,
        "statuses": STATUSES,
        "programmes": list(tables.programmes),
        "cities": [
            [city.geonameid, city.name, city.country, round(city.latitude, 3), round(city.longitude, 3)]
            for city in tables.cities.values()
        ],
        "outlines": _outlines(),
        "projects": told,
    }


class _Tables:
    """What many projects name, each once."""

    def __init__(self) -> None:
        self.programmes: dict[str, int] = {}
        self.cities: dict[int, City] = {}
        self._places: dict[int, int] = {}

    def programme(self, fact: Fact | None) -> int | None:
        name = _text(fact)
        return self.programmes.setdefault(name, len(self.programmes)) if name else None

    def city(self, city: City) -> int:
        self.cities.setdefault(city.geonameid, city)
        return self._places.setdefault(city.geonameid, len(self._places))


def _project(project: Project, tables: _Tables) -> dict[str, Any]:
    header = project.header
    sections = (project.overview, *project.work_packages)
    cities: set[int] = set()
    deliverables: list[list[Any]] = []
    for section in sections:
        # A name means what it means in its section: elsewhere it may be another place.
        places = {city.name: tables.city(city) for city in section.cities if _on_earth(city)}
        cities.update(places.values())
        deliverables += [_deliverable(told, section, places) for told in section.deliverables]
    return {
        "title": _text(header.title) or _text(header.acronym) or project.id,
        "acronym": _text(header.acronym),
        "programme": tables.programme(header.programme),
        "status": _text(header.status),
        "start": _header_day(header.start_date, last=False),
        "end": _header_day(header.end_date, last=True),
        "budget": _finite(header.budget.value) if header.budget else None,
        "currency": _text(header.currency),
        "language": project.source.language,
        "packages": len(project.work_packages),
        "warnings": len(project.warnings),
        "cities": sorted(cities),
        "deliverables": deliverables,
    }


def _deliverable(told: Deliverable, section: Section, places: dict[str, int]) -> list[Any]:
    return [
        told.start,
        told.end,
        " ".join(told.text.split()),
        KINDS.index(told.kind),
        STATUSES.index(told.status),
        _finite(told.count),
        sorted({places[name] for name in told.cities if name in places}),
        sorted(set(_days(told.dates, section.dates))),
    ]


def _days(values: Sequence[str], dates: Iterable[Date]) -> Iterator[Days]:
    """The days that the dates of a clause mean, as its section tells them."""
    known = {date.value: date for date in dates}
    for value in values:
        if value in known:
            first = _day(known[value].earliest, last=False)
            last = _day(known[value].latest, last=True)
            if first is not None and last is not None and first <= last:
                yield first, last


def _header_day(fact: Fact | None, *, last: bool) -> int | None:
    """The first or the last day that a date of the header can mean."""
    if fact is None:
        return None
    first, _, second = str(fact.value).partition("/")
    return _day(second if last and second else first, last=last)


def _day(value: str, *, last: bool) -> int | None:
    """The first or last day of a year, a month or a day; None where there is no such day.

    Of a quarter, half-year or season it is that of the year: only mentions have bounds of their own.
    """
    found = _DAY.match(value)
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        month = month or (12 if last else 1)
        day = day or (monthrange(year, month)[1] if last else 1)
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _on_earth(city: City) -> bool:
    return abs(city.latitude) <= 90 and abs(city.longitude) <= 180


def _text(fact: Fact | None) -> str | None:
    """The value of a fact on one line."""
    return " ".join(str(fact.value).split()) or None if fact else None


def _finite(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and math.isfinite(value) else None


@cache
def _outlines() -> Any:
    return json.loads((files("pipeline.report") / "data" / "outlines.json").read_bytes())
