"""Stage: links, the cities and dates of each deliverable's clause."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.deliverables import grammar_of
from pipeline.components.grammar import Grammar
from pipeline.document import findings, view
from pipeline.found import FoundCity, FoundDate, FoundDeliverable

_GAP: Final = (
    7  # tokens between an event without a verb and its place, and between one place or date and the next
)
_NAME: Final = 4  # tokens of the name of an organisation beside its city
_UNKNOWN_OR_BODY: Final = (None, "none", "body")
_OPENING: Final = 8  # tokens in which a place or date at the start of a clause stands for all of it

_BESIDE: Final = 3  # tokens from a place or date to the deliverable behind it


class Links:
    """Joins cities and dates to deliverables.

    A place or date belongs to the deliverable of its clause that stands last before it; sisters of one verb
    share what follows them; what stands before the first deliverable of a clause belongs to all of them.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        deliverables: list[FoundDeliverable] = findings(doc).deliverables
        clauses: dict[tuple[int, int], list[FoundDeliverable]] = {}
        for deliverable in deliverables:
            clauses.setdefault(deliverable.clause, []).append(deliverable)
        cities: list[FoundCity] = findings(doc).cities
        dates: list[FoundDate] = findings(doc).dates
        city_starts = [c.first for c in cities]
        date_starts = [d.first for d in dates]
        grammar = grammar_of(findings(doc).language)
        words = view(doc).words
        for (first, last), members in clauses.items():
            there = cities[bisect_left(city_starts, first) : bisect_left(city_starts, last)]
            then = dates[bisect_left(date_starts, first) : bisect_left(date_starts, last)]
            chain = _Chain(sorted((m.first, m.last) for m in (*there, *then)), grammar, words)
            for city in there:
                if not grammar.agents.isdisjoint(words[max(first, city.first - 3) : city.first]):
                    continue  # "drafted by the Cork team"
                inside = any(m.first <= city.first < m.last for m in members)
                if not inside and _names(grammar, words, city, first, last):
                    continue  # "the TU Delft"
                for owner in _owners(members, city.first, chain):
                    if city.place.name not in owner.cities and not owner.head_before(city.first):
                        owner.cities = (*owner.cities, city.place.name)
            for date in then:
                for owner in _owners(members, date.first, chain):
                    if date.value not in owner.dates and not owner.first <= date.first < owner.last:
                        owner.dates = (*owner.dates, date.value)
        return doc


def _names(grammar: Grammar, words: list[str], city: FoundCity, first: int, last: int) -> bool:
    """Whether a city is a part of the name of an organisation that nothing is said to take place at.

    "The University of Pavia drew a map" and "die Handwerkskammer Lübeck", but not "at the University of …".
    """
    table = grammar.table
    following = city.last
    while following < min(last, city.last + _NAME) and table[words[following]].symbol == "C":
        following += 1
    if following > city.last and table[words[following - 1]].kind in ("none", "body"):
        return not _located(grammar, words, city.first, first)  # "Riga Marketing Council"
    at = city.first - 1
    if at >= first and table[words[at]].symbol == "O":
        at -= 1
    end = at
    capital = False
    while at >= max(first, end - _NAME) and table[words[at]].symbol in "XCj":
        if table[words[at]].kind not in _UNKNOWN_OR_BODY:
            return False
        capital = capital or words[at][:1].isupper()
        at -= 1
    return capital and not _located(grammar, words, at + 1, first)


def _located(grammar: Grammar, words: list[str], at: int, first: int) -> bool:
    """Whether a phrase that begins at a token tells where something is."""
    while at > first and grammar.table[words[at - 1]].symbol == "D":
        at -= 1
    return at > first and words[at - 1].lower() in grammar.locative


class _Chain:
    """The places and dates of a clause, and how words lead to them."""

    def __init__(self, mentions: list[tuple[int, int]], grammar: Grammar, words: list[str]) -> None:
        self._mentions = mentions
        self._grammar = grammar
        self._words = words

    def at_once(self, start: int, at: int) -> bool:
        """Whether one verb leads from a deliverable to an event ("signed at the fair", no "and")."""
        between = "".join([self._grammar.table[word].symbol for word in self._words[start:at]])
        joined = "&" in between or "," in between.lstrip(",")
        return between.rstrip("DN")[-1:] in ("P", "O") and not joined

    def reaches(self, start: int, at: int) -> bool:
        """Whether places and dates lead from token `start` to token `at` with no wide gap between them."""
        for first, last in self._mentions:
            if first > at:
                break
            if first >= start:
                if first - start > _GAP:
                    return False
                start = last
        return True


def _owners(members: list[FoundDeliverable], at: int, chain: _Chain) -> list[FoundDeliverable]:
    """The deliverables of a clause that a mention at this token belongs to."""
    before = [m for m in members if m.first <= at]
    if not before:
        near = at - members[0].clause[0] <= _OPENING or members[0].first - at <= _BESIDE
        return members if near else []
    last = before[-1]
    if at < last.last:
        return [last]
    if last.action is None:
        if not chain.reaches(last.last, at):
            return []
        said = last.rule == "deliverables.event" and len(before) > 1 and before[-2].action
        return [*before[-2:-1], last] if said and chain.at_once(before[-2].last, last.first) else [last]
    return [m for m in before if (m.action, m.rule) == (last.action, last.rule)]


@Language.factory("factsheet_links")
def make_links(nlp: Language, name: str) -> Links:
    """The component, as spaCy calls for it."""
    return Links()
