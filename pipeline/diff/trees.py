"""Where files come from: a folder, one file, or a git revision (`git.py`); entries by their path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline import store


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: how messages name it, and its bytes. Reading raises OSError."""

    shown: str
    read: Callable[[], bytes]


Entries = Mapping[PurePosixPath, Entry]


def of_paths(paths: Iterable[Path], folder: Path) -> dict[PurePosixPath, Entry]:
    """Files by their path below a folder."""
    return {
        PurePosixPath(path.relative_to(folder).as_posix()): Entry(str(path), path.read_bytes)
        for path in paths
    }


def of_outputs(folder: Path) -> dict[PurePosixPath, Entry]:
    """The outputs in a folder. Raises UsageError where it is none."""
    return of_paths(store.files(folder), folder)


def of_texts(folder: Path) -> dict[PurePosixPath, Entry]:
    """All files in a folder, hidden ones left out; a file stands for itself."""
    if folder.is_file():
        return of_paths([folder], folder.parent)
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (Path(root, name) for name in sorted(names) if not name.startswith("."))
    return of_paths(found, folder)


def projects(entries: Entries) -> dict[str, Entry]:
    """The outputs among files by the id of their project: their path without `.json`."""
    return {
        project_id(path): entry
        for path, entry in entries.items()
        if path.suffix == ".json" and store.is_output(path)
    }


def project_id(path: PurePosixPath) -> str:
    """The path without its suffix; bytes of a file name that are no text are replaced."""
    return os.fsencode(str(path.with_suffix(""))).decode("utf-8", "replace")
