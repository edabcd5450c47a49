"""SQLite and PostgreSQL, through SQLAlchemy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Engine,
    Executable,
    NullPool,
    Table,
    create_engine,
    event,
    func,
    inspect,
    literal,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from pipeline.database.comments import CommentedDDL
from pipeline.database.databases import Database
from pipeline.database.rows import Row
from pipeline.database.targets import Target
from pipeline.errors import DatabaseError, UsageError

_PATIENCE = 60
"""Seconds that a load into SQLite waits for another program to finish writing."""
CACHE = 64_000
"""Kibibytes of a file of SQLite that a load holds in memory."""
_LOCK = 0x46414354
"""Number of the lock that loads into one schema of PostgreSQL hold."""


class _Engine(Database):
    """A database that SQLAlchemy knows."""

    errors: tuple[type[Exception], ...] = (SQLAlchemyError,)

    def __init__(self, target: Target, engine: Engine) -> None:
        self._target = target
        self._engine = engine

    def open(self) -> None:
        """Connect and begin the transaction."""
        self._connection = self._engine.connect()
        self._connection.begin()

    def close(self, commit: bool) -> None:
        """End the transaction and disconnect."""
        try:
            if commit:
                self._connection.commit()
        finally:
            self._connection.close()

    def tables(self) -> list[str]:
        """The names of the tables that are there."""
        return inspect(self._connection).get_table_names()

    def migrate(self) -> None:
        """Bring the tables up to date."""
        from pipeline.database.migrate import check, migrate

        check(self._target.shown, self.tables(), self.revision())
        migrate(self._connection)

    def execute(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Run a statement; the rows that it gives."""
        result = self._connection.execute(statement)
        return result.all() if result.returns_rows else ()


class SQLite(_Engine):
    """A file of SQLite."""

    def __init__(self, target: Target) -> None:
        path = Path(target.path)
        engine = create_engine(
            "sqlite+pysqlite://",
            creator=lambda: sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None),
            poolclass=NullPool,
        )
        engine.dialect.ddl_compiler = CommentedDDL
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        super().__init__(target, engine)
        self._path = path

    def open(self) -> None:
        """Connect and begin the transaction; a file that was not there is there then."""
        self._new = not self._path.exists()
        super().open()

    def close(self, commit: bool) -> None:
        """End the transaction and disconnect; a file that took nothing is gone again."""
        super().close(commit)
        if not commit and self._new and self._path.exists() and not self._path.stat().st_size:
            self._path.unlink()

    def append(self, table: Table, rows: list[Row]) -> None:
        """Insert many rows."""
        statement = str(table.insert().compile(dialect=self._engine.dialect))
        self._connection.exec_driver_sql(statement, rows)


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")


class PostgreSQL(_Engine):
    """A schema of PostgreSQL: the first of the search path."""

    takes_nul = False

    def __init__(self, target: Target, waiting: Callable[[], None]) -> None:
        assert target.url is not None
        try:
            engine = create_engine(
                target.url, poolclass=NullPool, connect_args={"application_name": "factsheet load"}
            )
        except ModuleNotFoundError as error:
            raise UsageError("PostgreSQL needs psycopg: pip install 'factsheet[postgres]'") from error
        self.errors = (*self.errors, engine.dialect.loaded_dbapi.Error)
        super().__init__(target, engine)
        self._waiting = waiting

    def open(self) -> None:
        """Connect, begin the transaction, wait until no other load is at work."""
        super().open()
        try:
            key = (literal(_LOCK), func.hashtext(func.current_schema()))
            if not self.execute(select(func.pg_try_advisory_xact_lock(*key)))[0][0]:
                self._waiting()
                self.execute(select(func.pg_advisory_xact_lock(*key)))
            encoding = self._connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise DatabaseError(
                    f"{self._target.shown} is encoded in {encoding}, which does not hold every text: "
                    "make a database with ENCODING 'UTF8'"
                )
        except BaseException:
            self.close(commit=False)
            raise

    def append(self, table: Table, rows: list[Row]) -> None:
        """Insert many rows, by COPY."""
        columns = ", ".join(self._engine.dialect.identifier_preparer.quote(c.name) for c in table.columns)
        name = self._engine.dialect.identifier_preparer.format_table(table)
        cursor = self._connection.connection.cursor()
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()
