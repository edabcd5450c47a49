"""The words of a Doc as a grammar reads them: symbols, clauses, and the heads of base noun phrases."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Doc

from pipeline.components.amounts import join_amounts
from pipeline.components.chunks import Chunk, clauses_of
from pipeline.components.germanic import inserted_clauses, next_clauses
from pipeline.components.grammar import JOINS, Grammar, Word, plain
from pipeline.components.neighbours import by_neighbours
from pipeline.document import Claim, claim_symbols, view

_CLAIMS: Final = claim_symbols({Claim.LABEL: "L", Claim.CITY: "Y", Claim.DATE: "Z", Claim.COUNT: "N"})
_ROMAN: Final = re.compile(r"[IVX]{1,4}|[A-Z]|v?\d[\d.]*")
# Each begins with the symbol that it looks for, and looks behind after that: a search skips to it at once.
_NOUN_NOT_VERB: Final = re.compile(r"v(?=[bBhMm])(?<=[XCDNj]v)|v(?=O)(?<=[DNj]v)|m(?<=Pm)")
_UNKNOWN_VERB: Final = re.compile(r"j(?=D)(?<=[CXYL]j)")
_MAYBE_ACTION: Final = re.compile(r"f(?=O)(?:(?<=[D&.;:\n*]f)|(?<=\Af))")
_MAYBE_PAST: Final = re.compile(r"(?:\A|(?<=[.;:\n*]))[PDAZYu]{1,6}(?<=[AZYu])v(?=[XCj])")
_ABBREVIATED: Final = re.compile(r"\.(?=[Xjvpf!hbBaFMIQAP])(?:(?<=Z\.)|(?<=Z[AXu]\.))")
"""Perhaps no stop, but that of a word for the year ("2021 r. szkoły", "w 2031 r. odbyły się")."""
_NOMINAL: Final = ("D", "N", "X", "j", "C")
_COMPLEMENT: Final = tuple("DNXCYZjQ")
"""What shows that the word before is a preposition, and no particle of a verb."""
_MAYBE_ARTICLE: Final = re.compile(r"O(?=[NXCgnjv«])(?:(?<=\AO)|(?<=[.;:\n*vpfn]O)|(?<=[vpfn][Au]O))")
_MAYBE_GERUND: Final = re.compile(r"[XC](?=[DN])")
_AND_AGAIN: Final = {"n&": "inf", "f&": "pres", "p&": "past"}
_AS_VERB: Final = {"inf": "n", "pres": "f", "past": "p", "ger": "g"}
CODE: Final = re.compile(r"(?:d|io|o)\d{1,2}(?:\.\d{1,2}){0,2}")
"""The number of a deliverable, in lower case."""
WHERE_OR_WHEN: Final = re.compile(
    r"\([^()\n]{0,30}[YZ]|,?-?[PTO]{0,2}D?[YyZ]|[PO]D?[NvXCn]{1,5}[(,PTD]{0,3}[YyZ]"
    r"|:[XC,]{0,2}[Yy]|:(?<=[DNXCj*-][XC]:)[XC,]{0,2}Z"
)
"""What tells where or when something is, behind its name ("Partner meetings: Cork, 3/2019")."""
_DUE: Final = re.compile(r"[Mm]\d{1,2}")
"""The month of a project in which something is due."""
_NUMBERED: Final = re.compile(r"(?:D|O|IO|T)\d{1,2}(?:\.\d{1,2})*")
"""The number of a deliverable or output, which is no part of its name."""


UNKNOWN: Final = (None, "none")
"""Kinds of a head that no list knows as a deliverable."""


class Phrase:
    """Tokens [first, last) of a noun phrase with its complements; its base ends at `base`."""

    __slots__ = ("base", "determined", "first", "head", "kind", "last")

    def __init__(
        self, first: int, base: int, last: int, head: int, kind: str | None, determined: bool
    ) -> None:
        self.first = first
        self.base = base
        self.last = last
        self.head = head
        self.kind = kind
        self.determined = determined


class Sentence:
    """The symbols and words of a Doc, and its chunks, clause by clause."""

    def __init__(self, doc: Doc, grammar: Grammar) -> None:
        self.view = view(doc)
        self.grammar = grammar
        self.roles = self.view.symbols(grammar.roles).decode("latin-1")
        """`Word.role` of each token."""
        self._bases: dict[int, Phrase | None] = {}
        self._joined: dict[int, Word] = {}
        self.stated: dict[int, tuple[str | None, bool]] = {}
        """By the head of what a verb takes: the status that it gives, and whether it came to nothing."""
        symbols = self.view.symbols(grammar.symbols)
        self._join_phrases(symbols)
        self.view.mark_claims(symbols, _CLAIMS)
        join_amounts(doc, grammar, symbols)
        self._parsed: Doc | None = None
        text = symbols.decode("latin-1")
        if doc.has_annotation("TAG"):
            text = self._tagged(doc, text)
            self._parsed = doc if doc.has_annotation("DEP") else None
        text = _ABBREVIATED.sub(self._abbreviation, text)
        if grammar.verb_last:
            text = _MAYBE_ACTION.sub(self._infinitive, text)
            text = inserted_clauses(text)
        else:
            text = _NOUN_NOT_VERB.sub("X", text)
            text = by_neighbours(text, self.view.words, grammar, self.entry)
        if grammar.partitive:
            text = self._articles(text)
        if grammar.verb_second:
            text = _MAYBE_PAST.sub(self._past, next_clauses(text))
        if grammar.capitalised:
            text = _UNKNOWN_VERB.sub("f", text)
        self.symbols = self._settle(text)
        self.clauses = clauses_of(self.symbols)

    def entry(self, at: int) -> Word:
        """What the word at a token, or the phrase that begins there, can be."""
        return self._joined.get(at) or self.grammar.table[self.view.words[at]]

    def base(self, chunk: Chunk) -> Phrase | None:
        """The base noun phrase of a noun chunk; None where it has no head, but a city, a label, a number."""
        first = chunk.first
        if first not in self._bases:
            self._bases[first] = self._base(first, chunk.last)
        return self._bases[first]

    def _tagged(self, doc: Doc, text: str) -> str:
        """Let the part of speech that a tagger saw decide where a word list knows several, or none."""
        symbols = list(text)
        for i, token in enumerate(doc):
            seen, symbol = token.pos_, symbols[i]
            if seen in ("NOUN", "PROPN") and symbol in "vnfp":
                symbols[i] = "X"
            elif seen == "ADJ" and symbol in "vX" and self.entry(i).role == ".":
                symbols[i] = "j"
            elif seen == "VERB" and symbol == "X" and self.entry(i).kind is None:
                forms = self.entry(i).forms
                symbols[i] = "v" if token.tag_ == "VBN" else "n" if "inf" in forms else symbol
        return "".join(symbols)

    def _articles(self, symbols: str) -> str:
        """Articles that look like "of", where nothing stands before them that they could complete."""
        words, partitive = self.view.words, self.grammar.partitive
        found = [m.start() for m in _MAYBE_ARTICLE.finditer(symbols) if words[m.start()].lower() in partitive]
        if not found:
            return symbols
        settled = list(symbols)
        for at in found:
            settled[at] = "D"
        return "".join(settled)

    def _past(self, found: re.Match[str]) -> str:
        """What a participle before a noun is that can be a past tense ("i fjol öppnade museet …")."""
        opening, at = found.group(), found.end() - 1
        passive = not self.grammar.verb_last and self.view.words[at].endswith("s")
        return opening[:-1] + ("p" if passive or "past" in self.entry(at).forms else "v")

    def _abbreviation(self, found: re.Match[str]) -> str:
        """A stop after a date, which ends no sentence where a word in lower case follows."""
        return "u" if self.view.words[found.end()].islower() else "."

    def _infinitive(self, found: re.Match[str]) -> str:
        """What an infinitive before "of" is that can be an action noun ("het opstellen van een plan")."""
        return "X" if "noun" in self.entry(found.start()).forms else "f"

    def _settle(self, symbols: str) -> str:
        """Nouns that a following article shows to be verbs or as good as prepositions."""
        settled = None
        for m in _MAYBE_GERUND.finditer(symbols):
            i, entry = m.start(), self.entry(m.start())
            before = symbols[i - 1 : i]
            if before not in _NOMINAL:
                role = "pres" if before == "A" else _AND_AGAIN.get(symbols[i - 2 : i], "ger")
                if role not in entry.forms:
                    continue
                symbol = _AS_VERB[role]  # "to develop and test a prototype"
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

    def _join_phrases(self, symbols: bytearray) -> None:
        words, phrases = self.view.words, self.grammar.phrases
        joined_to = 0
        for m in JOINS.finditer(self.view.symbols(self.grammar.places).decode("latin-1")):
            i = m.start()
            if i < joined_to:
                continue  # "vise à créer" has "vise à", not "à créer"
            following = phrases[plain(words[i])].get(plain(words[i + 1]))
            for rest, joined in following if following is not None else ():
                end = i + 1 + len(rest)
                if len(rest) == 1 or [plain(w) for w in words[i + 1 : end]] == rest:
                    self._joined[i] = joined
                    symbol = joined.symbol.encode("latin-1")
                    symbols[i:end] = symbol + (symbol if symbol in b"P&D" else b"u") * len(rest)
                    joined_to = end
                    break

    def main(self, chunk: Chunk) -> Word | None:
        """The main verb of a verb chunk, or None where it has auxiliaries only."""
        last = chunk.last - 1
        while last > chunk.first and self.symbols[last] == "u":
            last -= 1
        return self.entry(last) if self.symbols[last] in "vnfpgX" else None

    def join_particle(self, chunk: Chunk, end: int) -> int:
        """Let the main verb of a chunk be read with its particle, and tell where that is before token `end`;
        -1 where there is none. It may be a phrase ("nahm … in Betrieb"): its last word tells it."""
        last = chunk.last - 1
        word = self.entry(last)
        if not word.separable:
            return -1
        words, symbols = self.view.words, self.symbols
        for at in range(chunk.last, end):
            forms = word.separable.get(words[at].lower())
            if forms is not None and not (self.grammar.verb_last and symbols[at + 1 : at + 2] in _COMPLEMENT):
                self._joined[last] = Word(word.symbol, forms)
                return at - next(iter(forms.values()))[1].particle.count("_")
        return -1

    def _base(self, first: int, last: int) -> Phrase | None:
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
            if stripped[-1:] == "C" and _DUE.fullmatch(words[last - 1]):
                last = self._without_columns(first, last - 1)
                stripped = self.symbols[first:last]
            content = [i for i, symbol in enumerate(stripped, first) if symbol in "XCgnj"]
            if not content or (grammar.capitalised and not stripped.strip("DNju")):
                return None
            if "«" in stripped or '"' in stripped:
                outside = [i for i in content if not _inside(self.symbols, first, i)]
                if outside:
                    content = outside
                else:  # the whole phrase stands in quotes
                    first, last = content[0], content[-1] + 1
            head = self._last_noun(content) if grammar.head_last else self._first_noun(content)
            if grammar.verb_second and head > content[0] and self._names(content):
                head = content[0]
            if grammar.capitalised and not self.symbols[head + 1 : last].strip("j"):
                last = head + 1  # what follows a German noun without a capital is no part of its phrase
        if self._parsed is not None:
            root = self._parsed[first:last].root.i
            head = root if self.symbols[root] in "XCgn" else head
        kind = self.entry(head).kind
        lower = words[head].lower()
        if lower in grammar.pair_heads:
            kind = self._pair_kind(first, head, lower) or kind
        return Phrase(first, last, last, head, kind, determined)

    def _pair_kind(self, first: int, head: int, lower: str) -> str | None:
        """The kind of a head with the word before it, or behind it ("steering group", "école d'été")."""
        words, grammar = self.view.words, self.grammar
        if grammar.head_last:
            pair = f"{words[head - 1].lower()} {lower}" if head > first else ""
        else:
            beside = head + 2 if self.symbols[head + 1 : head + 2] == "O" else head + 1
            pair = f"{lower} {words[beside].lower()}" if beside < len(words) else ""
        kind: str | None = grammar.kinds.words.get(pair)
        return kind

    def _without_columns(self, first: int, last: int) -> int:
        """The end of a name in a row of a table, without the partner in charge ("Handbook   BRA   M6")."""
        if last - 1 == first or self.symbols[last - 1] != "C" or self.entry(last - 1).kind is not None:
            return last
        name_ends = self.entry(last - 2).kind not in UNKNOWN
        return last - 1 if name_ends or self.view.words[last - 1].isupper() else last

    def _names(self, content: list[int]) -> bool:
        """Whether a phrase is a noun that is no deliverable with a name behind it ("projektet Grøn Havn")."""
        if self.grammar.capitalised or self.entry(content[0]).kind != "none":
            return False
        return all(self.symbols[i] == "C" for i in content[1:])

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
            known = grammar.kind(words[i].lower()) not in UNKNOWN
            if known or (grammar.cased and "noun" in self.entry(i).forms):
                return i
        return next((i for i in content if not grammar.adjectival(words[i].lower())), content[0])


def _inside(symbols: str, first: int, at: int) -> bool:
    """Whether a token stands within quotes that opened after `first`."""
    before = symbols[first:at]
    return before.count("«") > before.count("»") or before.count('"') % 2 == 1
