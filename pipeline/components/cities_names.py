"""What a word or several can name: a document's tokens against the gazetteer, each word looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.document import Place
from pipeline.gazetteer import Entry, Gazetteer, Name, fold_name, gazetteer
from pipeline.lexicon import LANGUAGES, load

_WELL_KNOWN = 30_000
"""People that a place must have at least to be meant without evidence, in Europe and around it."""
_WELL_KNOWN_FAR = 150_000
_WELL_KNOWN_ALTERNATE = 60_000
_INFLECTED = 3_000
_MAX_WORDS = 100_000
_LONGEST = 8  # tokens

PLAIN, EVIDENCE, ORDINARY = 0, 1, 2
"""Grades of a name: well known; to be backed by evidence; an ordinary word or given name as well."""

NOTHING, NAME, PAIR, AREA = ".", "n", "p", "a"
"""Symbols of words: what can't be a name, what may begin one, two names in one word, a country or region."""


@dataclass(slots=True)
class Word:
    """What the gazetteer knows of one word as written."""

    symbol: str
    tail: tuple[str, ...] = ()
    entry: Entry | None = None
    alone: Name | None = None
    inflected: bool = False
    parts: tuple[tuple[int, int, Name], ...] = ()
    """Of a pair: characters and name of each part."""


_NO_WORD = Word(NOTHING)


