"""Stage: counts. A cardinal number, in figures or words, with the noun phrase that it counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.count_doubts import Doubt, Doubts
from pipeline.components.counted import FRACTION, MEASURE, STOP, Counted, Nouns
from pipeline.components.numbers import Number, NumberReader
from pipeline.document import Claim, View, claim_symbols, findings, reject, show_spans, view
from pipeline.found import FoundCount
from pipeline.lexicon import load
from pipeline.symbols import SymbolTable

_NUMBER: Final = re.compile("[NWKU]")
_COUNTING: Final = re.compile("[KUNW](?:(?<=[KU])|(?=[^.(bdprs]|[pdc(-][NWKra]))")
"""A number after which something may stand that it counts; U has its unit in it."""
_NUMBERED: Final = 3
"""Names with one number after the other that make it a numbering."""
_CLAIMS: Final = claim_symbols({Claim.CITY: "Z"}, STOP)


class _Language:
    """What is known of one language."""

    def __init__(self, code: str) -> None:
        lexicon = load(code)
        self.numbers = NumberReader(lexicon)
        self.nouns = Nouns(lexicon)
        self.doubts = Doubts(lexicon)
        self.table = SymbolTable(self.nouns.symbol)
        self.indefinite = frozenset(lexicon.grammar.indefinite)
        self.of = frozenset(lexicon.grammar.of)
        self.nouns_capitalised = lexicon.grammar.nouns_capitalised


class Counts:
    """Finds counts: `doc._.counts`, `doc.spans["counts"]`; claims the tokens of their numbers."""

    def __init__(self) -> None:
        self._languages: dict[str, _Language] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc._.counts`, in text order and without overlaps."""
        code: str = findings(doc).language
        language = self._languages.get(code)
        if language is None:
            language = self._languages[code] = _Language(code)
        found = _Reading(doc, language).counts()
        findings(doc).counts = found
        show_spans(doc, "counts", found)
        return doc


class _Place:
    """The tokens [first, last) of a number."""

    __slots__ = ("first", "last")

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last


