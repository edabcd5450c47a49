"""What inputs stand for: the descriptions in files, folders, patterns, tables, archives and remote stores."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from pipeline.errors import SourceError, UsageError
from pipeline.inputs.folders import in_folder, named_file
from pipeline.inputs.item import Given, Item, TooLargeError, Unreadable, Unusable
from pipeline.source import Source
from pipeline.store import reason

__all__ = ["STANDARD_INPUT", "Item", "TooLargeError", "Unreadable", "Unusable", "find", "read_source"]

STANDARD_INPUT = "-"


def find(inputs: Iterable[str], leave_out: str | None = None) -> Iterator[Item | Unusable]:
    """The descriptions that inputs stand for, in their order, and the inputs that can't be used.

    Args:
        leave_out: the real path of a folder that is not looked into (that of the outputs).
    """
    for given in inputs:
        if given == STANDARD_INPUT:
            yield Item("stdin", "stdin", "standard input", STANDARD_INPUT, Given(sys.stdin.buffer.read()))
        elif os.path.isdir(given):
            yield from in_folder(given, leave_out)
        elif os.path.lexists(given):
            yield named_file(given)
        else:
            yield Unusable(given, "there is no such file or folder", os.path.realpath(given))


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
