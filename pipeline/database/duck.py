"""DuckDB and Parquet, through DuckDB's own client."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement, Executable, Table

from pipeline.database.databases import Database
from pipeline.database.duck_dialect import DuckDBDialect
from pipeline.database.migrate import check, script
from pipeline.database.rows import Row
from pipeline.database.schema import REVISION, TABLES, VERSION_TABLE, load, metadata
from pipeline.database.targets import Target
from pipeline.database.views import VIEWS
from pipeline.errors import UsageError

try:
    import duckdb
    import pyarrow
except ModuleNotFoundError as missing:
    raise UsageError(f"this takes the package {missing.name}: pip install 'factsheet[duckdb]'") from missing

_CONFIG: dict[str, Any] = {
    # Nothing is fetched from anywhere.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # What is more goes to files beside the database, until the load ends.
    "memory_limit": "300MB",
}


class DuckDB(Database):
    """A file of DuckDB: the same tables without foreign keys."""

    errors = (duckdb.Error, OSError)

    def __init__(self, target: Target) -> None:
        self._target = target
        # By its whole path: other names would be taken for those of servers.
        self._path = Path(os.path.abspath(target.path))
        self._dialect = DuckDBDialect()  # type: ignore[no-untyped-call]

    def open(self) -> None:
        """Connect and begin the transaction. DuckDB lets one program at a time write to a file."""
        self._new = not self._path.exists()
        self._connection = duckdb.connect(str(self._path), config=_CONFIG)
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.begin()

    def close(self, commit: bool) -> None:
        """End the transaction and disconnect; a file that took nothing is gone again."""
        try:
            if commit:
                self._connection.commit()
            else:
                self._connection.rollback()
        finally:
            self._connection.close()
        if not commit and self._new:
            self._path.unlink(missing_ok=True)

    def tables(self) -> list[str]:
        """The names of the tables that are there."""
        rows = self._connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return [name for (name,) in rows]

    def migrate(self) -> None:
        """Bring the tables up to date."""
        check(self._target.shown, self.tables(), self.revision())
        self._connection.execute(script(self._dialect, self.revision(), REVISION))

    def execute(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Run a statement; the rows that it gives."""
        assert isinstance(statement, ClauseElement)
        compiled = statement.compile(dialect=self._dialect, compile_kwargs={"render_postcompile": True})
        parameters = compiled.params
        names = getattr(compiled, "positiontup", None) or ()
        return self._connection.execute(str(compiled), [parameters[name] for name in names]).fetchall()

    def append(self, table: Table, rows: list[Row]) -> None:
        """Insert many rows, as a table of Arrow's."""
        columns = zip(*rows, strict=True)
        arrow = pyarrow.table({c.name: pyarrow.array(v) for c, v in zip(table.columns, columns, strict=True)})
        # What is registered by a name would be kept until the transaction ends.
        self._connection.from_arrow(arrow).insert_into(table.name)


class Parquet(DuckDB):
    """A folder with one Parquet file a table and view, all written anew by a load that changes something.

    A hidden database beside the folder holds the rows meanwhile, and keeps other loads out.
    """

    def __init__(self, target: Target) -> None:
        folder = Path(os.path.realpath(target.path))
        self._folder = folder
        self._fresh = folder.with_name(f".{folder.name}.new")
        self._stale = folder.with_name(f".{folder.name}.old")
        super().__init__(replace(target, path=str(folder.with_name(f".{folder.name}.duckdb"))))

    def open(self) -> None:
        """Begin with the rows that are in the folder."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        for beside in (self._path, self._fresh, self._stale):
            if beside.is_symlink() or (beside != self._path and _foreign(beside)):
                raise UsageError(f"{beside} is in the way: remove it, or name another folder")
        super().open()
        if self.tables():
            super().close(commit=False)
            raise UsageError(f"{self._path} is a database in the way: remove it, or name another folder")
        try:
            # What a load that was killed left behind.
            if self._stale.exists() and not self._folder.exists():
                self._stale.rename(self._folder)
            for left in (self._fresh, self._stale):
                shutil.rmtree(left, ignore_errors=True)
            self._read()
        except BaseException:
            self.close(commit=False)
            raise
        self._before = self._loads()

    def close(self, commit: bool) -> None:
        """Put a folder with the new rows in the place of the old one, where there are new ones."""
        try:
            if commit and (self._loads() != self._before or not self._folder.exists()):
                self._write()
        finally:
            super().close(commit=False)
            self._path.unlink(missing_ok=True)

    def _read(self) -> None:
        if foreign := _foreign(self._folder):
            raise UsageError(
                f"{self._folder} holds what is no table of Factsheet's ({foreign[0]}): name another folder"
            )
        if not self._folder.exists() or not any(self._folder.iterdir()):
            return
        version = self._rows_in(VERSION_TABLE).fetchone()
        assert version is not None
        check(self._target.shown, (), version[0])
        self._connection.execute(script(self._dialect, None, version[0]))
        for table in TABLES:
            self._rows_in(table.name).insert_into(table.name)

    def _rows_in(self, name: str) -> Any:
        return self._connection.read_parquet(glob.escape(str(self._folder / f"{name}.parquet")))

    def _write(self) -> None:
        self._fresh.mkdir()
        for name in _NAMES:
            rows = self._connection.table(name)
            if name in metadata.tables:
                rows = rows.order(", ".join(f'"{key.name}"' for key in metadata.tables[name].primary_key))
            rows.write_parquet(str(self._fresh / f"{name}.parquet"), compression="zstd")
        if self._folder.exists():
            self._folder.rename(self._stale)
        self._fresh.rename(self._folder)
        shutil.rmtree(self._stale, ignore_errors=True)

    def _loads(self) -> Any:
        return self._connection.table(load.name).count("*").fetchall() if load.name in self.tables() else None


_NAMES = (*metadata.tables, *(view.name for view in VIEWS), VERSION_TABLE)


def _foreign(folder: Path) -> list[str]:
    """The names in a folder that are none of the tables'."""
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    return sorted(names.difference(f"{name}.parquet" for name in _NAMES))
