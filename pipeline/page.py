"""What the page says of the project as a whole: header facts, from page furniture and first sentences."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc


@dataclass(slots=True)
class FoundFact:
    """A header fact at characters [start, end) of the Doc's text."""

    start: int
    end: int
    rule: str
    value: str | int | float


def read_page(doc: Doc) -> dict[str, FoundFact]:
    """The header facts of a Doc that has been through the components, by field of `schemas.Header`."""
    return {}
