"""How time grows with length on inputs built to be slow: twice the length takes at most twice the time.

Every case is measured at the two smallest sizes. Then sizes double up to the limit, and of each family the
cases go on that look worst: by turns the one that grows fastest and the one that is slowest, as long as the
minutes for that size last. Processor time is measured, and a case that seems to grow too fast is measured
again before it is reported. The exponent is that of a power of the length, fitted to all sizes of a case: a
leap where a cache is full or new memory is needed shows in a ratio, growth with the square in both. What the
kernel took of the time, mostly to give memory, is told apart.
"""

from __future__ import annotations

import argparse
import gc
import math
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from operator import attrgetter

from benchmarks.worst_inputs import FAMILIES, Make
from pipeline import store
from pipeline.extractor import Extractor

BOUND = 2.3
"""What twice the length may cost: twice the time, and what a busy machine adds."""
SMALLEST = 16_000
_LEAST_TIME = 0.01
"""Seconds below which a measurement says nothing."""
_TRIES = 6
_TRY_SECONDS = 3
"""What measuring again may take: at least once, at most `_TRIES` times."""
_HOPELESS = 1.5
"""Cases that grow with this power of the length are not driven further."""


@dataclass(slots=True)
class Case:
    """An input that can be made of any length, and the processor seconds it took at each."""

    name: str
    make: Make
    times: dict[int, float] = field(default_factory=dict)
    kernel: dict[int, float] = field(default_factory=dict)
    """The part of them that the kernel took."""
    ratios: dict[int, float] = field(default_factory=dict)
    """How many times as long as half the size takes."""

    def extend(self, extractor: Extractor, size: int, rounds: int = 1) -> None:
        """Measure at a size. If that is too much more than at half of it, measure the two again, one right
        after the other so that other programs disturb them alike; the best such pair counts.
        """
        whole = self._measure(extractor, size, rounds)
        half = self.times.get(size // 2, 0.0)
        if not half or whole < _LEAST_TIME:
            return
        self.ratios[size] = whole / half
        for tried in range(_TRIES):
            if self.ratio(size) <= BOUND or tried * whole > _TRY_SECONDS:
                break
            half = self._measure(extractor, size // 2)
            whole = self._measure(extractor, size)
            self.ratios[size] = min(self.ratios[size], whole / half)

    def ratio(self, size: int) -> float:
        """How many times as long as half the size takes; 0 where it took too short a time to tell."""
        return self.ratios.get(size, 0.0)

    @property
    def longest(self) -> int:
        """The largest size measured, in characters."""
        return max(self.times)

    @property
    def worst_size(self) -> int:
        """The size at which it took the most times as long as at half of it."""
        return max(self.times, key=self.ratio)

    @property
    def worst(self) -> float:
        """The worst ratio at a doubling."""
        return self.ratio(self.worst_size)

    @property
    def exponent(self) -> float:
        """The power of the length that time grows with, by least squares over the logarithms."""
        return _slope([(math.log(size), math.log(seconds)) for size, seconds in self.times.items()])

    @property
    def latest(self) -> float:
        """The same over the three largest sizes: what begins to grow fast shows there first."""
        return _slope([(math.log(n), math.log(self.times[n])) for n in sorted(self.times)[-3:]])

    @property
    def cost(self) -> float:
        """Microseconds a character at the largest size."""
        return self.times[self.longest] / self.longest * 1e6

    def _measure(self, extractor: Extractor, size: int, rounds: int = 1) -> float:
        try:
            took, kernel = seconds(extractor, self.make(size), rounds)
        except Exception as error:
            error.add_note(f"{self.name!r}, {size:,} characters")
            raise
        if took < self.times.get(size, math.inf):
            self.times[size], self.kernel[size] = took, kernel
        return took


def measure(extractor: Extractor, name: str, make: Make, limit: int, smallest: int = SMALLEST) -> Case:
    """Double the length of one case up to the limit; one that grows too fast is not driven further."""
    case = Case(name, make)
    size = smallest
    case.extend(extractor, size, rounds=2)
    while 2 * size <= limit and case.worst <= BOUND:
        size *= 2
        case.extend(extractor, size)
    return case


def seconds(extractor: Extractor, text: str, rounds: int = 2) -> tuple[float, float]:
    """Processor seconds from bytes to JSON, and the kernel's part of them: the best of so many rounds.

    Without Python's collector of cycles: it works in leaps, so that one length pays for another.
    """
    best = math.inf, 0.0
    gc.disable()
    try:
        for cut in range(rounds):  # each time another text: what is kept of one must not help the next
            data = text[: len(text) - cut].encode()
            began, kernel = time.process_time(), _kernel_time()
            store.to_json(extractor.extract_bytes(data, "x"))
            best = min(best, (time.process_time() - began, _kernel_time() - kernel))
    finally:
        gc.enable()
    return best


def _kernel_time() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_stime


def sizes(limit: int, smallest: int = SMALLEST) -> list[int]:
    """The limit, half of it and so on, the smallest first."""
    return [limit >> n for n in range(max(limit // smallest, 1).bit_length() - 1, -1, -1)]


def run(
    extractor: Extractor, families: dict[str, list[Case]], lengths: Sequence[int], minutes: float
) -> None:
    """Measure the cases, each at as many lengths as there is processor time for."""
    first, *larger = lengths
    for case in chain.from_iterable(families.values()):
        case.extend(extractor, first, rounds=2)
    end = time.process_time() + minutes * 60
    for n, size in enumerate(larger):
        began = time.process_time()
        until = began + (end - began) / (len(larger) - n)
        measured = 0
        for case in _in_turn(_driven(cases, size // 2) for cases in families.values()):
            if n and time.process_time() > until:
                break
            case.extend(extractor, size)
            measured += 1
            if case.ratio(size) > BOUND:
                print(f"  {case.name!r}: {_told(case)}", flush=True)
        print(f"{size:,} characters: {measured:,} cases, {time.process_time() - began:.0f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; status 1 where a case grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--characters", type=int, default=10_000_000, help="the longest text of each case")
    parser.add_argument("--smallest", type=int, default=SMALLEST, help="no text is shorter")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="of one core, after the smallest size"
    )
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES), help="only these families")
    parser.add_argument("--case", action="append", metavar="TEXT", help="only cases whose name contains this")
    parser.add_argument(
        "--list", type=int, default=0, metavar="N", help="list the N worst cases of each family"
    )
    options = parser.parse_args(arguments)
    lengths = sizes(options.characters, options.smallest)
    families = {name: _cases(name, options.case or [""], lengths[0]) for name in options.family or FAMILIES}
    with suppress(KeyboardInterrupt):  # what was measured until then is told
        run(Extractor(), families, lengths, options.minutes)
    print("\n| family | cases | to the limit | worst doubling | exponent | slowest, µs a character |")
    print("|---|---|---|---|---|---|")
    for name, cases in families.items():
        if cases:
            print(_row(name, cases, options.characters))
    for name, cases in families.items():
        if over := [case for case in cases if case.worst > BOUND]:
            print(f"\n{name}: {len(over)} above {BOUND}:")
            for case in sorted(over, key=attrgetter("exponent"), reverse=True):
                print(f"  {case.name}: {_told(case)}")
        for key in ("exponent", "cost") if options.list else ():
            print(f"\n{name}, by {key}:")
            for case in sorted(cases, key=attrgetter("longest", key), reverse=True)[: options.list]:
                print(f"  {case.name}: {_told(case)}")
    return int(any(case.worst > BOUND for case in chain.from_iterable(families.values())))


def _cases(family: str, containing: Sequence[str], size: int) -> list[Case]:
    """The cases of a family, each text once, without those that are refused as empty."""
    made: dict[int, Case] = {}
    for name, make in FAMILIES[family]().items():
        text = make(size)
        if any(part in name for part in containing) and not text.isspace():
            made.setdefault(hash(text), Case(name, make))
    return list(made.values())


def _driven(cases: list[Case], size: int) -> list[Case]:
    return [c for c in cases if c.longest == size and (len(c.times) < 3 or c.latest < _HOPELESS)]


def _in_turn(families: Iterator[list[Case]]) -> list[Case]:
    """The fastest growing and the slowest of each family by turns, then the next of each."""
    ranks = [
        sorted(cases, key=attrgetter(key), reverse=True) for cases in families for key in ("latest", "cost")
    ]
    found = {id(case): case for case in chain.from_iterable(zip_longest(*ranks)) if case}
    return list(found.values())


def _slope(points: Sequence[tuple[float, float]]) -> float:
    if len(points) < 2:
        return 0.0
    x, y = (math.fsum(values) / len(points) for values in zip(*points, strict=True))
    return math.fsum((a - x) * (b - y) for a, b in points) / math.fsum((a - x) ** 2 for a, _ in points)


def _row(name: str, cases: list[Case], limit: int) -> str:
    worst, steep, slow = (max(cases, key=attrgetter(key)) for key in ("worst", "exponent", "cost"))
    whole = sum(case.longest == limit for case in cases)
    return (
        f"| {name} | {len(cases):,} | {whole:,} | {worst.worst:.2f} ({worst.name}, {worst.worst_size:,}) "
        f"| {steep.exponent:.2f} ({steep.name}, {steep.longest:,}) "
        f"| {slow.cost:.1f} ({slow.name}, {slow.longest:,}) |"
    )


def _told(case: Case) -> str:
    ratios = ", ".join(f"{case.ratio(n):.2f}" for n in sorted(case.times)[1:])
    shares = ", ".join(f"{case.kernel[n] / case.times[n]:.0%}" for n in sorted(case.times))
    return (
        f"{case.cost:.2f} µs a character at {case.longest:,}, exponent {case.exponent:.2f}, "
        f"doublings from {min(case.times):,}: {ratios}; "
        f"in the kernel {shares}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
