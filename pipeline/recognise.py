"""Which language a text is in, by its function words."""

from __future__ import annotations

from typing import Final

from pipeline.document import View
from pipeline.lexicon import languages, load
from pipeline.resources import cached
from pipeline.symbols import SymbolTable

_PIECES: Final = 5
_PIECE: Final = 55
"""The sample: so many pieces of so many tokens, from the beginning to the end of the text."""
_ENOUGH: Final = 3
"""Function words without which nothing is decided."""
_DENSITY: Final = 0.12
"""Their share of all words, below which the text is in none of the languages, or only a list of names."""
_LEAD: Final = 1.4
"""By which factor the language must lead: less is a neighbour that is not among ours."""
_NO_WORD: Final = 1
_WORD: Final = 2
"""Symbols of marks and blanks, and of words in no list; beyond them, one for each set of languages."""


def recognise(view: View) -> str | None:
    """ISO 639-1 code, or None where no supported language is recognised.

    Page furniture stands at the edges of a text, so that it can't outvote the prose between them.
    """
    words = _function_words()
    sample = _sample(bytes(view.symbols(words.table)))
    total = sample.count(_WORD)
    hits: dict[str, int] = {}
    for symbol in set(sample):
        if symbol > _WORD:
            count = sample.count(symbol)
            total += count
            for code in words.sets[symbol - _WORD - 1]:
                hits[code] = hits.get(code, 0) + count
    best = max(hits, key=lambda code: (hits[code], code), default="")
    first = hits.pop(best, 0)
    second = max(hits.values(), default=0)
    if first < max(_ENOUGH, _DENSITY * total) or first < _LEAD * second:
        return None
    return best


def _sample(symbols: bytes) -> bytes:
    if len(symbols) <= _PIECES * _PIECE:
        return symbols
    step = (len(symbols) - _PIECE) // (_PIECES - 1)
    return b"".join([symbols[at : at + _PIECE] for at in range(0, step * _PIECES, step)])


class _FunctionWords:
    """Words of all languages by the languages that have them."""

    def __init__(self) -> None:
        found: dict[str, tuple[str, ...]] = {}
        for code in languages():
            for word in load(code).function_words:
                found[word] = (*found.get(word, ()), code)
        self.sets = sorted(set(found.values()))
        numbers = {codes: number for number, codes in enumerate(self.sets)}
        symbols = {word: chr(_WORD + 1 + numbers[codes]) for word, codes in found.items()}
        self.table = SymbolTable(lambda word: symbols.get(word.lower()) or _other(word))


def _other(word: str) -> str:
    return chr(_WORD if any(map(str.isalnum, word)) else _NO_WORD)


@cached
def _function_words() -> _FunctionWords:
    return _FunctionWords()
