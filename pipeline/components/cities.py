"""Stage: cities. Names from the gazetteer that the words around show to be cities, each resolved to one place."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.cities_evidence import Around, Surroundings, evidence, objection, surroundings
from pipeline.components.cities_names import (
    AREA,
    EVIDENCE,
    NAME,
    NOTHING,
    ORDINARY,
    PAIR,
    PLAIN,
    Names,
    names,
)
from pipeline.components.cities_resolve import Anchor, choose, fits, senses
from pipeline.document import Claim, FoundCity, Place, View, reject, view
from pipeline.gazetteer import Name
from pipeline.patterns import SymbolTable

_JOINERS = frozenset((",", ";", "/", "&", "–", "-", "—", "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "u", "ed", "i", "oraz",
    "och", "eller", "en", "of", "og", "a", "sowie", "bzw", "bis", "to"))  # fmt: skip
_GAP = 7  # tokens between two names of a list, at most
_LIST = 3  # names of small places that make a list by themselves
_SMALL = 3_000
_HINT = 6  # tokens after a name in which its country is looked for


@dataclass(slots=True)
class Candidate:
    """A name in the text that may be a city's."""

    first: int
    last: int
    start: int
    end: int
    name: Name
    grade: int
    around: Around
    rule: str | None = None
    hint: str | None = None


