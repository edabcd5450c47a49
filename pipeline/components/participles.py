"""Whether a participle without an auxiliary is a past with its object behind it ("the team built a hide")."""

from __future__ import annotations

from pipeline.components.chunks import Chunk
from pipeline.components.phrases import phrases
from pipeline.components.sentence import UNKNOWN, Sentence
from pipeline.components.verb_groups import DONE, read_group


def takes_object(sentence: Sentence, chunks: list[Chunk], previous: int, at: int, active: bool) -> bool:
    """Whether the participle at chunk `at` can take what follows as its object.

    `previous` is the chunk behind the verb before it; `active` says that this verb had an object.
    """
    first_subject = sentence.grammar.lexicon.grammar.subject_first
    object_at = _object(sentence, chunks, at, first_subject)
    if object_at < 0:
        return False
    if first_subject and active and chunks[at - 1].type in ("also", "comma"):
        return True  # "built a hide and mapped twelve springs"
    if first_subject and sentence.view.words[chunks[object_at].first].lower() in sentence.grammar.indefinite:
        return True
    left = phrases(sentence, chunks[previous:at])
    if not left or left[0].kind in UNKNOWN or (first_subject and left[0].kind == "body"):
        return True
    right = sentence.base(chunks[object_at])
    return right is not None and right.kind not in UNKNOWN


def comes_about(sentence: Sentence, chunks: list[Chunk], at: int, main: list[int]) -> bool:
    """Whether another verb tells that what was planned was done ("planned and built", "due, was sent").

    `main` is the place of the verb group behind the participle, if any.
    """
    types = [chunk.type for chunk in chunks[at + 1 :]]
    if types[:2] == ["also", "bare"]:
        return True
    if not main or chunks[main[0]].type != "verb" or "also" in types[: main[0] - at - 1]:
        return False
    reading = read_group(sentence, chunks[main[0]], left=True, right=False)
    return reading.voice == "passive" and reading.status == DONE and not reading.off


def _object(sentence: Sentence, chunks: list[Chunk], at: int, first_subject: bool) -> int:
    """The noun chunk right behind a verb, or behind an insertion ("held, with the city, a fair"); else -1."""
    types = [chunk.type for chunk in chunks[at + 1 : at + 10]]
    if types[:1] == ["noun"]:
        return at + 1
    if not first_subject:
        return -1
    if types[:2] == ["other", "noun"] and sentence.symbols[chunks[at + 1].first] == "A":
        return at + 2 if sentence.symbols[chunks[at + 2].first] == "D" else -1  # "held together the chest"
    if types[:2] == ["comma", "preposition"] and "comma" in types[2:]:
        end = types.index("comma", 2) + 1
        inserted = all(kind not in ("verb", "bare") for kind in types[:end])
        return at + 1 + end if inserted and types[end : end + 1] == ["noun"] else -1
    return -1
