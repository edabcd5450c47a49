"""Stretches of words that may hold dates, as atoms that keep their place in the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.components.date_atoms import NOTHING, Atom, Words
from pipeline.components.date_values import Point
from pipeline.document import View


@dataclass(slots=True)
class Stretch:
    """Tokens that may hold dates: their atoms as letters, and where in the document each atom stands."""

    view: View
    symbols: str  # of the whole document, one a token
    letters: str
    atoms: list[tuple[int, int, Atom]]  # token, the token's offset, atom
    points: list[Point] = field(default_factory=list)
    impossible: list[Point] = field(default_factory=list)  # what the calendar does not have

    def begin(self, atom: int) -> int:
        """The character where an atom begins."""
        _, offset, part = self.atoms[atom]
        return offset + part.start

    def finish(self, atom: int) -> int:
        """The character after an atom."""
        _, offset, part = self.atoms[atom]
        return offset + part.end

    def token(self, atom: int) -> int:
        """The token of an atom."""
        return self.atoms[atom][0]

    def following(self, end: int) -> str:
        """The word after atoms that end at `end`, or nothing."""
        token = self.token(end - 1) + 1
        return self.view.words[token] if token < len(self.symbols) else ""

    def noun_follows(self, end: int) -> bool:
        """Whether that word is in lower case and none that dates know: it may be what a number counts."""
        word = self.following(end)
        return word[:1].islower() and self.symbols[self.token(end - 1) + 1] == NOTHING

    def capital(self, start: int, end: int) -> bool:
        """Whether a word among the atoms begins with a capital."""
        text = self.view.text
        return any(text[offset + part.start].isupper() for _, offset, part in self.atoms[start:end])

    def glued(self, start: int, end: int) -> bool:
        """Whether nothing stands between the atoms."""
        length = sum(part.end - part.start for _, _, part in self.atoms[start:end])
        return self.finish(end - 1) - self.begin(start) == length


def stretch_of(words: Words, view: View, symbols: str, first: int, last: int) -> Stretch:
    """The stretch of tokens [first, last)."""
    letters: list[str] = []
    atoms: list[tuple[int, int, Atom]] = []
    for token in range(first, last):
        word = words[view.orths[token]]
        letters.append(word.letters)
        offset = view.starts[token]
        for atom in word.atoms:
            atoms.append((token, offset, atom))
    return Stretch(view, symbols, "".join(letters), atoms)


class Parts:
    """The values of the atoms of one point, by class."""

    __slots__ = ("months", "numbers", "rest", "years")

    def __init__(self, letters: str, atoms: list[tuple[int, int, Atom]]) -> None:
        self.numbers: list[int] = []
        self.years: list[int] = []
        self.months: list[int] = []
        self.rest: dict[str, int | str] = {}
        for letter, (_, _, atom) in zip(letters, atoms, strict=True):
            value = atom.value
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
