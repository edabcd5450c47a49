"""How long a whole extraction takes, beside an untouched spaCy tokenizer on the same texts in one process.

Rounds are interleaved, so that a slow moment of the machine strikes both: the ratio holds, not the seconds.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import spacy

import pipeline.extractor as way
from pipeline.extractor import Extractor
from pipeline.source import decode
from pipeline.store import to_json

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {"raw": ROOT / "raw", "gold": ROOT.parent / "shared" / "gold" / "texts"}
BOUND = 1.5
"""What the whole extraction of the gold texts may take, in units of the tokenizer's time. The descriptions in
`raw/` are short and dense, each sentence there to show something: they take more for each character."""
_STEPS = ("decode", "fold", "recognise", "read_page", "check", "assemble")


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds, in milliseconds for all texts."""

    documents: int
    characters: int
    floor: float
    whole: float
    ratio: float
    shares: dict[str, float]


def read(folder: Path) -> list[bytes]:
    """The descriptions of a folder."""
    return [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]


def measure(sources: list[bytes], rounds: int = 15) -> Measured:
    """Tokenise and extract the sources in turn, warm, so many times."""
    texts = [decode(data, "x").text for data in sources]
    blank = spacy.blank("en")
    extractor = Extractor()

    def tokenise() -> None:
        for text in texts:
            blank(text)

    def extract() -> None:
        for data in sources:
            to_json(extractor.extract_bytes(data, "x"))

    for warm in (tokenise, extract):
        warm()
    floors, wholes = [], []
    for _ in range(rounds):
        floors.append(_milliseconds(tokenise))
        wholes.append(_milliseconds(extract))
    ratios = [whole / floor for whole, floor in zip(wholes, floors, strict=True)]
    return Measured(
        documents=len(texts),
        characters=sum(map(len, texts)),
        floor=statistics.median(floors),
        whole=statistics.median(wholes),
        ratio=statistics.median(ratios),
        shares=_shares(extractor, sources, rounds),
    )


def _shares(extractor: Extractor, sources: list[bytes], rounds: int) -> dict[str, float]:
    """Milliseconds of each step, by clocks set around them."""
    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            began = time.perf_counter()
            result = step(*arguments)
            spent[name] += (time.perf_counter() - began) * 1000
            return result

        return run

    kept = {name: getattr(way, name) for name in _STEPS}
    names = {"read_page": "page", "check": "checks"}
    nlp = extractor.nlp
    tokenizer, components = nlp.tokenizer, list(nlp._components)
    serialise = clocked("serialise", to_json)
    try:
        for name, step in kept.items():
            setattr(way, name, clocked(names.get(name, name), step))
        nlp.tokenizer = clocked("tokenise", tokenizer)
        nlp._components = [
            (name, clocked(name.removeprefix("factsheet_"), step)) for name, step in components
        ]
        every = []
        for _ in range(rounds):
            for data in sources:
                serialise(extractor.extract_bytes(data, "x"))
            every.append(dict(spent))
            spent.clear()
    finally:
        for name, step in kept.items():
            setattr(way, name, step)
        nlp.tokenizer, nlp._components = tokenizer, components
    return {name: statistics.median(one[name] for one in every) for name in every[0]}


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def table(measured: Measured, title: str) -> str:
    """The measurement as a Markdown table."""
    rows = [
        f"### {title}: {measured.documents} descriptions, {measured.characters:,} characters",
        "",
        "| step | ms | of the tokenizer |",
        "|---|---:|---:|",
        f'| `spacy.blank("en")`, tokens only | {measured.floor:.1f} | 1.00 |',
        f"| **whole extraction, bytes to JSON** | **{measured.whole:.1f}** | **{measured.ratio:.2f}** |",
    ]
    rows += [
        f"| … {name.replace('_', ' ')} | {spent:.1f} | {spent / measured.floor:.2f} |"
        for name, spent in measured.shares.items()
    ]
    return "\n".join(rows)


def document(tables: Iterable[str]) -> str:
    """The page that the documentation shows."""
    return "\n\n".join(
        (
            "# Speed",
            "Written by `make bench`; the seconds are those of one machine, the ratios hold on others.\n"
            f"Python {platform.python_version()}, spaCy {version('spacy')}, one process, warm; medians of "
            "interleaved rounds.\nThe aim is a whole extraction of the gold texts in at most "
            f"{BOUND} times what an untouched spaCy needs to tokenise them; the descriptions in `raw/`\n"
            "are short and dense, and take more for each character.",
            *tables,
        )
    )


def main() -> int:
    """Measure, print, write; status 1 where the bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables into this page as well")
    options = parser.parse_args()
    measurements = {
        title: measure(sources, options.rounds)
        for title, folder in FOLDERS.items()
        if folder.is_dir() and (sources := read(folder))
    }
    page = document(table(measured, title) for title, measured in measurements.items())
    print(page)
    if options.write:
        options.write.write_text(page + "\n", "utf-8")
    return int("gold" in measurements and measurements["gold"].ratio > BOUND)


if __name__ == "__main__":
    raise SystemExit(main())
