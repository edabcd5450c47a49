"""What stands around a name, and what it says: that a city is meant, or that none is."""

from __future__ import annotations

import re

from pipeline.components.cities_names import EVIDENCE, ORDINARY, OTHER, PLAIN, Names
from pipeline.document import View
from pipeline.gazetteer import Name
from pipeline.lexicon import languages, load
from pipeline.resources import cached

_DATED = re.compile(
    r"\s*[(,–-]?\s*(?:[\w’'.º°–-]{1,14}\s+){0,6}?(?:\d{1,2}[–-])?(?:(?:19|20)\d\d\b|\d{1,2}[./]\d{2,4}\b|\d{1,2}/\d\d?\b|[’']\d\d\b)"
)
_WINDOW = 44
_BREAKS = frozenset('.!?:;•►▪■●*|·–—-\n»“”„"«')
_QUOTES = frozenset(("„", "“", "«", '"', "'", "‘"))
_STOPS = frozenset((",", ";", ")", ".", ":", "–", "—", ""))
_INSIDE = frozenset((",", "(", "/"))
_WORD_LIKE = 8_000
"""People that a place must have to be meant by an ordinary word after a preposition."""
_WORD_LIKE_NOUN = 100_000
"""The same where all nouns are capitalised."""
_MUCH = 5
"""Times as large where the text does not speak of its country."""
_DATED_WORD = 30_000
_FAMOUS = 3.0


class Surroundings:
    """The words of a language that speak for or against a city beside them."""

    def __init__(self, language: str) -> None:
        own, english = load(language), load("en")
        both = (own.places, english.places)
        grammar = own.grammar
        self.language = language
        self.countries = frozenset(own.places.countries)
        self.prepositions = frozenset(own.places.prepositions)
        self.of = frozenset(w for p in both for w in p.of)
        self.weak = self.prepositions | self.of | frozenset(grammar.prepositions) | frozenset(grammar.of)
        self.determiners = frozenset(grammar.determiners)
        self.settlements = frozenset(w for p in both for w in p.settlements)
        self.agreements = frozenset(w for p in both for w in p.agreements)
        self.areas = frozenset(w for p in both for w in p.areas)
        self.titles = frozenset(w for p in both for w in p.titles)
        self.streets = frozenset(w for p in both for w in p.streets)
        self.companies = frozenset(w for p in both for w in p.companies)
        verbs = (*grammar.be_present, *grammar.be_past, *grammar.have, *grammar.future)
        self.finite = frozenset(w for w in verbs if " " not in w)
        self.nouns_capitalised = grammar.nouns_capitalised or language == "de"


@cached
def surroundings(language: str) -> Surroundings:
    """The words of a language; of English where it is not one of ours."""
    return Surroundings(language if language in languages() else "en")


class Around:
    """The tokens around a name: two before it (quotes left out) and two after it."""

    __slots__ = ("after", "after2", "before", "before2", "last", "view")

    def __init__(self, view: View, first: int, last: int) -> None:
        words, n = view.words, len(view.words)
        self.view, self.last = view, last
        i = first - 1
        while i > 0 and words[i] in _QUOTES:
            i -= 1
        self.before = words[i] if i >= 0 else ""
        self.before2 = words[i - 1] if i > 0 else ""
        self.after = words[last] if last < n else ""
        self.after2 = words[last + 1] if last + 1 < n else ""

    @property
    def starts_sentence(self) -> bool:
        """True where nothing of the same sentence comes before."""
        return not self.before or self.before[-1] in _BREAKS or self.before.isspace()

    @property
    def is_dated(self) -> bool:
        """True where a date follows, in brackets or not, with its year."""
        if self.after == "." or self.after[:1].isupper():
            return False
        end = self.view.ends[self.last - 1]
        return _DATED.match(self.view.text[end : end + _WINDOW]) is not None


