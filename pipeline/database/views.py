"""The views: answers to the usual questions. They hold no data, and are made anew with every migration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, Table, Text, and_, distinct, func, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from pipeline.database.schema import (
    city_mention,
    deliverable,
    deliverable_city,
    deliverable_date,
    place,
    project,
    work_package,
)


class _Month(FunctionElement[str]):
    """The month of a day: 2006-03."""

    type = Text()
    inherit_cache = True


@compiles(_Month)
def _strftime(element: _Month, compiler: Any, **kw: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **kw)})"


@compiles(_Month, "postgresql")
def _to_char(element: _Month, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY-MM')"


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what it shows, and how."""

    name: str
    comment: str
    select: Select[Any]

    def create(self, dialect: Dialect) -> list[str]:
        """The statements that make it."""
        query = self.select.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        statements = [f"CREATE VIEW {self.name} AS /* {self.comment} */\n{query}"]
        if dialect.supports_comments:
            statements.append(f"COMMENT ON VIEW {self.name} IS '{self.comment}'")
        return statements

    def drop(self) -> str:
        """The statement that drops it, where it is."""
        return f"DROP VIEW IF EXISTS {self.name}"


def _events() -> Select[Any]:
    columns = ("project_id", "deliverable", "part")
    every = [select(*(table.c[name] for name in columns)) for table in (deliverable_city, deliverable_date)]
    part = union(*every).subquery("part")

    def of_part(table: Table) -> ColumnElement[bool]:
        return and_(*(table.c[name] == part.c[name] for name in columns))

    of_event = and_(
        part.c.project_id == deliverable.c.project_id, part.c.deliverable == deliverable.c.position
    )
    package = and_(
        work_package.c.project_id == deliverable.c.project_id,
        work_package.c.position == deliverable.c.work_package,
    )
    first, last = _Month(deliverable_date.c.earliest), _Month(deliverable_date.c.latest)
    return (
        select(
            deliverable.c.project_id,
            deliverable.c.position.label("deliverable"),
            (work_package.c.label + " " + work_package.c.number).label("work_package"),
            deliverable.c.text.label("event"),
            deliverable.c.head,
            deliverable.c.status,
            deliverable.c.count,
            deliverable_city.c.name.label("city"),
            place.c.country,
            place.c.latitude,
            place.c.longitude,
            deliverable_date.c.value.label("date"),
            func.nullif(first, func.nullif(first, last)).label("month"),
            deliverable_date.c.earliest,
            deliverable_date.c.latest,
            deliverable.c.start_char,
            deliverable.c.end_char,
        )
        .select_from(deliverable)
        .outerjoin(work_package, package)
        .outerjoin(part, of_event)
        .outerjoin(deliverable_city, of_part(deliverable_city))
        .outerjoin(place, place.c.geonameid == deliverable_city.c.geonameid)
        .outerjoin(deliverable_date, of_part(deliverable_date))
        .where(deliverable.c.kind == "event")
    )


def _deliverables_by_kind() -> Select[Any]:
    return (
        select(
            project.c.id.label("project_id"),
            project.c.acronym,
            deliverable.c.kind,
            deliverable.c.status,
            func.count().label("deliverables"),
            func.sum(func.coalesce(deliverable.c.count, 1)).label("things"),
        )
        .join_from(project, deliverable, deliverable.c.project_id == project.c.id)
        .group_by(project.c.id, project.c.acronym, deliverable.c.kind, deliverable.c.status)
    )


def _cities_by_projects() -> Select[Any]:
    return (
        select(
            place.c.geonameid,
            place.c.name,
            place.c.country,
            place.c.latitude,
            place.c.longitude,
            func.count(distinct(city_mention.c.project_id)).label("projects"),
            func.count().label("mentions"),
        )
        .join_from(place, city_mention, city_mention.c.geonameid == place.c.geonameid)
        .group_by(*place.c)
    )


VIEWS = (
    View(
        "events",
        "Events with place and month, a row for each city and date that the text puts together; "
        "the month is null where the date is no single month",
        _events(),
    ),
    View(
        "deliverables_by_kind",
        "How many deliverables of each kind and status a project has, and how many things they are: "
        "one where the text gives no number",
        _deliverables_by_kind(),
    ),
    View(
        "cities_by_projects", "In how many projects a city is mentioned, and how often", _cities_by_projects()
    ),
)
