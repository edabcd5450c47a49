"""The folded view of a text, in which rules match, with the way back to the text's own offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `source` maps a range of it to the range of the original text."""

    text: str

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The original range of [start, end)."""
        return start, end


def fold(text: str) -> Folded:
    """Fold a text."""
    return Folded(text)
