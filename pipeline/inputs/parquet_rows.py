"""Records of Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

from pipeline.errors import SourceError, UsageError
from pipeline.inputs.files import open_bytes, stamp
from pipeline.inputs.item import Item
from pipeline.inputs.records import Table, text_bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row of Parquet."""

    path: str
    group: int
    row: int
    column: str

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        return text_bytes(
            _column(self.path, stamp(self.path), self.group, self.column)[self.row].as_py(), limit
        )


def records(table: Table) -> Iterator[Item]:
    """The records of a table in their order. Raises OSError, SourceError or UsageError."""
    with open_bytes(table.path) as file:
        parquet = _parquet_file(file)
        text, id = table.choose(parquet.schema_arrow.names)
        for group in range(parquet.num_row_groups):
            rows = parquet.metadata.row_group(group).num_rows
            size = parquet.metadata.row_group(group).total_byte_size // max(rows, 1)
            ids = (
                parquet.read_row_group(group, [id]).column(id).to_pylist()
                if id is not None
                else [None] * rows
            )
            for row, name in enumerate(ids):
                yield table.item(name, Cell(table.path, group, row, text), size)


def _parquet_file(file: IO[bytes]) -> Any:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs the library pyarrow; install it with: pip install 'factsheet[parquet]'"
        ) from error
    try:
        return parquet.ParquetFile(file)
    except (pyarrow.ArrowException, OSError) as error:
        raise SourceError(f"it is no Parquet: {error}".partition("\n")[0]) from error


@lru_cache(maxsize=2)
def _column(path: str, stamp: tuple[int, int] | None, group: int, column: str) -> Any:
    """A column of a row group: shards follow one another, so that it is read about once."""
    with open_bytes(path) as file:
        return _parquet_file(file).read_row_group(group, [column]).column(column)
