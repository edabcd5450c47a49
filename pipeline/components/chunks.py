"""Partial parsing by finite-state cascades (Abney 1996): tokens to chunks, chunks to clauses.

A chunk is a base noun phrase, a verb group, a preposition or a separator. Noun phrases take no complements
here: `phrases` joins them with theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

from pipeline.components.grammar import Grammar, Word
from pipeline.document import Claim, view

_QUOTED = r"“[^“”;\n]{1,16}”|\"[^\";\n]{1,16}\""
_NOUN = rf"(?:[XCYLj]++|n(?![D])|g(?=[XCO])|(?<=[XCD])g|(?<=[XCYng])'(?=[XCDNngv])|{_QUOTED})"
_RUN = "{0,24}+"
"""Of symbols that may open a chunk: a run without end that opens none would be read anew at each of them."""
_CHUNK = re.compile(
    # What is one symbol comes first: alternatives begin with different symbols, and these are told at once.
    r"(?P<stop>[;.:\n*])|(?P<comma>,)|(?P<preposition>P+)|(?P<of>O)|(?P<also>&)|(?P<sub>[SR])"
    r"|(?P<bracket>\([^()\n]{0,80}\))"
    r"|(?P<verb>(?=[!AbBhMmFeiaITgnfp])(?:"
    rf"[!A]{_RUN}(?:[bBhMmFeiaI]|T(?=[A!]{_RUN}[nehvf]))(?:[bBhMmFeiaA!Iu]|T(?=[A!]{_RUN}[nehvf]))*"
    r"(?:[vnf]|g(?![XC])|(?<=[MmT])[fX](?=[DNPQA]))?"
    r"|gu*(?=[DNvAj“\"])|(?<![DNXCAOYL])g(?=[XC]|[,&][gXC])|(?<![DNj])n(?=D)|[fp]))"
    rf"|(?P<noun>[DN]{_RUN}(?:(?<![XCYLQg”)\"])A?v(?=[XCgnj“]))?(?:D?N)?"
    rf"(?:{_NOUN})(?:{_NOUN}|/(?=[XC])|-(?=[“&])|D(?=N)|A(?=[XC])|u)*)"
    r"|(?P<bare>v)|(?P<to>T)|(?P<other>.)",
    re.S,
)

_CLAIMS = {Claim.LABEL: "L", Claim.CITY: "Y", Claim.DATE: "Z", Claim.COUNT: "N"}
_ROMAN = re.compile(r"[IVX]{1,4}|[A-Z]|v?\d[\d.]*")
_NOUN_NOT_VERB = re.compile(r"v(?=[bBhMm])(?<=[XCDNj]v)")
_MAX_CLAUSE = 150
_NOMINAL = ("D", "N", "X", "j", "C")
_MAYBE_GERUND = re.compile(r"[XC](?=[DN])")
_NUMBERED = re.compile(r"(?:D|O|IO|T)\d{1,2}(?:\.\d{1,2})*")
"""The number of a deliverable or output, which is no part of its name."""
_CLAIMED = re.compile(b"[\1-\4]")


@dataclass(slots=True)
class Phrase:
    """Tokens [first, last) of a noun phrase with its complements; its base ends at `base`."""

    first: int
    base: int
    last: int
    head: int
    kind: str | None
    determined: bool


class Chunk(NamedTuple):
    """Tokens [first, last) and what they are: a group name of the chunk expression."""

    type: str
    first: int
    last: int
    phrase: Phrase | None = None
    """The base noun phrase of a noun chunk; None where it has no head (only a city, a label, a number)."""


_new = tuple.__new__  # what Chunk(…) does, without its wrapper: there are very many


class Sentence:
    """The symbols and words of a Doc, and its chunks, clause by clause."""

    def __init__(self, doc: Doc, grammar: Grammar) -> None:
        self.view = view(doc)
        self.grammar = grammar
        table = grammar.table
        self.entries: list[Word] = [table[word] for word in self.view.words]
        self.roles = "".join([e.role for e in self.entries])
        """`Word.role` of each token."""
        symbols = [e.symbol for e in self.entries]
        self._join_phrases(symbols)
        for m in _CLAIMED.finditer(self.view.claims):
            symbols[m.start()] = _CLAIMS[m.group()[0]]
        tagged = doc.has_annotation("TAG")
        if tagged:
            self._tag(doc, symbols)
        self._parsed: Doc | None = doc if tagged and doc.has_annotation("DEP") else None
        self.symbols = self._settle(_NOUN_NOT_VERB.sub("X", "".join(symbols)))
        self.clauses = self._clauses()

    def _clauses(self) -> list[list[Chunk]]:
        """The chunks between stops and subordinators; a long clause is cut, to bound the work on it."""
        clauses: list[list[Chunk]] = []
        clause: list[Chunk] = []
        for m in _CHUNK.finditer(self.symbols):
            kind = m.lastgroup or ""
            if kind == "stop" or kind == "sub" or len(clause) > _MAX_CLAUSE:
                if clause:
                    clauses.append(clause)
                    clause = []
                if kind == "stop" or kind == "sub":
                    continue
            if kind == "to":
                kind = "preposition"
            first, last = m.span()
            phrase = self.base_phrase(first, last) if kind == "noun" else None
            clause.append(_new(Chunk, (kind, first, last, phrase)))
        if clause:
            clauses.append(clause)
        return clauses

    def _tag(self, doc: Doc, symbols: list[str]) -> None:
        """Let the part of speech that a tagger saw decide where a word list knows several, or none."""
        for i, token in enumerate(doc):
            seen, symbol = token.pos_, symbols[i]
            if seen in ("NOUN", "PROPN") and symbol in "vnfp":
                symbols[i] = "X"
            elif seen == "ADJ" and symbol in "vX" and self.entries[i].role == ".":
                symbols[i] = "j"
            elif seen == "VERB" and symbol == "X" and self.entries[i].kind is None:
                forms = self.entries[i].forms
                symbols[i] = "v" if token.tag_ == "VBN" else "n" if "inf" in forms else symbol

    def _settle(self, symbols: str) -> str:
        """Nouns that a following article shows to be gerunds or as good as prepositions."""
        settled = None
        for m in _MAYBE_GERUND.finditer(symbols):
            i, entry = m.start(), self.entries[m.start()]
            before = symbols[i - 1 : i]
            if before not in _NOMINAL:
                if "ger" not in entry.forms:
                    continue
                symbol = "g"
            elif before in "XC" and symbols[i] == "X" and not entry.kind and self._is_gerund(i):
                symbol = "P"  # "a mapping covering ten countries"
            else:
                continue
            settled = settled or list(symbols)
            settled[i] = symbol
        return symbols if settled is None else "".join(settled)

    def _is_gerund(self, at: int) -> bool:
        endings = self.grammar.gerunds
        return bool(endings) and self.view.words[at].endswith(endings)

    def _join_phrases(self, symbols: list[str]) -> None:
        words, phrases = self.view.words, self.grammar.phrases
        for i in [i for i, entry in enumerate(self.entries) if entry.opens]:
            following = phrases[words[i].lower().replace("’", "'")]
            for rest, joined in following.get(words[i + 1].lower(), ()) if i + 1 < len(words) else ():
                end = i + 1 + len(rest)
                if len(rest) == 1 or [w.lower() for w in words[i + 1 : end]] == rest:
                    self.entries[i] = joined
                    symbols[i] = joined.symbol
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

    def base_phrase(self, first: int, last: int) -> Phrase | None:
        """The base noun phrase in tokens [first, last), or None where it has no head."""
        span = self.symbols[first:last]
        determined = span[0] in "DN"
        stripped = span.lstrip("D")
        first = last - len(stripped)
        words, grammar = self.view.words, self.grammar
        if stripped[:1] == "C" and _NUMBERED.fullmatch(words[first]):
            first, stripped = first + 1, stripped[1:]
        if grammar.head_last and stripped[-1:] == "X":
            head = last - 1  # the usual case, without a look at the rest
        else:
            content = [i for i, symbol in enumerate(stripped, first) if symbol in "XCgnj"]
            if not content:
                return None
            if "“" in stripped or '"' in stripped:
                outside = [i for i in content if not _inside(self.symbols, first, i)]
                if outside:
                    content = outside
                else:  # the whole phrase stands in quotes
                    first, last = content[0], content[-1] + 1
            head = self._last_noun(content) if grammar.head_last else self._first_noun(content)
        if self._parsed is not None:
            root = self._parsed[first:last].root.i
            head = root if self.symbols[root] in "XCgn" else head
        kind = self.entries[head].kind
        if head > first:
            lower = words[head].lower()
            if lower in grammar.pair_heads:
                kind = grammar.kinds.words.get(f"{words[head - 1].lower()} {lower}") or kind
        return Phrase(first, last, last, head, kind, determined)

    def _last_noun(self, content: list[int]) -> int:
        """The head where adjectives come first: the last word that is no adjective and no numeral."""
        for i in reversed(content):
            symbol = self.symbols[i]
            if symbol == "X" or (symbol != "j" and not _ROMAN.fullmatch(self.view.words[i])):
                return i
        return content[-1]

    def _first_noun(self, content: list[int]) -> int:
        """The head where adjectives follow: the first known noun, else the first that is no adjective."""
        words, grammar = self.view.words, self.grammar
        for i in content[:3]:
            if grammar.kind(words[i].lower()) not in (None, "none"):
                return i
        return next((i for i in content if not grammar.adjectival(words[i].lower())), content[0])


def _inside(symbols: str, first: int, at: int) -> bool:
    """Whether a token stands within quotes that opened after `first`."""
    before = symbols[first:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
