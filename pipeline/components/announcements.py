"""What a clause before a colon says of the list behind it ("The outputs will be:", "We aim to: …")."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pipeline.components.chunks import Clause, clauses_of
from pipeline.components.sentence import Sentence
from pipeline.components.verb_groups import read_group

_NEAR: Final = 8  # tokens before the colon that may name what follows
_TO_COME: Final = re.compile(r"[TMI]u*\Z")
_MARKER: Final = re.compile(r"u?(?:[-*]|\((?:[NXC]|u){1,3}\)|[NXCx]\)|N\Z)")
_STATED: Final = ("deliverables.planned", "deliverables.ongoing")
_NAMING: Final = "XCPj"  # of nouns, and of "the following"
_LINES: Final = "\n"


class Announcement:
    """What is said of the items of a list."""

    __slots__ = ("infinitive", "promised", "status")

    def __init__(self, status: str, promised: bool, infinitive: bool) -> None:
        self.status = status
        """Of what is listed: "planned", "ongoing", or "" where nothing is said."""
        self.promised = promised
        """Whether the items are called outputs, or are the objects of a verb of bringing about."""
        self.infinitive = infinitive
        """Whether the items begin with infinitives ("The project will: …")."""


def announcements(sentence: Sentence, gaps: list[str]) -> dict[int, Announcement]:
    """The announcement of each clause that is an item of a list, by the number of the first token.

    `gaps` are the symbols between a clause and the next. Words with which items begin are made verbs where
    infinitives are announced.
    """
    found: dict[int, Announcement] = {}
    if ":" not in sentence.symbols:
        return found
    current: Announcement | None = None
    live = marked = False
    for (one, two), gap in zip(pairwise(sentence.clauses), gaps, strict=True):
        made = _announcement(sentence, one) if ":" in gap else None
        if made is not None:
            current, live, marked = made, True, False
        if current is None:
            continue
        if _LINES in gap or "." in gap:
            marker = "*" in gap or _MARKER.match(sentence.symbols, two.first, two.last) is not None
            ends = made is None and _ends(sentence, one, two, gap)
            marked = marked or marker
            live = (
                marker
                or (not marked and not ends)
                or (live and _LINES not in gap and _is_number(sentence, one))
            )
            current = current if live or (marked and _LINES not in gap) else None
        if live and current is not None:
            found[two.first] = current
    verbs = [at for first, made in found.items() if made.infinitive and (at := _verb(sentence, first)) >= 0]
    if verbs:
        symbols = list(sentence.symbols)
        for at in verbs:
            symbols[at] = "f"
        sentence.symbols = "".join(symbols)
        sentence.clauses = clauses_of(sentence.symbols)
    return found


def lists_people(sentence: Sentence, at: int) -> bool:
    """Whether the list that begins at a token follows a colon after people: it tells who they are."""
    at -= 1
    while at > 0 and sentence.symbols[at] in "u\n":
        at -= 1
    if at < 1 or sentence.symbols[at] != ":" or sentence.entry(at - 1).kind != "none":
        return False
    return sentence.view.words[at - 1].lower() not in sentence.grammar.outputs


def _is_number(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause is no more than the number of an item ("2." in "2. Produce a guide")."""
    return sentence.symbols[clause.first : clause.last].lstrip("u") == "N"


def _ends(sentence: Sentence, one: Clause, two: Clause, gap: str) -> bool:
    """Whether a list without bullets ends between two clauses: at a stop, or an empty line after an item."""
    breaks = "".join(sentence.view.words[one.last : two.first]).count("\n")
    return "." in gap or breaks > 1


def _announcement(sentence: Sentence, clause: Clause) -> Announcement | None:
    """What a clause before a colon says, or None where it says nothing."""
    symbols = sentence.symbols[clause.first : clause.last]
    if len(symbols) > 1 and _TO_COME.search(symbols) is not None:
        return Announcement("planned", False, True)
    near = range(max(clause.first, clause.last - _NEAR), clause.last)
    named = (sentence.view.words[at].lower() for at in near if sentence.symbols[at] in _NAMING)
    promised = any(word in sentence.grammar.outputs for word in named)
    status: str | None = "planned" if any("planned" in sentence.entry(at).forms for at in near) else ""
    if status == "" and any("so far" in sentence.entry(at).forms for at in near):
        return Announcement("done", promised, False)
    chunks = clause.chunks if clause.verbal else []
    at = next((i for i, chunk in enumerate(chunks) if chunk.type in ("verb", "bare")), -1)
    if at >= 0:
        reading = read_group(sentence, chunks[at], left=at > 0, right=at + 1 < len(chunks))
        if reading.off:
            return None
        strong = reading.verb is not None and (len(chunks) == 1 or not reading.verb.weak)  # "Done:"
        delivers = strong and len(chunks) <= at + 2
        promised = promised or delivers or reading.rule in _STATED
        if promised and (reading.verb is not None or reading.rule in _STATED or reading.status):
            status = reading.status
    return Announcement(status or "", promised, False) if promised or status else None


def _verb(sentence: Sentence, first: int) -> int:
    """The word with which an item begins, behind its bullet, where it can be an infinitive; else -1."""
    marker = _MARKER.match(sentence.symbols, first)
    at = first if marker is None else marker.end()
    return at if at < len(sentence.symbols) and "inf" in sentence.entry(at).forms else -1