def objection(at: Around, name: Name, grade: int, cues: Surroundings, names: Names) -> str | None:
    """The id of the anti-rule that says that no city is meant here, or None."""
    before, before2 = at.before.lower(), at.before2.lower()
    after, after2 = at.after.lower(), at.after2.lower()
    linked = before in cues.of
    if after in cues.agreements or (linked and before2 in cues.agreements):
        return "cities.not-agreement"
    if after2 in cues.agreements and at.after.isalpha() and after not in cues.weak:
        return "cities.not-agreement"
    if before in cues.areas or (after in cues.areas and after2 not in cues.of):
        return "cities.not-area"
    if linked and before2 in cues.areas:
        return "cities.not-area"
    if before.rstrip(".") in cues.titles or (before == "." and before2 in cues.titles):
        return "cities.not-person"
    if at.before[:1].isupper() and (other := names.word(at.before).alone) is not None and other.person:
        return "cities.not-person"
    if grade >= EVIDENCE and len(before) == 2 and before[1] == "." and at.before[0].isupper():
        return "cities.not-person"
    if name.person and at.after[:1].isupper() and at.after.isalpha() and names.word(at.after).alone is None:
        return "cities.not-person"
    if (after in cues.streets and at.after[0].isupper()) or (
        before in cues.streets and (before != "via" or at.before[0].isupper())
    ):
        return "cities.not-street"
    if linked and before2 in cues.streets:
        return "cities.not-street"
    if grade >= EVIDENCE and (before in cues.companies or after in cues.companies):
        return "cities.not-company"
    return None


def evidence(at: Around, name: Name, grade: int, told: bool, cues: Surroundings, names: Names) -> str | None:
    """The id of the rule by which the words around say that a city is meant, or None.

    Args:
        told: the text speaks of the country of a place of that name.
    """
    before, before2 = at.before.lower(), at.before2.lower()
    if before in cues.of and before2 in cues.settlements:
        return "cities.settlement"
    if grade == OTHER:
        return None
    if before in cues.settlements:
        return "cities.settlement"
    size = names.largest(name).population
    if grade == ORDINARY:
        return _evidence_for_a_word(at, name, size, told, cues, names)
    plausible = told or names.is_distinct(name)
    part = not cues.nouns_capitalised and at.after[:1].isupper() and at.after.isalpha()  # "in Vila Bianca"
    if before in cues.prepositions and (grade == PLAIN or (not part and (plausible or size >= _WORD_LIKE))):
        return "cities.locative"
    if at.is_dated and plausible and (before in cues.weak or not name.ordinary):
        return "cities.dated"
    if not (plausible and name.places) or grade == PLAIN or part:
        return None
    if before in cues.weak:
        return "cities.locative"
    if told and at.before in (",", "(", ":") and at.after in _STOPS:
        return "cities.apposition"
    return None


def _evidence_for_a_word(
    at: Around, name: Name, size: int, told: bool, cues: Surroundings, names: Names
) -> str | None:
    """The same for an ordinary word or given name."""
    before = at.before.lower()
    least = _WORD_LIKE_NOUN if cues.nouns_capitalised else _WORD_LIKE
    if before in cues.prepositions and size >= least and (told or size >= _MUCH * least):
        in_title = at.before2[:1].isupper() and len(at.before2) > 3 and at.before2.lower() not in cues.weak
        if not in_title and not (at.after[:1].isupper() and at.after2[:1].isupper()):
            return "cities.locative"
    if size >= _DATED_WORD and at.after in ("(", ",") and at.is_dated:
        return "cities.dated"
    if cues.nouns_capitalised or name.person or at.after[:1].isupper():
        return None
    # capitals in mid-sentence: in English headings any word has them
    english = cues.language == "en"
    if at.starts_sentence:
        capital = not english and at.after in cues.finite
    else:
        capital = (at.before.islower() and before not in cues.determiners) or (
            not english and at.before in _INSIDE
        )
    times = 1.0 if at.before.islower() and not english else _FAMOUS
    return "cities.known" if capital and names.is_famous(name, times) else None
