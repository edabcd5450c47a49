"""Descriptions that are files: named one by one, by a folder, or by a pattern."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.inputs.files import state
from pipeline.inputs.item import ChangedError, Form, Item, Unreadable, Unusable, read_within
from pipeline.inputs.naming import DEEPEST, printable, safe_name, safe_path
from pipeline.store import reason

TEXTS = (".txt",)
PAGES = (".html", ".htm")
_TRIES = 5
_OUT = "it is a link that leads out of the folder; name it to have it read"


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


def _item(path: str, stem: str, output: str, origin: str, inside: str | None = None) -> Item:
    """The file as an item; with `inside`, one that leads out of that folder, or is none, is refused."""
    size, refused = _looked_at(path, inside)
    place = File(path) if refused is None else Unreadable(refused)
    return Item(printable(stem), output, printable(path), printable(origin), place, form_of(path), size)


def _looked_at(path: str, inside: str | None) -> tuple[int, str | None]:
    """Its size, and why it is not read. What can't be looked at is told of when it is read."""
    try:
        info = os.stat(path) if inside is None else os.lstat(path)
        if stat.S_ISLNK(info.st_mode):
            if not is_below(os.path.realpath(path), str(inside)):
                return 0, _OUT
            info = os.stat(path)
    except OSError:
        return 0, None
    if inside is not None and not stat.S_ISREG(info.st_mode):
        return 0, "it is no file but a pipe, a socket, a device or a folder"
    return info.st_size, None


def is_below(path: str, folder: str) -> bool:
    """Whether a real path lies in a folder."""
    return path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def in_folder(folder: str, leave_out: str | None) -> Iterator[Item | Unusable]:
    """The texts and pages below a folder in the order of their names, without hidden ones.

    Args:
        leave_out: the real path of a folder that is not looked into (that of the outputs).
    """
    troubles: list[OSError] = []
    real = os.path.realpath(folder)
    origin = printable(real)
    found = False
    for root, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(os.path.join(root, name)) != leave_out
        )
        here = Path(root)
        below = here.relative_to(folder).parts
        if len(below) == DEEPEST and folders:
            found = True
            yield Unusable(
                root, f"folders in it are nested deeper than {DEEPEST}: name them by themselves", origin
            )
            folders.clear()
        for name in sorted(names):
            if name.lower().endswith(TEXTS + PAGES) and not name.startswith("."):
                found = True
                stem = os.path.splitext(name)[0]
                yield _item(os.path.join(here, name), stem, safe_path([*below, stem]), origin, real)
    for trouble in troubles:
        yield Unusable(str(trouble.filename), f"the folder can't be read: {reason(trouble)}", origin)
    if not found and not troubles:
        yield Unusable(folder, "the folder holds no *.txt or *.html files", origin)


def is_pattern(given: str) -> bool:
    """Whether an input is a pattern such as ``raw/**/*.txt``."""
    return glob.has_magic(given)


def matching(pattern: str) -> Iterator[Item]:
    """The files that match a pattern in the order of their paths, as texts or pages.

    The output of each is its path below the fixed part of the pattern.
    """
    origin = os.path.abspath(pattern)
    fixed = str(Path(*_fixed_parts(Path(pattern))))
    real = os.path.realpath(fixed)
    for path in sorted(set(_glob(pattern))):
        if os.path.isfile(path):
            parts = os.path.splitext(os.path.relpath(path, fixed))[0].split(os.sep)
            item = _item(path, Path(path).stem, safe_path(parts), origin, real)
            yield item if is_below(os.path.realpath(path), real) else replace(item, place=Unreadable(_OUT))


def _glob(pattern: str) -> Iterator[str]:
    """What matches; ``**`` goes through no link, which may lead round in a circle."""
    parts = pattern.split(os.sep)
    if "**" not in parts:
        yield from glob.iglob(pattern)
        return
    at = parts.index("**")
    head, tail = os.sep.join(parts[:at]), parts[at + 1 :] or ["*"]
    for start in glob.iglob(head) if at and head else [head]:
        top = start or (os.sep if at else os.curdir)
        for root, folders, _ in os.walk(top):
            below = Path(root).relative_to(top).parts
            folders[:] = [] if len(below) == DEEPEST else [f for f in folders if not f.startswith(".")]
            yield from _glob(
                os.sep.join((*([glob.escape(start)] if at else []), *map(glob.escape, below), *tail))
            )


def _fixed_parts(pattern: Path) -> Iterator[str]:
    for part in pattern.parts:
        if glob.has_magic(part):
            return
        yield part
