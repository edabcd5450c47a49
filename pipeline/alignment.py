"""Which prediction goes with which gold row, and when the two say the same.

A mention is right when it overlaps a gold one and says the same: a city the same characters and country, a
date the same first and last day, a count the same number and noun, a deliverable the same head noun, a work
package the same number and beginning. Each gold row is paired with at most one prediction, the largest
overlap first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pipeline import gold as annotated
from pipeline.gold import Number
from schemas import City, Count, Date, Deliverable, Mention

_SLACK = 3
"""Characters that the border of a work package may be off."""


class Stretch(Protocol):
    """Characters [start, end)."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """The character after the last."""


G = TypeVar("G", bound=annotated.Row)
P = TypeVar("P", bound=Stretch)
M = TypeVar("M", bound=Mention)


@dataclass(frozen=True, slots=True, eq=False)
class Placed(Generic[M]):
    """A predicted mention and the number of the work package that it stands in."""

    mention: M
    package: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A predicted segment of a work package."""

    number: str
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment(Generic[G, P]):
    """Gold and predictions, paired. Optional gold, and what was predicted there, is in none of the lists."""

    pairs: list[tuple[G, P]]
    missed: list[G]
    spurious: list[P]


def align(gold: Sequence[G], predicted: Sequence[P], fits: Callable[[G, P], bool]) -> Alignment[G, P]:
    """Pair gold with predictions that overlap it and fit, one to one, the largest overlap first."""
    candidates = sorted(
        (
            (shared, -abs(g.start - p.start), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if (shared := _overlap(g, p)) > 0 and fits(g, p)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in candidates:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    optional = [g for g in gold if g.opt]
    rest = [p for j, p in enumerate(predicted) if j not in taken]
    return Alignment(
        pairs=[(gold[i], predicted[j]) for i, j in partner.items() if not gold[i].opt],
        missed=[g for i, g in enumerate(gold) if i not in partner and not g.opt],
        spurious=[p for p in rest if not any(_overlap(g, p) > 0 for g in optional)],
    )


def _overlap(a: Stretch, b: Stretch) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def _close(a: int, b: int, slack: int = _SLACK) -> bool:
    return abs(a - b) <= slack


def norm(text: str | Number | None) -> str:
    """The words of a text, in lower case: what is compared."""
    return re.sub(r"\W+", " ", str(text or "").casefold()).strip()


def number(written: str) -> str:
    """The number of a work package without leading zeros."""
    return re.sub(r"^0+(?=\d)", "", norm(written).replace(" ", "."))


def same_package(g: annotated.Package, p: Piece) -> bool:
    """The same number and beginning."""
    return number(g.number) == number(p.number) and _close(g.start, p.start)


def same_package_whole(g: annotated.Package, p: Piece) -> bool:
    """The same number, beginning and end."""
    return same_package(g, p) and _close(g.end, p.end)


def same_stretch(g: Stretch, p: Stretch) -> bool:
    """The same characters."""
    return (g.start, g.end) == (p.start, p.end)


def same_city(g: annotated.City, p: Placed[City]) -> bool:
    """The same characters and country."""
    return same_stretch(g, p) and p.mention.country.upper() == g.country.upper()


def same_date(g: annotated.Date, p: Placed[Date]) -> bool:
    """The same first and last day."""
    return (p.mention.earliest, p.mention.latest) == g.bounds


def same_count(g: annotated.Count, p: Placed[Count]) -> bool:
    """The same number of the same things."""
    found = p.mention
    highest = found.value if found.value_max is None else found.value_max
    unit = norm(found.unit or found.text)
    named = norm(g.head) in (*unit.split(" "), norm(found.unit))
    return _close(g.start, p.start, 1) and (found.value, highest) == g.bounds and named


def same_deliverable(g: annotated.Deliverable, p: Placed[Deliverable]) -> bool:
    """The same head noun, inside the predicted phrase."""
    inside = p.start <= g.head_start and g.head_end <= p.end
    return inside and norm(p.mention.head) == norm(g.head)
