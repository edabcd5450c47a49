"""Descriptions in a remote store: files, folders and patterns behind a URL."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.errors import UsageError, hide
from pipeline.inputs.files import first_line, open_bytes, remote
from pipeline.inputs.folders import PAGES, TEXTS, form_of
from pipeline.inputs.item import Item, TooLargeError, Unusable, read_within
from pipeline.inputs.naming import safe_name, safe_path


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file behind a URL."""

    url: str
    size: int

    def read(self, limit: int) -> bytes:
        """Its bytes. Raises OSError or TooLargeError."""
        if self.size > limit:
            raise TooLargeError(limit)
        with open_bytes(self.url) as file:
            return read_within(file, limit)


def named_url(url: str, origin: str | None = None, size: int = 0, output: str | None = None) -> Item:
    """A file that was named by its URL."""
    stem = posixpath.splitext(posixpath.basename(hide(url)))[0]
    place = RemoteFile(url, size)
    return Item(stem, output or safe_name(stem), url, origin or url, place, form_of(url), size)


def in_store(url: str) -> Iterator[tuple[str, str, int] | Unusable]:
    """The files that a URL stands for: each with its path below the folder, or an empty one, and its size.

    A folder stands for its texts and pages, a pattern for what it matches, a file for itself.
    """
    try:
        system, path = remote(url)
        yield from _find(system, path, url)
    except UsageError:
        raise
    except Exception as error:  # each store has errors of its own
        missing = isinstance(error, FileNotFoundError)
        said = "there is no such file or folder" if missing else f"it can't be read: {first_line(error)}"
        yield Unusable(url, said, url)


def _find(system: Any, path: str, url: str) -> Iterator[tuple[str, str, int] | Unusable]:
    if "*" in path or "?" in path:
        fixed = posixpath.dirname(path[: min(path.find(c) for c in "*?" if c in path)])
        matches = system.glob(path, detail=True)
        for name in sorted(matches):
            relative = posixpath.relpath(name, fixed)
            if matches[name]["type"] == "file" and not _is_hidden(relative):
                yield system.unstrip_protocol(name), relative, matches[name]["size"] or 0
        if not matches:
            yield Unusable(url, "no file matches", url)
    elif system.isfile(path):
        yield url, "", system.size(path) or 0
    elif system.isdir(path):
        files = system.find(path, detail=True)
        found = False
        for name in sorted(files):
            relative = posixpath.relpath(name, path)
            if name.lower().endswith(TEXTS + PAGES) and not _is_hidden(relative):
                found = True
                yield system.unstrip_protocol(name), relative, files[name]["size"] or 0
        if not found:
            yield Unusable(url, "the folder holds no *.txt or *.html files", url)
    else:
        yield Unusable(url, "there is no such file or folder", url)


def _is_hidden(relative: str) -> bool:
    return any(part.startswith(".") for part in relative.split("/"))


def output_of(relative: str) -> str:
    """The output of a file by its path below a folder."""
    return safe_path(posixpath.splitext(relative)[0].split("/"))
