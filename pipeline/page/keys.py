"""Key words of the page: where in a Doc they stand, found by one look-up a token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc

from pipeline.document import view
from pipeline.resources import cached
from pipeline.ruleset import rules
from pipeline.symbols import SymbolTable

_FIRST: Final = re.compile(r"\w+")
_BEGINS: Final = "k"
_LISTS: Final = ("in_prose", "after_number", "closed", "ongoing")
_MARK: Final = re.compile(_BEGINS.encode())


class Beginnings:
    """Phrases to be met at a given offset, found by their first three letters. ``stem*`` is any ending."""

    def __init__(self, phrases: Iterable[str]) -> None:
        shapes: dict[str, list[str]] = {}
        words, stems = set[str](), set[str]()
        for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
            shape = re.escape(phrase[:-1]) + r"\w*" if phrase.endswith("*") else re.escape(phrase)
            shapes.setdefault(phrase[:3], []).append(shape)
            first = _FIRST.match(phrase)
            assert first is not None
            (stems if phrase[first.end() :] == "*" else words).add(first[0])
        self._words, self._stems = frozenset(words), tuple(sorted(stems))
        self._shapes = {k: re.compile(rf"(?:{'|'.join(v)})(?!\w)", re.IGNORECASE) for k, v in shapes.items()}

    def may_begin(self, word: str) -> bool:
        """Whether a phrase may begin with this word."""
        first = _FIRST.match(word.lower())
        return first is not None and (first[0] in self._words or first[0].startswith(self._stems))

    def match(self, text: str, offset: int = 0) -> re.Match[str] | None:
        """The longest phrase that begins at the offset."""
        shape = self._shapes.get(text[offset : offset + 3].lower())
        return shape.match(text, offset) if shape else None


REST: Final = re.compile(r"(?: [^\W\d_][\w'’()/-]*){1,6} ?: ?")
"""How a key goes on that is longer than its phrase: "Total cost" + " of the whole work: "."""


class Key:
    """A key phrase at characters [start, end) and from token `token`, and the rules that it belongs to."""

    __slots__ = ("end", "phrase", "rules", "start", "token")

    def __init__(self, start: int, end: int, token: int, phrase: str, rules: frozenset[str]) -> None:
        self.start = start
        self.end = end
        self.token = token
        self.phrase = phrase
        self.rules = rules


@dataclass(slots=True)
class KeyWords:
    """Phrases by the words that they begin with; ``*stem`` is any compound that ends so ("Laufzeit")."""

    phrases: dict[str, frozenset[str]] = field(default_factory=dict)
    _first: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """By a phrase's first word: all such phrases."""
    _endings: tuple[str, ...] = ()
    """Of compounds."""
    _marks: SymbolTable = field(init=False, repr=False)

    def compile(self) -> KeyWords:
        """Index the phrases; returns itself."""
        beginnings: dict[str, set[str]] = {}
        compounds = {phrase[1:] for phrase in self.phrases if phrase[0] == "*"}
        self._endings = tuple(sorted(compounds, key=lambda c: (-len(c), c)))
        for phrase in self.phrases:
            chunk = phrase.split()[0]
            word = _FIRST.search(chunk)
            for first in {chunk, chunk.rstrip("."), word[0] if word else chunk}:
                beginnings.setdefault(first, set()).add(phrase)
        for first, phrases in sorted(beginnings.items()):
            longest = sorted(phrases, key=lambda p: (-len(p), p))
            either = "|".join(re.escape(p).replace(r"\ ", " ").replace("'", "['’]") for p in longest)
            pattern = re.compile(rf"(?:{either})(?!\w|-\w)", re.IGNORECASE)
            self._first[first] = pattern
        self._marks = SymbolTable(self._mark)
        return self

    def _mark(self, word: str) -> str:
        lower = word.lower()
        return _BEGINS if lower in self._first or lower.endswith(self._endings) else " "

    def find(self, doc: Doc) -> Iterator[Key]:
        """The key phrases of a Doc, none inside another."""
        tokens, done = view(doc), 0
        for mark in _MARK.finditer(tokens.symbols(self._marks)):
            token = mark.start()
            start = tokens.starts[token]
            if start < done:
                continue
            word = tokens.words[token].lower()
            known = self._first.get(word)
            m = known.match(tokens.text, start) if known is not None else None
            if m is not None:
                phrase, end = " ".join(m[0].lower().split()).replace("’", "'"), m.end()
            else:
                phrase, end = (
                    "*" + next((e for e in self._endings if word.endswith(e)), ""),
                    tokens.ends[token],
                )
            if phrase in self.phrases:
                done = end
                yield Key(start, done, token, phrase, self.phrases[phrase])


@cached
def key_words() -> KeyWords:
    """The key words of all rules of the page, of all languages: furniture is often not in the text's own."""
    words: dict[str, set[str]] = {}
    for rule in rules("page").values():
        lists = [*rule.params.get("words", {}).values(), *(rule.params.get(k, []) for k in _LISTS)]
        for phrase in (phrase for phrases in lists for phrase in phrases):
            words.setdefault(phrase, set()).add(rule.id)
    return KeyWords({phrase: frozenset(ids) for phrase, ids in words.items()}).compile()
