"""How far the clause of a deliverable reaches: over what tells where and when, in the clauses beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import Final

from pipeline.components.chunks import Clause
from pipeline.components.conjuncts import conjunct, conjuncts
from pipeline.components.sentence import Sentence
from pipeline.found import FoundDeliverable

_KEY: Final = re.compile(r"(?=.{0,12}[YZ])[-*NPDOA,&/uYyZvI]{1,14}")


def is_key(symbols: str, clause: Clause) -> bool:
    """Whether a clause before a colon says when and where what follows it is ("May 2030, Riga: …")."""
    return _KEY.fullmatch(symbols, clause.first, clause.last) is not None


def is_relative(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause tells of the noun before it, with its verb at its end."""
    return sentence.symbols[clause.first - 1 : clause.first] == "R" and sentence.grammar.verb_last


def widen(sentence: Sentence, gaps: list[str], found: list[FoundDeliverable]) -> None:
    """Let clauses reach over the parts of a sentence around them that only say when and where.

    `gaps` are the symbols between a clause and the next.
    """
    symbols, free_order = sentence.symbols, sentence.grammar.free_order
    owners = sorted(f.first for f in found)
    wider: dict[tuple[int, int], tuple[int, int]] = {}
    for (one, two), gap in zip(pairwise(sentence.clauses), gaps, strict=True):
        colon = ":" in gap
        if not colon and "R" not in gap:
            continue
        if colon and is_key(symbols, one):
            wider[two.first, two.last] = (one.first, two.last)
        relative = is_relative(sentence, two) or ("R" in gap and _of_some(sentence, two))
        if not (relative or colon) or bisect_left(owners, two.first) < bisect_left(owners, two.last):
            continue
        if relative or not two.has_verb("verb"):
            wider[one.first, one.last] = (one.first, two.last)
    parts: dict[tuple[int, int], list[int]] = {}
    for deliverable in found:
        reach = wider.get(deliverable.clause, deliverable.clause)
        bounds = parts.get(reach)
        if bounds is None:
            bounds = parts[reach] = conjuncts(symbols, reach, free_order)
        deliverable.clause = conjunct(bounds, deliverable.head_token)


def _of_some(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause without a verb tells of some of the things before it (", one of which in Graz")."""
    first = clause.first
    some = sentence.symbols[first] == "N" or sentence.view.words[first].lower() in sentence.grammar.indefinite
    return some and not clause.has_verb("verb", "bare")
