"""A comparison as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from pipeline.diff.changes import CLASSES, DIFF_VERSION, FATES, TURNS, Class, Fate, ProjectDiff, Tally, Turn
from pipeline.diff.filters import Filters


@dataclass(frozen=True, slots=True)
class Counts:
    """How many projects met which fate, and how many changes of each turn a class has, if any."""

    projects: Mapping[Fate, int]
    changes: Mapping[Class, Mapping[Turn, int]]


@dataclass(frozen=True, slots=True)
class Document:
    """What `factsheet diff --format json` prints."""

    diff_version: Literal["1.0"]
    old: str
    new: str
    filters: Filters
    counts: Counts
    projects: Sequence[ProjectDiff]


_document = cache(lambda: TypeAdapter(Document))
_project = cache(lambda: TypeAdapter(ProjectDiff))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return _document().json_schema(mode="serialization", by_alias=True)


def project(told: ProjectDiff) -> str:
    """One project of the document, on one line."""
    return _project().dump_json(told, by_alias=True).decode()


def document(old: str, new: str, filters: Filters, tally: Tally, projects: Sequence[str]) -> str:
    """The whole document around its projects, which stand one a line."""
    frame = Document(DIFF_VERSION, old, new, filters, _counts(tally), ())
    head = _document().dump_json(frame, by_alias=True, exclude={"projects"}).decode().removesuffix("}")
    lines = ",\n".join(projects)
    return f'{head},"projects":[\n{lines}\n]}}\n'


def _counts(tally: Tally) -> Counts:
    return Counts(
        {fate: tally.projects[fate] for fate in FATES},
        {
            kind: {turn: tally.changes[kind][turn] for turn in TURNS}
            for kind in CLASSES
            if kind in tally.changes
        },
    )
