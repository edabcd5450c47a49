"""Partial parsing by finite-state cascades (Abney 1996): tokens to chunks, chunks to clauses.

A chunk is a base noun phrase, a verb group, a preposition or a separator. Noun phrases take no complements
here: `phrases` joins them with theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_QUOTED: Final = r"«[^«»;\n]{1,16}»|\"[^\";\n]{1,16}\""
_NOUN: Final = rf"(?:[XCYLj]++|n(?![D])|g(?=[XCO])|(?<=[XCD])g|(?<=[XCYng])'(?=[XCDNngvj])|{_QUOTED})"
_RUN: Final = "{0,24}+"
"""Of symbols that may open a chunk: a run without end that opens none would be read anew at each of them."""
_BRACKET: Final = r"\([^()\n]{0,80}\)"
_STOP_OR_OPENING: Final = re.compile('[;.:\\n*SR(«"]')
_OPENINGS: Final = '(«"'
_ENCLOSED: Final = re.compile(rf"{_QUOTED}|{_BRACKET}")
_CHUNK: Final = re.compile(
    rf"(?P<bracket>{_BRACKET})"
    r"|(?P<verb>(?=[!AbBhMmFeiaITgnfp])(?:"
    rf"[!A]{_RUN}(?:[bBhMmFeiaI]|T(?=[A!]{_RUN}[nehvf]))(?:[bBhMmFeiaA!Iu]|T(?=[A!]{_RUN}[nehvf]))*"
    r"(?:[vnf]|g(?![XC])|(?<=[MmT])[fX](?=[DNPQA]))?"
    r"|!A{0,3}[fp]|gu*(?=[DNvAj«\"])|(?<![DNXCAOYL])g(?=[XC]|[,&][gXC])|(?<![DNj])n(?=D)|[fp])u*+)"
    rf"|(?P<noun>y|[DN]{_RUN}(?:(?<![XCYLQg»)\"])A?v(?=[XCgnj«])|(?<=[DN])A(?=[XCj]))?(?:D?N)?"
    rf"(?:{_NOUN})(?:{_NOUN}|/(?=[XC])|-(?=[«&])|D(?=N)|A(?=[XC])|u)*)"
    r"|(?P<bare>vu*+)|(?P<to>T)|(?P<other>.)",
    re.S,
)


def _sorted_symbols(sorts: Sequence[str]) -> bytes:
    """A table for `bytes.translate`: each symbol's place among the sorts, 0 where it has none."""
    table = bytearray(256)
    for sort, symbols in enumerate(sorts):
        for symbol in symbols:
            table[ord(symbol)] = sort
    return bytes(table)


_KINDS: Final = tuple("preposition" if name == "to" else name for name in ("", *_CHUNK.groupindex))
"""Types of chunks, by the number of the group that matched."""
_LONGEST_OPENING: Final = 24
_OPENING: Final = 1
_WORD: Final = 2
_INNER: Final = 3
"""Symbols that a noun phrase goes on with, but none begins with."""
_PREPOSITION: Final = 4
"""The first of the sorts of symbols that no noun phrase goes on with."""
_PARTICIPLE: Final = 5
_TO: Final = 6
_COMMA: Final = 8
"""The first of those that are a chunk each, as `_SINGLE` names them."""
_SINGLE: Final = ("comma", "of", "also", "other")
_SORTS: Final = _sorted_symbols(
    ("", "DN", "XCYLj", "u/-", "P", "v", "T", ".;:\nSRbBhMmFea!(y", ",", "O", "&", "Q)Zx»")
)
_VERBS: Final = b"\1"
_VERBAL: Final = _sorted_symbols(("", "bBhMmFeiaITgnfpv"))
_LONGEST: Final = 250
"""Tokens of a clause: longer ones are cut, to bound the work on each."""


class Chunk:
    """Tokens [first, last) and what they are: a group name of the chunk expression."""

    __slots__ = ("first", "last", "type")

    def __init__(self, type: str, first: int, last: int) -> None:
        self.type = type
        self.first = first
        self.last = last


