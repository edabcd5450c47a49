"""Which of the names in a text are cities: each by its surroundings, then by those that stand with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc

from pipeline.components.cities_evidence import (
    DETERMINER,
    FINITE,
    LOWER,
    OF,
    PREPOSITION,
    Around,
    Surroundings,
    evidence,
    follows_capital,
    objection,
)
from pipeline.components.cities_names import EVIDENCE, ORDINARY, OTHER, PLAIN, Names
from pipeline.components.cities_resolve import fits, senses
from pipeline.document import View, reject
from pipeline.gazetteer import Name

_JOINERS: Final = frozenset(
    ", ; / & – - — and or und oder et ou y e o u ed i oraz och eller en og sowie bzw bis".split()
)
_GAP: Final = 7
"""Tokens between two names of a list, at most."""
_LIST: Final = 3
"""Names of small places that make a list by themselves."""
_HINT: Final = 6
"""Tokens after a name in which its country is looked for."""
_WELL_NAMED: Final = 10
"""Other names of a place that is known for more than its size."""
_UNSURE: Final = "nothing around it says that a place is meant"


class Candidate:
    """A name in the text that may be a city's: a city when it has a rule."""

    __slots__ = ("around", "end", "first", "grade", "hint", "inflected", "last", "name", "rule", "start")

    def __init__(
        self,
        first: int,
        last: int,
        start: int,
        end: int,
        name: Name,
        grade: int,
        around: Around,
        inflected: bool = False,
        rule: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.first = first
        self.last = last
        self.start = start
        self.end = end
        self.name = name
        self.grade = grade
        self.around = around
        self.inflected = inflected
        self.rule = rule
        self.hint = hint
        """The country or state that is named beside it."""


class Judge:
    """Judges the candidates of one Doc.

    Args:
        areas: the codes of the countries and regions that are named, by token.
    """

    def __init__(
        self, doc: Doc, view: View, names: Names, cues: Surroundings, areas: dict[int, tuple[str, ...]]
    ) -> None:
        self.doc = doc
        self.words = view.words
        self.names = names
        self.cues = cues
        self.areas = areas

    def judge(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that are cities, each with its rule."""
        live = [c for c in candidates if not self._objected(c)]
        for c in live:
            c.hint = self._hint(c)
            if c.hint is not None:
                c.rule = "cities.country"
            elif c.grade == PLAIN and not self._shouts(c) and not self._ends_a_name(c):
                c.rule = "cities.inflected" if c.inflected else "cities.known"
        countries = {
            code.partition(".")[0] for codes in self.areas.values() for code in codes
        } | self.cues.countries
        countries.update(self.names.largest(c.name).country for c in live if c.rule is not None)
        pending = [c for c in live if c.rule is None]
        if pending:
            for c in pending:
                if c.grade == PLAIN or not self._shouts(c):
                    told = self._is_told(c.name, countries)
                    c.rule = evidence(c.around, c.name, c.grade, told, self.cues, self.names)
            self._lists(live, countries)
            self._established(live)
            for c in pending:
                if c.rule is None:
                    rule = "cities.not-word" if c.grade >= ORDINARY else "cities.known"
                    reject(self.doc, c.start, c.end, rule, _UNSURE)
        return [c for c in live if c.rule is not None]

    def _objected(self, c: Candidate) -> bool:
        rule = objection(c.around, c.name, c.grade, self.names)
        if rule is not None:
            reject(self.doc, c.start, c.end, rule, "the words around make it the name of something else")
        return rule is not None

    def _is_told(self, name: Name, countries: set[str]) -> bool:
        """True where the text speaks of the country of a place of that name."""
        return any(place.country in countries for place, _ in senses(name, self.names.gazetteer))

    def _shouts(self, c: Candidate) -> bool:
        """True for a name all in capitals: it may be an acronym."""
        return self.words[c.first].isupper()

    def _ends_a_name(self, c: Candidate) -> bool:
        """True for a less known place after a capitalised word: an organisation ("Affinity Sutton")."""
        return (
            follows_capital(c.around)
            and not self.cues.nouns_capitalised
            and self.names.largest(c.name).fame < _WELL_NAMED
        )

    def _hint(self, c: Candidate) -> str | None:
        """The country or state that is named right after a candidate and in which there is such a place."""
        after = c.around.after
        bracket = after in ("(", "[")
        if not bracket and after != "," and not c.around.to & PREPOSITION:
            return None
        words = self.words
        for i in range(c.last + 1, min(c.last + 1 + (_HINT if bracket else 2), len(words))):
            word = words[i]
            codes = self.areas.get(i, ())
            if bracket and len(word) == 2 and word.isupper():
                codes = ("GB" if word == "UK" else word, f"US.{word}")
            for code in codes:
                if any(fits(place, code) for place, _ in senses(c.name, self.names.gazetteer)):
                    return code
            if codes or word in (")", "]", ";", "."):
                return None
        return None

    def _linked(self, a: Candidate, b: Candidate) -> bool:
        """True where two names stand side by side in a list, or with only brackets between."""
        gap = b.first - a.last
        if not 0 < gap <= _GAP:
            return False
        words = self.words
        joined = False
        depth = 0
        for i in range(a.last, b.first):
            word = words[i]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
            elif depth:
                continue
            elif word == ";" and b.around.after[:1].isalpha():
                return False
            elif word in _JOINERS:
                joined = True
            elif not (word[0].isdigit() or self.cues[word] & PREPOSITION or i in self.areas):
                return False
        return joined and depth == 0

    def _lists(self, live: Sequence[Candidate], countries: set[str]) -> None:
        """In a list with cities all are cities; so are three small places of its countries."""
        chain: list[Candidate] = []
        for c in (*live, None):
            if c is not None and chain and self._linked(chain[-1], c):
                chain.append(c)
                continue
            if len(chain) > 1:
                sure = any(x.rule is not None for x in chain)
                alike = len(chain) >= _LIST and all(
                    x.grade == EVIDENCE and not self._shouts(x) and self._is_told(x.name, countries)
                    for x in chain
                )
                for x in chain:
                    if x.rule is None and x.grade != OTHER and (alike or (sure and self._may_join(x))):
                        x.rule = "cities.list"
            chain = [] if c is None else [c]

    def _may_join(self, c: Candidate) -> bool:
        """A capitalised noun may stand beside a city ("of Warsaw and Hospital of Tartu")."""
        return c.grade < ORDINARY or not (self._shouts(c) or c.around.to & OF)

    def _established(self, live: Sequence[Candidate]) -> None:
        """A name that is a city elsewhere in the text is one here, unless it stands as a word would."""
        known = {id(c.name) for c in live if c.rule is not None}
        for c in live:
            if c.rule is None and id(c.name) in known and c.grade != OTHER:
                at = c.around
                if c.grade == ORDINARY and (
                    (self.cues.nouns_capitalised and at.up & DETERMINER)
                    or (at.starts_sentence and at.to & LOWER and not at.to & FINITE)
                ):
                    continue
                c.rule = "cities.established"
