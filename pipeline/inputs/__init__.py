"""What inputs stand for: the descriptions in files, folders, patterns, tables, archives and remote stores."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.errors import SourceError, UsageError, hide
from pipeline.inputs.archives import in_archive, is_archive
from pipeline.inputs.files import is_remote
from pipeline.inputs.folders import PAGES, TEXTS, File, in_folder, is_pattern, matching, named_file
from pipeline.inputs.item import Given, Item, TooLargeError, Unreadable, Unusable
from pipeline.inputs.stores import in_store, named_url, output_of
from pipeline.inputs.tables import Columns, in_table, is_table
from pipeline.source import Source
from pipeline.store import reason

__all__ = [
    "STANDARD_INPUT",
    "Columns",
    "Item",
    "TooLargeError",
    "Unreadable",
    "Unusable",
    "find",
    "is_one_description",
    "is_remote",
    "read_source",
]

STANDARD_INPUT = "-"
_DEFAULT = Columns()


def find(
    inputs: Iterable[str], columns: Columns = _DEFAULT, leave_out: str | None = None
) -> Iterator[Item | Unusable]:
    """The descriptions that inputs stand for, in their order, and the inputs that can't be used.

    Args:
        columns: where in the records of tables text and id stand.
        leave_out: the real path of a folder that is not looked into (that of the outputs).

    Raises:
        UsageError: a table has no such column, or a library is missing that an input needs.
    """
    for given in inputs:
        if given == STANDARD_INPUT:
            yield Item("stdin", "stdin", "standard input", STANDARD_INPUT, Given(sys.stdin.buffer.read()))
        elif is_remote(given):
            # What is kept and shown of a URL tells no password: it is needed where the file is read, alone.
            for one in _remote(given, columns):
                yield replace(one, shown=hide(one.shown), origin=hide(one.origin))
        elif os.path.isdir(given):
            yield from in_folder(given, leave_out)
        elif os.path.lexists(given):
            yield from _file(given, columns, os.path.realpath(given))
        elif is_pattern(given):
            yield from _matching(given, columns)
        else:
            yield Unusable(given, "there is no such file or folder", os.path.realpath(given))


def is_one_description(given: str) -> bool:
    """Whether an input can only stand for a single description."""
    if os.path.isdir(given) or is_table(given) or is_archive(given):
        return False
    if is_remote(given):
        return given.lower().endswith(TEXTS + PAGES) and not is_pattern(given)
    return os.path.lexists(given) or not is_pattern(given)


def _file(path: str, columns: Columns, origin: str) -> Iterator[Item | Unusable]:
    """What a file holds: many descriptions where it is a table or an archive."""
    if is_table(path):
        yield from in_table(path, columns, origin)
    elif is_archive(path):
        yield from in_archive(path, origin)
    else:
        yield named_file(path, origin)


def _matching(pattern: str, columns: Columns) -> Iterator[Item | Unusable]:
    origin = os.path.abspath(pattern)
    found = False
    for item in matching(pattern):
        found = True
        if isinstance(item.place, File) and not is_one_description(item.place.path):
            yield from _file(item.place.path, columns, origin)
        else:
            yield item
    if not found:
        yield Unusable(pattern, "no file matches", origin)


def _remote(url: str, columns: Columns) -> Iterator[Item | Unusable]:
    for found in in_store(url):
        if isinstance(found, Unusable):
            yield found
            continue
        path, relative, size = found
        if is_table(path):
            yield from in_table(path, columns, url)
        elif is_archive(path):
            yield from in_archive(path, url)
        else:
            yield named_url(path, url, size, output_of(relative) if relative else None)


def read_source(given: str) -> Source:
    """The description in one file, or in standard input. Raises SourceError or UsageError."""
    if os.path.isdir(given):
        raise UsageError(f"{given} is a folder; name one file")
    if given == STANDARD_INPUT:
        item = next(iter(find([given])))
        assert isinstance(item, Item)
    else:
        item = named_file(given)
    try:
        return item.source(item.read(sys.maxsize))
    except OSError as error:
        raise SourceError(f"{item.shown}: it can't be read: {reason(error)}") from error
    except SourceError as error:
        raise SourceError(f"{item.shown}: {error}") from error
