"""Which of the phrases around a verb it brings about, where their order alone does not tell."""

from __future__ import annotations

from pipeline.components.chunks import Chunk
from pipeline.components.phrases import phrases
from pipeline.components.sentence import CODE, UNKNOWN, Phrase, Sentence
from pipeline.components.verb_groups import PLANNED, Reading
from pipeline.lexicon_parts import Verb


def objects_of(
    sentence: Sentence, reading: Reading, left: list[Chunk], right: list[Chunk], used: set[int]
) -> tuple[list[Phrase], bool]:
    """What a verb delivers, from the phrases left and right of it, and whether it is taken as an object.

    Heads that are `used` belong to another verb ("Se ha editado una guía y se han abierto dos aulas").
    """
    free = sentence.grammar.free_order
    if reading.voice == "active":
        after = phrases(sentence, right)
        if free and (not after or (sentence.grammar.cased and _subjects(sentence, after))):
            before = _fronted(sentence, reading, left, used)
            if not after or (before and before[-1].kind != "body"):
                return before, False
        verb = reading.verb
        if verb is not None and verb.into and verb.intransitive:
            return _subject(phrases(sentence, left)) + after, False  # "the fair was followed by a film"
        return _besides(sentence, left) + after, bool(after)
    if free:
        return brought(sentence, left, right, used), False
    before = [p for p in phrases(sentence, left) if p.head not in used]
    if reading.rule == "deliverables.bare-passive" and all(p.kind in UNKNOWN for p in before):
        before += _described(sentence, left)
    return before if any(c.type == "also" for c in left) else _subject(before), False


def _besides(sentence: Sentence, left: list[Chunk]) -> list[Phrase]:
    """What a clause begins with beside its object ("Besides a handbook, the team published a film")."""
    if not left or "beside" not in sentence.entry(left[0].first).forms:
        return []
    comma = max((i for i, chunk in enumerate(left) if chunk.type == "comma"), default=0)
    noun = next((i for i, chunk in enumerate(left) if chunk.type == "noun"), comma)
    return [p for p in phrases(sentence, left[noun:comma]) if p.kind not in UNKNOWN]


def _described(sentence: Sentence, left: list[Chunk]) -> list[Phrase]:
    """The noun behind a preposition that a participle describes ("learn with a game made by pupils")."""
    if [chunk.type for chunk in left[-2:]] != ["preposition", "noun"]:
        return []
    made, article = sentence.base(left[-1]), sentence.view.words[left[-1].first].lower()
    known = made is not None and made.kind not in UNKNOWN and article in sentence.grammar.indefinite
    return [made] if known and made is not None else []


def _subject(before: list[Phrase]) -> list[Phrase]:
    """The subject before its verb, without unknown words that a comma parts from it ("Once ready, …")."""
    return [p for p in before[:-1] if p.kind not in UNKNOWN] + before[-1:]


def _fronted(sentence: Sentence, reading: Reading, left: list[Chunk], used: set[int]) -> list[Phrase]:
    """The object that stands before its verb ("katalog wydało muzeum"), a known one unless all is planned."""
    verb = reading.verb
    if verb is not None and verb.weak and reading.status != PLANNED:
        return []
    before = [p for p in phrases(sentence, left) if p.head not in used]
    return before if verb is None else [p for p in before if p.kind not in UNKNOWN]


def _subjects(sentence: Sentence, after: list[Phrase]) -> bool:
    """Whether phrases after a verb tell who did it rather than what ("katalog wydało muzeum")."""
    if sentence.symbols[after[0].first] == "N" and after[0].kind is None:
        return False
    return all(p.kind in UNKNOWN or p.kind == "body" for p in after)


def brought(sentence: Sentence, left: list[Chunk], right: list[Chunk], used: set[int]) -> list[Phrase]:
    """What comes about by a passive or intransitive verb, on either side of it."""
    before = [p for p in phrases(sentence, left) if p.head not in used and not _predicate(sentence, p)]
    if not before:
        return phrases(sentence, right)
    if all(p.kind in UNKNOWN for p in before):
        before += (p for p in phrases(sentence, right) if p.kind not in UNKNOWN)
    return before


def _predicate(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is an adjective that no word list knows, behind "is" ("is delayed and …")."""
    unknown = phrase.kind is None and not phrase.determined and phrase.base - phrase.first == 1
    return unknown and sentence.symbols[phrase.first - 1 : phrase.first] in ("b", "B")


def named_by(sentence: Sentence, before: list[Chunk], verb: Chunk, after: list[Chunk]) -> list[Phrase]:
    """The phrases that a clause calls outputs ("the outputs will be …", "there will be …").

    What something will have is to come about too ("the hall will have a library").
    """
    symbols = sentence.symbols[verb.first : verb.last]
    if symbols == "Mh" and before and before[-1].type == "noun":
        return phrases(sentence, after)
    if not any(s in "bBeF" for s in symbols):
        return []
    words = sentence.view.words
    nouns = (
        words[at].lower() for chunk in before if chunk.type == "noun" for at in range(chunk.first, chunk.last)
    )
    named = any(noun in sentence.grammar.outputs or CODE.fullmatch(noun) for noun in nouns)
    there = (
        verb.first > 0 and "M" in symbols and words[verb.first - 1].lower() in sentence.grammar.existential
    )
    return phrases(sentence, after) if named or there else []


def result_of(sentence: Sentence, into: list[Chunk], verb: Verb) -> list[Phrase]:
    """What something was put or made into ("condensed into nine reports", "converted into a workshop")."""
    if [c.type for c in into[:2]] != ["preposition", "noun"]:
        return []
    noun = into[1]
    kinds = ("works", "body", "event") if verb.kind == "works" else ("document", "data", "tool")
    word = sentence.view.words[noun.first].lower()
    preposition = sentence.view.words[into[0].first].lower()
    if preposition not in sentence.grammar.into:
        return []  # "mounted on two wagons"
    if verb.kind == "works" and preposition in sentence.grammar.locative:
        return []  # "built in a park"
    if sentence.symbols[noun.first] != "N" and word not in sentence.grammar.indefinite:
        return []
    return [p for p in phrases(sentence, into[1:]) if p.kind in kinds]