class _Reading:
    """One text's numbers."""

    def __init__(self, doc: Doc, language: _Language) -> None:
        self._doc, self._language = doc, language
        self._seen: View = view(doc)
        symbols = self._seen.symbols(language.table)
        self._seen.mark_claims(symbols, _CLAIMS)
        self._symbols = symbols.decode("latin-1")

    def counts(self) -> list[FoundCount]:
        """The counts, in order."""
        found: list[FoundCount] = []
        done = 0
        traced = "factsheet.trace" in self._doc.user_data
        for m in (_NUMBER if traced else _COUNTING).finditer(self._symbols):
            if m.start() < done:
                continue
            number = self._language.numbers.read(self._seen.text, self._seen.starts[m.start()])
            if number is None:
                continue
            place = _Place(
                max(done, bisect_left(self._seen.starts, number.start)),
                bisect_left(self._seen.starts, number.end),
            )
            done = place.last
            count = self._count(number, place)
            if count is not None:
                found.append(count)
                done = count.last
        return found if self._language.nouns_capitalised else self._without_numbering(found)

    def _without_numbering(self, found: list[FoundCount]) -> list[FoundCount]:
        """Those that do not number names: "1 University of Turku (FI) 2 City of Riga (LV) 3 ..."."""
        numbering: set[int] = set()
        run: list[int] = []
        for n, count in enumerate(found):
            named = count.rule == "counts.figure" and count.unit[:1].isupper()
            if run and not (named and count.value == found[run[-1]].value + 1):
                run = []
            if named:
                run.append(n)
            if len(run) >= _NUMBERED:
                numbering.update(run if len(run) == _NUMBERED else (n,))
        for n in numbering:
            count = found[n]
            for token in range(count.first, count.last):
                if self._seen.claims[token] == Claim.COUNT:
                    self._seen.claims[token] = Claim.OTHER
            reject(self._doc, count.start, count.end, "counts.not-item", "names are numbered")
        return [count for n, count in enumerate(found) if n not in numbering]

    def _count(self, number: Number, place: _Place) -> FoundCount | None:
        seen, symbols, language = self._seen, self._symbols, self._language
        doubt = language.doubts.about(seen.text, number, self._name(place.first))
        if doubt is not None:
            self._reject(number, doubt)
            return None
        if seen.ends[place.last - 1] > number.end:
            unit_end = language.doubts.glued_unit(seen.text, number.end) if number.figure else None
            if unit_end != seen.ends[place.last - 1]:
                self._reject(number, ("counts.not-part", "part of a longer word"))
                return None
            return self._found(number, "counts.measure", place, place.last, place.last - 1, number.end)
        unit = self._unit(number, place)
        if number.large and self._symbols[place.first] == "K":
            self._reject(number, ("counts.not-part", "the end of an amount"))
            return None
        following = symbols[unit : unit + 1]
        if following == MEASURE and (number.figure or len(seen.words[unit]) > 1):
            return self._found(number, "counts.measure", place, unit + 1, unit, seen.starts[unit])
        if following == FRACTION:
            self._reject(number, ("counts.not-fraction", "the upper part of a fraction"))
            return None
        return self._counted(number, place, unit)

    def _name(self, at: int) -> str:
        """The word before token `at` on its line; with its dot where that is a token of its own."""
        seen = self._seen
        if at == 0 or "\n" in seen.text[seen.ends[at - 1] : seen.starts[at]]:
            return ""
        word = seen.words[at - 1]
        glued = word == "." and at > 1 and seen.ends[at - 2] == seen.starts[at - 1]
        return seen.words[at - 2] + word if glued else word

    def _counted(self, number: Number, place: _Place, unit: int) -> FoundCount | None:
        seen, doubts = self._seen, self._language.doubts
        rule = (
            "counts.collective" if number.collective
            else "counts.range" if number.value_max is not None
            else "counts.figure" if number.figure
            else "counts.word"
        )  # fmt: skip
        counted = self._language.nouns.after(
            self._symbols, unit, number.value if number.value_max is None else 2
        )
        if counted is None:
            self._reject(number, (rule, "no noun follows that it could count"))
            return None
        doubt = doubts.about_year(number, seen.text[number.start : number.end]) or doubts.about_noun(
            number,
            seen.words[counted.head],
            counted.last - counted.first == 1,
            self._symbols[counted.first],
        )
        if doubt is not None or self._is_field(counted):
            self._reject(number, doubt or (rule, "the name of a field follows"))
            return None
        return self._found(number, rule, place, counted.last, counted.head, seen.starts[counted.first])

    def _is_field(self, counted: Counted) -> bool:
        """Whether the phrase is the name of a field of a record ("Total cost:")."""
        symbols, last = self._symbols, counted.last
        ends = last < len(symbols) and self._seen.words[last] == ":"
        return ends and symbols[counted.first] == "X" and symbols[counted.head] == "x"

    def _unit(self, number: Number, place: _Place) -> int:
        """The token at which what is counted begins: after "of" where the number is a noun itself."""
        seen, language, unit = self._seen, self._language, place.last
        before = place.first - 1
        noun = self._symbols[place.first] == "K"
        if noun and before >= 0 and seen.words[before].lower() in language.indefinite:
            place.first = before
        if not (number.collective or number.large) or unit >= len(seen.words):
            return unit
        if seen.words[unit].lower().replace("’", "'") in language.of:
            if number.collective:
                number.modifier = number.modifier or "approx"
            unit += 1
        return unit

    def _found(
        self, number: Number, rule: str, place: _Place, last: int, head: int, start: int
    ) -> FoundCount:
        """The count with its number's tokens claimed; the unit begins at character `start`."""
        seen = self._seen
        for token in range(place.first, place.last):
            seen.claims[token] = Claim.COUNT
        end = seen.ends[last - 1]
        return FoundCount(
            start=seen.starts[place.first],
            end=end,
            first=place.first,
            last=last,
            rule=rule,
            value=number.value,
            value_max=number.value_max,
            unit=seen.text[start:end],
            head=seen.text[max(start, seen.starts[head]) : seen.ends[head]],
            head_token=head,
            modifier=self._language.numbers.modifier(seen.text, number),
        )

    def _reject(self, number: Number, doubt: Doubt) -> None:
        reject(self._doc, number.start, number.end, *doubt)


@Language.factory("factsheet_counts")
def make_counts(nlp: Language, name: str) -> Counts:
    """The component, as spaCy calls for it."""
    return Counts()