class Clause:
    """Tokens [first, last) between stops and subordinators; their chunks are read when they are asked for."""

    __slots__ = ("_chunks", "_sorts", "_symbols", "first", "last", "verbal")

    def __init__(self, symbols: str, sorts: bytes, first: int, last: int, verbal: bool) -> None:
        self._symbols = symbols
        self._sorts = sorts
        self.first = first
        self.last = last
        self.verbal = verbal
        """Whether a token may be a verb; where none is, no chunk is a verb group."""
        self._chunks: list[Chunk] | None = None

    @property
    def chunks(self) -> list[Chunk]:
        """The chunks, in order; every token is in one."""
        if self._chunks is None:
            self._chunks = _chunks(self._symbols, self._sorts, self.first, self.last)
        return self._chunks

    def has_verb(self, *types: str) -> bool:
        """Whether a chunk is of one of the types "verb" and "bare"."""
        return self.verbal and any(chunk.type in types for chunk in self.chunks)


def clauses_of(symbols: str) -> list[Clause]:
    """The clauses of a text, from the symbols of its tokens; a stop inside brackets or quotes ends none."""
    clauses, first = list[Clause](), 0
    coded = symbols.encode("latin-1")
    sorts, verbs = coded.translate(_SORTS), coded.translate(_VERBAL)
    enclosed = 0
    for m in _STOP_OR_OPENING.finditer(symbols):
        at = m.start()
        if at < enclosed:
            continue
        if symbols[at] in _OPENINGS:
            if (inner := _ENCLOSED.match(symbols, at)) is not None:
                enclosed = inner.end()
            continue
        if at > first:
            clauses += _cut(symbols, sorts, verbs, first, at)
        first = at + 1
    if len(symbols) > first:
        clauses += _cut(symbols, sorts, verbs, first, len(symbols))
    return clauses


def _cut(symbols: str, sorts: bytes, verbs: bytes, first: int, last: int) -> list[Clause]:
    clauses = []
    for at in range(first, last, _LONGEST):
        end = min(at + _LONGEST, last)
        clauses.append(Clause(symbols, sorts, at, end, verbs.find(_VERBS, at, end) >= 0))
    return clauses


def _chunks(symbols: str, sorts: bytes, first: int, last: int) -> list[Chunk]:
    """The chunks in tokens [first, last). The usual ones are told by sorts alone, the rest by `_CHUNK`."""
    chunks: list[Chunk] = []
    at = first
    while at < last:
        sort = sorts[at]
        end = at + 1
        if sort == _OPENING or sort == _WORD:  # noqa: SIM109 (faster)
            while sort == _OPENING and end < last and end - at <= _LONGEST_OPENING:
                sort = sorts[end]
                end += 1
            if sort == _WORD:
                while end < last and sorts[end] == _WORD:
                    end += 1
                after = sorts[end] if end < last else _COMMA
                numbered = after == _OPENING and symbols[end : min(end + 2, last)] == "DN"
                if after >= _PREPOSITION or (after == _OPENING and not numbered):
                    chunks.append(Chunk("noun", at, end))
                    at = end
                    continue
            elif sort >= _PREPOSITION and sort != _PARTICIPLE:
                chunks.append(Chunk("other", at, at + 1))  # it opens nothing
                at += 1
                continue
        elif sort == _PREPOSITION:
            while end < last and sorts[end] == _PREPOSITION:
                end += 1
            chunks.append(Chunk("preposition", at, end))
            at = end
            continue
        elif sort >= _COMMA:
            chunks.append(Chunk(_SINGLE[sort - _COMMA], at, end))
            at = end
            continue
        elif sort == _INNER:
            chunks.append(Chunk("other", at, end))
            at = end
            continue
        elif sort == _PARTICIPLE:
            after = sorts[end] if end < last else _COMMA
            while after == _INNER and symbols[end] == "u":
                end += 1
                after = sorts[end] if end < last else _COMMA
            if after == _OPENING or after >= _PREPOSITION:
                chunks.append(Chunk("bare", at, end))
                at = end
                continue
        elif sort == _TO and end < last and sorts[end] in (_OPENING, _WORD):
            chunks.append(Chunk("preposition", at, end))
            at = end
            continue
        m = _CHUNK.match(symbols, at, last)
        assert m is not None  # the last alternative takes any symbol
        chunks.append(Chunk(_KINDS[m.lastindex or 0], at, m.end()))
        at = m.end()
    return chunks
