"""Descriptions that are files: named one by one, by a folder, or by a pattern."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.inputs.files import state
from pipeline.inputs.item import ChangedError, Form, Item, Unusable, read_within
from pipeline.inputs.naming import printable, safe_name, safe_path
from pipeline.store import reason

TEXTS = (".txt",)
PAGES = (".html", ".htm")
_TRIES = 5


@dataclass(frozen=True)  # no slots: see Item
class File:
    """A file of this machine, or of a folder that all machines share."""

    path: str

    def read(self, limit: int) -> bytes:
        """Its bytes, as they were together at one time. Raises OSError, TooLargeError or ChangedError."""
        for _ in range(_TRIES):
            with open(self.path, "rb") as file:
                before = state(file)
                data = read_within(file, limit)
                if state(file) == before:
                    return data
        raise ChangedError("file")


def form_of(name: str) -> Form:
    """What a file holds, by its ending."""
    return "page" if name.lower().endswith(PAGES) else "text"


def named_file(path: str, origin: str | None = None) -> Item:
    """A file that was named: it may have any ending."""
    stem = Path(path).stem
    return _item(path, stem, safe_name(stem), origin or os.path.realpath(path))


def _item(path: str, stem: str, output: str, origin: str) -> Item:
    form = form_of(path)
    return Item(printable(stem), output, printable(path), printable(origin), File(path), form, _size(path))


def in_folder(folder: str, leave_out: str | None) -> Iterator[Item | Unusable]:
    """The texts and pages below a folder in the order of their names, without hidden ones.

    Args:
        leave_out: the real path of a folder that is not looked into (that of the outputs).
    """
    troubles: list[OSError] = []
    origin = printable(os.path.realpath(folder))
    found = False
    for root, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(os.path.join(root, name)) != leave_out
        )
        here = Path(root)
        below = here.relative_to(folder).parts
        for name in sorted(names):
            if name.lower().endswith(TEXTS + PAGES) and not name.startswith("."):
                found = True
                stem = os.path.splitext(name)[0]
                yield _item(os.path.join(here, name), stem, safe_path([*below, stem]), origin)
    for trouble in troubles:
        yield Unusable(str(trouble.filename), f"the folder can't be read: {reason(trouble)}", origin)
    if not found and not troubles:
        yield Unusable(folder, "the folder holds no *.txt or *.html files", origin)


def is_pattern(given: str) -> bool:
    """Whether an input is a pattern such as ``raw/**/*.txt``."""
    return glob.has_magic(given)


def matching(pattern: str) -> Iterator[tuple[str, str]]:
    """The files that match a pattern in the order of their paths, each with its path below the fixed part."""
    fixed = Path(*_fixed_parts(Path(pattern)))
    for path in sorted(glob.iglob(pattern, recursive=True)):
        if os.path.isfile(path):
            yield path, os.path.relpath(path, fixed)


def _fixed_parts(pattern: Path) -> Iterator[str]:
    for part in pattern.parts:
        if glob.has_magic(part):
            return
        yield part


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
