"""What the tables share: their columns, and names for their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pipeline.errors import SourceError, UsageError
from pipeline.inputs.item import Item, Place, Unreadable, within
from pipeline.inputs.naming import safe_name

LONGEST_LINE = 1 << 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a record the text and the id stand."""

    text: str | None = None
    """`text` by default."""
    id: str | None = None
    """`id` by default, where there is one; else records are numbered."""


class Table:
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


def text_bytes(value: object, limit: int) -> bytes:
    """The bytes of a field. Raises SourceError where it holds no text."""
    if value is None:
        raise SourceError("the text is empty")
    if not isinstance(value, str):
        raise SourceError("the text is no string")
    return within(value.encode("utf-8", "surrogatepass"), limit)
