"""How long a whole extraction takes beside an untouched spaCy tokenizer, and which share each stage has.

As a command it prints the ratio for each corpus as JSON: run with FACTSHEET_NATIVE=0, that of plain Python.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipeline.extractor as way  # isort: skip  (before spaCy)

import spacy

from benchmarks.descriptions import Description, corpora, read
from benchmarks.interleaved import Work, costs, processor_time
from pipeline.collector import collector_paused
from pipeline.extractor import Extractor
from pipeline.source import decode
from pipeline.store import to_json

ROOT = Path(__file__).resolve().parents[1]
_STEPS = ("fold", "recognise", "read_page", "check", "assemble")


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds, in milliseconds of processor time for all texts."""

    documents: int
    characters: int
    floor: float
    whole: float
    ratio: float
    one_by_one: float
    """The ratio where each description has a call of its own."""
    shares: dict[str, float]


def floor(descriptions: Sequence[Description]) -> Work:
    """An untouched spaCy tokenises the texts."""
    blank = spacy.blank("en")

    def tokenise() -> None:
        for one in descriptions:
            blank(one.text)

    return tokenise


def extraction(descriptions: Sequence[Description], extractor: Extractor) -> Work:
    """The whole way of the descriptions, from bytes to JSON, as `factsheet extract` goes it."""

    def extract() -> None:
        with collector_paused():
            for project in extractor.pipe(decode(one.data, "x") for one in descriptions):
                to_json(project)

    return extract


def one_by_one(descriptions: Sequence[Description], extractor: Extractor) -> Work:
    """The same with a call for each description."""

    def extract() -> None:
        for one in descriptions:
            to_json(extractor.extract_bytes(one.data, "x"))

    return extract


def measure(descriptions: Sequence[Description], rounds: int) -> Measured:
    """Tokenise and extract the descriptions in turn, warm, so many times."""
    extractor, below = Extractor(), floor(descriptions)
    works = {
        "whole": extraction(descriptions, extractor),
        "one by one": one_by_one(descriptions, extractor),
    }
    found = costs(below, works, rounds)
    whole = found["whole"]
    return Measured(
        documents=len(descriptions),
        characters=sum(len(one.text) for one in descriptions),
        floor=statistics.median(processor_time(below) for _ in range(rounds)),
        whole=whole.milliseconds,
        ratio=whole.ratio,
        one_by_one=found["one by one"].ratio,
        shares=_shares(descriptions, extractor, rounds),
    )


def plain_ratios(rounds: int) -> dict[str, float]:
    """The ratio of plain Python for each corpus, measured in a process of its own beside its own floor."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.extraction", "--rounds", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"FACTSHEET_NATIVE": "0"},
        stdout=subprocess.PIPE,
        check=True,
    )
    ratios: dict[str, float] = json.loads(done.stdout)
    return ratios


def _shares(descriptions: Sequence[Description], extractor: Extractor, rounds: int) -> dict[str, float]:
    """Milliseconds of each step, by clocks set around them."""
    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            began = time.process_time()
            result = step(*arguments)
            spent[name] += (time.process_time() - began) * 1000
            return result

        return run

    kept = {name: getattr(way, name) for name in _STEPS}
    names = {"read_page": "page", "check": "checks"}
    nlp = extractor.nlp
    tokenizer, components = nlp.tokenizer, list(nlp._components)
    serialise, read_bytes = clocked("serialise", to_json), clocked("decode", decode)
    try:
        for name, step in kept.items():
            setattr(way, name, clocked(names.get(name, name), step))
        nlp.tokenizer = clocked("tokenise", tokenizer)
        nlp._components = [
            (name, clocked(name.removeprefix("factsheet_"), step)) for name, step in components
        ]
        every = []
        for _ in range(rounds):
            for project in extractor.pipe(read_bytes(one.data, "x") for one in descriptions):
                serialise(project)
            every.append(dict(spent))
            spent.clear()
    finally:
        for name, step in kept.items():
            setattr(way, name, step)
        nlp.tokenizer, nlp._components = tokenizer, components
    return {name: statistics.median(one[name] for one in every) for name in every[0]}


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    ratios = {}
    for title, corpus in corpora().items():
        descriptions = read(corpus)
        whole = extraction(descriptions, Extractor())
        ratios[title] = costs(floor(descriptions), {title: whole}, rounds)[title].ratio
    print(json.dumps(ratios))


if __name__ == "__main__":
    main()
