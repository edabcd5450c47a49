"""Descriptions in a ZIP archive. Nothing is unpacked to the disk."""

from __future__ import annotations

import itertools
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.errors import SourceError
from pipeline.inputs.files import Kept, first_line, is_remote, open_bytes
from pipeline.inputs.folders import PAGES, TEXTS, form_of
from pipeline.inputs.item import ChangedError, Item, TooLargeError, Unreadable, Unusable, read_within
from pipeline.inputs.naming import printable, safe_path
from pipeline.store import reason

ARCHIVES = (".zip",)
_ENCRYPTED = 0x1
_HEADER = 30
"""Bytes that stand before an entry, at least."""
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive, by its place in the list: names need not be unique."""

    path: str
    number: int
    name: str
    """What stands there under another name, in an archive that was changed since, is another file."""

    def read(self, limit: int) -> bytes:
        """Its bytes; no more than the limit are unpacked. Raises OSError or SourceError."""
        archive = _archives.get(self.path)
        entries = archive.infolist()[self.number : self.number + 1]
        if [entry.filename for entry in entries] != [self.name]:
            raise ChangedError("archive")
        entry = entries[0]
        if entry.file_size > limit:
            raise TooLargeError(limit)
        try:
            with archive.open(entry) as file:
                return read_within(file, limit)
        except _DAMAGES as error:
            raise SourceError(f"the archive is damaged there: {first_line(error)}") from error


def is_archive(path: str) -> bool:
    """Whether a file is an archive, by its ending."""
    return path.lower().endswith(ARCHIVES)


def in_archive(path: str, origin: str) -> Iterator[Item | Unusable]:
    """The texts and pages of an archive in the order of their names, without hidden ones."""
    try:
        with open_bytes(path) as file, zipfile.ZipFile(file) as archive:
            entries = sorted(enumerate(archive.infolist()), key=lambda numbered: numbered[1].filename)
    except OSError as error:
        yield Unusable(path, f"it can't be read: {reason(error)}", origin)
        return
    except _DAMAGES as error:
        yield Unusable(path, f"it is no ZIP archive: {first_line(error)}", origin)
        return
    overlapping = _overlapping([entry for _, entry in entries])
    found = False
    for number, entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if not entry.filename.lower().endswith(TEXTS + PAGES) or _is_hidden(parts):
            continue
        found = True
        stem = PurePosixPath(parts[-1]).stem
        shown = f"{path}: {entry.filename}"
        refused = "it shares its bytes with another" if entry in overlapping else _refusal(entry)
        place = Unreadable(refused) if refused else Entry(path, number, entry.filename)
        output = safe_path([*parts[:-1], stem])
        yield Item(printable(stem), output, shown, origin, place, form_of(entry.filename), entry.file_size)
    if not found:
        yield Unusable(path, "the archive holds no *.txt or *.html files", origin)


def _is_hidden(parts: list[str]) -> bool:
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[zipfile.ZipInfo]:
    """Those whose bytes reach into another: a small archive that unpacks to terabytes is made of them."""
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    return {
        entry
        for entry, after in itertools.pairwise(in_order)
        if entry.header_offset + _HEADER + entry.compress_size > after.header_offset
    }


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link, not a file"
    return None


def _open(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(open_bytes(path) if is_remote(path) else path)
    except _DAMAGES as error:
        raise SourceError(f"it is no ZIP archive: {first_line(error)}") from error


_archives = Kept(_open)
