"""A comparison on its way to the reader: every project is put into words as it comes, counts come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.diff import document, text
from pipeline.diff.changes import ProjectDiff, Tally
from pipeline.diff.filters import Filters
from pipeline.diff.given import Given


class View(Protocol):
    """A form of output."""

    def add(self, told: ProjectDiff) -> None:
        """Take a project that is not the same, or was refused."""

    def whole(self, tally: Tally) -> str:
        """The output."""


@dataclass(slots=True)
class TextView:
    """Text: the counts, then the projects; for git, which counts files itself, the projects alone."""

    style: text.Style
    single: bool
    counts: bool = True
    _parts: list[str] = field(default_factory=list)

    def add(self, told: ProjectDiff) -> None:
        """Take a project."""
        if told.fate != "refused":
            self._parts.append(text.project(told, self.style, whole=self.single))

    def whole(self, tally: Tally) -> str:
        """The text."""
        if not self.counts:
            return "".join(f"{part}\n" for part in self._parts)
        return "\n".join((text.summary(tally, self.style), *self._parts))


@dataclass(slots=True)
class StatView:
    """The short form."""

    style: text.Style
    _rows: list[text.StatRow] = field(default_factory=list)

    def add(self, told: ProjectDiff) -> None:
        """Take a project."""
        if told.fate != "refused":
            self._rows.append(text.stat_row(told))

    def whole(self, tally: Tally) -> str:
        """The text."""
        return text.stat(self._rows, tally, self.style)


@dataclass(slots=True)
class JsonView:
    """The JSON document."""

    given: Given
    filters: Filters
    _projects: list[str] = field(default_factory=list)

    def add(self, told: ProjectDiff) -> None:
        """Take a project."""
        self._projects.append(document.project(told))

    def whole(self, tally: Tally) -> str:
        """The document."""
        return document.document(
            self.given.old_name, self.given.new_name, self.filters, tally, self._projects
        )


class SilentView:
    """Nothing: only the exit status tells."""

    def add(self, told: ProjectDiff) -> None:
        """Take a project."""

    def whole(self, tally: Tally) -> str:
        """Nothing."""
        return ""


def gather(projects: Iterable[ProjectDiff], view: View, complain: Callable[[str], None]) -> Tally:
    """Count the projects and give the view those that are not the same; complain of what was refused."""
    tally = Tally()
    for told in projects:
        tally.add(told)
        for refusal in told.refusals:
            complain(str(refusal))
        if told.fate != "same":
            view.add(told)
    return tally
