"""What looks like a date and is none: years in names, quantities, post codes, numbers of laws, money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.components.date_stretch import Stretch
from pipeline.components.date_values import Evidence, Point
from pipeline.document import Claim, View
from pipeline.lexicon import Lexicon
from pipeline.resources import cached
from pipeline.ruleset import rules

_TAKEN: Final = re.compile(
    r"[K$L](?:(?<=K)(?P<numbering>w?[nf#ysL](?:w[yn#])?)|(?<=\$)(?P<money>[nfy#]{0,5})|(?<=L)(?P<law>))"
)
_AMOUNT: Final = frozenset("nfy#")
_GROUP: Final = re.compile(r"\d{3}(?!\d)")
_GROUPS: Final = 5  # figures that an amount may be written in: 1 234 567,89
_STRONG: Final = frozenset("itTuzgbx(:")  # atoms before a number that make it a year
_WEAK: Final = frozenset("dfc,")  # ... where no noun follows
_COUNTING: Final = frozenset("c")  # ... "and 2013 visitors"
_OLD: Final = frozenset("izubgx")  # ... where it is a year of long ago
_MODERN: Final = 1900
_QUOTES: Final = frozenset("\"”“»’'")
_PUNCTUATION: Final = frozenset((".", ":", "(", "-", "–"))
_NO: Final = "dates.not-"

Objection = tuple[str, str]
"""The rule that speaks against a date, and its reason in words."""


@cached
def _words(rule: str, param: str) -> frozenset[str]:
    """A list of words of a rule."""
    return frozenset(rules("dates")[rule].params[param])


@dataclass(slots=True)
class Doubts:
    """Decides, in one document, whether a number stands for a year."""

    view: View
    evidence: Evidence
    lexicon: Lexicon

    def of_range(self, stretch: Stretch, point: Point) -> Objection | None:
        """What speaks against a range of bare years: "1500-2000 participants"."""
        after = stretch.following(point.end).lower().rstrip(".")
        last = point.until.year if point.until is not None else None
        if after in _words("dates.year", "before"):
            return None
        if self._measures(after):
            return f"{_NO}quantity", f"{after!r} follows"
        if (point.year or 0) % 100 == 0 and (last or 0) % 100 == 0 and stretch.noun_follows(point.end):
            return f"{_NO}quantity", f"{after!r} may be what is counted"
        return None

    def of_year(self, stretch: Stretch, point: Point, follows: bool) -> Objection | None:
        """What speaks against a bare year.

        Args:
            stretch: where it stands.
            point: the year.
            follows: whether it goes on a list of years ("in 2010 and 2012").
        """
        if point.modifier in ("start", "mid", "end"):
            return None
        letters, start = stretch.letters, point.start
        year = point.year or 0
        after = stretch.following(point.end)
        before = letters[start - 1] if start else " "
        named = after.lower() in _words("dates.year", "before")
        if not named and self._measures(after.lower().rstrip(".")):
            return f"{_NO}quantity", f"{after!r} follows"
        if before in ":-" and stretch.glued(start - 1, point.end):
            opening = stretch.place(start - 1)[1]
            if (
                opening
                and self.view.text[opening - 1].isalnum()
                and letters[start - 2 : start - 1] not in "uz"
            ):
                return f"{_NO}numbering", "it is glued to what stands before"
        if stretch.goes_on(point.end, letters[point.end : point.end + 1]):
            return f"{_NO}numbering", "more figures are glued to it"
        if before in ' "':
            previous = self._previous(stretch.place(start)[0])
            if previous.lower().strip("\"'„“«") in _words("dates.not-name", "names"):
                return f"{_NO}name", f"{previous!r} stands before it"
            if previous[:1].isupper() and self._ends_name(year, after):
                return f"{_NO}name", f"with {previous!r} it is a name"
        token = stretch.place(point.end - 1)[0]
        if before in " ," and self.view.claims[token + 1 : token + 2] == bytes((Claim.CITY,)):
            return f"{_NO}postcode", "a town follows"
        if named:
            return None
        amounts = _words("dates.not-quantity", "amounts")
        if before == "f" and self._previous(stretch.place(start - 1)[0]).lower() in amounts:
            return f"{_NO}quantity", "it tells an amount"
        return self._quantity(stretch, point, before, follows)

    def _measures(self, word: str) -> bool:
        return word in _words("dates.not-quantity", "units") or word in self.lexicon.numbers.measures

    def _previous(self, token: int) -> str:
        words = self.view.words
        while token > 0 and words[token - 1].isspace():
            token -= 1
        return words[token - 1] if token else ""

    def _ends_name(self, year: int, after: str) -> bool:
        """Whether a year after a capital ends a name: before a quote, or to come ("Lublin 2020")."""
        if after[:1] in _QUOTES and after:
            return True
        if self.evidence.spans(year, 1):
            return False
        target: int = rules("dates")["dates.not-name"].params["target"]
        return year % 5 == 0 and (year > self.evidence.last if self.evidence.last else year >= target)

    def _quantity(self, stretch: Stretch, point: Point, before: str, follows: bool) -> Objection | None:
        year = point.year or 0
        near = self.evidence.spans(year, 1)
        noun = stretch.noun_follows(point.end)
        if self.lexicon.grammar.nouns_capitalised:
            noun = stretch.following(point.end)[:1].isupper()
        if noun and year % 100 == 0 and not near:
            return f"{_NO}quantity", "a noun follows a round number"
        approximate = point.modifier == "approx"
        if year < _MODERN and (noun or (before not in _OLD and not approximate)):
            return f"{_NO}quantity", "nothing shows that it is a year"
        if approximate:
            return (f"{_NO}quantity", "a noun follows") if noun else None
        if before in _STRONG or follows or near or (before in _WEAK and not noun):
            return None
        if noun and (year % 10 == 0 or before in _COUNTING):
            return f"{_NO}quantity", "a noun follows"
        if year % 50 == 0:
            return f"{_NO}quantity", "nothing shows that it is a year"
        return None


def _amount_start(symbols: str, view: View, currency: int) -> int:
    """The first token of the amount before a currency, in groups of three figures: 1 234 567,89 €."""
    first = currency
    while 0 < first > currency - _GROUPS and symbols[first - 1] in _AMOUNT:
        if first < currency and not (_GROUP.match(view.words[first]) and symbols[first - 1] != "y"):
            break
        first -= 1
    return first


def taken(symbols: str, view: View) -> list[tuple[int, int, str]]:
    """Tokens [first, last) of numbers that are no dates, with the rule that says so."""
    out = []
    for m in _TAKEN.finditer(symbols):
        first, last = m.span()
        kind = m.lastgroup
        if kind == "numbering":
            if symbols[first + 1] == "w" and view.words[first + 1] not in _PUNCTUATION:
                continue
            if last - first > 3 and symbols[last - 2] == "w" and view.words[last - 2] != ":":
                last -= 2  # "No 1639/2006 of 24"
        elif kind == "money" and last == first + 1:
            first = _amount_start(symbols, view, first)
        if last > first + 1 or kind == "law":
            out.append((first, last, f"{_NO}{kind}"))
    return out
