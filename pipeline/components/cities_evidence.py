"""What stands around a name, and what it says: that a city is meant, or that none is."""

from __future__ import annotations

import re
from functools import cache

from pipeline.components.cities_names import EVIDENCE, ORDINARY, Names
from pipeline.document import View
from pipeline.gazetteer import Name
from pipeline.lexicon import LANGUAGES, load

_DATED = re.compile(
    r"\s*(?:\(\s*|,\s*|:\s*|[–-]\s+)?(?:(?:[^\W\d_]|[-’'.]){1,12}\s+){0,3}"
    r"(?:\d{1,4}(?:st|nd|rd|th|er|º|°)?[\s./–-]|\d{1,2}[./]\d|(?:19|20)\d\d|[’']\d\d)"
)
_WINDOW = 44
_BREAKS = frozenset('.!?:;•►▪■●*|·–—-\n»“”„"«')
_FINITE = frozenset("has have had will shall is was were are hosts hosted joins joined".split())


class Surroundings:
    """The words of a language that speak for or against a city beside them."""

    def __init__(self, language: str) -> None:
        own, english = load(language), load("en")
        both = (own.places, english.places)
        grammar = own.grammar
        self.prepositions = frozenset(own.places.prepositions)
        self.of = frozenset(grammar.of) | {"of"}
        self.links = self.of | self.prepositions
        self.settlements = frozenset(w for p in both for w in p.settlements)
        self.agreements = frozenset(w for p in both for w in p.agreements)
        self.areas = frozenset(w for p in both for w in p.areas)
        self.titles = frozenset(w for p in both for w in p.titles)
        self.streets = frozenset(w for p in both for w in p.streets)
        self.companies = frozenset(w for p in both for w in p.companies)
        finite = (*grammar.be_present, *grammar.be_past, *grammar.have, *grammar.future)
        self.finite = frozenset(w for w in finite if " " not in w) | _FINITE


class Around:
    """The tokens around a name: one and two before it, one and two after it, in lower case; blanks left out."""

    __slots__ = ("after", "after2", "before", "before2", "first", "last", "view")

    def __init__(self, view: View, first: int, last: int) -> None:
        words, n = view.words, len(view.words)
        self.view, self.first, self.last = view, first, last
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


_QUOTES = frozenset(("„", "“", "«", '"', "'", "‘"))


@cache
def surroundings(language: str) -> Surroundings:
    """The words of a language; of English where it is not one of ours."""
    return Surroundings(language if language in LANGUAGES else "en")


def objection(at: Around, name: Name, grade: int, cues: Surroundings, names: Names) -> str | None:
    """The id of the anti-rule that says that no city is meant here, or None."""
    before, before2 = at.before.lower(), at.before2.lower()
    after, after2 = at.after.lower(), at.after2.lower()
    if after in cues.agreements or (before in cues.links and before2 in cues.agreements):
        return "cities.agreement"
    if after2 in cues.agreements and at.after.isalpha() and after not in cues.links:
        return "cities.agreement"
    if (
        before in cues.areas
        or (after in cues.areas and after2 != "of")
        or (before in cues.of and before2 in cues.areas)
    ):
        return "cities.area"
    if (
        before in cues.titles
        or (before == "." and before2 in cues.titles)
        or before.rstrip(".") in cues.titles
    ):
        return "cities.person"
    if at.before[:1].isupper() and (other := names.word(at.before).alone) is not None and other.person:
        return "cities.person"
    if grade == ORDINARY and name.person and at.after[:1].isupper() and names.word(at.after).alone is None:
        return "cities.person"
    if grade >= EVIDENCE and len(before) == 2 and before[1] == "." and at.before[0].isupper():
        return "cities.person"
    if after in cues.streets or (before in cues.streets and (before != "via" or at.before[0].isupper())):
        return "cities.street"
    if before in cues.of and before2 in cues.streets:
        return "cities.street"
    if grade >= EVIDENCE and (before in cues.companies or after in cues.companies):
        return "cities.company"
    return None


def evidence(at: Around, grade: int, size: int, cues: Surroundings, nouns_capitalised: bool) -> str | None:
    """The id of the rule by which the words around say that a city is meant, or None."""
    before, before2 = at.before.lower(), at.before2.lower()
    if before in cues.settlements or (before in cues.links and before2 in cues.settlements):
        return "cities.settlement"
    view = at.view
    if not at.starts_sentence or grade < ORDINARY:
        end = view.ends[at.last - 1]
        if _DATED.match(view.text[end : end + _WINDOW]) and at.after != "." and not at.after[:1].isalpha():
            return "cities.dated"
    if before in cues.prepositions and (grade < ORDINARY or size >= _named_like_a_word(nouns_capitalised)):
        title = at.before2[:1].isupper() and len(at.before2) > 3 and grade == ORDINARY
        if not title and (at.before.islower() or at.before2 == "" or at.before2[-1] in _BREAKS):
            return "cities.locative"
    return None


def _named_like_a_word(nouns_capitalised: bool) -> int:
    """How large a place must be to be meant by an ordinary word after a preposition."""
    return 100_000 if nouns_capitalised else 8_000
