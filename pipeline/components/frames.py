"""Clauses with the finite verb second: what their auxiliaries enclose, and which phrase is the object.

"Das Museum hat eine Ausstellung eröffnet": the auxiliary opens a frame, the main verb closes it. The
subject stands before the frame, or first in it ("Im Mai hat das Museum eine Ausstellung eröffnet").
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import Final

from pipeline.components.chunks import Chunk
from pipeline.components.objects import brought
from pipeline.components.phrases import phrases
from pipeline.components.sentence import UNKNOWN, Phrase, Sentence
from pipeline.components.verb_groups import ONGOING, PLANNED, Reading, finite, in_s

_AUXILIARIES: Final = frozenset("bBeihaFMmI")


class Frames:
    """The frames of one clause, as its verb groups are read from left to right."""

    def __init__(self, sentence: Sentence, chunks: list[Chunk]) -> None:
        self.second = sentence.grammar.verb_second
        self._last = sentence.grammar.verb_last
        self._sentence = sentence
        self._chunks = chunks
        self._opened = -1
        self._symbols = ""
        self._around = ""
        self.particle = -1
        """Where the last particle of a verb further left begins ("stellt … fertig")."""

    def around(self, at: int, following: int) -> str:
        """The symbols of the auxiliaries that belong to the verb group at a chunk and stand elsewhere."""
        if not self.second:
            return ""
        sentence, chunks = self._sentence, self._chunks
        chunk = chunks[at]
        beyond = following < len(chunks) and chunks[following].type == "bare"
        particle = sentence.join_particle(chunk, chunks[following if beyond else following - 1].last)
        self.particle = max(self.particle, particle)
        symbols = sentence.symbols[chunk.first : chunk.last].replace("u", "")
        if sentence.main(chunk) is None:
            held = "".join([s for s in symbols if s in _AUXILIARIES])
            if held:
                self._opened, self._symbols = at, held
            return ""
        if finite(sentence, chunk, self._symbols) or len(symbols.strip("!AT")) > 1:
            self._opened, self._symbols, self._around = -1, "", ""
            return ""
        closing = ""
        if self._last and at + 1 == following < len(chunks) and sentence.main(chunks[following]) is None:
            after = chunks[following]
            closing = sentence.symbols[after.first : after.last].replace("u", "").strip("!A")
        self._around = self._symbols + closing
        return self._around

    def status(self, reading: Reading, auxiliary: str) -> str | None:
        """When a reading says that something comes about, where its verb speaks of now or later.

        "Wird derzeit erarbeitet" is of now, "erscheint im Mai 2030" is of later.
        """
        sentence = self._sentence
        if reading.rule == "deliverables.ongoing" or not (
            reading.status == ONGOING or auxiliary in ("F", "a")
        ):
            return reading.status
        words, grammar = sentence.view.words, sentence.grammar
        first, last = self._chunks[0].first, self._chunks[-1].last
        if any(words[i].lower() in grammar.now for i in range(first, last)):
            return ONGOING
        dated = sentence.symbols.find("Z", first, last)
        later = dated == first or (dated > first and words[dated - 1].lower() not in grammar.since)
        return PLANNED if later else reading.status

    def means(self, at: int) -> bool:
        """Whether a verb of intent at a chunk has a thing as its object ("plant ein Fest", "Ziel ist …")."""
        chunk = self._chunks[at]
        intends = "I" in self._sentence.symbols[chunk.first : chunk.last]
        return self.second and intends and self.followed(at)

    def object_relative(self, previous: int, at: int) -> bool:
        """Whether a relative clause has a subject of its own ("ein Film, den der Verein gedreht hat")."""
        sentence, chunks = self._sentence, self._chunks
        subjects, first = sentence.grammar.subjects, chunks[0].first
        if sentence.view.words[first].lower() in subjects:
            return True
        if self._last:
            people = phrases(sentence, chunks[previous:at])
            others = bool(people) and all(p.kind == "none" for p in people)
            return others or sentence.view.words[first - 1].lower() in sentence.grammar.accusatives
        opened = self._opened if self._opened >= 0 else at
        return bool(phrases(sentence, chunks[:opened])) and not phrases(sentence, chunks[at + 1 :])

    def past(self, at: int) -> bool:
        """Whether the participle at a chunk can be a past tense."""
        main = self._sentence.main(self._chunks[at])
        return main is not None and "past" in main.forms and not self._last

    def followed(self, at: int) -> bool:
        """Whether a noun phrase follows the verb at a chunk."""
        chunks, symbols = self._chunks, self._sentence.symbols
        after = at + 1
        while self._last and after < len(chunks) and symbols[chunks[after].first] in "AQ":
            after += 1
        return after < len(chunks) and chunks[after].type == "noun"

    def into(self, at: int, following: int) -> list[Chunk]:
        """The preposition and noun that tell into what the verb at a chunk puts something."""
        chunks = self._chunks
        if self._last and at > 1 and not finite(self._sentence, chunks[at], self._symbols):
            preposition = self._sentence.view.words[chunks[at - 2].first].lower()
            return chunks[at - 2 : at] if preposition in self._sentence.grammar.locative else []
        return chunks[at + 1 : following]

    def objects(
        self, reading: Reading, previous: int, at: int, following: int, used: set[int]
    ) -> list[Phrase]:
        """What the verb group at a chunk delivers, from the phrases since the last one and up to the next.

        Heads that are `used` belong to another verb.
        """
        sentence, chunks = self._sentence, self._chunks
        left, right = chunks[previous:at], chunks[at + 1 : self._own(at, following)]
        if at == 0 and chunks[0].type == "bare" and right == [] and following < len(chunks):
            right = list(takewhile(lambda c: c.type not in ("verb", "bare"), chunks[following + 1 :]))
        if self._last and self.particle > chunks[at].first:
            right = [c for c in right if c.first < self.particle]
        if reading.voice != "active":
            if self._last and right and right[0].type == "comma":
                right = []
            return brought(sentence, left, right, used)
        opened = max(self._opened, previous)
        told = sentence.symbols[chunks[at].last - 1] == "v" and not self._around  # "das Labor erstellt …"
        bound = told or finite(sentence, chunks[at], self._symbols)
        after = phrases(sentence, right)
        if after and (bound or not self._last):
            return _governed(sentence, after, bool(phrases(sentence, left)))
        if (not self._last and sentence.symbols[chunks[at].last - 1] != "v") or (
            bound and _opens(chunks, at)
        ):
            return []
        middle = phrases(sentence, chunks[opened + 1 if opened == self._opened else opened : at])
        before = phrases(sentence, chunks[previous:opened])
        known = [p for p in before if p.kind not in UNKNOWN]
        if middle and not (known and all(p.kind == "none" for p in middle)):  # "das Heft hat sie gestaltet"
            return _governed(sentence, middle, bool(before))
        return known or after

    def _own(self, at: int, following: int) -> int:
        """Where the phrases of the verb at a chunk end: one more finite verb has the phrase before it."""
        chunks, symbols = self._chunks, self._sentence.symbols
        if following == len(chunks):
            return following
        verb = chunks[following]
        if symbols[verb.first] not in "bBhaMFfp" and not in_s(self._sentence, verb):
            return following
        return next((i for i in range(following - 1, at, -1) if chunks[i].type == "also"), following)


def _opens(chunks: list[Chunk], at: int) -> bool:
    """Whether nothing but a subject stands before a verb."""
    return all(c.type in ("noun", "of", "preposition", "also") for c in chunks[:at])


def _governed(sentence: Sentence, found: list[Phrase], subject: bool) -> list[Phrase]:
    """The object among phrases of a clause: after the dative and its subject, where that is not elsewhere."""
    groups = [[found[0]]] if found else [[]]
    for one, two in pairwise(found):
        between = sentence.symbols[one.last : two.first]
        if "," in between or "&" in between:
            groups[-1].append(two)
        else:
            groups.append([two])
    if len(groups) > 1 and not subject:
        del groups[0]
    for group in reversed(groups):
        if any(p.kind not in UNKNOWN for p in group):
            return group
    return groups[-1]
