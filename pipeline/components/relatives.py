"""Relative clauses: what they describe, and the verb of the main clause that goes on behind them."""

from __future__ import annotations

from pipeline.components.chunks import Chunk, Clause
from pipeline.components.phrases import phrases
from pipeline.components.sentence import UNKNOWN, Phrase, Sentence
from pipeline.components.verb_groups import read_group

_BREAKS = ("comma", "also")


def antecedent(sentence: Sentence, outer: Clause) -> list[Phrase]:
    """The phrase that a relative clause describes: the last of the clause before it.

    Of "a guide for teachers which …" that is the guide, of "drafted by a working group that …" the group:
    the innermost noun that names a deliverable, or else the whole phrase.
    """
    last = next((chunk for chunk in reversed(outer.chunks) if chunk.type == "noun"), None)
    made = sentence.base(last) if last is not None else None
    if made is not None and made.kind not in UNKNOWN:
        return [made]
    return phrases(sentence, outer.chunks)[-1:]


def resumes(sentence: Sentence, between: list[Chunk], verb: Chunk, nth: int) -> bool:
    """Whether a verb inside a relative clause is that of the main clause ("which covers … , was published").

    `between` are the chunks from the verb before it, which is that of the relative clause; where it is the
    first (`nth` 0), the verb before it may be one that no word list knows.
    """
    if verb.type != "verb" or sentence.symbols[verb.first] in "Tgn":
        return False
    types = [chunk.type for chunk in between]
    if types[-1:] == ["comma"]:
        return nth > 0 or len(types) > 1
    return nth > 0 and not any(kind in _BREAKS for kind in types)


def taken_back(sentence: Sentence, chunks: list[Chunk], at: int, later: list[int]) -> bool:
    """Whether the main verb behind a relative clause takes it back ("which was to be built, was dropped")."""
    return any(
        resumes(sentence, chunks[at + 1 : main], chunks[main], 1)
        and read_group(sentence, chunks[main], left=True, right=False).off
        for main in later
    )


def purpose(sentence: Sentence, chunks: list[Chunk], at: int, main: int) -> bool:
    """Whether a verb tells what the subject of the next is for ("A day to show the film was held")."""
    if main == len(chunks) or at == 0 or chunks[at - 1].type != "noun" or sentence.grammar.free_order:
        return False
    purpose = sentence.symbols[chunks[at].first] == "T" and sentence.symbols[chunks[main].first] in "bBhMFp"
    return purpose and not any(c.type in ("comma", "also") for c in chunks[at:main])
