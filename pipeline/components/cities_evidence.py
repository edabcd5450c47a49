"""What stands around a name, and what it says: that a city is meant, or that none is."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.cities_names import EVIDENCE, ORDINARY, OTHER, PLAIN, Names
from pipeline.document import View
from pipeline.gazetteer import Name
from pipeline.lexicon import languages, load
from pipeline.resources import cached
from pipeline.symbols import MAX_WORDS

_DATED: Final = re.compile(
    r"\s*[(,–-]?\s*(?:[\w’'.º°–-]{1,14}\s+){0,6}?(?:\d{1,2}[–-])?"
    r"(?:(?:19|20)\d\d\b|\d{1,2}[./]\d{2,4}\b|\d{1,2}/\d\d?\b|[’']\d\d\b)"
)
_WINDOW: Final = 44
_POSTCODE: Final = re.compile(r"(?:[A-Z]{1,2}-)?(?:\d{5}|\d\d-\d{3}|(?!19|20)\d{4})")
_BREAKS: Final = frozenset('.!?:;•►▪■●*|·–—-\n»“”„"«')
_QUOTES: Final = frozenset(("„", "“", "«", '"', "'", "‘"))
_STOPS: Final = frozenset((",", ";", ")", ".", ":", "–", "—", ""))
_INSIDE: Final = frozenset((",", "(", "/"))
_WORD_LIKE: Final = 8_000
"""People that a place must have to be meant by an ordinary word after a preposition."""
_WORD_LIKE_NOUN: Final = 100_000
"""The same where all nouns are capitalised."""
_MUCH: Final = 5
"""Times as large where the text does not speak of its country."""
_DATED_WORD: Final = 30_000
_FAMOUS: Final = 3.0


OF: Final = 1 << 0
PREPOSITION: Final = 1 << 1
WEAK: Final = 1 << 2
SETTLEMENT: Final = 1 << 3
AGREEMENT: Final = 1 << 4
AREA: Final = 1 << 5
TITLE: Final = 1 << 6
STREET: Final = 1 << 7
COMPANY: Final = 1 << 8
"""Cues of a word, from the lists of `lexicon.Places`; WEAK is any preposition."""
DETERMINER: Final = 1 << 9
FINITE: Final = 1 << 10
CAPITAL: Final = 1 << 11
LOWER: Final = 1 << 12
INITIAL: Final = 1 << 13
"""More of them: finite auxiliaries, words with a capital, words without, "J."."""
_TELLING: Final = OF | AGREEMENT | AREA | TITLE | STREET | COMPANY | CAPITAL | INITIAL


class Surroundings(dict[str, int]):
    """The cues of a word in a language and in English, which is mixed with all; filled as words are met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        own, english = load(language), load("en")
        grammar, places = own.grammar, own.places
        self.language = language
        self.countries = frozenset(places.countries)
        self.nouns_capitalised = grammar.nouns_capitalised
        verbs = (*grammar.be_present, *grammar.be_past, *grammar.have, *grammar.future)
        both = places, english.places
        lists = {
            OF: [w for p in both for w in p.of],
            PREPOSITION: places.prepositions,
            WEAK: [
                *grammar.prepositions,
                *grammar.of,
                *places.prepositions,
                *(w for p in both for w in p.of),
            ],
            SETTLEMENT: [w for p in both for w in p.settlements],
            AGREEMENT: [w for p in both for w in p.agreements],
            AREA: [w for p in both for w in p.areas],
            TITLE: [w for p in both for w in p.titles],
            STREET: [w for p in both for w in p.streets],
            COMPANY: [w for p in both for w in p.companies],
            DETERMINER: grammar.determiners,
            FINITE: verbs,
        }
        self._cues: dict[str, int] = {}
        for cue, words in lists.items():
            for word in words:
                self._cues[word] = self._cues.get(word, 0) | cue

    def __missing__(self, word: str) -> int:
        if len(self) > MAX_WORDS:
            self.clear()
        lower = word.lower()
        cues = self._cues.get(lower, 0) | (self._cues.get(lower.rstrip("."), 0) & TITLE)
        if word[:1].isupper():
            cues |= CAPITAL if word.isalpha() else 0
            cues |= INITIAL if len(word) == 2 and word[1] == "." else 0
        elif word.islower():
            cues |= LOWER
        self[word] = cues
        return cues


@cached
def surroundings(language: str) -> Surroundings:
    """The cues of a language; of English where it is not one of ours."""
    return Surroundings(language if language in languages() else "en")


