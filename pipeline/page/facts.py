"""A header fact."""

from __future__ import annotations

from collections.abc import Iterable


class FoundFact:
    """A header fact at characters [start, end) of the Doc's text."""

    __slots__ = ("end", "rule", "start", "value")

    def __init__(self, start: int, end: int, rule: str, value: str | int | float) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.value = value


class Candidate:
    """A fact that a rule proposes; the lowest rank wins, then the first in the text."""

    __slots__ = ("fact", "rank")

    def __init__(self, rank: int, fact: FoundFact) -> None:
        self.rank = rank
        self.fact = fact


def best(candidates: Iterable[Candidate]) -> FoundFact | None:
    """The fact of the best candidate."""
    found = min(candidates, key=lambda c: (c.rank, c.fact.start), default=None)
    return found.fact if found else None


def plain(number: float) -> int | float:
    """The number as an int where it is one."""
    return int(number) if float(number).is_integer() else number
