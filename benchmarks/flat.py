"""What a character costs in short and in long descriptions: paragraphs of real ones, put together anew.

A size is measured on as many texts as make up a sample, in processor time, the sizes in turn, so that a slow
moment of the machine strikes all of them.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from random import Random

from benchmarks.mutations import seeds
from pipeline import store
from pipeline.extractor import Extractor

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
SMALL = 10_000
"""What descriptions mostly have at most: the mean of those sizes is what the others are held against."""
TOLERANCE = 0.15


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


def measure(sizes: Sequence[int], rounds: int, sample: int = 500_000) -> dict[int, float]:
    """Microseconds of processor time for 1,000 characters, by size: medians of the rounds.

    Args:
        sample: characters of all texts of a size together, where one is not longer.
    """
    extractor = Extractor()
    texts = {size: recombined(size, max(1, sample // size)) for size in sizes}
    measured: dict[int, list[float]] = {size: [] for size in sizes}
    for round in range(rounds + 1):  # the first warms up
        for size, several in texts.items():
            if round == 0 and size > sample:
                continue
            began = time.process_time()
            for data in several:
                store.to_json(extractor.extract_bytes(data, "x"))
            spent = time.process_time() - began
            if round:
                measured[size].append(spent / (size * len(several)) * 1e9)
    return {size: statistics.median(costs) for size, costs in measured.items()}


def changes(costs: Mapping[int, float]) -> dict[int, float]:
    """By which share each size costs more (or less) for a character than small descriptions do on average."""
    base = statistics.mean(cost for size, cost in costs.items() if size <= SMALL)
    return {size: cost / base - 1 for size, cost in costs.items()}


def table(costs: Mapping[int, float]) -> str:
    """The costs as a Markdown table."""
    rows = [
        "### Cost of a character",
        "",
        f"| characters | µs for 1,000 | beside those up to {SMALL:,} | within {TOLERANCE:.0%} |",
        "|---:|---:|---:|---|",
    ]
    for size, change in changes(costs).items():
        within = "holds" if abs(change) <= TOLERANCE else "cheaper" if change < 0 else "dearer"
        rows.append(f"| {size:,} | {costs[size]:,.0f} | {change:+.0%} | {within} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; status 1 where a size costs more than the tolerance above small descriptions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--longest", type=int, default=SIZES[-1], metavar="CHARACTERS")
    options = parser.parse_args(arguments)
    costs = measure([size for size in SIZES if size <= options.longest], options.rounds)
    print(table(costs))
    return int(max(changes(costs).values()) > TOLERANCE)


if __name__ == "__main__":
    raise SystemExit(main())
