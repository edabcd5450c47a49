"""What action nouns deliver: the publication of a book, the purchase of three buses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.components.chunks import Chunk, Clause
from pipeline.components.clauses import Event
from pipeline.components.phrases import phrases
from pipeline.components.sentence import Phrase, Sentence
from pipeline.components.verb_groups import PLANNED

_UNSAID: Final[tuple[str | None, bool]] = (None, False)


def nominals(sentence: Sentence, clause: Clause) -> Iterator[Event]:
    """What action nouns deliver ("Publication of …", "Unterzeichnung einer …", "wydanie …")."""
    grammar = sentence.grammar
    if sentence.roles.find("c", clause.first, clause.last) < 0:
        return
    chunks = clause.chunks
    said_before = _UNSAID
    for i, chunk in enumerate(chunks):
        if chunk.type != "noun":
            continue
        at = _action_noun(sentence, chunk, last=grammar.head_last)
        if at is None:
            continue
        lemma, verb = sentence.entry(at).forms["noun"]
        said = sentence.stated.get(at)  # "the purchase of three buses is planned"
        status, off = said or (said_before if _listed(chunks, i) else _UNSAID)
        if status is None and _to_come(sentence, chunks[:i]):
            status = PLANNED
        said_before = status, off
        following = i + 1
        objects: list[Phrase] = []
        if following < len(chunks) and chunks[following].type == "of":
            end = _end(sentence, chunks, following + 1)
            objects = phrases(sentence, chunks[following + 1 : end])
        elif grammar.cased and at + 1 < chunk.last:
            end = _end(sentence, chunks, following)
            objects = phrases(sentence, [_rest(chunk, at + 1), *chunks[following:end]])
        elif following < len(chunks) and _complement(sentence, chunks[following]):
            end = _end(sentence, chunks, following)
            objects = phrases(sentence, chunks[following:end])
        for phrase in objects:
            yield Event(phrase, "deliverables.nominal", lemma, verb, status, True, off)


def _to_come(sentence: Sentence, before: list[Chunk]) -> bool:
    """Whether a verb before an action noun says that it is to come ("the task will be the design of")."""
    verbs = [sentence.symbols[c.first : c.last] for c in before if c.type == "verb"]
    return any(symbol in "MFI" for symbol in "".join(verbs))


def _listed(chunks: list[Chunk], at: int) -> bool:
    """Whether a phrase goes on a list, after its preposition or not ("to the cutting and to the binding")."""
    before = at - 2 if at > 1 and chunks[at - 1].type == "preposition" else at - 1
    return before >= 0 and chunks[before].type in ("comma", "also")


def _complement(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a chunk after an action noun completes it by its case ("zakup 3 autobusów")."""
    grammar = sentence.grammar
    counted = grammar.cased and sentence.symbols[chunk.first] in "DN"
    return chunk.type == "noun" and (counted or grammar.capitalised)


def _rest(chunk: Chunk, first: int) -> Chunk:
    """What follows an action noun in its own chunk ("wydanie podręcznika")."""
    return Chunk("noun", first, chunk.last)


def _action_noun(sentence: Sentence, chunk: Chunk, last: bool) -> int | None:
    tokens = range(chunk.last - 1, chunk.first - 1, -1) if last else range(chunk.first, chunk.last)
    for at in tokens:
        if sentence.symbols[at] in "DNju":
            continue
        return at if "noun" in sentence.entry(at).forms else None
    return None


def _end(sentence: Sentence, chunks: list[Chunk], start: int) -> int:
    """Where the complement of an action noun ends: at a verb, or at the next action noun of the list."""
    for i in range(start, len(chunks)):
        if chunks[i].type in ("verb", "bare"):
            return i
        if (
            chunks[i].type == "noun"
            and i + 1 < len(chunks)
            and _listed(chunks, i)
            and chunks[i + 1].type == "of"
            and _action_noun(sentence, chunks[i], sentence.grammar.head_last) is not None
        ):
            return i
    return len(chunks)
