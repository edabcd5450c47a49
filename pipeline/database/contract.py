"""The output contract as the tables need it: numbers that fit a column, days of the calendar, typed facts.

A file that fits these models fits the tables; where it does not, pydantic names the field.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from schemas import (
    City,
    Count,
    Date,
    Deliverable,
    Fact,
    Header,
    Project,
    ProjectWarning,
    Section,
    Segment,
    Source,
    WorkPackage,
)
from schemas.models import Alternative, Evidence

Whole = Annotated[int, Field(ge=0, lt=2**31)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1, max_length=500)]
"""As long as an index of PostgreSQL takes in any script."""


class MisfitError(Exception):
    """What does not fit the tables. The message names the field and says what is wrong with it."""


@lru_cache(maxsize=20_000)
def _of_the_calendar(day: str) -> str:
    date.fromisoformat(day)
    return day


Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_of_the_calendar)]


class _Offsets(Evidence):
    start: Whole
    end: Whole


class _Text(_Offsets, Fact):
    value: str


class _Amount(_Offsets, Fact):
    value: Number


class _Number(_Offsets, Fact):
    value: Whole


class _Header(Header):
    title: _Text | None = None
    acronym: _Text | None = None
    status: _Text | None = None
    start_date: _Text | None = None
    end_date: _Text | None = None
    programme: _Text | None = None
    budget: _Amount | None = None
    currency: _Text | None = None
    cofinancing_rate: _Amount | None = None
    partner_count: _Number | None = None
    stated_work_packages: _Number | None = None


class _Alternative(Alternative):
    geonameid: Whole


class _Segment(_Offsets, Segment):
    pass


class _City(_Offsets, City):
    geonameid: Whole
    latitude: Number
    longitude: Number
    alternatives: tuple[_Alternative, ...] = ()


class _Date(_Offsets, Date):
    earliest: Day
    latest: Day


class _Count(_Offsets, Count):
    value: Number
    value_max: Number | None = None


class _Deliverable(_Offsets, Deliverable):
    count: Number | None = None


class _Section(Section):
    segments: tuple[_Segment, ...]
    cities: tuple[_City, ...] = ()
    dates: tuple[_Date, ...] = ()
    counts: tuple[_Count, ...] = ()
    deliverables: tuple[_Deliverable, ...] = ()


class _WorkPackage(_Section, WorkPackage):
    pass


class _Warning(ProjectWarning):
    start: Whole | None = None
    end: Whole | None = None


class _Source(Source):
    characters: Whole


class LoadedProject(Project):
    """A project that fits the tables."""

    id: Key
    source: _Source
    header: _Header
    overview: _Section
    work_packages: tuple[_WorkPackage, ...] = ()
    warnings: tuple[_Warning, ...] = ()


def parse(data: bytes, nul: bool = True) -> LoadedProject:
    """The project in an output file or a line of one. Raises MisfitError.

    Args:
        nul: whether a text may hold the character NUL.
    """
    try:
        project = LoadedProject.model_validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise MisfitError(f"{where}: {said}" if where else said) from error
    # In JSON a NUL is written in one way only.
    if not nul and b"\\u0000" in data and (where := _nul(project.model_dump())):
        raise MisfitError(f"{where}: PostgreSQL's texts hold no NUL character (U+0000)")
    return project


def _nul(value: Any) -> str:
    """Where the first text with a NUL is: the field's name, after a dot for each level; empty for none."""
    if isinstance(value, dict | list | tuple):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(member, str) and "\0" in member:
                return str(name)
            if inner := _nul(member):
                return f"{name}.{inner}"
    return ""
