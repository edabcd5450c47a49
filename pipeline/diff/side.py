"""One side of a comparison, and the judgement on two things that were paired."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.diff.changes import Change, Class, Told, Turn, Words
from pipeline.diff.fields import differing
from schemas import Project


@dataclass(frozen=True, slots=True)
class Side:
    """One extraction of a project, and its source text where that is at hand."""

    project: Project
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that one side says, the section it stands in, and how to find the words around it."""

    kind: Class
    name: str
    told: Told
    words: Callable[[], Words | None]
    section: str | None = None


def judge(
    old: Seen | None, new: Seen | None, moved: bool, among: Iterable[str] | None = None
) -> Change | None:
    """What became of something: the change, or None where it says the same and stands where it stood.

    `among` names the fields that count, where not all but the offsets do.
    """
    seen = new or old
    if seen is None:
        return None
    fields = differing(old.told, new.told, among) if old and new else ()
    turn: Turn
    if old is None:
        turn = "added"
    elif new is None:
        turn = "removed"
    elif fields:
        turn = "changed"
    elif moved:
        turn = "moved"
    else:
        return None
    return Change(
        seen.kind,
        turn,
        seen.name,
        old.section if old else None,
        new.section if new else None,
        fields,
        old.told if old else None,
        new.told if new else None,
        old.words() if old else None,
        new.words() if new else None,
    )
