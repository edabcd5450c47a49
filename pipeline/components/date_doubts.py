"""What looks like a date and is none: years in names, quantities, post codes, numbers of laws and versions, money."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.components.date_points import Stretch
from pipeline.components.date_values import Evidence, Point
from pipeline.document import Claim, View
from pipeline.lexicon import Lexicon
from pipeline.ruleset import rules

_RULES = rules("dates")
_NAMES = frozenset(_RULES["dates.not-name"].params["names"])
_UNITS = frozenset(_RULES["dates.not-quantity"].params["units"])
_TAKEN = re.compile(
    r"(?P<numbering>K[w]?(?:[nf#yL]|t(?=.?))(?:w[yn#])?)"
    r"|(?P<money>\$[nfy#]{1,5}|[nfy#]{1,5}\$(?![n#]))"
    r"|(?P<law>[L])"
)
_SUPPORT = frozenset("iftTuzgbcxd(:,pPA")
_STRONG = frozenset("iftTuzgbcx(:")
_QUOTES = frozenset("\"”“»’'")
_OLD = frozenset("izubgx")  # what must stand before a year of long ago
_MODERN = 1900


@dataclass(slots=True)
class Doubts:
    """Decides, in one document, whether a number stands for a year.

    `symbols` has one symbol a token.
    """

    view: View
    symbols: str
    evidence: Evidence
    lexicon: Lexicon

    def word(self, token: int) -> str:
        """The word at a token, empty outside the document."""
        return self.view.words[token] if 0 <= token < len(self.view.words) else ""

    def plain_end(self, stretch: Stretch, end: int) -> bool:
        """Whether a short year may end at an atom: no noun in lower case and no number behind it."""
        token = stretch.atoms[end - 1][0] + 1
        following = self.word(token)
        return not (following[:1].islower() or following[:1].isdigit())

    def short_month(self, stretch: Stretch, point: Point, beside: bool) -> bool:
        """Whether "3/06" may be a month: no counted noun behind "9/10", no "of" behind a fraction."""
        token = stretch.atoms[point.end - 1][0]
        following = self.word(token + 1)
        letters = stretch.letters
        if (
            letters[point.end : point.end + 1] == "f"
            or following.lower() in self.units
            or following in ("%", "€")
        ):
            return False
        if letters[point.end - 1] == "Z" or beside:
            return True
        return not (following[:1].islower() and self.symbols[token + 1] == " ")

    @property
    def units(self) -> frozenset[str]:
        """Words of measures."""
        return _UNITS

    def amounts(self, point: Point, after: str) -> bool:
        """Whether a range of years is rather one of quantities: "1500-2000 participants"."""
        round_figures = (
            (point.year or 0) % 100 == 0 and point.until is not None and (point.until.year or 0) % 100 == 0
        )
        return round_figures and after[:1].islower()

    def year(self, stretch: Stretch, point: Point, follows: bool) -> tuple[str, str] | None:
        """The rule and reason that speak against a bare year, or None where it is one.

        Args:
            stretch: where it stands.
            point: the year.
            follows: whether it goes on a list of years ("in 2010 and 2012").
        """
        token = stretch.atoms[point.end - 1][0]
        year = point.year or 0
        before, after = token - 1, self.word(token + 1)
        if before >= 0 and self.symbols[before] == "w" and self.word(before).isspace():
            before -= 1
        previous = self.word(before)
        letter = stretch.letters[point.start - 1] if point.start else " "
        if after.lower().rstrip(".") in _UNITS or after.lower() in self.lexicon.numbers.measures:
            return "dates.not-quantity", f"{after!r} follows"
        if (
            letter == ":"
            and stretch.glued(point.start - 1, point.end)
            and self.symbols[before - 1 : before] in ("n", "#")
        ):
            return "dates.not-numbering", "it follows a number and a colon"
        if (
            letter == "-"
            and stretch.glued(point.start - 1, point.end)
            and stretch.letters[point.start - 2 : point.start - 1] not in ("u", "z")
        ):
            return "dates.not-numbering", "it is glued to what stands before"
        named = previous.lower().strip("\"'„“«") in _NAMES and not (previous.islower() and letter in _STRONG)
        if named and letter not in _STRONG:
            return "dates.not-name", f"{previous!r} stands before it"
        if self._in_name(previous, after, year, letter, stretch, point):
            return "dates.not-name", "it ends a name"
        if self.view.claims[token + 1 : token + 2] == bytes((Claim.CITY,)) and letter in ", ":
            return "dates.not-postcode", "a town follows"
        return self._quantity(year, letter, after, token, follows, point.modifier == "approx")

    def _in_name(
        self, previous: str, after: str, year: int, letter: str, stretch: Stretch, point: Point
    ) -> bool:
        if letter != " " or not previous[:1].isupper():
            return False
        if after[:1] in _QUOTES:
            return True
        if self.evidence.spans(year, 1):
            return False
        return year % 5 == 0 and (not self.evidence.years or year > (self.evidence.last or 0))

    def _quantity(
        self, year: int, letter: str, after: str, token: int, follows: bool, approximate: bool
    ) -> tuple[str, str] | None:
        near = self.evidence.spans(year, 1)
        noun = after[:1].islower() and self.symbols[token + 1] == " "
        if self.lexicon.grammar.nouns_capitalised:
            noun = after[:1].isupper()
        if year % 100 == 0 and noun and not near:
            return "dates.not-quantity", "a noun follows a round number"
        if year < _MODERN and (noun or (letter not in _OLD and not approximate)):
            return "dates.not-quantity", "nothing shows that it is a year"
        if approximate:
            return ("dates.not-quantity", "a noun follows") if noun else None
        if letter in _STRONG or follows or near:
            return None
        if letter in _SUPPORT and not noun:
            return None
        if year % 10 == 0 and noun:
            return "dates.not-quantity", "a noun follows a round number"
        if year % 50 == 0:
            return "dates.not-quantity", "nothing shows that it is a year"
        return None


def taken(symbols: str) -> list[tuple[int, int, str]]:
    """Tokens [first, last) of numbers that are no dates, with the rule that says so."""
    return [(m.start(), m.end(), f"dates.not-{m.lastgroup}") for m in _TAKEN.finditer(symbols)]
