"""Where projects go. A target can be pickled; its writers take the projects of one shard each."""

from __future__ import annotations

import uuid
import zlib
from dataclasses import dataclass
from typing import Protocol

from pipeline.inputs.item import Item
from pipeline.outputs.folder import Folder, open_folder
from pipeline.store import ERROR, to_json, to_json_line
from schemas import Project

PARTS = "parts"


@dataclass(frozen=True)  # no slots: see Item
class Written:
    """What became of a project: a file with its stamp, or a stretch of a part."""

    size: int = 0
    modified: int = 0
    part: str | None = None
    start: int = 0
    text: bool = False
    """Whether the text that was taken from a page was written as well."""
    data: bytes = b""
    """The project itself, where it is not written by the worker."""


class Writer(Protocol):
    """Takes the projects of one shard."""

    def put(self, item: Item, project: Project, text: str | None) -> Written:
        """Take a project, and the text that was taken from a page. Raises OSError."""

    def finish(self) -> None:
        """Write what is not written yet. Raises OSError."""


class Target(Protocol):
    """Where projects go."""

    def writer(self) -> Writer:
        """A writer for one shard. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Files:
    """One JSON file a project in a folder."""

    root: str

    def writer(self) -> Writer:
        """A writer for one shard."""
        return _FileWriter(open_folder(self.root))


@dataclass(frozen=True, slots=True)
class Parts:
    """The projects of a shard as one compressed part, from which a single file is put together later."""

    root: str
    """The folder of the file."""
    work: str
    """The folder in it for what a run keeps; parts lie below."""
    texts: str
    """The folder in it for the texts that were taken from pages."""

    def writer(self) -> Writer:
        """A writer for one shard."""
        return _PartWriter(open_folder(self.root, self.work), self)


@dataclass(frozen=True, slots=True)
class Stream:
    """Handed back, to be written to standard output: indented or one line a project."""

    indented: bool

    def writer(self) -> Writer:
        """A writer for one shard."""
        return _StreamWriter(self.indented)


class _FileWriter:
    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def put(self, item: Item, project: Project, text: str | None) -> Written:
        if text is not None:
            self._folder.write(f"{item.output}.txt", text.encode())
        stamp = self._folder.write(f"{item.output}.json", to_json(project))
        self._folder.remove(f"{item.output}{ERROR}.json")
        return Written(stamp.size, stamp.modified, text=text is not None)

    def finish(self) -> None:
        pass


class _PartWriter:
    def __init__(self, folder: Folder, target: Parts) -> None:
        self._folder = folder
        self._target = target
        # A name that no other part has: what an earlier run wrote is never written over.
        self._name = f"{uuid.uuid4().hex}.part"
        self._data = bytearray()

    def put(self, item: Item, project: Project, text: str | None) -> Written:
        if text is not None:
            self._folder.write(f"{self._target.texts}/{item.output}.txt", text.encode())
        packed = zlib.compress(to_json_line(project), 1)
        start = len(self._data)
        self._data += packed
        return Written(len(packed), part=self._name, start=start, text=text is not None)

    def finish(self) -> None:
        if self._data:
            part = f"{self._target.work}/{PARTS}/{self._name}"
            self._folder.write(part, bytes(self._data), lasting=True)


class _StreamWriter:
    def __init__(self, indented: bool) -> None:
        self._as_bytes = to_json if indented else to_json_line

    def put(self, item: Item, project: Project, text: str | None) -> Written:
        return Written(data=self._as_bytes(project))

    def finish(self) -> None:
        pass
