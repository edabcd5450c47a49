"""Lists of words in which ``*`` stands for any beginning or ending, looked up together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Wordset:
    """Words, beginnings (``stem*``) and endings (``*stem``), looked up together; gives the entry's value."""

    def __init__(self, entries: Iterable[tuple[str, Any]]) -> None:
        self.words: dict[str, Any] = {}
        self.beginnings: dict[str, Any] = {}
        self.endings: dict[str, Any] = {}
        for entry, value in entries:
            if entry.startswith("*"):
                self.endings.setdefault(entry[1:], value)
            elif entry.endswith("*"):
                self.beginnings.setdefault(entry[:-1], value)
            else:
                self.words.setdefault(entry, value)

    def get(self, word: str) -> Any:
        """The value of the longest entry that fits the lower-case word, or None."""
        if (value := self.words.get(word)) is not None:
            return value
        for length in range(len(word), 2, -1):
            if (value := self.beginnings.get(word[:length])) is not None:
                return value
            if length < len(word) and (value := self.endings.get(word[-length:])) is not None:
                return value
        return None
