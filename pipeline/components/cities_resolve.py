"""Which of several places of one name is meant: by what the text says of it, its neighbours, and its size."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.components.cities_names import NEAR
from pipeline.document import Place
from pipeline.gazetteer import Gazetteer, Name

_CLOSE = 0.7
"""Places whose score is so near to that of the best are told as alternatives."""
_FAR = 1500.0  # km: beyond it, distance says nothing
_MANY = 12  # senses that are looked at
_NEIGHBOURS = 8

Anchor = tuple[int, Place]
"""A token, and the one place that can be meant there."""


def senses(name: Name, source: Gazetteer) -> list[tuple[Place, float]]:
    """The places that a name may stand for, the chief ones first, each with what its name takes off its score."""
    malus = 1.2 if name.places else 0.0
    return [(source.place(i), 0.0) for i in name.places[:_MANY]] + [
        (source.place(i), malus) for i in name.alternates[:_MANY]
    ]


def fits(place: Place, area: str, source: Gazetteer) -> bool:
    """True where a place lies in a country ("DE") or region ("US.OR")."""
    return area == place.country or area == source.regions.get(place.geonameid)


def choose(
    options: Sequence[tuple[Place, float]],
    text: str,
    at: int,
    countries: dict[str, float],
    anchors: Sequence[Anchor],
) -> tuple[Place, tuple[Place, ...]]:
    """The place that is most likely meant at token `at`, and those that come close.

    Args:
        options: the possible places with what to take off their score.
        text: the name as written; the exact spelling counts.
        countries: how much the document speaks of a country, 0 to 1.
        anchors: places that are certain, in text order.
    """
    if len(options) == 1:
        return options[0][0], ()
    near = sorted(anchors, key=lambda a: abs(a[0] - at))[:_NEIGHBOURS]
    scored = []
    for place, malus in options:
        score = math.log10(place.population + 10) - malus
        score += 0.6 * (place.name == text) + 1.0 * (place.country in NEAR)
        score += 2.5 * countries.get(place.country, 0.0)
        score += 2.5 * max(
            (
                (1 - min(_distance(place, other), _FAR) / _FAR) * 0.9**rank
                for rank, (_, other) in enumerate(near)
            ),
            default=0.0,
        )
        scored.append((-score, place.geonameid, place))
    scored.sort(key=lambda s: s[:2])
    best = scored[0]
    others = (p for s, _, p in scored[1:4] if s - best[0] < _CLOSE and p.geonameid != best[1])
    return best[2], tuple(others)


def _distance(a: Place, b: Place) -> float:
    """Kilometres between two places, near enough."""
    x = (a.longitude - b.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 111.2 * math.hypot(x, a.latitude - b.latitude)