class Names:
    """The gazetteer as a language reads it: inflected names, words that are ordinary in it."""

    def __init__(self, language: str, source: Gazetteer) -> None:
        lexicon = load(language)
        self.language = language
        self.gazetteer = source
        self._places = lexicon.places
        endings = sorted(lexicon.inflection.items(), key=lambda item: -len(item[0]))
        self._endings = [(ending, tuple(stems)) for ending, stems in endings]
        self._words: dict[str, Word] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._grades: dict[int, int] = {}

    def symbol(self, word: str) -> str:
        """The symbol of a word (see `NAME`)."""
        return self.word(word).symbol

    def word(self, word: str) -> Word:
        """What is known of a word."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) > _MAX_WORDS:
                self._words.clear()
            known = self._words[word] = self._classify(word)
        return known

    def folded(self, word: str) -> tuple[str, ...]:
        """The folded words in a token; none for punctuation."""
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > _MAX_WORDS:
                self._folded.clear()
            known = self._folded[word] = tuple(fold_name(word).split())
        return known

    def match(self, words: list[str], i: int) -> tuple[Name, int] | None:
        """The longest name that begins at token `i`, and the token after it."""
        word = self.word(words[i])
        if word.entry is not None and word.entry.longer:
            tail = word.tail
            second = tail or (self.folded(words[i + 1]) if i + 1 < len(words) else ())
            if not second and i + 2 < len(words) and words[i + 1] in ("(", "\n"):
                second = self.folded(words[i + 2])
            if second:
                for name in word.entry.longer.get(second[0], ()):
                    if len(name.words) > len(tail) and (last := self._ends(name.words, words, i, tail)):
                        return name, last
        return (word.alone, i + 1) if word.alone is not None else None

    def _ends(self, name: tuple[str, ...], words: list[str], i: int, tail: tuple[str, ...]) -> int:
        """The token after the name, 0 where the text goes on differently."""
        done = len(tail)
        if name[:done] != tail:
            return 0
        open_bracket = False
        j, end = i + 1, min(len(words), i + _LONGEST)
        while done < len(name):
            if j >= end:
                return 0
            parts = self.folded(words[j])
            if not parts:
                open_bracket |= words[j] == "("
                if words[j] not in ("(", ".", "-", "’", "'") and not words[j].isspace():
                    return 0
            elif name[done : done + len(parts)] == parts:
                done += len(parts)
            else:
                return 0
            j += 1
        if words[j - 1].islower() and done > len(tail):
            return 0
        if open_bracket:
            return j + 1 if j < len(words) and words[j] == ")" else 0
        return j

    def grade(self, name: Name) -> int:
        """How much evidence a name needs (see `PLAIN`)."""
        key = id(name)
        known = self._grades.get(key)
        if known is None:
            known = self._grades[key] = self._grade(name)
        return known

    def _grade(self, name: Name) -> int:
        if name.person or self.language in name.ordinary:
            return ORDINARY
        if name.places:
            place = self.gazetteer.place(name.places[0])
            if place.population >= (_WELL_KNOWN if place.country in NEAR else _WELL_KNOWN_FAR):
                return PLAIN
        if name.alternates:
            place = self.gazetteer.place(name.alternates[0])
            if place.population >= _WELL_KNOWN_ALTERNATE and place.country in NEAR:
                return PLAIN
        return EVIDENCE

    def largest(self, name: Name) -> Place | None:
        """The place of that name with the most people."""
        ids = name.places[:1] + name.alternates[:1]
        return max(map(self.gazetteer.place, ids), key=lambda p: p.population, default=None)

    def _classify(self, word: str) -> Word:
        first = word[0]
        if not (first.isupper() or (first in "'’‘" and len(word) > 2 and not word.islower())):
            return _NO_WORD
        parts = self.folded(word)
        if not parts or not parts[0][0].isalpha():
            return _NO_WORD
        entry = self.gazetteer.entry(parts[0])
        alone = self._alone(entry, parts[1:]) if entry else None
        longer = entry is not None and bool(entry.longer) and (len(parts) == 1 or parts[1] in entry.longer)
        inflected = False
        if self._endings and (alone is None or not self._is_known(alone)) and len(word) > 4:
            base = self._base(word)
            if base is not None and (alone is None or self._size(base) > self._size(alone)):
                alone, inflected = base, True
                entry = None if not longer else entry
        if alone is None and not longer:
            return self._compound(word) if len(parts) > 1 else _NO_WORD
        symbol = NAME
        if alone is not None and (alone.countries or alone.regions) and not inflected:
            symbol = AREA
        return Word(symbol, parts[1:], entry if longer else None, alone, inflected)

    @staticmethod
    def _alone(entry: Entry, tail: tuple[str, ...]) -> Name | None:
        if not tail:
            return entry.single
        return next((n for n in entry.longer.get(tail[0], ()) if n.words == tail), None)

    def _is_known(self, name: Name) -> bool:
        return bool(name.countries or name.regions) or self._size(name) >= _WELL_KNOWN

    def _size(self, name: Name) -> int:
        place = self.largest(name)
        return place.population if place else 0

    def _base(self, word: str) -> Name | None:
        """The name that a word in an oblique case stands for: the largest place of those possible."""
        lower = word.lower()
        best: Name | None = None
        for ending, stems in self._endings:
            if not lower.endswith(ending) or len(lower) - len(ending) < 3:
                continue
            for stem in stems:
                name = self.gazetteer.name(fold_name(lower[: len(lower) - len(ending)] + stem))
                if name is None or name.other:
                    continue
                if name.countries or name.regions:
                    return name
                size = self._size(name)
                if size >= _INFLECTED and (best is None or size > self._size(best)):
                    best = name
        return best

    def _compound(self, word: str) -> Word:
        """Two names in one word ("Ancona-Spalato"), or one before a lower-case word ("Riga-based")."""
        for dash in "-–‐":
            left, found, right = word.partition(dash)
            if not found or len(left) < 3 or len(right) < 3:
                continue
            first, second = (self.gazetteer.name(fold_name(part)) for part in (left, right))
            if first is None or self.grade(first) is not PLAIN:
                return _NO_WORD
            here = (0, len(left), first)
            if right.islower() and right in ("based", "wide"):
                return Word(PAIR, parts=(here,))
            if second is not None and right[0].isupper() and self.grade(second) is PLAIN:
                return Word(PAIR, parts=(here, (len(word) - len(right), len(word), second)))
        return _NO_WORD


NEAR = frozenset(
    "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC "
    "MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK DZ EG IL JO LB LY MA PS SY TN".split()
)
"""Countries whose places are all in the gazetteer, and more likely meant: Europe and around it."""


@cache
def names(language: str) -> Names:
    """The names as a language reads them; as English does where it is not one of ours."""
    return Names(language if language in LANGUAGES else "en", gazetteer())
