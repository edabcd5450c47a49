"""What a word or several can name: a document's tokens against the gazetteer, each word looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.found import Place
from pipeline.gazetteer import NEAR, Entry, Gazetteer, Name, fold_name, gazetteer
from pipeline.lexicon import languages, load
from pipeline.resources import cached
from pipeline.symbols import MAX_WORDS

_WELL_KNOWN: Final = 30_000
"""People that a place must have at least to be meant without evidence, in Europe and around it."""
_WELL_KNOWN_FAR: Final = 150_000
_WELL_KNOWN_ALTERNATE: Final = 60_000
_WORLD_CITY: Final = 1_000_000
_FAME: Final = 4
_FAMOUS: Final = 10.0  # times as large as a well-known place
_TOWN: Final = 3_000
_STEM: Final = 2
"""Letters of a word that must be left before an ending."""
_MANY_CASES: Final = 5
"""Endings of a language in which the words of a name are inflected one by one."""
_LONGEST: Final = 8  # tokens

_APOSTROPHES: Final = "\x92\x19´`’'ʼ"
PLAIN: Final = 0
EVIDENCE: Final = 1
ORDINARY: Final = 2
OTHER: Final = 3
"""Grades of a name: well known; in need of evidence; an ordinary word too; chiefly another thing's."""

NOTHING: Final = "."
NAME: Final = "n"
PAIR: Final = "p"
"""Symbols of words: what can't be a name, what may begin one, two names in one word."""


@dataclass(slots=True)
class Word:
    """What the gazetteer knows of one word as written."""

    symbol: str
    tail: tuple[str, ...] = ()
    entry: Entry | None = None
    alone: Name | None = None
    inflected: bool = False
    bases: tuple[Entry, ...] = ()
    """Of an inflected first word: what its base begins ("Zielonej": Zielona Góra)."""
    parts: tuple[tuple[int, int, Name], ...] = ()
    """Of a pair: characters and name of each part."""


_NO_WORD: Final = Word(NOTHING)


