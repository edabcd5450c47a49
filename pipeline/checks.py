"""Where a text contradicts itself: warnings for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.page import FoundFact


@dataclass(slots=True)
class FoundWarning:
    """A warning, at characters [start, end) of the Doc's text where it has a place."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


def check(doc: Doc, facts: dict[str, FoundFact]) -> list[FoundWarning]:
    """The warnings of a Doc and its header facts."""
    return []
