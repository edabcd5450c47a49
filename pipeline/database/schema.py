"""The tables: one definition for SQLite, PostgreSQL, DuckDB and Parquet.

Columns stand in the order of the rows that `pipeline.database.rows` makes. A change here needs a migration;
`tests/test_load_schema.py` shows what it has to do.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _column(name: str, kind: Any, comment: str, *rest: Any, null: bool = False, **more: Any) -> Column[Any]:
    return Column(name, kind, *rest, nullable=null, comment=comment, **more)


def _table(name: str, comment: str, *parts: Any) -> Table:
    # In SQLite the rows then lie in the order of the key, which needs no index of its own.
    return Table(name, metadata, *parts, comment=comment, sqlite_with_rowid=False)


def _key(*names: str) -> list[Any]:
    """The columns of a key that starts with the project, and what they refer to."""
    parts: list[Any] = [
        _column("project_id", Text, "the project", ForeignKey("project.id", ondelete="CASCADE"))
    ]
    for name in names[:-1]:
        parts.append(_column(name, Integer, f"position of the {name.replace('_', ' ')} in the project"))
        parts.append(_parent(name))
    comment = (
        "1, 2, 3, ... in the order of the output" if names[-1] == "position" else "its name in the output"
    )
    kind = Integer if names[-1] == "position" else Text
    return [*parts, _column(names[-1], kind, comment), PrimaryKeyConstraint("project_id", *names)]


def _parent(table: str) -> ForeignKeyConstraint:
    columns = [f"{table}.project_id", f"{table}.position"]
    return ForeignKeyConstraint(["project_id", table], columns, ondelete="CASCADE")


def _work_package() -> list[Any]:
    comment = "position of the work package in the project; null in the overview"
    return [_column("work_package", Integer, comment, null=True), _parent("work_package")]


def _evidence() -> list[Column[Any]]:
    return [
        _column("start_char", Integer, "first code point in the source text"),
        _column("end_char", Integer, "code point after the last"),
        _column("text", Text, "the words of the source text"),
        _column("rule", Text, "id of the rule that found them"),
    ]


load = _table(
    "load",
    "Runs of factsheet load that changed something",
    _column("id", Integer, "1, 2, 3, ...", autoincrement=False),
    _column("started", DateTime(timezone=True), "when, UTC"),
    _column("finished", DateTime(timezone=True), "when, UTC"),
    _column("source", Text, "the output that was loaded, as it was named"),
    _column("factsheet_version", Text, "version of Factsheet that loaded it"),
    _column("schema_version", Text, "version of the output contract"),
    _column("added", Integer, "projects that were new"),
    _column("replaced", Integer, "projects that had changed"),
    _column("unchanged", Integer, "projects that were left as they were"),
    _column("removed", Integer, "projects that were gone from the output"),
    _column("refused", Integer, "files or lines that did not fit"),
    PrimaryKeyConstraint("id"),
)

project = _table(
    "project",
    "Projects, one for each description, with the facts of its header",
    _column("id", Text, "stem of the description's file, or the record's own id"),
    _column("source_name", Text, "name of the description"),
    _column("source_sha256", Text, "SHA-256 of the description's bytes"),
    _column("encoding", Text, "encoding that the description was read in"),
    _column("characters", Integer, "length of the source text in code points"),
    _column("language", Text, "ISO 639-1; null where it was not recognised", null=True),
    _column("schema_version", Text, "version of the output contract"),
    _column("title", Text, "title", null=True),
    _column("acronym", Text, "acronym", null=True),
    _column("status", Text, "closed or ongoing", null=True),
    _column("start_date", Text, "ISO 8601, only the precision that is written", null=True),
    _column("end_date", Text, "ISO 8601, only the precision that is written", null=True),
    _column("programme", Text, "funding programme", null=True),
    _column("budget", Double, "total budget", null=True),
    _column("currency", Text, "ISO 4217, of the budget", null=True),
    _column("cofinancing_rate", Double, "percent", null=True),
    _column("partner_count", Integer, "how many partners", null=True),
    _column("stated_work_packages", Integer, "how many work packages the text says there are", null=True),
    _column("json_sha256", Text, "SHA-256 of the bytes of JSON that these rows were made from"),
    _column("load_id", Integer, "the load that wrote these rows", ForeignKey("load.id")),
    PrimaryKeyConstraint("id"),
    Index(None, "json_sha256"),
    Index(None, "load_id"),
)

header_fact = _table(
    "header_fact",
    "Where the facts in the columns of project come from",
    *_key("field"),
    *_evidence(),
)

work_package = _table(
    "work_package",
    "Work packages",
    *_key("position"),
    _column("number", Text, "as written: 1, A1, 2.1"),
    _column("label", Text, "what the text calls it: WP, Action, Task"),
    _column("title", Text, "null where none is given", null=True),
)

segment = _table(
    "segment",
    "Stretches of the source text that belong to a work package or to the overview",
    *_key("position"),
    *_work_package(),
    _column("start_char", Integer, "first code point in the source text"),
    _column("end_char", Integer, "code point after the last"),
)

place = _table(
    "place",
    "Entries of the gazetteer that city mentions refer to",
    _column("geonameid", Integer, "id in GeoNames", autoincrement=False),
    _column("name", Text, "usual English name"),
    _column("country", Text, "ISO 3166-1 alpha-2"),
    _column("latitude", Double, "degrees north"),
    _column("longitude", Double, "degrees east"),
    PrimaryKeyConstraint("geonameid"),
)

city_mention = _table(
    "city_mention",
    "Mentions of cities",
    *_key("position"),
    *_work_package(),
    *_evidence(),
    _column("geonameid", Integer, "the place", ForeignKey("place.geonameid")),
    Index(None, "geonameid"),
)

city_alternative = _table(
    "city_alternative",
    "Other places that a city mention could mean",
    *_key("city_mention", "position"),
    _column("geonameid", Integer, "id in GeoNames; such a place need not be in the table place"),
    _column("name", Text, "usual English name"),
    _column("country", Text, "ISO 3166-1 alpha-2"),
)

date_mention = _table(
    "date_mention",
    "Mentions of dates",
    *_key("position"),
    *_work_package(),
    *_evidence(),
    _column("value", Text, "ISO 8601 with reduced precision; also A/B, 2010-Q2, 2010-H1, 2006-autumn"),
    _column("earliest", Date, "first day"),
    _column("latest", Date, "last day"),
    _column("precision", Text, "day, month, season, quarter, half-year, year or decade"),
    _column("modifier", Text, "start, mid, end, approx, before or after", null=True),
    Index(None, "earliest"),
)

count_mention = _table(
    "count_mention",
    "Mentions of a number of things",
    *_key("position"),
    *_work_package(),
    *_evidence(),
    _column("value", Double, "the number"),
    _column("value_max", Double, "upper end of a range", null=True),
    _column("unit", Text, "the counted noun phrase"),
    _column("head", Text, "its head noun, as written"),
    _column("modifier", Text, "at_least, at_most, approx, more_than or less_than", null=True),
)

deliverable = _table(
    "deliverable",
    "What a project brought, brings or will bring about",
    *_key("position"),
    *_work_package(),
    *_evidence(),
    _column("head", Text, "head noun, as written"),
    _column("kind", Text, "document, event, body, data, tool, pilot, works, agreement or other"),
    _column("status", Text, "done, planned or ongoing"),
    _column("action", Text, "lemma of the verb that delivers it", null=True),
    _column("count", Double, "how many, where the text says it", null=True),
    Index(None, "kind", "status"),
)

_PART = "cities and dates of one part go together: in Riga 3/06 and Malmö 4/06 there are two"

deliverable_city = _table(
    "deliverable_city",
    "Cities of a deliverable's clause",
    *_key("deliverable", "position"),
    _column("part", Integer, _PART),
    _column("name", Text, "usual English name"),
    _column(
        "geonameid",
        Integer,
        "the place; null where its section mentions no city of this name",
        ForeignKey("place.geonameid"),
        null=True,
    ),
    Index(None, "geonameid"),
)

deliverable_date = _table(
    "deliverable_date",
    "Dates of a deliverable's clause",
    *_key("deliverable", "position"),
    _column("part", Integer, _PART),
    _column("value", Text, "ISO 8601, as in date_mention"),
    _column("earliest", Date, "first day; null where its section mentions no such date", null=True),
    _column("latest", Date, "last day; null where its section mentions no such date", null=True),
    Index(None, "earliest"),
)

warning = _table(
    "warning",
    "What a reader should look at",
    *_key("position"),
    _column("code", Text, "kind of warning"),
    _column("message", Text, "a sentence"),
    _column("start_char", Integer, "the place it speaks of", null=True),
    _column("end_char", Integer, "code point after its last", null=True),
)

credit = _table(
    "credit",
    "Whom to name where a project is published: owners of the data in it",
    *_key("position"),
    _column("text", Text, "as they want to be named"),
)

TABLES = tuple(metadata.sorted_tables)
"""Every table, after those that it refers to."""

VERSION_TABLE = "factsheet_version"
"""Holds the revision. The name is Factsheet's own: other programs that use Alembic may share the database."""

REVISION = "0001"
"""The newest migration: a database that is there needs none."""
