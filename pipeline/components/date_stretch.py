"""Stretches of words that may hold dates, as atoms that keep their place in the document."""

from __future__ import annotations

from typing import Final

from pipeline.components.date_atoms import NOTHING, Value, Word, Words
from pipeline.components.date_values import Point
from pipeline.document import Claim, View

_FIGURES: Final = frozenset("nNZX")


class Stretch:
    """Tokens from `first` on that may hold dates: their atoms as letters, and the values of these."""

    __slots__ = ("first", "impossible", "letters", "points", "symbols", "values", "view", "words")

    def __init__(
        self, view: View, symbols: str, first: int, words: list[Word], letters: str, values: list[Value]
    ) -> None:
        self.view = view
        self.symbols = symbols  # of the whole document, one a token
        self.first = first
        self.words = words
        self.letters = letters
        self.values = values
        self.points: list[Point] = []
        self.impossible: list[Point] = []  # what the calendar does not have

    def place(self, atom: int) -> tuple[int, int, int]:
        """The token of an atom, and its first character and the one after its last in the document."""
        token = self.first
        for word in self.words:
            count = len(word.letters)
            if atom < count:
                start, end = word.spans[atom]
                offset = self.view.starts[token]
                return token, offset + start, offset + end
            atom -= count
            token += 1
        raise IndexError(atom)

    def text(self, start: int, end: int) -> str:
        """The text from an atom up to another."""
        return self.view.text[self.place(start)[1] : self.place(end - 1)[2]]

    def following(self, end: int) -> str:
        """The word after atoms that end at `end`, or nothing."""
        token = self.place(end - 1)[0] + 1
        return self.view.words[token] if token < len(self.symbols) else ""

    def noun_follows(self, end: int) -> bool:
        """Whether that word is in lower case and none that dates know: it may be what a number counts."""
        token = self.place(end - 1)[0] + 1
        return (
            token < len(self.symbols)
            and self.symbols[token] == NOTHING
            and self.view.words[token][0].islower()
        )

    def goes_on(self, end: int, mark: str) -> bool:
        """Whether more figures are glued to atoms that end at `end`, with this mark between."""
        after = self.letters[end : end + 2]
        return after[:1] == mark and after[1:] in _FIGURES and self.glued(end - 1, end + 2)

    def is_taken(self, atom: int) -> bool:
        """Whether another rule or stage has claimed the word of an atom."""
        return self.view.claims[self.place(atom)[0]] == Claim.OTHER

    def glued(self, start: int, end: int) -> bool:
        """Whether no blank stands between the atoms."""
        return len(self.text(start, end).split()) == 1


def stretch_of(words: Words, view: View, symbols: str, first: int, last: int) -> Stretch:
    """The stretch of tokens [first, last)."""
    here = [words[word] for word in view.words[first:last]]
    letters = "".join([word.letters for word in here])
    return Stretch(view, symbols, first, here, letters, [value for word in here for value in word.values])


class Parts:
    """The values of the atoms of one point, by class."""

    __slots__ = ("months", "numbers", "rest", "years")

    def __init__(self, letters: str, values: list[Value]) -> None:
        self.numbers: list[int] = []
        self.years: list[int] = []
        self.months: list[int] = []
        self.rest: dict[str, int | str] = {}
        for letter, value in zip(letters, values, strict=True):
            if letter in "nNZXO":
                self.numbers.append(int(value))
            elif letter == "Y":
                self.years.append(int(value))
            elif letter in "MBm":
                self.months.append(int(value))
            elif letter in "SQH1D":
                self.rest[letter] = value

    @property
    def year(self) -> int | None:
        """The first year that is written in full."""
        return self.years[0] if self.years else None

    def ordinal(self) -> int:
        """Which of several: from Q3, "third" or "3."."""
        for letter in "QH1":
            if letter in self.rest:
                return int(self.rest[letter])
        return self.numbers[0]
