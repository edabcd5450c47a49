"""What a stage knows of each word as one symbol, looked up for a whole document at once.

Words get small numbers in the order in which they are met: a stage's symbols are an array then, and those of
a document are found in one step, however many words it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

MAX_WORDS: Final = 200_000
"""Words of which any table is kept: a stream of new ones must not grow it for ever."""
_FIRST: Final = 4096
_SLOTS: Final = 1 << 18
_LAST_BITS: Final = np.uint64(_SLOTS - 1)


class Numbering:
    """Numbers for words, by their hashes in spaCy's vocabulary (which depend on nothing but the word).

    A word has a slot by the last bits of its hash, so that a document's are looked up together; one
    whose slot another word has taken is looked up by itself.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._in_slots: Any = np.zeros(_SLOTS, dtype=np.int32)
        self._hashes: Any = np.zeros(_FIRST, dtype=np.uint64)
        """By number: those met first are the usual ones, and lie together."""
        self.words: Any = np.empty(_FIRST, dtype=object)
        """The words by number."""

    def __len__(self) -> int:
        return len(self._numbers)

    def read(self, hashes: Any, word: Callable[[int], str]) -> Any:
        """The numbers of words, from an array of their hashes; `word` gives the one at an index."""
        slots = (hashes & _LAST_BITS).astype(np.intp)
        numbers = self._in_slots.take(slots).astype(np.intp)
        elsewhere = self._hashes.take(numbers) != hashes
        if elsewhere.any():
            for index in np.flatnonzero(elsewhere).tolist():
                key, slot = int(hashes[index]), int(slots[index])
                number = self._numbers.get(key)
                numbers[index] = self._enter(key, slot, word(index)) if number is None else number
        return numbers

    def _enter(self, key: int, slot: int, word: str) -> int:
        number = len(self._numbers) + 1  # 0 is that of empty slots
        self._numbers[key] = number
        if number == len(self.words):
            self.words = np.concatenate([self.words, np.empty(number, dtype=object)])
            self._hashes = np.concatenate([self._hashes, np.zeros(number, dtype=np.uint64)])
        self.words[number], self._hashes[number] = word, key
        if self._in_slots[slot] == 0:
            self._in_slots[slot] = number
        return number


_numbering = Numbering()


def numbering() -> Numbering:
    """The numbering for the next document: a new one when the last has become too large."""
    global _numbering
    if len(_numbering) > MAX_WORDS:
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
        if len(self._symbols) <= len(words):
            self._symbols = np.concatenate(
                [self._symbols, np.zeros(2 * len(words) + 1 - len(self._symbols), dtype=np.uint8)]
            )
        found: bytes = self._symbols.take(numbers).tobytes()
        if b"\0" in found:
            for number in set(numbers[np.frombuffer(found, dtype=np.uint8) == 0].tolist()):
                self._symbols[number] = self._classify(words.words[number]).encode("latin-1")[0]
            found = self._symbols.take(numbers).tobytes()
        return found
