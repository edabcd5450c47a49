"""Whether compiled modules that lie beside their sources are used (`scripts/compile.py` makes them).

They are used as long as no source has changed since; then, or with FACTSHEET_NATIVE=0 in the environment, the
sources run instead, with the same output.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType

RECORD = Path(__file__).with_name("native.json")
"""Size and time of each source when it was compiled; there is none in an installed wheel."""


class Sources:
    """Finds the modules of a package as sources, whatever was compiled."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As `sys.meta_path` asks for it."""
        if path is None or not name.startswith(self._package + "."):
            return None
        for folder in path:
            spec = FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES)).find_spec(name, target)
            if spec is not None and spec.loader is not None:
                return spec
        return None


def fresh(record: Path) -> bool:
    """Whether no source has changed since it was compiled; also where there is no record."""
    try:
        recorded = json.loads(record.read_bytes())
    except FileNotFoundError:
        return True
    try:
        return bool(recorded == stamps(recorded, record.parents[1]))
    except FileNotFoundError:
        return False


def stamps(names: Iterable[str], root: Path = RECORD.parents[1]) -> dict[str, list[int]]:
    """Size and time of sources, by their paths from the root."""
    states = {name: (root / name).stat() for name in names}
    return {name: [state.st_size, state.st_mtime_ns] for name, state in states.items()}


def choose() -> None:
    """Let Python import the sources of this package where what was compiled must not be used."""
    if os.environ.get("FACTSHEET_NATIVE") == "0" or not fresh(RECORD):
        sys.meta_path.insert(0, Sources(__package__ or "pipeline"))


def in_use() -> bool:
    """Whether the modules that work on each word run as machine code."""
    module = sys.modules.get("pipeline.symbols")
    file = None if module is None else module.__file__
    return file is not None and file.endswith(tuple(EXTENSION_SUFFIXES))
