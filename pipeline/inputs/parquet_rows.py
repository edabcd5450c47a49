"""Records of Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

from pipeline.errors import SourceError, UsageError
from pipeline.inputs.files import State, open_bytes, state
from pipeline.inputs.item import ChangedError, Item
from pipeline.inputs.records import Table, text_bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row of Parquet."""

    path: str
    table: State
    """Of the file when it was looked through: in another, the row may be that of another record."""
    group: int
    row: int
    column: str

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        column = _column(self.path, self.table, self.group, self.column)
        with _errors("the table is damaged"):
            text = column[self.row].as_py()
        return text_bytes(text, limit)


def records(table: Table) -> Iterator[Item]:
    """The records of a table in their order. Raises OSError, SourceError or UsageError."""
    with open_bytes(table.path) as file:
        now = _state(file)
        parquet = _parquet_file(file)
        text, id = table.choose(parquet.schema_arrow.names)
        for group in range(parquet.num_row_groups):
            rows = parquet.metadata.row_group(group).num_rows
            size = parquet.metadata.row_group(group).total_byte_size // max(rows, 1)
            with _errors("the table is damaged"):
                ids = [None] * rows if id is None else _read(parquet, group, id).to_pylist()
            for row, name in enumerate(ids):
                yield table.item(name, Cell(table.path, now, group, row, text), size)


def _parquet_file(file: IO[bytes]) -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs the library pyarrow; install it with: pip install 'factsheet[parquet]'"
        ) from error
    with _errors("it is no Parquet"):
        return parquet.ParquetFile(file)


def _read(parquet: Any, group: int, column: str) -> Any:
    return parquet.read_row_group(group, [column]).column(column)


@contextmanager
def _errors(wrong: str) -> Iterator[None]:
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, IndexError) as error:
        raise SourceError(f"{wrong}: {error}".partition("\n")[0]) from error


@lru_cache(maxsize=2)
def _column(path: str, table: State, group: int, column: str) -> Any:
    """A column of a row group: shards follow one another, so that it is read about once."""
    with open_bytes(path) as file:
        if _state(file) == table:
            with _errors("the table is damaged"):
                values = _read(_parquet_file(file), group, column)
            if _state(file) == table:
                return values
    raise ChangedError("table")


def _state(file: IO[bytes]) -> State:
    """What all machines that share a file see alike."""
    return state(file)[:2]
