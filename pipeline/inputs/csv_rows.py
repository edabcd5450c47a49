"""Records of CSV, which may hold line breaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from zlib import crc32

from pipeline.errors import SourceError
from pipeline.inputs.files import Kept, open_bytes
from pipeline.inputs.item import ChangedError, Item, Unreadable
from pipeline.inputs.records import LONGEST_LINE, Table, text_bytes
from pipeline.source import decode

_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a row of CSV, which may hold line breaks."""

    path: str
    start: int
    length: int
    check: int
    """Of the bytes of the row: what has another is not the row that was found."""
    encoding: str
    delimiter: str
    column: int

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        file = _tables.get(self.path)
        file.seek(self.start)
        data = file.read(self.length)
        if crc32(data) != self.check:
            raise ChangedError("table")
        lines = _Lines(BytesIO(data), self.encoding, 0)
        (row,) = csv.reader(lines, delimiter=self.delimiter, strict=True)
        return text_bytes(row[self.column], limit)


class _Lines:
    """The lines of a file for a CSV reader, with the place of the next and the check of those before."""

    def __init__(self, file: IO[bytes], encoding: str, start: int) -> None:
        self._file = file
        self._encoding = encoding
        self.at = start
        self.check = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.at += len(line)
        self.check = crc32(line, self.check)
        return line.decode(self._encoding)


def records(table: Table) -> Iterator[Item]:
    """The records of a table in their order. Raises OSError, SourceError or UsageError."""
    csv.field_size_limit(LONGEST_LINE)
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
            lines.check = 0
            for row in reader:
                start, before = before, lines.at
                check, lines.check = lines.check, 0
                if not row:
                    continue
                name = row[id_at] if id_at is not None and id_at < len(row) else None
                if text_at >= len(row):
                    yield table.item(name or None, Unreadable(f"the row has no {text}"), 0)
                    continue
                place = Row(table.path, start, before - start, check, encoding, delimiter, text_at)
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


_tables = Kept(open_bytes)
