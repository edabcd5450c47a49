"""Stage: cities. Names of the gazetteer that the words around show to be cities, each resolved to a place."""

from __future__ import annotations

import re
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.cities_evidence import Around, Surroundings, is_called_city, surroundings
from pipeline.components.cities_judge import Candidate, Judge
from pipeline.components.cities_names import NAME, PAIR, Names, names
from pipeline.components.cities_resolve import Resolver, senses
from pipeline.document import Claim, findings, show_spans, view
from pipeline.found import FoundCity
from pipeline.gazetteer import Name, gazetteer
from pipeline.symbols import SymbolTable

_TRIGGER: Final = re.compile(f"[{NAME}{PAIR}]")

_Tools = tuple[SymbolTable, Names, Surroundings]


class Cities:
    """Finds populated places: `doc._.cities`, and `doc.spans["cities"]` with the rules' ids as labels."""

    def __init__(self) -> None:
        self._tools: dict[str, _Tools] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Find the cities of one Doc."""
        found = _read(doc, *self._of(findings(doc).language))
        claims = view(doc).claims
        for city in found:
            for i in range(city.first, city.last):
                claims[i] = Claim.CITY
        findings(doc).cities = found
        show_spans(doc, "cities", found)
        return doc

    def _of(self, language: str) -> _Tools:
        tools = self._tools.get(language)
        if tools is None:
            reader = names(language)
            tools = self._tools[language] = (
                SymbolTable(reader.symbol),
                reader,
                surroundings(language),
            )
        return tools


def _read(doc: Doc, table: SymbolTable, reader: Names, cues: Surroundings) -> list[FoundCity]:
    """The cities of a Doc, in text order."""
    seen = view(doc)
    words, claims = seen.words, seen.claims
    candidates: list[Candidate] = []
    pairs: list[tuple[int, int, int, Name]] = []
    areas: dict[int, tuple[str, ...]] = {}
    done = 0
    for trigger in _TRIGGER.finditer(seen.symbols(table).decode("latin-1")):
        i = trigger.start()
        if i < done or claims[i]:
            continue
        if trigger.group() == PAIR:
            for start, end, name in reader.word(words[i]).parts:
                pairs.append((i, seen.starts[i] + start, seen.starts[i] + end, name))
            continue
        match = reader.match(words, i)
        if match is None:
            continue
        name, done, inflected = match
        if not (name.places or name.alternates or name.countries or name.regions):
            continue
        around = Around(seen, i, done, cues)
        if (name.countries or name.regions) and not (is_called_city(around) and _is_in_its_own(name)):
            areas[i] = name.countries + name.regions
        elif name.places or name.alternates:
            span = seen.starts[i], seen.ends[done - 1]
            candidates.append(
                Candidate(i, done, *span, name, reader.grade(name, words[i]), around, inflected)
            )
    if not candidates and not pairs:
        return []
    cities = Judge(doc, seen, reader, cues, areas).judge(candidates)
    resolver = Resolver(reader.gazetteer, areas, cues.countries)
    options = [resolver.add(c.first, c.name, c.hint) for c in cities]
    found = []
    for c, some in zip(cities, options, strict=True):
        place, alternatives = resolver.resolve(c.first, seen.text[c.start : c.end], c.name, some, c.hint)
        assert c.rule is not None
        found.append(FoundCity(c.start, c.end, c.first, c.last, c.rule, place, alternatives))
    for i, start, end, name in pairs:
        place, alternatives = resolver.resolve(
            i, seen.text[start:end], name, senses(name, reader.gazetteer), None
        )
        found.append(FoundCity(start, end, i, i + 1, "cities.part", place, alternatives))
    found.sort(key=lambda f: f.start)
    return found


def _is_in_its_own(name: Name) -> bool:
    """True for a city that shares its name with its country or region."""
    own = {code.partition(".")[0] for code in name.countries + name.regions}
    return any(place.country in own for place, _ in senses(name, gazetteer()))


@Language.factory("factsheet_cities")
def make_cities(nlp: Language, name: str) -> Cities:
    """The component, as spaCy calls for it."""
    return Cities()
