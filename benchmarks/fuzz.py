"""Extract a great many damaged descriptions, and see that what is promised holds for each of them.

Input N of seed S is the same text on every machine. One that fails is made as small as it still fails and
kept in tests/data/fuzz, where the tests find it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from benchmarks.invariants import check_bytes, facts, mentions
from benchmarks.mutations import ROOT, encode, mutate, seeds
from pipeline.extractor import Extractor

KEPT = ROOT / "tests" / "data" / "fuzz"
RULES = ROOT / "tests" / "data" / "rules"
"""Rules of a user's own, through which every fourth input goes."""
_LONGEST = 400
_BATCH = 2_000


@dataclass(slots=True)
class Figures:
    """What was done: inputs, those refused, characters, mentions and facts found, and what failed."""

    inputs: int = 0
    refused: int = 0
    characters: int = 0
    found: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """Seconds of the slowest input."""
    failed: list[tuple[bytes, str]] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Take in the figures of another part of the run."""
        self.inputs += other.inputs
        self.refused += other.refused
        self.characters += other.characters
        self.found += other.found
        self.slowest = max(self.slowest, other.slowest)
        self.failed += other.failed


def inputs(seed: int, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The inputs [start, end) of a seed, each with its number."""
    texts = _seeds()
    for number in range(start, end):
        chance = Random(f"{seed}:{number}")
        yield number, encode(chance, mutate(chance, texts, _LONGEST))


def run(seed: int, start: int, end: int) -> Figures:
    """Check the inputs [start, end) of a seed."""
    figures = Figures()
    for number, data in inputs(seed, start, end):
        extractor = extractors()[number % 4 == 3]
        figures.inputs += 1
        began = time.process_time()
        try:
            project = check_bytes(extractor, data)
        except Exception as error:
            figures.failed.append((data, fault(error)))
            continue
        figures.slowest = max(figures.slowest, time.process_time() - began)
        if project is None:
            figures.refused += 1
            continue
        figures.characters += project.source.characters
        figures.found["work packages"] += len(project.work_packages)
        figures.found["facts"] += sum(1 for _ in facts(project))
        figures.found["warnings"] += len(project.warnings)
        for _, mention in mentions(project):
            figures.found[type(mention).__name__] += 1
    return figures


@cache
def extractors() -> tuple[Extractor, Extractor]:
    """With the rules that are shipped, and with a user's own."""
    return Extractor(), Extractor(rules=RULES)


@cache
def _seeds() -> list[str]:
    return seeds()


def fault(error: Exception) -> str:
    """What went wrong, without what is of the one input."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__} at {where}"


def shrink(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """The smallest part of an input, parts of it taken out one after the other, that still fails."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if fails(shorter):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def keep(data: bytes, folder: Path) -> Path:
    """Write an input that failed to a file named by its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(data).hexdigest()[:12]}.txt"
    path.write_bytes(data)
    return path


def _fails_so(said: str) -> Callable[[bytes], bool]:
    def fails(data: bytes) -> bool:
        for extractor in extractors():
            try:
                check_bytes(extractor, data)
            except Exception as error:
                if fault(error) == said:
                    return True
        return False

    return fails


def _all(seed: int, total: int, processes: int) -> Iterable[Figures]:
    starts = range(0, total, _BATCH)
    ends = [min(start + _BATCH, total) for start in starts]
    if processes == 1:
        yield from map(run, [seed] * len(starts), starts, ends)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(run, [seed] * len(starts), starts, ends)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print figures; status 1 where an input failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--processes", type=int, default=1, metavar="P")
    options = parser.parse_args(arguments)
    figures = Figures()
    began = time.monotonic()
    for part in _all(options.seed, options.inputs, options.processes):
        figures.add(part)
        for data, said in part.failed:
            print(f"FAILED: {said}: {data!r}", flush=True)
        if figures.inputs % (10 * _BATCH) == 0:
            print(f"{figures.inputs:,} inputs, {len(figures.failed)} failed", flush=True)
    seconds = time.monotonic() - began
    print(
        f"seed {options.seed}: {figures.inputs:,} inputs in {seconds:,.0f} s, "
        f"{figures.refused:,} refused as no text, {figures.characters:,} characters read; "
        f"slowest {figures.slowest * 1000:.0f} ms"
    )
    print("found:", ", ".join(f"{count:,} {name}" for name, count in sorted(figures.found.items())))
    faults = {said: data for data, said in reversed(figures.failed)}
    for said, data in faults.items():
        times = sum(1 for _, other in figures.failed if other == said)
        path = keep(shrink(data, _fails_so(said)), KEPT)
        print(f"FAILED {times:,} times: {said}; kept as {path.relative_to(ROOT)}")
    print(f"{len(figures.failed):,} failed")
    return int(bool(figures.failed))


if __name__ == "__main__":
    raise SystemExit(main())
