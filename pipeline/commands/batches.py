"""What commands over many descriptions take and say."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from rich.console import Console

from pipeline.engines import Engine, cores
from pipeline.errors import UsageError, visible

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
_LEVELS = ("error", "warning", "info", "debug")


def parse_size(given: str) -> int:
    """Bytes from ``500kB`` or ``20MB``; as many as there can be from 0. Raises UsageError."""
    m = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmg]?)b?", given.strip().lower())
    if m is None:
        raise UsageError(f"{given} is no size; write bytes, or 500kB, 20MB, 1GB")
    return int(float(m[1]) * _UNITS[m[2]]) or sys.maxsize


def choose_engine(name: Literal["local", "dask"], scheduler: str | None, jobs: int | None) -> Engine | None:
    """The engine that was asked for; None where the batch chooses. Raises UsageError."""
    if name == "local":
        if scheduler is not None:
            raise UsageError("--scheduler is for a cluster; add --engine dask")
        return None
    if scheduler is not None and jobs is not None:
        raise UsageError("--jobs is for workers of this machine; those of a scheduler are started with it")
    from pipeline.batch.fingerprint import fingerprint
    from pipeline.engines.dask import DaskEngine

    return DaskEngine(fingerprint, scheduler, jobs or cores())


@contextmanager
def log_to(console: Console, level: str | None, verbose: int) -> Iterator[None]:
    """Log to a console, beside its bar: warnings, and more with a level or `-v`. Raises UsageError."""
    if level is not None and level.lower() not in _LEVELS:
        raise UsageError(f"{level} is no level; the levels are {', '.join(_LEVELS)}")
    chosen = level.lower() if level else _LEVELS[min(1 + verbose, 3)]
    logger = logging.getLogger("pipeline")
    handler = _ConsoleHandler(console)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(chosen.upper())
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


class _ConsoleHandler(logging.Handler):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.print(visible(self.format(record)))
