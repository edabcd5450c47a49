"""What a clause says is brought about: its verb groups read as passive or active."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.components.chunks import Chunk, Clause
from pipeline.components.frames import Frames
from pipeline.components.objects import named_by, objects_of, result_of
from pipeline.components.participles import comes_about, takes_object
from pipeline.components.phrases import denied, phrases
from pipeline.components.relatives import antecedent, purpose, resumes, taken_back
from pipeline.components.sentence import UNKNOWN, Phrase, Sentence
from pipeline.components.verb_groups import DONE, ONGOING, PLANNED, Reading, read_group
from pipeline.lexicon_parts import Verb

_LONGEST: Final = 12  # chunks of a purpose or make


class Event:
    """A phrase that a verb, an action noun, or a place and date make a deliverable."""

    __slots__ = ("action", "known_verb", "off", "phrase", "rule", "status", "verb")

    def __init__(
        self,
        phrase: Phrase,
        rule: str,
        action: str | None,
        verb: Verb | None,
        status: str | None,
        known_verb: bool,
        off: bool = False,
    ) -> None:
        self.phrase = phrase
        self.rule = rule
        self.action = action
        self.verb = verb
        self.status = status
        self.known_verb = known_verb
        self.off = off
        """Whether the text says that it did not come about: negated, cancelled, unreal."""


def events(
    sentence: Sentence, clause: Clause, before: Clause | None, gap: str, to_come: bool = False
) -> Iterator[Event]:
    """What the verb groups of a clause deliver; `gap` are the symbols that part it from the one before.

    `to_come` says that the clause begins with an infinitive that the one before a colon announced.
    """
    if not clause.verbal:
        return
    chunks = clause.chunks
    groups = [i for i, c in enumerate(chunks) if c.type == "verb" or c.type == "bare"]
    if not groups:
        return
    before_colon = before if gap == ":" else None
    outer = before if gap == "R" else None
    used: set[int] = set()
    previous = 0
    pending: Reading | None = None
    last_reading: Reading | None = None
    frames = Frames(sentence, chunks)
    for n, at in enumerate(groups):
        chunk = chunks[at]
        following = groups[n + 1] if n + 1 < len(groups) else len(chunks)
        frame = frames.around(at, following)
        if chunk.first == frames.particle:
            continue
        left = any(c.type == "noun" for c in chunks[previous:at])
        right = frames.followed(at)
        main = sentence.main(chunk)
        known = main is not None and bool(main.forms)
        if (
            known
            and chunk.type == "bare"
            and not (frames.second and right and chunks[at + 1].type == "other")
        ):
            active = last_reading is not None and last_reading.voice == "active"
            right = takes_object(sentence, chunks, previous, at, active)
        told = frames.second and outer is not None
        inside = told or previous > 0 or (frames.second and at > 0)
        led = left or inside or (right and _starts(sentence, chunks, at))
        reading = read_group(sentence, chunk, led, right, frame)
        if to_come and reading.status in (None, ONGOING):
            reading.status = PLANNED
        if (
            reading.rule == "deliverables.unforeseen"
            and chunk.type == "bare"
            and not frame
            and (not _telegraphic(chunks, at) or _inserted(chunks, at, groups[n + 1 :]))
        ):
            continue
        if told and known and reading.rule == "deliverables.bare-passive" and frames.past(at):
            continue  # "the museum, which opened in 1990"
        planned = reading.rule == "deliverables.planned" and chunk.type == "bare"
        if planned and comes_about(sentence, chunks, at, groups[n + 1 : n + 2]):
            continue  # "planned and launched", "the report, due in March, was sent"
        if reading.voice == "none" and n + 1 == len(groups) and frames.means(at):
            reading = Reading("active", PLANNED, None, None, "deliverables.planned", reading.off)
        if reading.voice == "none":
            named = named_by(sentence, chunks[previous:at], chunks[at], chunks[at + 1 : following])
            if named:
                named[-1].last = _extended(sentence, chunks, at + 1, named[-1].last)
            for phrase in named:
                yield Event(phrase, "deliverables.output", None, None, reading.status, True)
            pending = reading if main is None or known else None
            continue
        if frames.second and (status := frames.status(reading, frame or sentence.symbols[chunk.first])):
            pending = pending if status == reading.status else None
            reading.status = status
        if pending is not None and (pending.status or pending.off):
            reading.status = pending.status or reading.status
            reading.off = reading.off or pending.off
        if chunk.type == "bare" and not reading.off and n + 1 < len(groups):
            reading.off = _undone(sentence, chunks, at, groups[n + 1])
        if last_reading is not None and _follows(sentence, chunks, at):
            if last_reading.status == PLANNED:
                reading.status = PLANNED  # "se prevé instalar"
            reading.off = reading.off or last_reading.off
        pending = None
        resumed = outer is not None and resumes(
            sentence, chunks[groups[n - 1] + 1 if n else 0 : at], chunk, n
        )
        coordinated = not left and last_reading is not None and previous > 0
        if (
            coordinated
            and not resumed
            and not _has_own(sentence, chunks, at)
            and last_reading is not None
            and reading.status == DONE
            and last_reading.voice == reading.voice == "passive"
        ):
            previous = at + 1
            continue  # "gathered and analysed": the first verb delivers
        if frames.second and outer and reading.voice == "active" and frames.object_relative(previous, at):
            objects, taken = antecedent(sentence, outer), False
        elif frames.second and outer and n == 0 and reading.voice == "active" and reading.status == DONE:
            previous = at + 1
            continue  # "the firm, which built one in 2008"
        elif frames.second:
            objects, taken = frames.objects(reading, previous, at, following, used), False
        else:
            end = _before_subject(sentence, chunks, at + 1, following)
            objects, taken = objects_of(sentence, reading, chunks[previous:at], chunks[at + 1 : end], used)
        if outer and resumed and (reading.voice == "passive" or not objects):
            objects, taken = phrases(sentence, outer.chunks)[-1:], False
        elif outer and previous == 0 and sentence.grammar.cased and all(p.kind in UNKNOWN for p in objects):
            objects, taken = antecedent(sentence, outer), False  # "ławki, które ustawili mieszkańcy"
        elif reading.voice == "passive" and previous == 0 and not objects:
            if before_colon:
                objects = phrases(sentence, before_colon.chunks)[-1:]
            elif outer and reading.verb is not None and not reading.verb.weak:
                objects = antecedent(sentence, outer)
                reading.off = reading.off or taken_back(sentence, chunks, at, groups[n + 1 :])
        if last_reading is not None and last_reading.status == PLANNED and _shares(sentence, chunk, reading):
            reading.status = PLANNED  # "will be established, a handbook published", "to collect and print"
        if taken:
            objects[-1].last = _extended(sentence, chunks, at + 1, objects[-1].last)
        last_reading = reading
        if not purpose(sentence, chunks, at, following):
            previous = at + 1
        lacking = False
        for phrase in objects:
            lacking = denied(sentence, phrase) or (lacking and sentence.symbols[phrase.first - 1] == "&")
            if phrase.head not in used:
                used.add(phrase.head)
                known, off = reading.verb is not None, reading.off or lacking
                if _states(reading):
                    sentence.stated[phrase.head] = (reading.status, off)
                yield Event(phrase, reading.rule, reading.lemma, reading.verb, reading.status, known, off)
        if reading.off:
            continue
        if reading.verb is not None:
            for phrase in result_of(sentence, frames.into(at, following), reading.verb):
                yield Event(phrase, "deliverables.result", reading.lemma, reading.verb, reading.status, True)


def _before_subject(sentence: Sentence, chunks: list[Chunk], start: int, verb: int) -> int:
    """Where the object of a verb ends: before the subject of the next ("drew a map and the town laid …")."""
    finite = verb < len(chunks) and chunks[verb].type == "verb"
    if not finite or not sentence.grammar.free_order or sentence.symbols[chunks[verb].first] in "Tgn":
        return verb
    joint = next((i for i in range(verb - 1, start, -1) if chunks[i].type in ("also", "comma")), start)
    subject = chunks[joint + 1 : verb]
    whole = bool(subject) and subject[0].type == "noun" and sentence.symbols[subject[0].first] in "DN"
    return joint if joint > start and whole else verb


def _has_own(sentence: Sentence, chunks: list[Chunk], at: int) -> bool:
    """Whether the second of two participles has a subject of its own behind it ("e allestito un museo")."""
    after = chunks[at + 1 : at + 2]
    return sentence.grammar.free_order and bool(after) and sentence.symbols[after[0].first] in "DN"


def _follows(sentence: Sentence, chunks: list[Chunk], at: int) -> bool:
    """Whether a verb is an infinitive that depends on the verb right before it."""
    before = at - 2 if chunks[at - 1].type in ("of", "preposition") else at - 1
    return before >= 0 and chunks[before].type in ("verb", "bare") and "inf" in _forms(sentence, chunks[at])


def _states(reading: Reading) -> bool:
    """Whether a verb tells of an action noun what comes of it ("the purchase is planned", "is discussed")."""
    verb = reading.verb
    return reading.off or reading.status == PLANNED or verb is None or verb.intransitive or not verb.weak


def _inserted(chunks: list[Chunk], at: int, later: list[int]) -> bool:
    """Whether a participle stands between commas before its main verb ("a book, cut by her, was printed")."""
    if not later or chunks[at - 1].type != "comma" or chunks[later[0]].type != "verb":
        return False
    return chunks[later[0] - 1].type == "comma"


def _starts(sentence: Sentence, chunks: list[Chunk], at: int) -> bool:
    """Whether a verb opens its clause, or only a pronoun stands before it ("We translated the handbook")."""
    before = sentence.symbols[chunks[at - 1].first] if at else ""
    opens = at == 0 or before == "Q" or (at == 1 and before in "-(")
    return opens and sentence.grammar.lexicon.grammar.subject_first


def _shares(sentence: Sentence, chunk: Chunk, reading: Reading) -> bool:
    """Whether a verb has the auxiliary of the one before it: a participle or infinitive without its own."""
    if reading.rule == "deliverables.bare-passive" or (
        chunk.type == "bare" and reading.verb is not None and reading.verb.into
    ):
        return True
    return sentence.symbols[chunk.first] == "n" and reading.status in (None, ONGOING)


def _undone(sentence: Sentence, chunks: list[Chunk], at: int, main: int) -> bool:
    """Whether the main verb takes back a participle ("the workshop planned for May was cancelled")."""
    main_verb = chunks[main].type == "verb" or "cancelled" in _forms(sentence, chunks[main])
    if not main_verb or any(c.type in ("also", "comma") for c in chunks[at + 1 : main]):
        return False
    return read_group(sentence, chunks[main], left=True, right=False).off


def _forms(sentence: Sentence, chunk: Chunk) -> dict[str, tuple[str, Verb]]:
    main = sentence.main(chunk)
    return main.forms if main is not None else {}


def _extended(sentence: Sentence, chunks: list[Chunk], start: int, end: int) -> int:
    """Where an object ends, with purpose or make ("a tool to compute", "a board composed of …")."""
    n = next((i for i in range(start, len(chunks)) if chunks[i].first >= end), len(chunks))
    if n == len(chunks) or not (chunks[n].type == "bare" or sentence.symbols[chunks[n].first] == "T"):
        return end
    if not {"planned", "ongoing", "cancelled"}.isdisjoint(_forms(sentence, chunks[n])):
        return end
    for chunk in chunks[n : n + _LONGEST]:
        finite = chunk.type == "verb" and sentence.symbols[chunk.first] not in "Tg"
        if finite or chunk.type in ("comma", "other"):
            break
        end = chunk.last
    return end


def _telegraphic(chunks: list[Chunk], at: int) -> bool:
    """Whether a clause is a noun phrase with a participle and no more: the style of lists of results."""
    return chunks[0].type == "noun" and not any(c.type in ("verb", "bare") for c in chunks[:at])
