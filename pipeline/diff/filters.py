"""Which changes are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from pipeline.diff.changes import Change, Class, ProjectDiff


@dataclass(frozen=True, slots=True)
class Filters:
    """What a change has to match, where any are given: class, project and rule (the old or the new one)."""

    classes: tuple[Class, ...] = ()
    projects: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def has_project(self, key: str) -> bool:
        """Whether a project is wanted; patterns are those of a shell, `*` crosses folders."""
        return not self.projects or _matches(self.projects, (key,))

    def kept(self, project: ProjectDiff) -> ProjectDiff | None:
        """The project with the changes that are wanted; None where it came or went without any."""
        if not self.classes and not self.rules:
            return project
        changes = tuple(filter(self._wanted, project.changes))
        if project.fate == "changed":
            return replace(project, fate="changed" if changes else "same", changes=changes)
        whole = "project" in self.classes and not self.rules
        if project.fate in ("added", "removed") and not changes and not whole:
            return None
        return replace(project, changes=changes)

    def _wanted(self, change: Change) -> bool:
        return (not self.classes or change.kind in self.classes) and (
            not self.rules or _matches(self.rules, change.rules)
        )


def _matches(patterns: Iterable[str], names: Iterable[str]) -> bool:
    names = tuple(names)
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in names)
