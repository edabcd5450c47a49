"""Stage: links, the cities and dates of each deliverable's clause."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lexicon
from pipeline.document import findings, view
from pipeline.found import FoundCity, FoundDate, FoundDeliverable

_GAP: Final = (
    7  # tokens between an event without a verb and its place, and between one place or date and the next
)
_OPENING: Final = 8  # tokens in which a place or date at the start of a clause stands for all of it


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
        agents = frozenset(lexicon.load(findings(doc).language).grammar.agent)
        words = view(doc).words
        for (first, last), members in clauses.items():
            there = cities[bisect_left(city_starts, first) : bisect_left(city_starts, last)]
            then = dates[bisect_left(date_starts, first) : bisect_left(date_starts, last)]
            chain = _Chain(sorted((m.first, m.last) for m in (*there, *then)))
            for city in there:
                if not agents.isdisjoint(words[max(first, city.first - 3) : city.first]):
                    continue  # "drafted by the Cork team"
                if city.first > first and len(body := words[city.first - 1]) > 1 and body.isupper():
                    continue  # "the TU Delft"
                for owner in _owners(members, city.first, chain):
                    if city.place.name not in owner.cities and not owner.head_before(city.first):
                        owner.cities = (*owner.cities, city.place.name)
            for date in then:
                for owner in _owners(members, date.first, chain):
                    if date.value not in owner.dates and not owner.first <= date.first < owner.last:
                        owner.dates = (*owner.dates, date.value)
        return doc


class _Chain:
    """The places and dates of a clause, and whether one follows another closely."""

    def __init__(self, mentions: list[tuple[int, int]]) -> None:
        self._mentions = mentions

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
        return members if at - members[0].clause[0] <= _OPENING else []
    last = before[-1]
    if at < last.last:
        return [last]
    if last.action is None:
        if not chain.reaches(last.last, at):
            return []
        said = (
            before[-2:-1]
            if last.rule == "deliverables.event" and len(before) > 1 and before[-2].action
            else []
        )
        return [*said, last]
    return [m for m in before if (m.action, m.rule) == (last.action, last.rule)]


@Language.factory("factsheet_links")
def make_links(nlp: Language, name: str) -> Links:
    """The component, as spaCy calls for it."""
    return Links()
