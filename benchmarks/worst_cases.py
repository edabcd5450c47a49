"""How time grows with length on inputs built to be slow: twice the length takes at most twice the time.

Sizes double up to the limit. Each is measured as the best of several runs, in processor time, and a case that
seems to grow faster is measured again before it is reported.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.worst_inputs import FAMILIES, Make
from pipeline import store
from pipeline.extractor import Extractor

BOUND = 2.3
"""What twice the length may cost: twice the time, and what a busy machine adds."""
SMALLEST = 2_000
_LEAST_TIME = 0.05
"""Seconds below which a measurement says nothing."""
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst doubling of a case: characters of the shorter text, seconds for the longer, their ratio."""

    name: str
    characters: int
    seconds: float
    ratio: float
    slowest: float
    """Microseconds a character at the largest size."""


def measure(
    extractor: Extractor, name: str, make: Make, limit: int, smallest: int = SMALLEST, rounds: int = 2
) -> Growth:
    """Double the length of a case up to the limit; a case that grows too fast is not driven further."""
    worst = Growth(name, 0, 0.0, 0.0, 0.0)
    size = smallest
    before = seconds(extractor, make(size), rounds)
    while 2 * size <= limit:
        after = seconds(extractor, make(2 * size), rounds)
        ratio = after / before
        for _ in range(_TRIES):
            if ratio <= BOUND or after < _LEAST_TIME:
                break
            before = min(before, seconds(extractor, make(size)))
            after = min(after, seconds(extractor, make(2 * size)))
            ratio = after / before
        if after >= _LEAST_TIME and ratio > worst.ratio:
            worst = Growth(name, size, after, ratio, 0.0)
        size, before = 2 * size, after
        if worst.ratio > BOUND:
            break
    return Growth(name, worst.characters, worst.seconds, worst.ratio, before / size * 1e6)


def seconds(extractor: Extractor, text: str, rounds: int = 2) -> float:
    """Processor seconds from bytes to JSON: the best of so many rounds.

    Without Python's collector of cycles: it works in leaps, so that one length pays for another.
    """
    best = float("inf")
    gc.disable()
    try:
        for cut in range(rounds):  # each time another text: what is kept of one must not help the next
            data = text[cut:].encode()
            began = time.process_time()
            store.to_json(extractor.extract_bytes(data, "x"))
            best = min(best, time.process_time() - began)
    finally:
        gc.enable()
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; status 1 where a case grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=10_000_000, help="the longest text of each case")
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES), help="only these families")
    parser.add_argument("--case", default="", metavar="TEXT", help="only cases whose name contains this")
    options = parser.parse_args(arguments)
    extractor = Extractor()
    over = 0
    for family in options.family or FAMILIES:
        every = {name: make for name, make in FAMILIES[family]().items() if options.case in name}
        growths = []
        for name, make in every.items():
            if make(1000).isspace():
                continue  # refused as empty
            growth = measure(extractor, name, make, options.characters)
            growths.append(growth)
            if growth.ratio > BOUND:
                over += 1
                print(
                    f"  {family}: {name!r} grows {growth.ratio:.2f} times from {growth.characters:,} "
                    f"characters to twice that ({growth.seconds:.2f} s)",
                    flush=True,
                )
        if growths:
            worst = max(growths, key=lambda g: g.ratio)
            slowest = max(growths, key=lambda g: g.slowest)
            print(
                f"{family}: {len(growths)} cases, worst doubling {worst.ratio:.2f} ({worst.name}), "
                f"slowest {slowest.slowest:.1f} µs a character ({slowest.name})",
                flush=True,
            )
    return int(over > 0)


if __name__ == "__main__":
    raise SystemExit(main())
