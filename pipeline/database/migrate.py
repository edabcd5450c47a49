"""Bringing a database to the tables of this version, by the migrations in the folder beside this file."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from alembic.ddl.postgresql import PostgresqlImpl
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Dialect

from pipeline.database.schema import REVISION, TABLES, VERSION_TABLE
from pipeline.database.views import VIEWS
from pipeline.errors import DatabaseError

SCRIPTS = ScriptDirectory(str(Path(__file__).with_name("migrations")))


class DuckDBImpl(PostgresqlImpl):
    """How Alembic treats DuckDB; it finds this class by its dialect."""

    __dialect__ = "duckdb"


def check(shown: str, tables: Iterable[str], revision: str | None) -> None:
    """See that a database with these tables, at this revision, can be migrated. Raises DatabaseError."""
    taken = sorted({table.name for table in TABLES}.intersection(tables))
    if revision is None and taken:
        raise DatabaseError(
            f"{shown} has tables of another program under the names of Factsheet's ({', '.join(taken)}): "
            "name another database; on PostgreSQL another schema will do, see docs/database.md"
        )
    if revision is not None and revision not in {known.revision for known in SCRIPTS.walk_revisions()}:
        raise DatabaseError(f"{shown} was made by a newer version of Factsheet: install that one")


def migrate(connection: Connection) -> None:
    """Bring a database to the newest tables and views, in the transaction that is open."""
    for view in VIEWS:
        connection.exec_driver_sql(view.drop())
    _run(MigrationContext.configure(connection, opts=_options(REVISION)))
    for view in VIEWS:
        for statement in view.create(connection.dialect):
            connection.exec_driver_sql(statement)


def script(dialect: Dialect, start: str | None, end: str) -> str:
    """The statements that bring a database from one revision to another, to be run by another client."""
    written = StringIO()
    options = {**_options(end), "as_sql": True, "output_buffer": written, "starting_rev": start}
    _run(MigrationContext.configure(dialect=dialect, opts=options))
    if end != REVISION:
        return written.getvalue()
    drops = [view.drop() for view in VIEWS]
    creates = [statement for view in VIEWS for statement in view.create(dialect)]
    return ";\n".join([*drops, written.getvalue(), *creates])


def _run(context: MigrationContext) -> None:
    with Operations.context(context):
        context.run_migrations()


def _options(end: str) -> dict[str, Any]:
    def upgrade(start: Any, _: MigrationContext) -> Any:
        return SCRIPTS._upgrade_revs(end, start)

    return {"version_table": VERSION_TABLE, "script": SCRIPTS, "fn": upgrade}