class Cities:
    """Finds populated places: `doc._.cities`, `doc.spans["cities"]`."""

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._tables: dict[str, tuple[SymbolTable, Names, Surroundings]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Find the cities of one Doc."""
        reading = _Reading(doc, *self._language(doc._.language))
        found = reading.read()
        seen = reading.view
        for city in found:
            for i in range(city.first, city.last):
                seen.claims[i] = Claim.CITY
        doc._.cities = found
        doc.spans["cities"] = [Span(doc, c.first, c.last, label=c.rule) for c in found]
        return doc

    def _language(self, code: str) -> tuple[SymbolTable, Names, Surroundings]:
        known = self._tables.get(code)
        if known is None:
            reader = names(code)
            known = SymbolTable(self._strings, reader.symbol), reader, surroundings(code)
            self._tables[code] = known
        return known


class _Reading:
    """One Doc being read."""

    def __init__(self, doc: Doc, table: SymbolTable, reader: Names, cues: Surroundings) -> None:
        self.doc = doc
        self.view: View = view(doc)
        self.table = table
        self.names = reader
        self.cues = cues
        self.nouns_capitalised = reader.language == "de"
        self.candidates: list[Candidate] = []
        self.pairs: list[tuple[int, Name, int, int]] = []
        self.areas: dict[int, tuple[str, ...]] = {}
        """Codes of the countries and regions named at a token."""

    def read(self) -> list[FoundCity]:
        self._collect()
        if not self.candidates and not self.pairs:
            return []
        self._judge()
        accepted = [c for c in self.candidates if c.rule is not None]
        return self._resolve(accepted)

    def _collect(self) -> None:
        """Candidates and areas, in text order, names as long as they go."""
        seen, reader = self.view, self.names
        words, claims = seen.words, seen.claims
        symbols = "".join(map(self.table.__getitem__, seen.orths))
        done = 0
        for i, symbol in enumerate(symbols):
            if symbol == NOTHING or i < done or claims[i]:
                continue
            if symbol == PAIR:
                for start, end, name in reader.word(words[i]).parts:
                    self.pairs.append((i, name, seen.starts[i] + start, seen.starts[i] + end))
                continue
            match = reader.match(words, i)
            if match is None:
                continue
            name, last = match
            done = last
            if name.countries or name.regions:
                self.areas[i] = name.countries + name.regions
            elif not name.other and (name.places or name.alternates):
                grade = reader.grade(name)
                around = Around(seen, i, last)
                self.candidates.append(
                    Candidate(i, last, seen.starts[i], seen.ends[last - 1], name, grade, around)
                )

    def _judge(self) -> None:
        """Give each candidate that is a city its rule."""
        countries: set[str] = {c.partition(".")[0] for codes in self.areas.values() for c in codes}
        stopped: set[int] = set()
        for c in self.candidates:
            against = objection(c.around, c.name, c.grade, self.cues, self.names)
            if against is not None:
                stopped.add(c.first)
                reject(
                    self.doc, c.start, c.end, against, "the words around make it the name of something else"
                )
                continue
            c.hint = self._hint(c)
            if c.hint is not None:
                c.rule = "cities.country"
            elif c.grade == PLAIN and not self._shouts(c):
                c.rule = (
                    "cities.inflected"
                    if self.names.word(self.view.words[c.first]).inflected and c.last == c.first + 1
                    else "cities.known"
                )
        for c in self.candidates:
            if c.rule is not None:
                countries.update(p.country for p, _ in senses(c.name, self.names.gazetteer)[:1])
        for c in self.candidates:
            if c.rule is None and c.first not in stopped and not self._shouts(c):
                place = self.names.largest(c.name)
                size = place.population if place else 0
                rule = evidence(c.around, c.grade, size, self.cues, self.nouns_capitalised)
                if rule == "cities.locative" and not self._is_plausible(c, size, countries):
                    rule = None
                c.rule = rule
        live = [c for c in self.candidates if c.first not in stopped]
        self._lists(live)
        self._established(live)
        for c in live:
            if c.rule is None:
                what = "cities.ordinary-word" if c.grade == ORDINARY else "cities.known"
                reject(self.doc, c.start, c.end, what, "nothing around it says that a place is meant")

    def _is_plausible(self, c: Candidate, size: int, countries: set[str]) -> bool:
        """Small places are meant only where the text speaks of their country."""
        return (
            size >= _SMALL
            and c.grade < ORDINARY
            or any(p.country in countries for p, _ in senses(c.name, self.names.gazetteer))
        )

    def _shouts(self, c: Candidate) -> bool:
        """True for a name all in capitals: it may be an acronym."""
        return self.view.words[c.first].isupper()

    def _hint(self, c: Candidate) -> str | None:
        """The country or region that is named right after a candidate and in which there is such a place."""
        words, areas = self.view.words, self.areas
        last = c.last
        after = c.around.after
        if (
            after not in ("(", ",", "[")
            and after.lower() not in self.cues.prepositions
            and after not in ("/", "–", "-")
        ):
            return None
        bracket = after in ("(", "[")
        for i in range(last + 1, min(last + 1 + (_HINT if bracket else 3), len(words))):
            word = words[i]
            codes = areas.get(i, ())
            if bracket and len(word) == 2 and word.isupper():
                codes = (word if word != "UK" else "GB",)
            for code in codes:
                if any(fits(p, code, self.names.gazetteer) for p, _ in senses(c.name, self.names.gazetteer)):
                    return code
            if word in (")", ",", ".", ";") or (not bracket and codes):
                return None
        return None

    def _linked(self, a: Candidate, b: Candidate) -> bool:
        """True where two names stand side by side in a list."""
        if not 0 < b.first - a.last <= _GAP:
            return False
        words = self.view.words
        if b.first - a.last == 1 and words[a.last].isalpha() is False and words[a.last] not in _JOINERS:
            return False
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
            elif word in _JOINERS:
                joined = True
            elif not (
                any(ch.isdigit() for ch in word) or word.lower() in self.cues.prepositions or i in self.areas
            ):
                return False
        return joined and depth == 0

    def _lists(self, live: list[Candidate]) -> None:
        """In a list with cities everything is a city."""
        chain: list[Candidate] = []
        for c in [*live, None]:
            if c is not None and chain and self._linked(chain[-1], c):
                chain.append(c)
                continue
            if len(chain) > 1 and any(x.rule is None for x in chain):
                sure = [x for x in chain if x.rule is not None]
                if sure or (
                    len(chain) >= _LIST and all(x.grade == EVIDENCE and not self._shouts(x) for x in chain)
                ):
                    for x in chain:
                        x.rule = x.rule or "cities.list"
            chain = [c] if c is not None else []

    def _established(self, live: list[Candidate]) -> None:
        """A name that is a city elsewhere in the text is one here, unless it begins a sentence as a word would."""
        known = {id(c.name) for c in live if c.rule is not None}
        for c in live:
            if c.rule is None and id(c.name) in known:
                at = c.around
                as_word = at.starts_sentence and c.grade == ORDINARY and at.after.islower()
                if not as_word or at.after in self.cues.finite:
                    c.rule = "cities.established"

    def _resolve(self, accepted: list[Candidate]) -> list[FoundCity]:
        source = self.names.gazetteer
        options: dict[int, list[tuple[Place, float]]] = {}
        anchors: list[Anchor] = []
        weights: dict[str, float] = {}
        hints: dict[int, set[str]] = {}
        for codes in self.areas.values():
            for code in codes:
                weights[code.partition(".")[0]] = 1.0
        for c in accepted:
            some = options.setdefault(id(c.name), senses(c.name, source))
            if c.hint is not None:
                hints.setdefault(id(c.name), set()).add(c.hint)
                weights[c.hint.partition(".")[0]] = 1.0
                some = [s for s in some if fits(s[0], c.hint, source)]
            if len(some) == 1 or _dominates(some):
                anchors.append((c.first, some[0][0]))
                weights.setdefault(some[0][0].country, 0.6)
        found = []
        for c in accepted:
            some = options[id(c.name)]
            said = c.hint or (min(hints[id(c.name)]) if len(hints.get(id(c.name), ())) == 1 else None)
            if said is not None:
                some = [s for s in some if fits(s[0], said, source)] or some
            others = [a for a in anchors if a[0] != c.first]
            place, alternatives = choose(some, self.view.text[c.start : c.end], c.first, weights, others)
            assert c.rule is not None
            found.append(FoundCity(c.start, c.end, c.first, c.last, c.rule, place, alternatives))
        for i, name, start, end in self.pairs:
            place, alternatives = choose(senses(name, source), self.view.text[start:end], i, weights, anchors)
            found.append(FoundCity(start, end, i, i + 1, "cities.pair", place, alternatives))
        found.sort(key=lambda f: f.start)
        return found


def _dominates(options: list[tuple[Place, float]]) -> bool:
    """True where the first place is so much larger than the others that it is meant in any case."""
    first, malus = options[0]
    rest = max((p.population for p, _ in options[1:]), default=0)
    return malus == 0 and first.population > 200_000 and first.population > 20 * rest


@Language.factory("factsheet_cities")
def make_cities(nlp: Language, name: str) -> Cities:
    """The component, as spaCy calls for it."""
    return Cities(nlp)
