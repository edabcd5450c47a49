"""Partial parsing by finite-state cascades (Abney 1996): tokens to chunks, chunks to clauses.

A chunk is a base noun phrase, a verb group, a preposition or a separator. Noun phrases take no complements here:
`phrases` joins them with theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.components.grammar import Grammar, Word
from pipeline.document import Claim, view

_QUOTED = r"“[^“”;\n]{1,16}”|\"[^\";\n]{1,16}\""
_NOUN = rf"(?:[XCYLj]|n(?![D])|g(?=[XC])|(?<=[XCD])g|{_QUOTED})"
_CHUNK = re.compile(
    r"(?P<bracket>\([^()\n]{0,80}\))"
    r"|(?P<verb>[!A]*(?:[bBhMmeiaI]|T(?=[A!]*[nehv]))(?:[bBhMmeiaA!I]|T(?=[A!]*[nehv]))*(?:[vn]|g(?![XC])|(?<=[MmT])[fX](?=[DNPQA]))?"
    r"|g(?=[DNvA“\"])|(?<![DNXCAOYL])g(?=[XC]|[,&][gXC])|[fp])"
    rf"|(?P<noun>[DN]*(?:(?<![XCYLQg”)\"])A?v(?=[XCgn“]))?(?:D?N)?(?:{_NOUN})(?:{_NOUN}|/(?=[XC])|-(?=[“])|D(?=N)|A(?=[XC])|u)*)"
    r"|(?P<bare>v)"
    r"|(?P<preposition>P[PD]?(?=.)|T)"
    r"|(?P<of>O)|(?P<also>&)|(?P<comma>,)|(?P<stop>[;.:\n*])|(?P<sub>[SR])|(?P<other>.)",
    re.S,
)


@dataclass(slots=True)
class Chunk:
    """Tokens [first, last) and what they are: a group name of the chunk expression."""

    type: str
    first: int
    last: int


class Sentence:
    """The symbols and words of a Doc, and its chunks."""

    def __init__(self, doc: Doc, grammar: Grammar) -> None:
        self.view = view(doc)
        self.grammar = grammar
        self.entries: list[Word] = list(map(grammar.word, self.view.words))
        symbols = [e.symbol for e in self.entries]
        self._join_phrases(symbols)
        for i, claim in enumerate(self.view.claims):
            if claim == Claim.LABEL:
                symbols[i] = "L"
            elif claim == Claim.CITY:
                symbols[i] = "Y"
            elif claim == Claim.DATE:
                symbols[i] = "Z"
            elif claim == Claim.COUNT:
                symbols[i] = "N"
        self.symbols = "".join(symbols)
        self.chunks = [Chunk(str(m.lastgroup), m.start(), m.end()) for m in _CHUNK.finditer(self.symbols)]

    def _join_phrases(self, symbols: list[str]) -> None:
        words, phrases = self.view.words, self.grammar.phrases
        for i, word in enumerate(words):
            candidates = phrases.get(word) or phrases.get(word.lower())
            if not candidates:
                continue
            for rest, entry in candidates:
                end = i + 1 + len(rest)
                if tuple(w.lower() for w in words[i + 1 : end]) == rest:
                    self.entries[i] = entry
                    symbols[i] = entry.symbol
                    for j in range(i + 1, end):
                        symbols[j] = "u"
                    break

    def main(self, chunk: Chunk) -> Word | None:
        """The main verb of a verb chunk, or None where it has auxiliaries only."""
        last = chunk.last - 1
        while last > chunk.first and self.symbols[last] == "u":
            last -= 1
        return self.entries[last] if self.symbols[last] in "vnfpgX" else None

    def auxiliaries(self, chunk: Chunk) -> str:
        """The symbols of a verb chunk before its main verb."""
        return self.symbols[chunk.first : chunk.last]
