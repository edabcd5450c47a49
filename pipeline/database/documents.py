"""What a load reads, one project at a time: a folder of output files, or projects one a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import UsageError
from pipeline.inputs.naming import printable
from pipeline.store import ERROR, reason

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON of one project, or why it can't be read."""

    shown: str
    """Where it stands, as messages name it: a file, or a file and a line."""
    data: bytes
    size: int
    """Bytes that were read for it."""
    trouble: str | None = None


class Documents:
    """All that an output holds: a folder (``*.json`` and ``*.jsonl`` below it), a file of either, or ``-``.

    Folders are read in the order of their names; what is hidden, and the files that tell of failures, are
    left out. Raises UsageError where there is nothing to load.
    """

    def __init__(self, given: str) -> None:
        self._given = given
        self.shown = "standard input" if given == STANDARD_INPUT else printable(given)
        self.total: int | None = None
        """Bytes of all of it; None where they are not known."""
        if given == STANDARD_INPUT:
            return
        if not os.path.exists(given):
            raise UsageError(f"there is no such file or folder: {given}")
        troubles: list[OSError] = []
        try:
            sizes = [os.path.getsize(path) for path in self._files(troubles) if os.path.exists(path)]
        except RecursionError as error:
            raise UsageError(f"{given} holds folders that are nested too deep") from error
        if not sizes and not troubles:
            raise UsageError(f"the folder {given} holds no output (*.json, *.jsonl)")
        self.total = sum(sizes)

    def __iter__(self) -> Iterator[Document]:
        if self._given == STANDARD_INPUT:
            yield from _lines(sys.stdin.buffer, "standard input")
            return
        troubles: list[OSError] = []
        for path in self._files(troubles):
            shown = printable(path)
            try:
                with open(path, "rb") as file:
                    if path.lower().endswith(_LINES):
                        yield from _lines(file, shown)
                    else:
                        data = file.read()
                        yield Document(shown, data, len(data))
            except OSError as error:
                yield Document(shown, b"", 0, f"it can't be read: {reason(error)}")
        for trouble in troubles:
            said = f"the folder can't be read: {reason(trouble)}"
            yield Document(printable(str(trouble.filename)), b"", 0, said)

    def _files(self, troubles: list[OSError]) -> Iterator[str]:
        """The files in their order; what kept folders from being looked through is added to the troubles."""
        if not os.path.isdir(self._given):
            yield self._given
            return
        for root, folders, names in os.walk(self._given, onerror=troubles.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                stem, suffix = os.path.splitext(name.lower())
                if suffix in (".json", *_LINES) and not stem.endswith(ERROR) and not name.startswith("."):
                    yield os.path.join(root, name)


def _lines(file: BinaryIO, shown: str) -> Iterator[Document]:
    for number, line in enumerate(file, 1):
        if data := line.strip():
            yield Document(f"{shown}, line {number}", data, len(line))
