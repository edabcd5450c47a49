"""Which language a text is in, by its function words."""

from __future__ import annotations

from collections import Counter

from pipeline.lexicon import languages, load
from pipeline.resources import cached

_PIECES = 5
_PIECE = 300
"""The sample: so many pieces of so many characters, from the beginning to the end of the text."""
_ENOUGH = 3
"""Function words without which nothing is decided."""
_DENSITY = 0.12
"""Their share of all words, below which the text is in none of the languages, or only a list of names."""
_LEAD = 1.4
"""By which factor the language must lead: less is a neighbour that is not among ours."""


def recognise(text: str) -> str | None:
    """ISO 639-1 code, or None where no supported language is recognised.

    Page furniture stands at the edges of a text, so that it can't outvote the prose between them.
    """
    words = Counter(_sample(text).lower().split())
    hits: Counter[str] = Counter()
    known = _languages()
    for word in words.keys() & known.keys():
        for code in known[word]:
            hits[code] += words[word]
    (best, first), (_, second) = ([*hits.most_common(2), ("", 0), ("", 0)])[:2]
    if first < max(_ENOUGH, _DENSITY * words.total()) or first < _LEAD * second:
        return None
    return best


def _sample(text: str) -> str:
    if len(text) <= _PIECES * _PIECE:
        return text
    step = (len(text) - _PIECE) // (_PIECES - 1)
    return " ".join(text[at : at + _PIECE] for at in range(0, step * _PIECES, step))


@cached
def _languages() -> dict[str, list[str]]:
    """The languages of each function word."""
    words: dict[str, list[str]] = {}
    for code in languages():
        for word in load(code).function_words:
            words.setdefault(word, []).append(code)
    return words
