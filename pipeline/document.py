"""What the stages leave on a spaCy Doc: mentions in `doc._`, and a view of its tokens as plain lists.

Offsets of mentions here count in `doc.text`; `assemble` maps them to the source text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from spacy.attrs import IDX, LENGTH, ORTH
from spacy.tokens import Doc, Span

from pipeline.found import Found, FoundCity, FoundCount, FoundDate, FoundDeliverable, FoundPackage, Rejected
from pipeline.symbols import Numbering, SymbolTable, numbering


class Claim:
    """Who has claimed a token: later stages leave claimed tokens alone (see `claims`)."""

    FREE: Final = 0
    LABEL: Final = 1  # the label and number of a work package
    CITY: Final = 2
    DATE: Final = 3
    COUNT: Final = 4
    OTHER: Final = (
        5  # an anti-rule: a version, a grant number, an amount of money: no mention, but no count either
    )


def claim_symbols(symbols: Mapping[int, str], other: str = "\0") -> bytes:
    """The table that `View.mark_claims` takes, from the symbols of some claims; all others get `other`."""
    return bytes(0 if claim == Claim.FREE else ord(symbols.get(claim, other)) for claim in range(256))


@dataclass(slots=True)
class View:
    """The tokens of a Doc as plain lists, made once: reading Token objects is the slow part of spaCy."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    claims: bytearray
    _numbering: Numbering = field(repr=False)
    _numbers: Any = field(repr=False)

    def symbols(self, table: SymbolTable) -> bytearray:
        """One symbol for each token, in Latin-1."""
        return bytearray(table.read(self._numbering, self._numbers))

    def mark_claims(self, symbols: bytearray, by_claim: bytes) -> None:
        """Set the symbols of claimed tokens by what `claim_symbols` made; where it has 0, they stay."""
        here = np.frombuffer(symbols, dtype=np.uint8)
        marks = np.frombuffer(self.claims.translate(by_claim), dtype=np.uint8)
        np.copyto(here, marks, where=marks != 0)


def view(doc: Doc) -> View:
    """The Doc's `View`, made on first use and kept with the Doc."""
    made: View | None = doc.user_data.get("factsheet")
    if made is None:
        text: str | None = doc.user_data.get("factsheet.text")
        numbered = numbering()
        hashes = doc.to_array([ORTH]) if len(doc) else np.zeros(0, dtype=np.uint64)
        numbers = numbered.read(hashes, lambda at: str(doc[at].text))
        words: list[str] = numbered.words.take(numbers).tolist()
        starts, ends = ([], []) if text is None else _places(text, words)
        if text is None or not starts:
            text = doc.text  # joins all tokens: slow, so who has the text at hand gives it
            columns = doc.to_array([IDX, LENGTH]) if len(doc) else np.zeros((0, 2), dtype=np.uint64)
            columns[:, 1] += columns[:, 0]
            starts, ends = columns.T.tolist()
        made = View(text, starts, ends, words, bytearray(len(doc)), numbered, numbers)
        doc.user_data["factsheet"] = made
    return made


def _places(text: str, words: list[str]) -> tuple[list[int], list[int]]:
    """Where the words of a text begin and end, as our tokenizer divides it: a blank after a word is no word.

    Nothing where it was divided in another way. To ask spaCy takes several times as long.
    """
    starts: list[int] = []
    ends: list[int] = []
    at, last = 0, len(text)
    for word in words:
        starts.append(at)
        at += len(word)
        ends.append(at)
        if at < last and text[at] == " ":
            at += 1
    return (starts, ends) if at == last else ([], [])


def reject(doc: Doc, start: int, end: int, rule: str, reason: str) -> None:
    """Note, when the Doc is traced, that `rule` came near at these characters and what stopped it."""
    trace: list[Rejected] | None = doc.user_data.get("factsheet.trace")
    if trace is not None:
        trace.append(Rejected(start, end, rule, reason))


@dataclass(slots=True)
class Findings:
    """The language of a Doc, and what the stages have found in it."""

    language: str = "en"
    packages: list[FoundPackage] = field(default_factory=list)
    cities: list[FoundCity] = field(default_factory=list)
    dates: list[FoundDate] = field(default_factory=list)
    counts: list[FoundCount] = field(default_factory=list)
    deliverables: list[FoundDeliverable] = field(default_factory=list)
    spans: bool = True
    """Whether the stages fill `doc.spans` as well: spaCy takes as long for a span as we do to find it."""


def findings(doc: Doc) -> Findings:
    """The Doc's `Findings`; users see each of them as `doc._.<name>`, which takes twenty times as long."""
    made: Findings | None = doc.user_data.get("factsheet.findings")
    if made is None:
        made = doc.user_data["factsheet.findings"] = Findings()
    return made


def show_spans(doc: Doc, stage: str, found: Sequence[Found]) -> None:
    """Group what a stage has found as `doc.spans[stage]`, with the rules' ids as labels."""
    if findings(doc).spans:
        doc.spans[stage] = [Span(doc, f.first, f.last, label=f.rule) for f in found]


def register() -> None:
    """Declare the extensions of Doc; harmless when done twice."""
    for name in ("language", "packages", "cities", "dates", "counts", "deliverables"):
        get = partial(_get, name=name)
        Doc.set_extension(name, getter=get, setter=partial(_set, name=name), force=True)


def _get(doc: Doc, name: str) -> Any:
    return getattr(findings(doc), name)


def _set(doc: Doc, value: Any, name: str) -> None:
    setattr(findings(doc), name, value)


register()
