"""Noun phrases with their complements and sisters: what stands as subject or object in a clause."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.chunks import Chunk
from pipeline.components.sentence import UNKNOWN, Phrase, Sentence

_FIGURES: Final = re.compile("[YyZNL]")
_CODE: Final = re.compile(r"[A-Z]{1,4}[\d.]+")
_ADJECTIVES: Final = 6  # tokens of "accurate, exhaustive and verified" before their noun


def phrases(sentence: Sentence, chunks: list[Chunk], listed: bool = False) -> list[Phrase]:
    """The noun phrases among chunks of one clause, sisters apart, complements joined to what they complete.

    A phrase after a preposition that follows no noun ("In Riga, …") is left out. After "and" or a
    comma inside a complement a new sister begins only where its head names a deliverable or it has a
    number or article of its own; in a list (`listed`) a word that names a deliverable is enough.
    What comes after the one who did it ("by the board, the council") or beside what ("in cooperation with
    …") is left out too.
    """
    out: list[Phrase] = []
    grammar = sentence.grammar
    current: Phrase | None = None
    link = "start"  # what stood before: start, of, sister, preposition, also, comma, noun
    inside = False  # within a complement of `current`
    skipping = False  # within a complement of nothing
    part = -1  # where "two of the" began, whose noun is that of its complement
    for chunk in chunks:
        kind = chunk.type
        made = sentence.base(chunk) if kind == "noun" else None
        if kind == "noun" and (made is not None or not _headless(sentence, chunk)):
            if current is None:
                if link in ("of", "preposition"):
                    skipping = sentence.symbols[chunk.first] != "y"
                elif made is not None and not (skipping and _continues(sentence, made, link)):
                    current, inside, skipping = (
                        Phrase(made.first, made.base, made.last, made.head, made.kind, made.determined),
                        False,
                        False,
                    )
                    if part >= 0:
                        current.first, part = part, -1
                    out.append(current)
            elif made is None:
                if link in ("of", "preposition") or (
                    inside and link in ("also", "comma") and current.last >= chunk.first - 1
                ):
                    current.last, inside = chunk.last, True  # "for Riga and Tallinn"
            elif (
                link == "of"
                and not inside
                and sentence.view.words[current.head].lower() in grammar.transparent
            ):
                current.last = current.base = made.last
                current.head, current.kind = made.head, made.kind
            elif link in ("of", "preposition"):
                current.last, inside = chunk.last, True
            elif link in ("also", "comma") and _adjectival(sentence, current, made, inside):
                current.last = current.base = made.last
                current.head, current.kind = made.head, made.kind
            elif link in ("also", "comma") and inside and not _begins(made, listed):
                if current.last >= chunk.first - 2 and sentence.symbols[made.head] != "j":
                    current.last = chunk.last
            elif link == "noun" and (not grammar.head_last or _genitive(sentence, made)):
                current.last, inside = chunk.last, True  # a genitive or an apposition without a preposition
            else:
                current, inside = (
                    Phrase(made.first, made.base, made.last, made.head, made.kind, made.determined),
                    False,
                )
                out.append(current)
            link = "noun"
        elif kind in ("of", "preposition", "also", "comma"):
            aside = kind == "preposition" and "aside" in sentence.entry(chunk.first).forms
            if aside and current is not None:
                return out
            if kind == "preposition" and link == "comma" and inside and not grammar.head_last:
                current, skipping = None, True  # "an association of producers, with its seat in Teglio"
            some = current is not None or sentence.view.words[chunk.first].lower() in grammar.partitive
            sister = kind == "of" and link in ("also", "comma") and some
            link = "sister" if sister else kind  # "of a manual, of a film and of a leaflet"
            if kind == "of" and part >= 0:
                link = "start"
            part = part if kind == "of" else -1
            if kind == "preposition" and current is not None and _includes(sentence, chunk):
                link, inside = "also", True  # "materials, including a handbook"
        elif kind == "bracket":
            if (
                current is not None
                and link == "noun"
                and current.last == chunk.first
                and _glossing(sentence, chunk)
            ):
                current.last = chunk.last
                if not inside:
                    current.base = chunk.last
        elif kind == "bare" and current is not None:
            inside = True  # a reduced relative clause: what follows belongs to it
        else:
            part = chunk.first if link != "preposition" and _partitive(sentence, chunk.first) else -1
            current, link, inside, skipping = None, "start", False, False
    return out


def number_at(sentence: Sentence, at: int) -> int | None:
    """The value of a number in one figure or word."""
    word = sentence.view.words[at].lower()
    return int(word) if word.isdecimal() else sentence.grammar.lexicon.numbers.words.get(word)


def _partitive(sentence: Sentence, at: int) -> bool:
    """Whether a word alone can be a part of what its complement names ("two of the wells", "most of it")."""
    if sentence.symbols[at] == "D":
        return sentence.grammar.lexicon.grammar.subject_first
    return sentence.symbols[at] == "N" and number_at(sentence, at) is not None


def _includes(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a preposition is the gerund of a verb that tells outputs ("including")."""
    gerund = sentence.entry(chunk.first).forms.get("ger")
    return gerund is not None and gerund[0] in sentence.grammar.outputs


def denied(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is negated by the word before it ("no patents", "neither the manual …")."""
    at = phrase.first - 1
    while at > 0 and sentence.symbols[at] == "D":
        at -= 1
    return at >= 0 and sentence.symbols[at] == "!"


def _headless(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a chunk has adjectives and the like, but no noun ("die erste"), where nouns have capitals."""
    if not sentence.grammar.capitalised:
        return False
    return not sentence.symbols[chunk.first : chunk.last].strip("Dj")


def _begins(made: Phrase, listed: bool) -> bool:
    """Whether a phrase after "and" or a comma inside a complement is a sister of what it completes."""
    return made.determined or (made.kind not in UNKNOWN and (listed or made.base - made.first > 1))


def _continues(sentence: Sentence, made: Phrase, link: str) -> bool:
    """Whether a phrase still belongs to the complement of nothing that came before it."""
    if link == "comma":
        return made.kind is None and not made.determined and sentence.grammar.capitalised
    if link == "also":
        return not made.determined
    return link == "noun" and (not made.determined or _genitive(sentence, made))


def _genitive(sentence: Sentence, made: Phrase) -> bool:
    """Whether the article of a phrase makes it a complement of the noun before."""
    return sentence.view.words[made.first - 1].lower() in sentence.grammar.genitives


def _glossing(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a bracket says what a phrase is (and not where and when it was)."""
    inner = sentence.symbols[chunk.first + 1 : chunk.last - 1]
    first = sentence.view.words[chunk.first + 1] if inner else ""
    return bool(inner) and _FIGURES.search(inner) is None and _CODE.fullmatch(first) is None


def _adjectival(sentence: Sentence, one: Phrase, two: Phrase, inside: bool) -> bool:
    """Whether "one and two" is one phrase with two adjectives ("interim and final reports")."""
    return (
        sentence.grammar.head_last
        and not inside
        and one.kind is None
        and not two.determined
        and (two.kind is not None or two.base - two.first == 1)
        and all(s in "X,&jAv" for s in sentence.symbols[one.first : one.base])
        and one.base - one.first <= _ADJECTIVES
    )
