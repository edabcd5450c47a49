"""The descriptions that are measured, with the language that the gold says they are in."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.accuracy import CORPORA, Corpus
from pipeline.gold import read_gold
from pipeline.source import decode


@dataclass(frozen=True, slots=True)
class Description:
    """One description."""

    data: bytes
    text: str
    language: str


def corpora() -> dict[str, Corpus]:
    """What is there, by title: our own descriptions, and the gold texts beside the project."""
    titles = {"raw": "raw", "shared": "gold"}
    return {titles[corpus.name]: corpus for corpus in CORPORA if corpus.there}


def read(corpus: Corpus) -> list[Description]:
    """The descriptions of a corpus, by name."""
    found = []
    for gold in read_gold(corpus.gold):
        data = (corpus.texts / f"{gold.doc}.txt").read_bytes()
        found.append(Description(data, decode(data, gold.doc).text, gold.language))
    return found
