"""A folder of a remote store that takes outputs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, hide
from pipeline.inputs.files import first_line, remote
from pipeline.outputs.folder import Stamp


class RemoteFolder:
    """A folder behind a URL. A store shows a file when it is there whole."""

    def __init__(self, url: str) -> None:
        self.shown = hide(url.rstrip("/"))
        self._system, self._root = remote(url.rstrip("/"))
        self._sizes: dict[str, int] | None = None

    def open(self) -> None:
        """See that the store answers, and what the folder holds. Raises UsageError."""
        try:
            self._system.invalidate_cache()
            found = self._system.find(self._root, detail=True)
        except FileNotFoundError:
            found = {}
        except Exception as error:  # each store has errors of its own
            raise UsageError(f"the output folder {self.shown} can't be used: {first_line(error)}") from error
        self._sizes = {posixpath.relpath(name, self._root): info["size"] or 0 for name, info in found.items()}

    def write(self, name: str, data: bytes, lasting: bool = False) -> Stamp:
        """Write a file so that it is there whole or not at all. Raises OSError."""
        self._try(self._system.pipe_file, self._path(name), data)
        return self._wrote(name, len(data))

    def read(self, name: str, start: int = 0, length: int = -1) -> bytes:
        """Its bytes, or a stretch of them. Raises OSError."""
        end = None if length < 0 else start + length
        data: bytes = self._try(self._system.cat_file, self._path(name), start or None, end)
        return data

    def stamp(self, name: str) -> Stamp | None:
        """The size of a file when the folder was opened, or was written since; None where there is none."""
        if self._sizes is None:
            self.open()
        size = (self._sizes or {}).get(name)
        return None if size is None else Stamp(size)

    def remove(self, name: str) -> bool:
        """Remove a file; whether there was one that could be removed."""
        if self._sizes is not None and name not in self._sizes:
            return False
        try:
            self._system.rm_file(self._path(name))
        except Exception:  # each store has errors of its own
            return False
        if self._sizes is not None:
            self._sizes.pop(name, None)
        return True

    def names(self, below: str) -> Iterator[str]:
        """The names of the files in a sub-folder."""
        if self._sizes is None:
            self.open()
        return iter([name for name in self._sizes or {} if posixpath.dirname(name) == below])

    def put_file(self, name: str, path: Path) -> Stamp:
        """Move a local file here. Raises OSError."""
        size = path.stat().st_size
        self._try(self._system.put_file, str(path), self._path(name))
        path.unlink()
        return self._wrote(name, size)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _wrote(self, name: str, size: int) -> Stamp:
        if self._sizes is not None:
            self._sizes[name] = size
        return Stamp(size)

    def _try(self, do: Any, *arguments: Any) -> Any:
        try:
            return do(*arguments)
        except OSError:
            raise
        except Exception as error:  # each store has errors of its own
            raise OSError(None, first_line(error)) from error
