"""Records of JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from pipeline.inputs.files import Kept, open_bytes
from pipeline.inputs.item import ChangedError, Item, Unreadable
from pipeline.inputs.records import LONGEST_LINE, Table, text_bytes


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a line of JSON."""

    path: str
    start: int
    length: int
    check: int
    """Of the bytes of the line: what has another is not the line that was found."""
    column: str

    def read(self, limit: int) -> bytes:
        """The text. Raises OSError or SourceError."""
        file = _tables.get(self.path)
        file.seek(self.start)
        data = file.read(self.length)
        if crc32(data) != self.check:
            raise ChangedError("table")
        record = json.loads(data)
        return text_bytes(record.get(self.column), limit)


def records(table: Table) -> Iterator[Item]:
    """The records of a table in their order. Raises OSError, SourceError or UsageError."""
    chosen: tuple[str, str | None] | None = None
    start = 0
    with open_bytes(table.path) as file:
        while line := file.readline(LONGEST_LINE):
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
            place = Line(table.path, first, len(line), crc32(line), text)
            if text not in record:
                yield table.item(_id(record, id), Unreadable(f"the record has no {text}"), 0, "line")
            else:
                yield table.item(_id(record, id), place, len(line), "line")


def _id(record: dict[str, Any], column: str | None) -> Any:
    value = None if column is None else record.get(column)
    return value if isinstance(value, str | int | float) and value != "" else None


_tables = Kept(open_bytes)