class Around:
    """The tokens around a name, two before it (quotes left out) and two after it, and their cues."""

    __slots__ = ("after", "after2", "before", "before2", "end", "text", "to", "to2", "up", "up2")

    def __init__(self, view: View, first: int, last: int, cues: Surroundings) -> None:
        words, n = view.words, len(view.words)
        self.text, self.end = view.text, view.ends[last - 1]
        i = first - 1
        while i > 0 and words[i] in _QUOTES:
            i -= 1
        self.before = before = words[i] if i >= 0 else ""
        self.before2 = before2 = words[i - 1] if i > 0 else ""
        self.after = after = words[last] if last < n else ""
        self.after2 = after2 = words[last + 1] if last + 1 < n else ""
        self.up, self.up2, self.to, self.to2 = cues[before], cues[before2], cues[after], cues[after2]

    @property
    def starts_sentence(self) -> bool:
        """True where nothing of the same sentence comes before."""
        return not self.before or self.before[-1] in _BREAKS or self.before.isspace()

    @property
    def is_dated(self) -> bool:
        """True where a date follows, in brackets or not, with its year."""
        if self.after == "." or self.after[:1].isupper():
            return False
        return _DATED.match(self.text[self.end : self.end + _WINDOW]) is not None


def objection(at: Around, name: Name, grade: int, names: Names) -> str | None:
    """The id of the anti-rule that says that no city is meant here, or None."""
    up, up2, to, to2 = at.up, at.up2, at.to, at.to2
    if not (up | to) & _TELLING and not to2 & AGREEMENT and not up2 & (TITLE | STREET):
        return None
    both = up2 if up & OF else 0  # what the name is "of"
    if (to | both) & AGREEMENT or (to2 & AGREEMENT and to & (CAPITAL | LOWER) and not to & WEAK):
        return "cities.not-agreement"
    if (up | both) & AREA or (to & AREA and not to2 & OF):
        return "cities.not-area"
    if up & TITLE or (at.before == "." and up2 & TITLE) or (grade >= EVIDENCE and up & INITIAL):
        return "cities.not-person"
    if up & CAPITAL and (other := names.word(at.before).alone) is not None and other.person:
        return "cities.not-person"
    if name.person and to & CAPITAL and names.word(at.after).alone is None:
        return "cities.not-person"
    if at.before == ".":  # "ul. Krakowska"
        both = up2
    if (to & STREET and to & CAPITAL) or both & STREET:
        return "cities.not-street"
    if up & STREET and (at.before != "via"):
        return "cities.not-street"
    if grade >= EVIDENCE and (up | to) & COMPANY:
        return "cities.not-company"
    return None


def evidence(at: Around, name: Name, grade: int, told: bool, cues: Surroundings, names: Names) -> str | None:
    """The id of the rule by which the words around say that a city is meant, or None.

    Args:
        told: the text speaks of the country of a place of that name.
    """
    up = at.up
    if up & OF and at.up2 & SETTLEMENT:
        return "cities.settlement"
    if grade == OTHER:
        return None
    if _POSTCODE.fullmatch(at.before) and (told or names.is_famous(name, 1.0)):
        return "cities.postcode"
    if up & SETTLEMENT:
        return "cities.settlement"
    size = names.largest(name).population
    if grade == ORDINARY:
        return _evidence_for_a_word(at, name, size, told, cues, names)
    plausible = told or names.is_distinct(name)
    part = not cues.nouns_capitalised and at.to & CAPITAL  # "in Vila Bianca"
    if up & PREPOSITION and (grade == PLAIN or (not part and (plausible or size >= _WORD_LIKE))):
        return "cities.locative"
    if at.is_dated and plausible and (up & WEAK or not name.ordinary):
        return "cities.dated"
    if not (plausible and name.places) or grade == PLAIN or part:
        return None
    if up & WEAK:
        return "cities.locative"
    if told and at.before in (",", "(", ":") and at.after in _STOPS:
        return "cities.apposition"
    return None


def _evidence_for_a_word(
    at: Around, name: Name, size: int, told: bool, cues: Surroundings, names: Names
) -> str | None:
    """The same for an ordinary word or given name."""
    up = at.up
    least = _WORD_LIKE_NOUN if cues.nouns_capitalised else _WORD_LIKE
    if up & PREPOSITION and size >= least and (told or size >= _MUCH * least):
        in_title = at.up2 & CAPITAL and len(at.before2) > 3 and not at.up2 & WEAK
        if not in_title and not at.to & at.to2 & CAPITAL:
            return "cities.locative"
    if size >= _DATED_WORD and at.after in ("(", ",") and at.is_dated:
        return "cities.dated"
    if cues.nouns_capitalised or name.person or at.to & CAPITAL:
        return None
    # capitals in mid-sentence: in English headings any word has them
    english = cues.language == "en"
    if at.starts_sentence:
        capital = not english and at.to & FINITE
    else:
        capital = (up & LOWER and not up & DETERMINER) or (not english and at.before in _INSIDE)
    times = 1.0 if up & LOWER and not english else _FAMOUS
    return "cities.known" if capital and names.is_famous(name, times) else None


def is_called_city(at: Around) -> bool:
    """True where the text says "city of" before a name."""
    return bool(at.up & SETTLEMENT or (at.up & OF and at.up2 & SETTLEMENT))


def follows_capital(at: Around) -> bool:
    """True where a capitalised word stands before a name that is no word for a settlement."""
    return bool(at.up & CAPITAL and not at.up & SETTLEMENT)
