"""What a stage knows of each word as one symbol, looked up for a whole document at once.

Words get small numbers in the order in which they are met: a stage's symbols are an array then, and those of
a document are found in one step, however many words it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

_MAX_WORDS = 200_000
"""A stream of new words must not grow the tables for ever."""
_FIRST = 4096


class Numbering:
    """Numbers for words, by their hashes in spaCy's vocabulary (which depend on nothing but the word)."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.words: Any = np.empty(_FIRST, dtype=object)
        """The words by number."""

    def __len__(self) -> int:
        return len(self._numbers)

    def read(self, hashes: Any, word: Callable[[int], str]) -> Any:
        """The numbers of words, from an array of their hashes; `word` gives the one at an index."""
        known = hashes.tolist()
        try:
            return np.array(list(map(self._numbers.__getitem__, known)), dtype=np.intp)
        except KeyError:
            self._enter(known, word)
        return np.array(list(map(self._numbers.__getitem__, known)), dtype=np.intp)

    def _enter(self, hashes: Sequence[int], word: Callable[[int], str]) -> None:
        numbers = self._numbers
        for index, key in enumerate(hashes):
            if key not in numbers:
                at = numbers[key] = len(numbers)
                if at == len(self.words):
                    self.words = np.concatenate([self.words, np.empty(at, dtype=object)])
                self.words[at] = word(index)


_numbering = Numbering()


def numbering() -> Numbering:
    """The numbering for the next document: a new one when the last has become too large."""
    global _numbering
    if len(_numbering) > _MAX_WORDS:
        _numbering = Numbering()
    return _numbering


class SymbolTable:
    """The symbols of words in one stage: single characters up to U+00FF, found as words are met."""

    def __init__(self, classify: Callable[[str], str]) -> None:
        self._classify = classify
        self._numbering: Numbering | None = None
        self._symbols: Any = None

    def read(self, words: Numbering, numbers: Any) -> bytes:
        """The symbols of words in Latin-1, from the words' numbers.

        Raises UnicodeEncodeError where a symbol is beyond U+00FF.
        """
        if words is not self._numbering:
            self._numbering = words
            self._symbols = np.zeros(_FIRST, dtype=np.uint8)
        if len(self._symbols) < len(words):
            self._symbols = np.concatenate(
                [self._symbols, np.zeros(2 * len(words) - len(self._symbols), dtype=np.uint8)]
            )
        found: bytes = self._symbols[numbers].tobytes()
        if b"\0" in found:
            for number in set(numbers[np.frombuffer(found, dtype=np.uint8) == 0].tolist()):
                self._symbols[number] = self._classify(words.words[number]).encode("latin-1")[0]
            found = self._symbols[numbers].tobytes()
        return found
