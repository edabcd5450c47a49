"""Noun phrases with their complements and sisters: what stands as subject or object in a clause."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.components.chunks import Chunk, Sentence


@dataclass(slots=True)
class Phrase:
    """Tokens [first, last) of a noun phrase with its complements; its base ends at `base`, its head is a token."""

    first: int
    base: int
    last: int
    head: int
    kind: str | None
    determined: bool


_TRIMMED = ",-&"


def phrases(sentence: Sentence, chunks: list[Chunk]) -> list[Phrase]:
    """The noun phrases among chunks of one clause, sisters apart, complements joined to what they complete.

    A phrase after a preposition that follows no noun ("In Riga, …") is left out. After "and" or a comma inside a
    complement a new sister begins only where its head names a deliverable or it has a number or article of its own.
    """
    out: list[Phrase] = []
    current: Phrase | None = None
    link = "start"  # what stood before: start, of, preposition, also, comma, noun, broken
    inside = False  # within a complement of `current`
    for chunk in chunks:
        kind = chunk.type
        if kind == "noun":
            made = _phrase(sentence, chunk)
            if made is None:
                link = "noun" if link in ("start", "noun") else link
                continue
            if link in ("of", "preposition"):
                if current is not None:
                    if link == "of" or not _place(sentence, chunk):
                        current.last = chunk.last
                    inside = True
                link = "noun" if current is not None else "broken"
            elif link in ("also", "comma") and current is not None:
                merges = link == "also" and _adjectival(sentence, current, made, inside)
                if merges:
                    current.last = current.base = made.last
                    current.head, current.kind = made.head, made.kind
                elif inside and not (made.kind or made.determined):
                    if current.last >= chunk.first - 2:
                        current.last = chunk.last
                else:
                    current, inside = made, False
                    out.append(made)
                link = "noun"
            elif link == "noun" and current is not None and not sentence.grammar.head_last:
                current.last = chunk.last  # genitive or apposition without a preposition
                inside = True
            elif link == "noun" and current is not None and made.determined and sentence.grammar.capitalised:
                current.last, inside = chunk.last, True
            else:
                current, inside, link = made, False, "noun"
                out.append(made)
        elif kind in ("of", "preposition", "also", "comma"):
            link = kind
            if kind == "comma" and current is None:
                link = "start"
        elif kind == "bracket":
            if current is not None and link == "noun" and current.last == chunk.first and _glossing(sentence, chunk):
                current.last = chunk.last
                if not inside:
                    current.base = chunk.last
        elif kind == "bare" and current is not None:
            inside = True  # a reduced relative clause: what follows belongs to it
        else:
            link = "start" if current is None else "broken"
            if link == "broken":
                current, link, inside = None, "start", False
    return out


def _phrase(sentence: Sentence, chunk: Chunk) -> Phrase | None:
    """The base noun phrase of a chunk, or None where it has no head (only a city, a label, a number)."""
    symbols, grammar, words = sentence.symbols, sentence.grammar, sentence.view.words
    first, last = chunk.first, chunk.last
    determined = symbols[first] in "DN"
    while first < last and symbols[first] == "D":
        first += 1
    content = [
        i
        for i in range(first, last)
        if symbols[i] in "XCgnj" and not _quoted(symbols, first, i)
    ]
    if not content:
        return None
    if grammar.head_last:
        head = content[-1]
    else:
        head = next((i for i in content if not grammar.adjectival(words[i].lower()) or grammar.kind(words[i].lower())), content[0])
        better = next((i for i in content[:3] if grammar.kind(words[i].lower()) not in (None, "none")), None)
        head = better if better is not None else head
    return Phrase(first, last, last, head, grammar.kind(words[head].lower()), determined)


def _quoted(symbols: str, first: int, at: int) -> bool:
    before = symbols[first:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _place(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a chunk names only places or dates: it tells where and when, not what."""
    return all(s in "DYZ,&u" for s in sentence.symbols[chunk.first : chunk.last])


def _glossing(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a bracket says what a phrase is (and not where and when it was)."""
    inner = sentence.symbols[chunk.first + 1 : chunk.last - 1]
    return bool(inner) and "Y" not in inner and "Z" not in inner and ";" not in inner


def _adjectival(sentence: Sentence, one: Phrase, two: Phrase, inside: bool) -> bool:
    """Whether "one and two" is one phrase with two adjectives ("interim and final reports")."""
    return (
        sentence.grammar.head_last
        and not inside
        and one.kind is None
        and one.base - one.head == 1
        and one.head - one.first <= 1
        and not two.determined
        and two.kind is not None
        and sentence.symbols[one.head] == "X"
    )
