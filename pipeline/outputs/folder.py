"""A folder that takes outputs. Nothing is ever written or removed outside of it."""

from __future__ import annotations

import errno
import itertools
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from pipeline import store
from pipeline.inputs.files import is_remote

WORK = ".factsheet"
"""The hidden folder in which runs keep what they know."""
_process = uuid.uuid4().hex
"""Processes of several machines write to a folder that they share: their numbers may be the same."""
_counter = itertools.count()


class Stamp(NamedTuple):
    """What tells a file that was written from one that was changed since."""

    size: int
    modified: int = 0
    """Nanoseconds; 0 where a store does not keep it exactly."""


class Folder(Protocol):
    """Files by their path below a folder, parted by slashes."""

    shown: str
    """What messages call it."""

    def open(self) -> None:
        """Make it where there is none. Raises UsageError where it takes no files."""

    def write(self, name: str, data: bytes, lasting: bool = False) -> Stamp:
        """Write a file so that it is there whole or not at all. Raises OSError.

        Args:
            lasting: wait until it would survive a loss of power. One whose stamp is kept need not: when it is
                lost, it is missed and written again.
        """

    def read(self, name: str, start: int = 0, length: int = -1) -> bytes:
        """Its bytes, or a stretch of them. Raises OSError."""

    def stamp(self, name: str) -> Stamp | None:
        """The stamp of a file, None where there is none."""

    def remove(self, name: str) -> bool:
        """Remove a file; whether there was one that could be removed."""

    def names(self, below: str) -> Iterator[str]:
        """The names of the files in a sub-folder."""

    def put_file(self, name: str, path: Path) -> Stamp:
        """Move a local file here. Raises OSError."""


class LocalFolder:
    """A folder of this machine, or one that all machines share."""

    def __init__(self, root: str, work: str = WORK) -> None:
        self.root = Path(root)
        self._work = work
        self.shown = root
        self._real = os.path.realpath(root)
        self._inside: set[Path] = set()

    def write(self, name: str, data: bytes, lasting: bool = False) -> Stamp:
        """Write a file so that it is there whole or not at all. Raises OSError."""
        path = self._path(name)
        temporary = self.temporary()
        try:
            with temporary.open("wb") as file:
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return _stamp(path)

    def open(self) -> None:
        """Make the folder where there is none. Raises UsageError where it takes no files."""
        store.open_folder(self.root)

    def temporary(self) -> Path:
        """A path for a file that is not complete yet."""
        return self.kept(f"{self._work}/tmp/{_process}-{os.getpid()}-{next(_counter)}")

    def kept(self, name: str) -> Path:
        """The path of a file that runs keep; its folder is made. Raises OSError for a link on the way."""
        path = self.root
        for part in name.split("/"):
            path /= part
            if path.is_symlink():
                raise OSError(errno.EPERM, f"{path} is a link; remove it")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def read(self, name: str, start: int = 0, length: int = -1) -> bytes:
        """Its bytes, or a stretch of them. Raises OSError."""
        with open(self.root / name, "rb") as file:
            file.seek(start)
            return file.read(length)

    def stamp(self, name: str) -> Stamp | None:
        """The stamp of a file, None where there is none."""
        try:
            return _stamp(self.root / name)
        except OSError:
            return None

    def remove(self, name: str) -> bool:
        """Remove a file; whether there was one that could be removed."""
        try:
            self._path(name, make=False).unlink()
        except OSError:
            return False
        return True

    def names(self, below: str) -> Iterator[str]:
        """The names of the files in a sub-folder."""
        folder = self.root / below
        if folder.is_dir():
            yield from (f"{below}/{entry.name}" for entry in os.scandir(folder))

    def put_file(self, name: str, path: Path) -> Stamp:
        """Move a local file here. Raises OSError."""
        target = self._path(name)
        os.replace(path, target)
        return _stamp(target)

    def _path(self, name: str, make: bool = True) -> Path:
        """The path of a file; a sub-folder that a link leads elsewhere is refused. Raises OSError."""
        path = self.root / name
        parent = path.parent
        if parent not in self._inside:
            if os.path.commonpath((os.path.realpath(parent), self._real)) != self._real:
                raise OSError(errno.EPERM, "a link leads out of the output folder")
            if make:
                parent.mkdir(parents=True, exist_ok=True)
            self._inside.add(parent)
        return path


def open_folder(root: str, work: str = WORK) -> Folder:
    """The folder at a path or URL.

    Args:
        work: the folder in it where files lie that are not complete yet.

    Raises:
        UsageError: the store can't be had.
    """
    if is_remote(root):
        from pipeline.outputs.stores import RemoteFolder

        return RemoteFolder(root)
    return LocalFolder(root, work)


def _stamp(path: Path) -> Stamp:
    stat = path.stat(follow_symlinks=False)
    return Stamp(stat.st_size, stat.st_mtime_ns)
