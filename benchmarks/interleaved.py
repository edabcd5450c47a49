"""What work takes beside other work, measured so that a slow moment of the machine strikes both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over the rounds."""

    milliseconds: float
    """Of processor time."""
    ratio: float
    """To the floor that ran right before."""


def processor_time(work: Work) -> float:
    """The milliseconds of processor time that work takes: those that other programs take don't count."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def costs(floor: Work, works: Mapping[str, Work], rounds: int) -> dict[str, Cost]:
    """The cost of each work, warm, in so many rounds; the floor runs anew before each."""
    floor()
    for work in works.values():
        work()
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            below = processor_time(floor)
            spent[name].append((processor_time(work), below))
    return {
        name: Cost(
            statistics.median(own for own, _ in pairs), statistics.median(own / below for own, below in pairs)
        )
        for name, pairs in spent.items()
    }
