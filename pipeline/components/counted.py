"""What a number counts: the base noun phrase after it, from closed classes and word shapes."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.numbers import NumberReader
from pipeline.lexicon import Lexicon

STOP: Final = "."
MEASURE: Final = "M"
FRACTION: Final = "F"
"""Symbols of what ends a phrase, of a unit of measure, of the lower part of a fraction."""
_ALWAYS: Final = "MF."
"""Symbols that a word keeps in capitals too."""
_MARKS: Final = {
    "“": "q", "„": "q", "«": "q", "‘": "q", "”": "e", "»": "e", '"': "t",
    "'": "s", "’": "s", "'s": "s", "’s": "s", "/": "/", "-": "-", "‑": "-", "(": "(",
}  # fmt: skip
_QUOTED: Final = r"(?:q[^qeN.]{1,12}e|[qt][^qtN.]{1,12}t)"
_PATTERNS: Final = {
    # adjectives, then nouns up to the first word that can be neither; plurals end in "s"
    "last": (
        r"(?P<before>(?:NM)?(?:[mvjk]|a(?=[vjkxX]))*)"
        r"(?P<noun>(?:[xyzXYjkgZs]|(?<=[xX])M|a(?=[vjkxXyYz])|(?<![yYzs])[vf](?=[xyzXYjkg])"
        rf"|(?<![yYzsNWK])c(?=[xjkXgvf]{{1,3}}[yYz])|(?<![NWK])[-/](?=[xyzXY])|{_QUOTED})+)"
    ),
    # lower-case adjectives, then nouns in capitals
    "capital": (
        r"(?P<before>(?:[mvjkxg]|a(?=[vjkxX])|(?<=[vjkx])c(?=[vjkx]))*)"
        rf"(?P<noun>(?:[XYZ]|(?<![NWK])[-/](?=[XY])|{_QUOTED})+)"
    ),
    # adjectives by their ending, then one noun: compounds are one word
    "single": (
        r"(?P<before>(?:m|[vjk](?=[xXvjkgZq]|c[vjk])|(?<=[vjk])c(?=[vjk][xXvjkg])|a(?=[vjkxX])|(?<![NWK])-(?=[xX]))*)"
        rf"(?P<noun>(?:X(?=[xX]))*[xXjkvg]|{_QUOTED})"
    ),
    # adjectives by their ending, then a noun, then adjectives
    "both": (
        rf"(?P<before>(?:[mjkv](?=[xXjkvq]|c[jkv])|(?<=[jkv])c(?=[jkv][xXjkv]))*)(?P<noun>[xXjkvg]|{_QUOTED})(?P<after>[jk]{{0,3}})"
    ),
    # few adjectives, then a noun, then adjectives
    "first": (rf"(?P<before>(?:m(?=[mxXjkvgq]))*)(?P<noun>[xXjkvg]|{_QUOTED})(?P<after>[jk]{{0,3}})"),
}
_PLURAL: Final = re.compile(r"(?:[^su]s|us?es|[^s]{3}ees|ies)$")
_ELLIPSIS: Final = re.compile("c[NW]")
"""What follows where the noun stands only at the end ("six regional and two national authorities")."""
_LONGEST: Final = 14
"""Tokens that a noun phrase may have."""


class Counted:
    """The noun phrase of tokens [first, last), with its head."""

    __slots__ = ("first", "head", "last")

    def __init__(self, first: int, last: int, head: int) -> None:
        self.first = first
        self.last = last
        self.head = head


class Nouns:
    """The noun phrases after numbers in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = lexicon.grammar
        self._plurals = frozenset(lexicon.numbers.plurals)
        self._plural_ending = bool(self._plurals)
        self._numbers = NumberReader(lexicon)
        if not grammar.adjective_first:
            layout = "both" if lexicon.numbers.adjective_endings else "first"
        elif grammar.nouns_capitalised:
            layout = "capital"
        else:
            layout = "last" if self._plural_ending else "single"
        self._layout = layout
        self._pattern = re.compile(_PATTERNS[layout])
        self._classes = _classes(lexicon)
        self._adjective_endings = tuple(lexicon.numbers.adjective_endings or grammar.adjective_endings)
        self._participle_endings = tuple(grammar.participle_endings)
        self._not_participles = frozenset(grammar.not_participles)
        self._gerunds = tuple(grammar.gerund_endings)

    def symbol(self, word: str) -> str:
        """The symbol of a word: what it can be in a noun phrase."""
        mark = _MARKS.get(word)
        if mark is not None:
            return mark
        if not word.strip():
            return STOP if "\n" in word else " "
        first = word[0]
        if first.isdecimal():
            return "N" if word[-1].isdecimal() else "U"
        if not first.isalpha():
            return STOP
        lower = word.lower().replace("’", "'")
        number = self._numbers.starts(lower)
        if number is not None:
            return "W" if number == "word" else "K"
        if lower in self._plurals:
            return "Y" if first.isupper() else "y"
        known = self._classes.get(lower)
        if known is not None and (
            known in _ALWAYS or not first.isupper() or (word.isupper() and len(word) > 1)
        ):
            return "z" if known == "f" and self._plural_ending and lower.endswith("s") else known
        if self._plural_ending and len(lower) > 3 and _PLURAL.search(lower):
            return "Y" if first.isupper() else "y"
        if first.isupper():
            return "X"
        if len(lower) == 1:
            return STOP  # "6 x 2 days"
        if len(lower) > 4 and lower not in self._not_participles and lower.endswith(self._participle_endings):
            return "v"
        if self._gerunds and lower.endswith(self._gerunds) and len(lower) > 5:
            return "g"
        if len(lower) > 4 and lower.endswith("ly") and self._plural_ending:
            return "a"
        return "j" if lower.endswith(self._adjective_endings) and len(lower) > 3 else "x"

    def after(self, symbols: str, at: int, value: float) -> Counted | None:
        """The noun phrase that begins at token `at`, for a number of that value; None where there is none."""
        m = self._pattern.match(symbols, at, min(len(symbols), at + _LONGEST))
        if m is None:
            return None
        start, end = m.start(), m.end()
        if self._layout == "last":
            return self._plural(symbols, start, end, value)
        while end > m.start("noun") and symbols[end - 1] in "Zs/- ":
            end -= 1
        if end <= m.start("noun"):
            return None
        return Counted(start, end, _content(symbols, m.start("noun"), min(end, m.end("noun"))))

    def _plural(self, symbols: str, start: int, end: int, value: float) -> Counted | None:
        """Cut a phrase after its last plural, where more than one is counted."""
        region = symbols[start:end]
        at = max(map(region.rfind, "yYz"))
        if value == 1:
            verb = region.find("z")
            end = end if verb < 0 else start + verb
        elif at >= 0:
            cut = start + at + 1
            if symbols[cut : cut + 1] in ("e", "t") and cut < end:
                cut += 1
            return Counted(start, cut, start + at)
        if value != 1 and _ELLIPSIS.match(symbols, end):
            return None
        cut = end
        while cut > start and symbols[cut - 1] in "Zs/- agvmc":
            cut -= 1
        if cut <= start or not any(s in "xXyYjk" for s in symbols[start:cut]):
            return None
        return Counted(start, cut, _content(symbols, start, cut))


