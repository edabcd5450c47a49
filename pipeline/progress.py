"""What a run over many descriptions says: a bar on a terminal, else lines; a summary at the end."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from pipeline.batch import Extracted, Failure
from pipeline.terminal import Terminal
from schemas import Project


class Progress:
    """Counts outcomes and shows them. Failures are always shown, the rest unless it is quiet."""

    def __init__(self, total: int, bar: bool, quiet: bool) -> None:
        self.failures = 0
        self._documents = 0
        self._packages = 0
        self._mentions = 0
        self._warnings = 0
        self._quiet = quiet
        self._console = Terminal(stderr=True)
        self._bar: Bar | None = None
        if bar and not quiet:
            columns = (TextColumn("Extracting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Bar(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
        if kind is None and not self._quiet:
            self._console.print(self.summary)

    def add(self, outcome: Extracted | Failure) -> None:
        """Count one outcome and show it."""
        if isinstance(outcome, Failure):
            self.failures += 1
            self._console.print(f"factsheet: {outcome.shown}: {outcome.message}")
        else:
            project = outcome.project
            mentions = _mentions(project)
            self._documents += 1
            self._packages += len(project.work_packages)
            self._mentions += mentions
            self._warnings += len(project.warnings)
            if not self._bar and not self._quiet:
                said = [
                    _many(len(project.work_packages), "work package"),
                    _many(mentions, "mention"),
                    *([_many(len(project.warnings), "warning")] if project.warnings else []),
                ]
                self._console.print(f"{outcome.task.shown}: {', '.join(said)}")
        if self._bar:
            self._bar.advance(self._task)

    @property
    def summary(self) -> str:
        """The counts of the run."""
        return ", ".join(
            (
                _many(self._documents, "document"),
                _many(self._packages, "work package"),
                _many(self._mentions, "mention"),
                _many(self._warnings, "warning"),
                _many(self.failures, "failure"),
            )
        )


def _mentions(project: Project) -> int:
    sections = (project.overview, *project.work_packages)
    return sum(len(s.cities) + len(s.dates) + len(s.counts) + len(s.deliverables) for s in sections)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
