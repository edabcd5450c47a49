"""Facts compared field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.diff.changes import FieldChange

_PLACE = ("start", "end")


def differing(old: Any, new: Any, names: Iterable[str] | None = None) -> tuple[FieldChange, ...]:
    """The fields that say something else, the rule last; line breaks within text make no difference.

    Without names, all but the offsets.
    """
    if names is None:
        names = sorted((name for name in type(new).model_fields if name not in _PLACE), key="rule".__eq__)
    values = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(FieldChange(name, was, now) for name, was, now in values if said(was) != said(now))


def said(value: Any) -> Any:
    """A value without the line breaks and indents that its text stands with."""
    return one_line(value) if isinstance(value, str) else value


def one_line(text: str) -> str:
    """Text on one line, with single blanks."""
    return " ".join(text.split())