def _content(symbols: str, start: int, end: int) -> int:
    """The last token of a stretch that can be a noun."""
    at = end - 1
    while at > start and symbols[at] in "eqts/- ":
        at -= 1
    return at


def _classes(lexicon: Lexicon) -> dict[str, str]:
    """Words of closed classes, and verb forms, by their symbol."""
    out: dict[str, str] = {}
    g = lexicon.grammar
    groups = (
        ("m", lexicon.numbers.more),
        ("M", lexicon.numbers.measures),
        ("F", lexicon.numbers.fractions),
        (STOP, (form for forms in lexicon.dates.months for form in forms)),
        ("k", g.adjectives),
        ("c", g.conjunctions),
        ("p", (*g.of, *g.prepositions, *g.locative, *g.infinitive_mark, *g.agent)),
        ("d", (*g.determiners, *g.possessives, *g.indefinite)),
        ("b", (*g.be_present, *g.be_past, *g.been, *g.being, *g.have, *g.passive, *g.future)),
        ("r", (*g.relatives, *g.subordinators, *g.pronouns, *g.negations)),
        ("a", g.adverbs),
    )
    for symbol, words in groups:
        for word in words:
            if " " not in word and "_" not in word:
                out.setdefault(word.replace("’", "'"), symbol)
    things = {w for words in lexicon.kinds.values() for w in words}
    for verb in lexicon.verbs.values():
        for forms, symbol in ((verb.part, "v"), (verb.past, "f"), (verb.fut, "f"), (verb.pres, "f")):
            for form in forms.split():
                if "_" not in form and form not in things:
                    out.setdefault(form, symbol)
    return out
