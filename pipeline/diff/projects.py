"""Two sets of outputs compared, project by project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from pipeline import store
from pipeline.diff.changes import Fate, ProjectDiff, Refusal
from pipeline.diff.compare import compare
from pipeline.diff.filters import Filters
from pipeline.diff.side import Side
from pipeline.diff.texts import Texts
from pipeline.diff.trees import Entry
from schemas import Project

Outputs = Mapping[str, Entry]
"""Outputs by the id of their project."""


def differences(old: Outputs, new: Outputs, texts: Texts, filters: Filters) -> Iterator[ProjectDiff]:
    """What became of every project, one at a time and in the order of their ids.

    A file that is no output makes its project `refused` and stops no other. Projects that the filters leave
    out are not told at all.
    """
    for key in sorted({*old, *new}):
        if filters.has_project(key):
            project = _project(key, old.get(key), new.get(key), texts)
            if (kept := filters.kept(project)) is not None:
                yield kept


def _project(key: str, old: Entry | None, new: Entry | None, texts: Texts) -> ProjectDiff:
    refusals: list[Refusal] = []
    data = [_bytes(entry, refusals) for entry in (old, new)]
    if data[0] == data[1] and new is not None and data[1] is not None:
        _parsed(new, data[1], refusals)
        return ProjectDiff(key, "refused" if refusals else "same", refusals=tuple(refusals))
    projects = [
        _parsed(entry, content, refusals) if entry is not None and content is not None else None
        for entry, content in zip((old, new), data, strict=True)
    ]
    if refusals:
        return ProjectDiff(key, "refused", refusals=tuple(refusals))
    before, after = (
        Side(project, texts.of(key, project)) if project is not None else None for project in projects
    )
    changes = tuple(compare(before, after))
    fate: Fate = "changed" if changes else "same"
    if before is None or after is None:
        fate = "added" if before is None else "removed"
    return ProjectDiff(key, fate, changes, titles=_titles(*projects))


def _bytes(entry: Entry | None, refusals: list[Refusal]) -> bytes | None:
    if entry is None:
        return None
    try:
        return entry.read()
    except OSError as error:
        refusals.append(Refusal(entry.shown, None, f"it can't be read: {store.reason(error)}"))
        return None


def _parsed(entry: Entry, data: bytes, refusals: list[Refusal]) -> Project | None:
    try:
        return Project.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or None
        refusals.append(Refusal(entry.shown, where, f"it is no output of factsheet extract: {first['msg']}"))
        return None


def _titles(*projects: Project | None) -> dict[str, str]:
    """The titles of work packages by the name of their section, those of the new project first."""
    return {
        f"{package.label} {package.number}": package.title
        for project in projects
        if project is not None
        for package in project.work_packages
        if package.title is not None
    }
