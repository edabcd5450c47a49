"""What a run over many descriptions says: a bar on a terminal, else lines; a report at the end."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich import box
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from pipeline.batch.ledger import Entry
from pipeline.batch.report import Report, many
from pipeline.errors import visible
from pipeline.inputs import Item, Unusable
from pipeline.shards import Outcome
from pipeline.terminal import Terminal


class _Rate(ProgressColumn):
    """Documents a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


class Progress:
    """Shows what happens. Failures are always shown, the rest unless it is quiet."""

    def __init__(self, bar: bool, quiet: bool) -> None:
        self.console = Terminal(stderr=True)
        self._quiet = quiet
        self._failures = 0
        self._bar: Bar | None = None
        if bar and not quiet:
            self._bar = Bar(
                TextColumn("Extracting"),
                BarColumn(),
                MofNCompleteColumn(),
                _Rate(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[failed]}"),
                console=self.console,
                transient=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def begin(self, total: int) -> None:
        """Show the bar for so many descriptions."""
        if self._bar:
            self._bar.start()
            self._task = self._bar.add_task("", total=total, failed=self._failed)

    def unusable(self, unusable: Unusable) -> None:
        """Say why an input can't be used."""
        self._fail(unusable.shown, unusable.message)

    def unchanged(self, entry: Entry) -> None:
        """Move the bar on."""
        if self._bar:
            self._bar.advance(self._task)

    def done(self, item: Item, outcome: Outcome) -> None:
        """Say what was found in a description, or why nothing was."""
        if outcome.failure:
            self._fail(item.shown, outcome.failure.message)
        elif not self._bar and not self._quiet:
            counts = outcome.counts
            said = [
                many(counts.packages, "work package"),
                many(counts.mentions, "mention"),
                *([many(counts.warnings, "warning")] if counts.warnings else []),
            ]
            self.console.print(f"{visible(item.shown)}: {', '.join(said)}")
        if self._bar:
            self._bar.update(self._task, advance=1, failed=self._failed)

    def gone(self, shown: str, pruned: bool) -> None:
        """Say that the source of an output is gone."""
        if not self._quiet:
            what = "its output was removed" if pruned else "its output stays; --prune removes it"
            self.console.print(f"{visible(shown)}: the source is gone, {what}")

    def end(self, report: Report, table: bool) -> None:
        """Show the report: the table where it is wanted, and the summary."""
        if report.failed_before:
            failed = f"{many(report.failed_before, 'description')} failed before and did not change since"
            self.console.print(f"factsheet: {failed}: not tried again without --retry-errors")
        if self._quiet:
            return
        if table:
            self.console.print(_table(report))
        self.console.print(report.summary)

    def _fail(self, shown: str, message: str) -> None:
        self._failures += 1
        self.console.print(f"factsheet: {visible(shown)}: {visible(message)}")

    @property
    def _failed(self) -> str:
        return many(self._failures, "failure") if self._failures else ""


def _table(report: Report) -> Table:
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for row in report.rows():
        table.add_row(*row)
    return table
