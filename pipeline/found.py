"""What the stages find: mentions of one kind each, with their place in `doc.text` and in its tokens.

Plain classes: a dataclass's own `__init__` is Python code, and these are made by the thousand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """A gazetteer entry."""

    name: str
    country: str
    geonameid: int
    latitude: float
    longitude: float
    population: int
    admin: str = ""
    """Code of the state, for places of the USA."""
    fame: int = 0
    """How many other names GeoNames knows for it, 99 at most."""


class Found:
    """A mention: characters [start, end) of the Doc's text, tokens [first, last), and its rule."""

    __slots__ = ("end", "first", "last", "rule", "start")

    def __init__(self, start: int, end: int, first: int, last: int, rule: str) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.last = last
        self.rule = rule


class FoundCity(Found):
    """A populated place."""

    __slots__ = ("alternatives", "place")

    def __init__(
        self,
        start: int,
        end: int,
        first: int,
        last: int,
        rule: str,
        place: Place,
        alternatives: tuple[Place, ...] = (),
    ) -> None:
        super().__init__(start, end, first, last, rule)
        self.place = place
        self.alternatives = alternatives


class FoundDate(Found):
    """A calendar expression; values as `schemas.Date` documents them."""

    __slots__ = ("earliest", "latest", "modifier", "precision", "value")

    def __init__(
        self,
        start: int,
        end: int,
        first: int,
        last: int,
        rule: str,
        value: str,
        earliest: str,
        latest: str,
        precision: str,
        modifier: str | None = None,
    ) -> None:
        super().__init__(start, end, first, last, rule)
        self.value = value
        self.earliest = earliest
        self.latest = latest
        self.precision = precision
        self.modifier = modifier


class FoundCount(Found):
    """A number of things: `unit` is the counted noun phrase, `head` its head noun at token `head_token`."""

    __slots__ = ("head", "head_token", "modifier", "unit", "value", "value_max")

    def __init__(
        self,
        start: int,
        end: int,
        first: int,
        last: int,
        rule: str,
        value: float | int,
        value_max: float | int | None,
        unit: str,
        head: str,
        head_token: int,
        modifier: str | None = None,
    ) -> None:
        super().__init__(start, end, first, last, rule)
        self.value = value
        self.value_max = value_max
        self.unit = unit
        self.head = head
        self.head_token = head_token
        self.modifier = modifier


class FoundDeliverable(Found):
    """Something brought about. `clause` is the token range in which its cities and dates are looked for."""

    __slots__ = ("action", "cities", "clause", "count", "dates", "head", "head_token", "kind", "status")

    def __init__(
        self,
        start: int,
        end: int,
        first: int,
        last: int,
        rule: str,
        head: str,
        kind: str,
        status: str,
        action: str | None,
        count: float | int | None,
        head_token: int,
        clause: tuple[int, int],
        cities: tuple[str, ...] = (),
        dates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(start, end, first, last, rule)
        self.head = head
        self.kind = kind
        self.status = status
        self.action = action
        self.count = count
        self.head_token = head_token
        self.clause = clause
        self.cities = cities
        self.dates = dates

    def head_before(self, token: int) -> bool:
        """Whether the token stands inside the phrase before its head ("Riga Local Marketing Council")."""
        return self.first <= token < self.head_token


@dataclass(slots=True)
class FoundPackage:
    """A work package, told in one or more segments (characters of the Doc's text)."""

    number: str
    label: str
    title: str | None
    rule: str
    segments: list[tuple[int, int]]
    headings: list[tuple[int, int]]


@dataclass(slots=True)
class Rejected:
    """A rule that came near, and what stopped it (kept for `explain`)."""

    start: int
    end: int
    rule: str
    reason: str
