"""Files by path or URL: those of this machine by themselves, those of remote stores through fsspec."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any, Generic, Protocol, TypeVar

from pipeline.errors import UsageError


class _Closable(Protocol):
    def close(self) -> None: ...


T = TypeVar("T", bound=_Closable)
State = tuple[int | str, ...]
_TICK = 20_000_000
"""Nanoseconds within which a file system may give two changes the same time."""


def is_remote(path: str) -> bool:
    """Whether it is a URL such as ``s3://bucket/folder``."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and scheme.isalnum()


def open_bytes(path: str) -> IO[bytes]:
    """Open a file to read from any place of it. Raises OSError."""
    if not is_remote(path):
        return open(path, "rb")
    system, inside = remote(path)
    try:
        # Files of stores lack some of what files can do: a longest line, for one.
        return io.BufferedReader(system.open(inside, "rb"))
    except OSError:
        raise
    except Exception as error:  # each store has errors of its own
        raise OSError(None, first_line(error)) from error


class Kept(Generic[T]):
    """A few files that are kept open: one process reads many descriptions of each.

    One that was changed since is opened again.
    """

    def __init__(self, open_file: Callable[[str], T], most: int = 2) -> None:
        self._open = open_file
        self._most = most
        self._files: dict[tuple[str, tuple[int, int] | None], T] = {}
        _all_kept.append(self)

    def get(self, path: str) -> T:
        """The open file. Raises OSError or SourceError."""
        key = path, stamp(path)
        if key not in self._files:
            while len(self._files) >= self._most:
                self._files.pop(next(iter(self._files))).close()
            self._files[key] = self._open(path)
        return self._files[key]

    def close(self) -> None:
        """Close all of them."""
        while self._files:
            self._files.popitem()[1].close()


_all_kept: list[Kept[Any]] = []


def close_kept() -> None:
    """Close every file that is kept open."""
    for kept in _all_kept:
        kept.close()


def stamp(path: str) -> tuple[int, int] | None:
    """What tells a file from one that took its place; None for a URL. Raises OSError."""
    if is_remote(path):
        return None
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns


def state(file: IO[bytes]) -> State:
    """What tells this state of an open file from all later ones. Raises OSError.

    Of a pipe there is none to tell, and of a file behind a URL what the store says.
    """
    try:
        number = file.fileno()
    except OSError:
        told = getattr(getattr(file, "raw", file), "details", None) or {}
        return tuple(str(told.get(name)) for name in ("ETag", "etag", "size", "LastModified", "mtime"))
    found = os.fstat(number)
    if not stat.S_ISREG(found.st_mode):
        return ()
    if 0 <= (age := time.time_ns() - found.st_ctime_ns) < _TICK:
        # A change that came now would have the same time.
        time.sleep((_TICK - age) / 1e9)
        found = os.fstat(number)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def remote(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it. Raises UsageError where it can't be had."""
    system = _system(url.partition("://")[0])
    return system, system._strip_protocol(url)


@lru_cache(maxsize=8)
def _system(scheme: str) -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(
            "remote paths need the library fsspec; install it with: pip install 'factsheet[remote]'"
        ) from error
    try:
        return fsspec.filesystem(scheme)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{scheme}:// can't be used: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """What an error says, on one line."""
    return str(error).partition("\n")[0] or type(error).__name__
