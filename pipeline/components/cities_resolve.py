"""Which of several places of one name is meant: by what the text says of it, its neighbours, and its size."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from operator import itemgetter
from typing import Final

from pipeline.found import Place
from pipeline.gazetteer import NEAR, Gazetteer, Name

_CLOSE: Final = 1.0
"""Places whose score is so near to that of the best are told as alternatives."""
_FAR: Final = 1500.0
"""Kilometres beyond which distance says nothing."""
_MANY: Final = 12
_NEIGHBOURS: Final = 6
_WINDOW: Final = 12
"""Certain places before and after that are looked at."""
_ALTERNATE: Final = 0.9
"""What a place loses to those that are chiefly called so."""
_CERTAIN: Final = 200_000, 20
"""People that make a place certain unless the text says otherwise, and how many times those of the next."""
_WEIGHTS: Final = [0.75**rank for rank in range(_NEIGHBOURS)]
"""What a certain place weighs, the next in the text first."""
_NEARBY: Final = 2.6
_HOME: Final = 0.6
"""What it is worth to lie where the language of the text is spoken."""
_EXPLICIT: Final = 2.2
_IMPLIED: Final = 0.8
"""What a country that the text names is worth, and one in which a certain city lies."""

_PROGRAMMES: Final = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
"""Countries of the European Union, and those that take part in most of its programmes."""

Option = tuple[Place, float]
"""A place that may be meant, and what its name takes off its score."""


def senses(name: Name, source: Gazetteer) -> list[Option]:
    """The places that a name may stand for, the chief ones first."""
    malus = _ALTERNATE if name.places else 0.0
    return [(source.place(i), 0.0) for i in name.places[:_MANY]] + [
        (source.place(i), malus) for i in name.alternates[:_MANY]
    ]


def fits(place: Place, area: str) -> bool:
    """True where a place lies in a country ("DE") or state ("US.OR")."""
    return area == place.country or area == f"{place.country}.{place.admin}"


class Resolver:
    """Resolves the cities of one text: first `add` all of them, then `resolve` each.

    Args:
        areas: the codes of the countries and regions that the text names, by token.
        home: the countries where its language is spoken.
    """

    def __init__(
        self, source: Gazetteer, areas: Mapping[int, Sequence[str]], home: Container[str] = ()
    ) -> None:
        self._source = source
        self._home = home
        self._worth = {code.partition(".")[0]: _EXPLICIT for codes in areas.values() for code in codes}
        self._anchors: list[tuple[int, Place]] = []
        self._options: dict[int, list[Option]] = {}
        self._hints: dict[int, set[str]] = {}
        self._resolved: dict[tuple[int, str | None], tuple[Place, tuple[Place, ...]]] = {}

    def add(self, at: int, name: Name, hint: str | None) -> list[Option]:
        """Take note of a city at a token, and give the places that it may be."""
        key = id(name)
        options = self._options.get(key)
        if options is None:
            options = self._options[key] = senses(name, self._source)
        some = options
        if hint is not None:
            self._hints.setdefault(key, set()).add(hint)
            self._worth[hint.partition(".")[0]] = _EXPLICIT
            some = [o for o in options if fits(o[0], hint)]
        if len(some) == 1 or _is_certain(some):
            self._anchors.append((at, some[0][0]))
            self._worth.setdefault(some[0][0].country, _IMPLIED)
        return options

    def resolve(
        self, at: int, text: str, name: Name, options: Sequence[Option], hint: str | None
    ) -> tuple[Place, tuple[Place, ...]]:
        """The place that is meant at a token, and those that come close.

        What the text says of a name beside one mention of it holds for the others, unless it says two things.
        """
        hints = self._hints.get(id(name), ())
        if hint is None and len(hints) == 1:
            (hint,) = hints
        key = (id(name), hint)
        known = self._resolved.get(key)
        if known is None:
            if hint is not None:
                options = [o for o in options if fits(o[0], hint)]
            known = self._resolved[key] = self._choose(at, text, options)
        return known

    def _choose(self, at: int, text: str, options: Sequence[Option]) -> tuple[Place, tuple[Place, ...]]:
        if len(options) == 1 or _is_certain(options):
            return options[0][0], ()
        ids = {place.geonameid for place, _ in options}
        here = bisect_left(self._anchors, at, key=itemgetter(0))
        window = self._anchors[max(0, here - _WINDOW) : here + _WINDOW]
        anchors = sorted((a for a in window if a[1].geonameid not in ids), key=lambda a: abs(a[0] - at))
        near = [place for _, place in anchors[:_NEIGHBOURS]]
        scored = sorted(
            (malus - self._score(place, text, near), place.geonameid, place) for place, malus in options
        )
        best = scored[0]
        others = (p for s, i, p in scored[1:4] if s - best[0] < _CLOSE and i != best[1])
        return best[2], tuple(others)

    def _score(self, place: Place, text: str, near: Sequence[Place]) -> float:
        score = 1.2 * math.log10(place.population + 10) + 0.4 * math.log2(1 + place.fame)
        score += (
            0.3 * (place.name == text) + 1.0 * (place.country in NEAR) + 0.5 * (place.country in _PROGRAMMES)
        )
        score += self._worth.get(place.country, 0.0) + _HOME * (place.country in self._home)
        if near:
            closeness = (
                w * (1 - min(_distance(place, p), _FAR) / _FAR) for w, p in zip(_WEIGHTS, near, strict=False)
            )
            score += _NEARBY * sum(closeness) / sum(_WEIGHTS[: len(near)])
        return score


def _is_certain(options: Sequence[Option]) -> bool:
    first, malus = options[0]
    rest = max((place.population for place, _ in options[1:]), default=0)
    return malus == 0 and first.population > _CERTAIN[0] and first.population > _CERTAIN[1] * rest


def _distance(a: Place, b: Place) -> float:
    """Kilometres between two places, near enough."""
    x = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 111.2 * math.hypot(x, a.latitude - b.latitude)
