"""Which of a deliverable's cities and dates go together.

The output lists the cities and the dates of a clause; the text often puts them in pairs ("in Riga 3/06 and
Malmö 4/06"). Their places in the text tell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import count, groupby
from operator import itemgetter

from pipeline.database.contract import Json

_start = itemgetter("start")


class Mentioned:
    """The mentions of a section by what they say: the value of a key."""

    def __init__(self, mentions: Iterable[Json], key: str) -> None:
        self._mentions = mentions
        self._key = key

    def near(self, said: str, deliverable: Json) -> Json | None:
        """The one that a deliverable means: the first after its start, or else the last before."""
        same = self._by_key.get(said)
        if not same:
            return None
        return same[min(bisect_left(same, deliverable["start"], key=_start), len(same) - 1)]

    @cached_property
    def _by_key(self) -> dict[str, list[Json]]:
        found: dict[str, list[Json]] = {}
        for mention in sorted(self._mentions, key=_start):
            found.setdefault(mention[self._key], []).append(mention)
        return found


def parts(cities: Sequence[Json | None], dates: Sequence[Json | None]) -> tuple[list[int], list[int]]:
    """For each city and each date the part of the clause that it belongs to, from 1.

    One city goes with every date, one date with every city. Several of both go together as they alternate:
    cities in a row share the date beside them, and what is left of a row of dates stands alone. Where they do
    not alternate and are as many, the first goes with the first. What the text does not put together is not
    put together here: cities and dates are two parts then. None stands for a mention that was not found.
    """
    if len(cities) < 2 or len(dates) < 2:
        return [1] * len(cities), [1] * len(dates)
    found = [
        (mention["start"], kind, at)
        for kind, mentions in enumerate((cities, dates))
        for at, mention in enumerate(mentions)
        if mention
    ]
    runs = [(kind, [at for _, _, at in run]) for kind, run in groupby(sorted(found), key=itemgetter(1))]
    complete = len(found) == len(cities) + len(dates)
    if complete and len(runs) > 2 and len(runs) % 2 == 0:
        return _alternating(runs, len(cities), len(dates))
    if complete and len(runs) > 2 and len(cities) == len(dates):
        return [*range(1, len(cities) + 1)], [*range(1, len(dates) + 1)]
    return [1] * len(cities), [2] * len(dates)


def _alternating(runs: list[tuple[int, list[int]]], cities: int, dates: int) -> tuple[list[int], list[int]]:
    """The parts of runs of cities (kind 0) and dates (kind 1), as many of one as of the other."""
    of = [0] * cities, [0] * dates
    alone = count(len(runs) // 2 + 1)
    for at, (kind, run) in enumerate(runs):
        # Of several dates the one that touches the cities: the first after them, or the last before.
        beside = run if kind == 0 else [run[0] if at % 2 else run[-1]]
        for member in run:
            of[kind][member] = at // 2 + 1 if member in beside else next(alone)
    return of
