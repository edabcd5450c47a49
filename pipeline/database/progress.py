"""What a load says: a bar on a terminal, and the counts at the end."""

from __future__ import annotations

import sys
from dataclasses import asdict
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.database.documents import Document
from pipeline.database.loader import Counts
from pipeline.errors import visible
from pipeline.terminal import Terminal


class Progress:
    """Shows how far a load is. What went wrong is always said, the rest unless it is quiet."""

    def __init__(self, total: int | None, quiet: bool) -> None:
        self._quiet = quiet
        self._console = Terminal(stderr=True)
        columns = (
            TextColumn("Loading"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[projects]} projects"),
            TimeRemainingColumn(),
        )
        hidden = quiet or not sys.stderr.isatty()
        self._bar = Bar(*columns, console=self._console, transient=True, disable=hidden)
        self._task = self._bar.add_task("", total=total, projects=0)
        self._projects = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self._console.print(f"factsheet: {visible(sentence)}")

    def add(self, document: Document) -> None:
        """Count one document."""
        self._projects += 1
        self._bar.update(self._task, advance=document.size, projects=self._projects)

    def end(self, database: str, counts: Counts) -> None:
        """Say what was done."""
        if not self._quiet:
            said = ", ".join(f"{number} {name}" for name, number in asdict(counts).items())
            self._console.print(f"{visible(database)}: {said}")
