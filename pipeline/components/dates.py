"""Stage: dates.

Each word is classified once (`date_atoms`); where a year, a month or a figure like "3/06" is, the words around it are read
as points (`date_points`), and when the whole document has been seen, the points are settled and joined (`date_joins`).
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.date_atoms import FRACTION, Words
from pipeline.components.date_doubts import Doubts, taken
from pipeline.components.date_joins import join, modifier, settle
from pipeline.components.date_points import Stretch, find_points
from pipeline.components.date_values import Evidence, Point, bounds
from pipeline.document import Claim, FoundDate, View, reject, view
from pipeline.lexicon import LANGUAGES, Lexicon, load
from pipeline.patterns import SymbolTable

_STRETCH = re.compile(r"[wnf]{0,10}[ty][wnfty]{0,80}")
_FRACTION = re.compile(FRACTION)
_PIVOT = 1970
_REACH = 15


class Dates:
    """Finds calendar expressions and their values: `doc._.dates`, `doc.spans["dates"]`."""

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._languages: dict[str, tuple[Words, SymbolTable, Lexicon]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc._.dates`, in text order and without overlaps; claim the tokens of dates and of what is none."""
        words, table, lexicon = self._language(doc._.language)
        seen = view(doc)
        symbols = "".join(map(table.__getitem__, seen.orths))
        evidence = Evidence(_PIVOT)
        doubts = Doubts(seen, symbols, evidence, lexicon)
        self._claim_others(doc, seen, symbols)
        stretches = []
        for m in _STRETCH.finditer(symbols):
            stretch = _stretch(words, seen, *m.span())
            find_points(
                stretch,
                evidence,
                lambda _, end, s=stretch: doubts.plain_end(s, end),
                lambda s, point: _stop(doc, s, point, "dates.not-possible", "the calendar has no such day"),
            )
            if stretch.points:
                stretches.append(stretch)
        evidence.settle(_REACH)
        found: list[FoundDate] = []
        for stretch in stretches:
            settle(
                stretch,
                evidence,
                lambda point, reason, s=stretch: _stop(doc, s, point, "dates.not-possible", reason),
                lambda point, beside, s=stretch: doubts.short_month(s, point, beside),
            )
            self._emit(doc, seen, stretch, doubts, found)
        for m in _FRACTION.finditer(symbols):
            if seen.claims[m.start()] == Claim.FREE:
                seen.claims[m.start()] = Claim.OTHER
                reject(
                    doc,
                    seen.starts[m.start()],
                    seen.ends[m.start()],
                    "dates.not-law",
                    "a fraction, not a date",
                )
        doc._.dates = found
        doc.spans["dates"] = [Span(doc, f.first, f.last, label=f.rule) for f in found]
        return doc

    def _language(self, code: str) -> tuple[Words, SymbolTable, Lexicon]:
        known = self._languages.get(code)
        if known is None:
            words = Words(self._strings, code)
            table = SymbolTable(self._strings, lambda word: words.read(word).symbol)
            known = self._languages[code] = (words, table, load(code if code in LANGUAGES else "en"))
        return known

    @staticmethod
    def _claim_others(doc: Doc, seen: View, symbols: str) -> None:
        for first, last, rule in taken(symbols):
            reject(doc, seen.starts[first], seen.ends[last - 1], rule, "a number of another kind")
            for token in range(first, last):
                if seen.claims[token] == Claim.FREE and symbols[token] not in "Kw":
                    seen.claims[token] = Claim.OTHER

    @staticmethod
    def _emit(doc: Doc, seen: View, stretch: Stretch, doubts: Doubts, found: list[FoundDate]) -> None:
        accepted = -1  # the atom where the last accepted date of this stretch ends
        for point in join(stretch):
            first = stretch.atoms[point.start][0]
            last = stretch.atoms[point.end - 1][0] + 1
            claims = seen.claims[first:last]
            if Claim.LABEL in claims or Claim.OTHER in claims:
                reject(
                    doc,
                    stretch.begin(point.start),
                    stretch.finish(point.end - 1),
                    point.rule,
                    "claimed before",
                )
                continue
            if point.kind == "year" or (point.kind == "range" and point.month is None and point.unit is None):
                against = _doubt(doubts, stretch, point, accepted)
                if against is not None:
                    _stop(doc, stretch, point, *against)
                    continue
            if not point.complete:
                if not found:
                    continue
                point.year = int(found[-1].latest[:4])
                point.rule = "dates.part-date" if point.modifier is None else point.rule
            accepted = point.end
            value = point.value
            earliest, latest = bounds(value)
            seen.claims[first:last] = bytes((Claim.DATE,)) * (last - first)
            found.append(
                FoundDate(
                    stretch.begin(point.start),
                    stretch.finish(point.end - 1),
                    first,
                    last,
                    point.rule,
                    value,
                    earliest,
                    latest,
                    point.precision,
                    point.modifier or modifier(stretch, point),
                )
            )


def _stretch(words: Words, seen: View, first: int, last: int) -> Stretch:
    letters: list[str] = []
    atoms = []
    starts = seen.starts
    orths = seen.orths
    for token in range(first, last):
        word = words[orths[token]]
        letters.append(word.letters)
        offset = starts[token]
        for atom in word.atoms:
            atoms.append((token, offset, atom))
    return Stretch(first, last, "".join(letters), atoms, [], seen.text)


def _doubt(doubts: Doubts, stretch: Stretch, point: Point, accepted: int) -> tuple[str, str] | None:
    if point.kind == "range":
        token = stretch.atoms[point.end - 1][0] + 1
        after = doubts.word(token)
        if after.lower().rstrip(".") in doubts.units or doubts.amounts(point, after):
            return "dates.not-quantity", f"{after!r} follows"
        return None
    if point.modifier in ("start", "mid", "end"):
        return None
    return doubts.year(stretch, point, 0 <= point.start - accepted <= 2 and accepted >= 0)


def _stop(doc: Doc, stretch: Stretch, point: Point, rule: str, reason: str) -> None:
    claims = view(doc).claims
    for token in range(stretch.atoms[point.start][0], stretch.atoms[point.end - 1][0] + 1):
        if claims[token] == Claim.FREE and rule not in ("dates.not-quantity",):
            claims[token] = Claim.OTHER
    reject(doc, stretch.begin(point.start), stretch.finish(point.end - 1), rule, reason)


@Language.factory("factsheet_dates")
def make_dates(nlp: Language, name: str) -> Dates:
    """The component, as spaCy calls for it."""
    return Dates(nlp)
