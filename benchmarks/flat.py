"""What a character costs in short and in long descriptions: paragraphs of real ones, put together anew.

A size is measured on as many texts as make up a sample, as `factsheet extract` reads them, in processor time,
the sizes in turn, so that a slow moment of the machine strikes all of them.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from benchmarks.interleaved import processor_time
from benchmarks.mutations import seeds
from pipeline import store
from pipeline.extractor import Extractor
from pipeline.source import decode

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
TOLERANCE = 0.15
"""By which share a size may be dearer, or cheaper, than all sizes are on average."""


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
            gc.collect()  # else what a long text leaves to collect is charged to the short ones after it
            spent = processor_time(partial(_extract, extractor, several))
            if round:
                measured[size].append(spent / (size * len(several)) * 1e6)
    return {size: statistics.median(costs) for size, costs in measured.items()}


def _extract(extractor: Extractor, several: Sequence[bytes]) -> None:
    for project in extractor.pipe(decode(data, "x") for data in several):
        store.to_json(project)


def changes(costs: Mapping[int, float]) -> dict[int, float]:
    """By which share each size costs more (or less) for a character than all do on average."""
    base = statistics.mean(costs.values())
    return {size: cost / base - 1 for size, cost in costs.items()}


def table(costs: Mapping[int, float]) -> str:
    """The costs as a Markdown table."""
    rows = [
        "### Cost of a character",
        "",
        f"| characters | µs for 1,000 | beside the mean | within {TOLERANCE:.0%} |",
        "|---:|---:|---:|---|",
    ]
    for size, change in changes(costs).items():
        within = "holds" if abs(change) <= TOLERANCE else "cheaper" if change < 0 else "dearer"
        rows.append(f"| {size:,} | {costs[size]:,.0f} | {change:+.0%} | {within} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print; status 1 where a size is further from the mean than the tolerance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--longest", type=int, default=SIZES[-1], metavar="CHARACTERS")
    options = parser.parse_args(arguments)
    costs = measure([size for size in SIZES if size <= options.longest], options.rounds)
    print(table(costs))
    return int(max(map(abs, changes(costs).values())) > TOLERANCE)


if __name__ == "__main__":
    raise SystemExit(main())
