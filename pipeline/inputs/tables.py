"""Descriptions that are records: a column of JSON lines, CSV or Parquet, one project a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from pipeline.errors import SourceError, UsageError
from pipeline.inputs.files import Kept, open_bytes, stamp
from pipeline.inputs.item import Item, Place, Unreadable, Unusable, within
from pipeline.inputs.naming import safe_name
from pipeline.source import decode
from pipeline.store import reason

LINES = (".jsonl", ".ndjson")
CSV = (".csv", ".tsv")
PARQUET = (".parquet",)
_SAMPLE = 1 << 16
_LONGEST_LINE = 1 << 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a record the text and the id stand."""

    text: str | None = None
    """`text` by default."""
    id: str | None = None
    """`id` by default, where there is one; else records are numbered."""


def is_table(path: str) -> bool:
    """Whether a file is a table, by its ending."""
    return path.lower().endswith(LINES + CSV + PARQUET)


def in_table(path: str, columns: Columns, origin: str) -> Iterator[Item | Unusable]:
    """The records of a table in their order. Raises UsageError where a column is missing."""
    lower = path.lower()
    read = _lines if lower.endswith(LINES) else _csv if lower.endswith(CSV) else _parquet
    table = _Table(path, columns, origin)
    try:
        yield from read(table)
    except OSError as error:
        yield Unusable(path, f"it can't be read: {reason(error)}", origin)
        return
    except (SourceError, csv.Error) as error:
        yield Unusable(path, str(error), origin)
        return
    if not table.rows:
        yield Unusable(path, "the table holds no records", origin)


class _Table:
    """What the readers share: names for records."""

    def __init__(self, path: str, columns: Columns, origin: str) -> None:
        self.path = path
        self.origin = origin
        self.rows = 0
        self._columns = columns
        self._stem = PurePosixPath(path).stem

    def choose(self, present: Sequence[str]) -> tuple[str, str | None]:
        """The columns of text and id among those that are there. Raises UsageError."""
        for option, column in (
            ("--text-column", self._columns.text or "text"),
            ("--id-column", self._columns.id),
        ):
            if column is not None and column not in present:
                shown = ", ".join(map(str, present)) or "none"
                raise UsageError(f"{self.path} has no column {column}; name one with {option}: {shown}")
        return self._columns.text or "text", self._columns.id or ("id" if "id" in present else None)

    def item(self, id: Any, place: Place, size: int, where: str = "row") -> Item:
        """The next record."""
        self.rows += 1
        shown = f"{self.path}: {where} {self.rows}"
        name = f"{self._stem}-{self.rows}" if id is None else str(id)
        readable = name.encode("utf-8", "replace").decode()
        return Item(readable, safe_name(name), shown, self.origin, place, "record", size)

    def broken(self, message: str, where: str = "row") -> Item:
        """The next record, which is none."""
        return self.item(None, Unreadable(message), 0, where)


# JSON lines


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a line of JSON."""

    path: str
    start: int
    length: int
    column: str

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        file = _tables.get(self.path)
        file.seek(self.start)
        record = json.loads(file.read(self.length))
        return _text(record.get(self.column), limit)


def _lines(table: _Table) -> Iterator[Item]:
    chosen: tuple[str, str | None] | None = None
    start = 0
    with open_bytes(table.path) as file:
        while line := file.readline(_LONGEST_LINE):
            length = len(line)
            if start == 0:
                line = line.removeprefix(b"\xef\xbb\xbf")
            first = start + length - len(line)
            start += length
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield table.broken(f"the line is no JSON: {error}".partition("\n")[0], "line")
                continue
            if not isinstance(record, dict):
                yield table.broken("the line is no JSON object", "line")
                continue
            chosen = chosen or table.choose(list(record))
            text, id = chosen
            place = Line(table.path, first, len(line), text)
            if text not in record:
                yield table.item(_id(record, id), Unreadable(f"the record has no {text}"), 0, "line")
            else:
                yield table.item(_id(record, id), place, len(line), "line")


def _id(record: dict[str, Any], column: str | None) -> Any:
    value = None if column is None else record.get(column)
    return value if isinstance(value, str | int | float) and value != "" else None


# CSV


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a row of CSV, which may hold line breaks."""

    path: str
    start: int
    length: int
    encoding: str
    delimiter: str
    column: int

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        file = _tables.get(self.path)
        file.seek(self.start)
        lines = _Lines(BytesIO(file.read(self.length)), self.encoding, 0)
        (row,) = csv.reader(lines, delimiter=self.delimiter, strict=True)
        return _text(row[self.column], limit)


class _Lines:
    """The lines of a file for a CSV reader, with the place of the next."""

    def __init__(self, file: IO[bytes], encoding: str, start: int) -> None:
        self._file = file
        self._encoding = encoding
        self.at = start

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.at += len(line)
        return line.decode(self._encoding)


def _csv(table: _Table) -> Iterator[Item]:
    csv.field_size_limit(_LONGEST_LINE)
    with open_bytes(table.path) as file:
        sample = file.read(_SAMPLE)
        if not sample:
            return
        encoding, start = _csv_encoding(sample)
        delimiter = _delimiter(table.path, sample, encoding)
        file.seek(start)
        lines = _Lines(file, encoding, start)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = next(reader, [])
            text, id = table.choose(header)
            text_at, id_at = header.index(text), None if id is None else header.index(id)
            before = lines.at
            for row in reader:
                start, before = before, lines.at
                if not row:
                    continue
                name = row[id_at] if id_at is not None and id_at < len(row) else None
                if text_at >= len(row):
                    yield table.item(name or None, Unreadable(f"the row has no {text}"), 0)
                    continue
                place = Row(table.path, start, before - start, encoding, delimiter, text_at)
                yield table.item(name or None, place, before - start)
        except UnicodeDecodeError as error:
            raise SourceError(
                f"row {table.rows + 1} can't be decoded ({encoding}: {error.reason}); save the table as UTF-8"
            ) from error
        except csv.Error as error:
            raise SourceError(f"row {table.rows + 1} is no CSV: {error}") from error


def _csv_encoding(sample: bytes) -> tuple[str, int]:
    """The encoding of a table, and where its text begins."""
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8", 3
    try:
        sample[: sample.rfind(b"\n") + 1].decode("utf-8")
        return "utf-8", 0
    except UnicodeDecodeError:
        encoding = decode(sample, "").encoding
    if encoding.startswith(("utf-16", "utf-32")):
        raise SourceError(f"the table is {encoding}; save it as UTF-8")
    return encoding, 0


def _delimiter(path: str, sample: bytes, encoding: str) -> str:
    """A tab in `.tsv`; else what the header has most of: a comma, a semicolon (of Excel), or a tab."""
    header = sample.partition(b"\n")[0].decode(encoding, "replace")
    return "\t" if path.lower().endswith(".tsv") else max(",;\t", key=header.count)


# Parquet


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row of Parquet."""

    path: str
    group: int
    row: int
    column: str

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        return _text(_column(self.path, stamp(self.path), self.group, self.column)[self.row].as_py(), limit)


def _parquet(table: _Table) -> Iterator[Item]:
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


# What they have in common


def _text(value: object, limit: int) -> bytes:
    if value is None:
        raise SourceError("the text is empty")
    if not isinstance(value, str):
        raise SourceError("the text is no string")
    return within(value.encode("utf-8", "surrogatepass"), limit)


_tables = Kept(open_bytes)
