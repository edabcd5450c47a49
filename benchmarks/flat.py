"""What a character costs in short and in long descriptions: paragraphs of real ones, put together anew.

A size is measured on as many texts as make up a sample, in processor time, the sizes in turn, so that a slow
moment of the machine strikes all of them.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Sequence
from random import Random

from benchmarks.mutations import seeds
from pipeline import store
from pipeline.extractor import Extractor

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
TOLERANCE = 0.15
_SAMPLE = 500_000
"""Characters of all texts of a size, where one is not longer."""


def recombined(size: int, count: int, seed: int = 1) -> list[bytes]:
    """So many texts of about so many characters, of paragraphs drawn from the descriptions."""
    paragraphs = [p for text in seeds() for p in re.split(r"\n\s*\n", text) if p.strip()]
    chance = Random(f"{seed}:{size}")
    texts = []
    for _ in range(count):
        pieces: list[str] = []
        length = 0
        while length < size:
            pieces.append(chance.choice(paragraphs))
            length += len(pieces[-1]) + 2
        texts.append("\n\n".join(pieces)[:size].encode())
    return texts


def measure(sizes: Sequence[int], rounds: int) -> dict[int, float]:
    """Microseconds a character for each size: medians of the rounds."""
    extractor = Extractor()
    texts = {size: recombined(size, max(1, _SAMPLE // size)) for size in sizes}
    measured: dict[int, list[float]] = {size: [] for size in sizes}
    for round in range(rounds + 1):  # the first warms up
        for size, several in texts.items():
            if round == 0 and size > _SAMPLE:
                continue
            began = time.process_time()
            for data in several:
                store.to_json(extractor.extract_bytes(data, "x"))
            spent = time.process_time() - began
            if round:
                measured[size].append(spent / (size * len(several)) * 1e6)
    return {size: statistics.median(costs) for size, costs in measured.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; status 1 where a size costs more than the tolerance above the cheapest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--longest", type=int, default=SIZES[-1], metavar="CHARACTERS")
    options = parser.parse_args(arguments)
    costs = measure([size for size in SIZES if size <= options.longest], options.rounds)
    least = min(costs.values())
    for size, cost in costs.items():
        print(f"{size:>12,} characters: {cost:.2f} µs each, {cost / least - 1:+.0%}")
    return int(max(costs.values()) > (1 + TOLERANCE) * least)


if __name__ == "__main__":
    raise SystemExit(main())