class Names:
    """The gazetteer as a language reads it: inflected names, words that are ordinary in it."""

    def __init__(self, language: str, source: Gazetteer) -> None:
        lexicon = load(language)
        self.language = language
        self.gazetteer = source
        self._places = lexicon.places
        endings = sorted(lexicon.inflection.items(), key=lambda item: -len(item[0]))
        self._endings = [(ending, tuple(stems)) for ending, stems in endings]
        self._calendar = frozenset(
            word
            for dates in (lexicon.dates, load("en").dates)
            for words in (*dates.months, *dates.seasons.values(), dates.start, dates.mid, dates.end)
            for word in words
        )
        g = lexicon.grammar
        self._never = frozenset((*g.be_past, *g.passive, *g.future, *g.adverbs, *g.pronouns, *g.determiners))
        """Words that look like inflected names ("będzie") and are none."""
        self._words: dict[str, Word] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._grades: dict[int, tuple[Name, int]] = {}

    def symbol(self, word: str) -> str:
        """The symbol of a word (see `NAME`)."""
        return self.word(word).symbol

    def word(self, word: str) -> Word:
        """What is known of a word."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) > MAX_WORDS:
                self._words.clear()
            known = self._words[word] = self._classify(word)
        return known

    def folded(self, word: str) -> tuple[str, ...]:
        """The folded words in a token; none for punctuation."""
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > MAX_WORDS:
                self._folded.clear()
            known = self._folded[word] = tuple(fold_name(word).split())
        return known

    def match(self, words: list[str], i: int) -> tuple[Name, int, bool] | None:
        """The longest name that begins at token `i`, the token after it, and whether it is inflected."""
        word = self._words.get(words[i]) or self.word(words[i])
        if word.bases and i + 1 < len(words) and (name := self._inflected_pair(word, words[i + 1])):
            return name, i + 2, True
        if word.entry is not None and word.entry.longer:
            tail = word.tail
            second = tail or (self.folded(words[i + 1]) if i + 1 < len(words) else ())
            if not second and i + 2 < len(words) and words[i + 1] in ("(", "\n"):
                second = self.folded(words[i + 2])
            if second:
                for name in word.entry.longer.get(second[0], ()):
                    if len(name.words) > len(tail) and (last := self._ends(name.words, words, i, tail)):
                        return name, last, False
        return (word.alone, i + 1, word.inflected) if word.alone is not None else None

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

    def is_distinct(self, name: Name) -> bool:
        """True for a town of Europe, not only a village."""
        if name.person:
            return False
        place = self.largest(name)
        return place.population >= _TOWN and place.country in NEAR

    def grade(self, name: Name, written: str = "") -> int:
        """How much evidence a name needs (see `PLAIN`), and its first word as it is written."""
        if not name.words and written.lower() in self._calendar:
            return OTHER
        known = self._grades.get(id(name))
        if known is None or known[0] is not name:  # another one had its id
            if len(self._grades) > MAX_WORDS:
                self._grades.clear()
            known = self._grades[id(name)] = name, self._grade(name)
        return known[1]

    def _grade(self, name: Name) -> int:
        if name.other:
            return OTHER
        if name.person or self.language in name.ordinary:
            return ORDINARY
        return PLAIN if self.is_famous(name, 1.0) else EVIDENCE

    def is_famous(self, name: Name, times: float) -> bool:
        """True where a place of that name is `times` as large as one must be to be known without evidence.

        Districts of cities, which GeoNames holds for populated places too, have few other names.
        """
        if name.places:
            place = self.gazetteer.place(name.places[0])
            least = _WELL_KNOWN if place.country in NEAR else _WELL_KNOWN_FAR
            if place.population >= least * times and place.fame >= _FAME:
                return True
        if name.alternates:
            place = self.gazetteer.place(name.alternates[0])
            least = _WELL_KNOWN_ALTERNATE if place.country in NEAR else _WORLD_CITY
            return place.population >= least * times
        return False

    def largest(self, name: Name) -> Place:
        """The place of that name with the most people."""
        ids = name.places[:1] + name.alternates[:1]
        return max(map(self.gazetteer.place, ids), key=lambda p: p.population)

    def _classify(self, word: str) -> Word:
        first = word[0]
        if not (first.isupper() or (first in "'’‘" and len(word) > 2 and not word.islower())):
            return _NO_WORD
        parts = self.folded(word)
        if not parts or not parts[0][0].isalpha():
            return _NO_WORD
        entry = self.gazetteer.entry(parts[0])
        alone = self._alone(entry, parts[1:]) if entry else None
        if self.language == "en" and word[-1] == "s" and (alone is None or not alone.places):
            owner = word[:-1].rstrip(_APOSTROPHES)  # its apostrophe left out, or one that no tokenizer knows
            name = self.gazetteer.name(fold_name(owner))
            if name is not None and name.places and self.is_famous(name, _FAMOUS):
                return Word(PAIR, parts=((0, len(owner), name),))
        longer = entry is not None and bool(entry.longer) and (len(parts) == 1 or parts[1] in entry.longer)
        inflected = False
        bases: tuple[Entry, ...] = ()
        if self._endings and len(word) > 4 and word.lower() not in self._never:
            bases = self._bases(word)
            if alone is None or not (alone.countries or alone.regions or self.is_famous(alone, 1.0)):
                base = self._base(word)
                if base is not None and (alone is None or self._size(base) > self._size(alone)):
                    alone, inflected = base, True
        if alone is None and not longer and not bases:
            return self._compound(word) if len(parts) > 1 else _NO_WORD
        symbol = NAME
        if (
            not longer
            and alone is not None
            and not (alone.places or alone.alternates or alone.countries or alone.regions)
        ):
            symbol = NOTHING  # a given name or the like: others ask for it
        return Word(symbol, parts[1:], entry if longer else None, alone, inflected, bases)

    @staticmethod
    def _alone(entry: Entry, tail: tuple[str, ...]) -> Name | None:
        if not tail:
            return entry.single
        return next((n for n in entry.longer.get(tail[0], ()) if n.words == tail), None)

    def _size(self, name: Name) -> int:
        return self.largest(name).population if name.places or name.alternates else 0

    def _stems(self, word: str) -> list[str]:
        """What a word in an oblique case may be in the nominative, folded."""
        lower = word.lower()
        left, dash, right = lower.partition("-")
        if dash:
            return [f"{first} {second}" for first in self._stems(left) for second in self._stems(right)]
        return [
            fold_name(lower[: len(lower) - len(ending)] + stem)
            for ending, stems in self._endings
            if lower.endswith(ending) and len(lower) - len(ending) >= _STEM
            for stem in stems
        ]

    def _base(self, word: str) -> Name | None:
        """The name that a word in an oblique case stands for: the largest place of those possible."""
        best: Name | None = None
        for stem in self._stems(word):
            name = self.gazetteer.name(stem)
            if name is None or name.other:
                continue
            if name.countries or name.regions:
                return name
            size = self._size(name)
            if size >= _TOWN and (best is None or size > self._size(best)):
                best = name
        return best

    def _bases(self, word: str) -> tuple[Entry, ...]:
        """What begins with the nominative of a word, where both words of a name are inflected."""
        if len(self._endings) < _MANY_CASES:
            return ()
        entries = (self.gazetteer.entry(stem) for stem in self._stems(word) if stem and " " not in stem)
        return tuple(e for e in entries if e is not None and e.longer)

    def _inflected_pair(self, word: Word, following: str) -> Name | None:
        if not following[0].isupper():
            return None
        for second in self._stems(following):
            for entry in word.bases:
                for name in entry.longer.get(second, ()):
                    if name.words == (second,) and name.places and self._size(name) >= _TOWN:
                        return name
        return None

    def _compound(self, word: str) -> Word:
        """Two names in one word ("Ancona-Spalato"), or one before "-based"."""
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
            if second is not None and right[0].isupper() and self._size(second) >= _WELL_KNOWN:
                return Word(PAIR, parts=(here, (len(word) - len(right), len(word), second)))
        return _NO_WORD


@cached
def names(language: str) -> Names:
    """The names as a language reads them; as English does where it is not one of ours."""
    return Names(language if language in languages() else "en", gazetteer())
