"""What a load asks of a database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Executable, Table, column, select, table

from pipeline.database.rows import Row
from pipeline.database.schema import REVISION, VERSION_TABLE


class Database(ABC):
    """A database with the newest tables, in one transaction.

    Entering it opens the transaction, keeps other loads out and brings the tables up to date; leaving it
    commits all of that, or undoes it where there was an error. Drivers' errors come through.
    """

    takes_nul = True
    """Whether a text may hold the character NUL."""
    errors: tuple[type[Exception], ...]
    """What the driver raises."""

    def __enter__(self) -> Self:
        self.open()
        try:
            if self.revision() != REVISION:
                self.migrate()
        except BaseException:
            self.close(commit=False)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(commit=kind is None)

    def revision(self) -> str | None:
        """The newest migration that the database has seen."""
        if VERSION_TABLE not in self.tables():
            return None
        rows = self.execute(select(column("version_num")).select_from(table(VERSION_TABLE)))
        return str(rows[0][0]) if rows else None

    @abstractmethod
    def open(self) -> None:
        """Connect, begin the transaction, wait until no other load is at work."""

    @abstractmethod
    def close(self, commit: bool) -> None:
        """End the transaction and disconnect."""

    @abstractmethod
    def tables(self) -> list[str]:
        """The names of the tables that are there."""

    @abstractmethod
    def migrate(self) -> None:
        """Bring the tables up to date."""

    @abstractmethod
    def execute(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Run a statement; the rows that it gives."""

    @abstractmethod
    def append(self, table: Table, rows: list[Row]) -> None:
        """Insert many rows."""
