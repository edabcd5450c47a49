"""What an output depends on, for bug reports and for repeating a run: versions, hashes, credits."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pipeline.batch.fingerprint import fingerprint
from pipeline.data import CREDIT

_GAZETTEER = Path(__file__).parent / "data" / "gazetteer.sqlite"
_SHOWN = ("schema", "code", "rules", "gazetteer")
_REQUIREMENT = re.compile(r"[\w.-]+")


def versions() -> Iterator[tuple[str, str]]:
    """What is installed, as names and versions.

    Factsheet's own parts go by a hash of their files; then come Python and the libraries that Factsheet asks
    for, optional ones where they are installed.
    """
    described = fingerprint(None, None).described
    yield from ((name, str(described[name])) for name in _SHOWN)
    yield "places", f"{_places():,}"
    yield "credits", CREDIT
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()}, {platform.system()})"
    for name in _libraries():
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _places() -> int:
    with closing(sqlite3.connect(f"{_GAZETTEER.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return int(connection.execute("select count(*) from places").fetchone()[0])


def _libraries() -> list[str]:
    """The libraries that Factsheet needs, those of its extras too but for what builds and tests it."""
    found = set()
    for requirement in requires("factsheet") or ():
        name = _REQUIREMENT.match(requirement)
        if name is not None and not re.search(r"extra == '(?:dev|build|fuzz)'", requirement):
            found.add(name[0].lower())
    return sorted(found)
