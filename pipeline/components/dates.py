"""Stage: dates.

Each word is classified once (`date_atoms`). Where a year, a month or a figure like "3/06" stands, the words
around it are read as points (`date_points`, `date_readings`); when the whole document has been seen, the
points are settled and joined (`date_joins`), and what only looks like a year is left out (`date_doubts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.date_atoms import FRACTION, Words
from pipeline.components.date_doubts import Doubts, taken
from pipeline.components.date_joins import join, modifier, settle
from pipeline.components.date_points import find_points
from pipeline.components.date_stretch import Stretch, stretch_of
from pipeline.components.date_values import Evidence, Point, bounds
from pipeline.components.date_years import RULE as DAY_WITHOUT_YEAR
from pipeline.components.date_years import year_of
from pipeline.document import Claim, View, findings, reject, show_spans, view
from pipeline.found import FoundDate
from pipeline.lexicon import Lexicon, languages, load
from pipeline.ruleset import rules
from pipeline.symbols import SymbolTable

_TRIGGER: Final = re.compile(r"[tys][wnftys]{0,80}")
_BEFORE: Final = "wnf"
_REACH: Final = 10
"""Words before a trigger that may belong to its date."""


_Waiting = tuple[Stretch, Point, int]
"""A day without a year, and how many dates stand before it."""


class Dates:
    """Finds calendar expressions and their values: `doc._.dates`, `doc.spans["dates"]`."""

    def __init__(self) -> None:
        self._languages: dict[str, tuple[Words, SymbolTable, Lexicon]] = {}
        known = rules("dates")
        self._pivot: int = known["dates.numeric-day"].params["pivot"]
        self._reach: int = known["dates.month-yy"].params["reach"]

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc._.dates`, in text order and without overlaps, and claim tokens.

        The tokens of dates are claimed as such, those of numbers that only look like dates as other.
        """
        words, table, lexicon = self._language(findings(doc).language)
        seen = view(doc)
        symbols = seen.symbols(table).decode("latin-1")
        for first, last, rule in taken(symbols, seen):
            _claim(seen, first, last)
            reject(doc, seen.starts[first], seen.ends[last - 1], rule, "a number of another kind")
        evidence = Evidence(self._pivot)
        stretches = []
        for first, last in _stretches(symbols):
            stretch = stretch_of(words, seen, symbols, first, last)
            find_points(stretch, evidence)
            stretches.append(stretch)
        evidence.settle(self._reach)
        doubts = Doubts(seen, evidence, lexicon)
        found: list[FoundDate] = []
        waiting: list[_Waiting] = []
        for stretch in stretches:
            settle(stretch, evidence)
            for point in stretch.impossible:
                _refuse(doc, stretch, point, "dates.not-possible", "the calendar has no such day")
            _take(doc, stretch, doubts, found, waiting)
        if waiting:
            found = _with_years(doc, found, waiting)
        at = symbols.find(FRACTION)
        while at >= 0:
            if seen.claims[at] == Claim.FREE:
                _claim(seen, at, at + 1)
                reject(doc, seen.starts[at], seen.ends[at], "dates.not-law", "a fraction, not a date")
            at = symbols.find(FRACTION, at + 1)
        findings(doc).dates = found
        show_spans(doc, "dates", found)
        return doc

    def _language(self, code: str) -> tuple[Words, SymbolTable, Lexicon]:
        known = self._languages.get(code)
        if known is None:
            words = Words(code)
            table = SymbolTable(lambda word: words[word].symbol)
            known = self._languages[code] = (words, table, load(code if code in languages() else "en"))
        return known


def _stretches(symbols: str) -> Iterator[tuple[int, int]]:
    """Tokens [first, last) around triggers that may hold dates."""
    done = 0
    for m in _TRIGGER.finditer(symbols):
        first, last = m.span()
        least = max(done, first - _REACH)
        while first > least and symbols[first - 1] in _BEFORE:
            first -= 1
        yield first, last
        done = last


def _take(
    doc: Doc, stretch: Stretch, doubts: Doubts, found: list[FoundDate], waiting: list[_Waiting]
) -> None:
    """Add the dates of a stretch to those found before, or to those that wait for a year."""
    claims = stretch.view.claims
    accepted = -9  # the atom at which the last date ended
    for point in join(stretch):
        first = stretch.place(point.start)[0]
        last = stretch.place(point.end - 1)[0] + 1
        objection = None
        if Claim.LABEL in claims[first:last] or Claim.OTHER in claims[first:last]:
            objection = point.rule, "another stage or rule has claimed it"
        elif point.kind == "year":
            objection = doubts.of_year(stretch, point, point.start - accepted <= 2)
        elif point.kind == "range" and point.precision == "year":
            objection = doubts.of_range(stretch, point)
        elif point.year is None and point.rule == DAY_WITHOUT_YEAR:
            waiting.append((stretch, point, len(found)))
            _claim(stretch.view, first, last)  # whichever year it is, it counts nothing
            continue
        elif point.year is None:  # "October of that year"
            if found:
                point.year = int(found[-1].latest[:4])
            else:
                objection = point.rule, "no date before it says which year"
        if objection is not None:
            _refuse(doc, stretch, point, *objection)
            continue
        accepted = point.end
        found.append(_made(stretch, point))


def _made(stretch: Stretch, point: Point) -> FoundDate:
    """The date of a point, its tokens claimed."""
    first, start, _ = stretch.place(point.start)
    last, _, end = stretch.place(point.end - 1)
    last += 1
    value = point.value
    opening, closing = bounds(value)
    mark = point.modifier or modifier(stretch, point)
    stretch.view.claims[first:last] = bytes((Claim.DATE,)) * (last - first)
    return FoundDate(start, end, first, last, point.rule, value, opening, closing, point.precision, mark)


def _with_years(doc: Doc, found: list[FoundDate], waiting: list[_Waiting]) -> list[FoundDate]:
    """The dates, and with them those that waited for the year of others, in text order."""
    made = []
    for stretch, point, at in waiting:
        start, end = stretch.place(point.start)[1], stretch.place(point.end - 1)[2]
        point.year = year_of(point, start, end, stretch.view.text, found, at)
        if point.until is not None:
            point.until.year = point.year
        if point.year is not None and point.possible:
            made.append(_made(stretch, point))
        else:
            reject(doc, start, end, point.rule, "no date around it says which year")
    return sorted([*found, *made], key=lambda date: date.start)


def _claim(seen: View, first: int, last: int) -> None:
    for token in range(first, last):
        if seen.claims[token] == Claim.FREE and seen.words[token][0].isdigit():
            seen.claims[token] = Claim.OTHER


def _refuse(doc: Doc, stretch: Stretch, point: Point, rule: str, reason: str) -> None:
    """Note that a date was not taken; a number that still counts something stays free."""
    first, start, _ = stretch.place(point.start)
    last, _, end = stretch.place(point.end - 1)
    if rule != "dates.not-quantity":
        _claim(stretch.view, first, last + 1)
    reject(doc, start, end, rule, reason)


@Language.factory("factsheet_dates")
def make_dates(nlp: Language, name: str) -> Dates:
    """The component, as spaCy calls for it."""
    return Dates()
