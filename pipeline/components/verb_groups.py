"""Verb groups: voice, status and lemma of what auxiliaries and a main verb say together."""

from __future__ import annotations

from typing import Final

from pipeline.components.chunks import Chunk
from pipeline.components.sentence import Sentence
from pipeline.lexicon_parts import Verb

DONE: Final = "done"
PLANNED: Final = "planned"
ONGOING: Final = "ongoing"


_INFLECTED: Final = ("te", "ten", "de", "den")


class Reading:
    """How a verb group is read. Voice: passive, active or none; off: negated, cancelled or unreal."""

    __slots__ = ("lemma", "off", "rule", "status", "verb", "voice")

    def __init__(
        self, voice: str, status: str | None, lemma: str | None, verb: Verb | None, rule: str, off: bool
    ) -> None:
        self.voice = voice
        self.status = status
        self.lemma = lemma
        self.verb = verb
        self.rule = rule
        self.off = off


def finite(sentence: Sentence, chunk: Chunk, frame: str) -> bool:
    """Whether a main verb is finite: no infinitive, nor a participle, unless that is a past tense too."""
    last = chunk.last - 1
    while last > chunk.first and sentence.symbols[last] == "u":
        last -= 1
    symbol, forms = sentence.symbols[last], sentence.entry(last).forms
    if symbol == "v":
        past = sentence.grammar.verb_last and "past" in forms
        return past and sentence.view.words[last].endswith(_INFLECTED)
    if symbol not in "fp" or "inf" not in forms:
        return symbol in "fpI"
    return not frame and "pres" in forms and "T" not in sentence.symbols[chunk.first : last]


def in_s(sentence: Sentence, chunk: Chunk) -> bool:
    """Whether a verb is a passive by its ending, as in Swedish and Danish ("byggdes", "ska byggas")."""
    last = chunk.last - 1
    while last > chunk.first and sentence.symbols[last] == "u":
        last -= 1
    second = sentence.grammar.verb_second and not sentence.grammar.verb_last
    return second and sentence.view.words[last].endswith("s")


def read_group(sentence: Sentence, chunk: Chunk, left: bool, right: bool, frame: str = "") -> Reading:
    """The reading of a verb chunk; `left` and `right` say whether a noun phrase stands beside it.

    `frame` has the symbols of its auxiliaries that stand elsewhere ("hat … erstellt").
    """
    reading = _read(sentence, chunk, left, right, frame)
    if reading.verb is not None and reading.verb.there and reading.status == ONGOING:
        reading.status = DONE
    return reading


def _read(sentence: Sentence, chunk: Chunk, left: bool, right: bool, frame: str) -> Reading:
    main = sentence.main(chunk)
    symbols = frame + sentence.symbols[chunk.first : chunk.last].replace("u", "")
    forms = main.forms if main is not None else {}
    off = "!" in symbols or "cancelled" in forms or "m" in symbols
    if "planned" in forms and "n" not in symbols[-1:]:
        past = "h" in symbols or "B" in symbols
        voice = "active" if symbols[-1:] == "f" else "passive"  # "prevede" and "è previsto"
        return Reading(voice, PLANNED, None, None, "deliverables.planned", off or past)
    if "cancelled" in forms and symbols[-1:] == "f":
        return Reading("active", None, None, None, "deliverables.unforeseen", True)
    if "ongoing" in forms:
        return Reading("passive", ONGOING, None, None, "deliverables.ongoing", off)
    last = symbols[-1:]
    if last == "v" and finite(sentence, chunk, frame):
        last = "p"
    elif last == "p" and "past" not in forms and "part" in forms:
        last = "v"  # "nu byggs en bro"
    aux = symbols[:-1] if main is not None else symbols
    if last == "v" and aux[-1:] in ("M", "T") and "inf" in forms:
        last = "n"  # "will run", "to come out"
    status: str | None
    passive_aux = any(s in "bBeiaF" for s in aux) or (last == "v" and in_s(sentence, chunk))
    planned = any(s in "MTIF" for s in aux) and frame != "hF"  # "konnte eröffnet werden"
    if (
        last == "v"
        and "part" not in forms
        and not (main is not None and main.separable)
        and (any(s in "bBeiF" for s in aux) or not (right or aux.strip("A!")))
    ):
        status = PLANNED if planned else ONGOING if "i" in aux else DONE
        return Reading("passive", status, None, None, "deliverables.unforeseen", off)
    if last == "v" and "part" in forms:
        lemma, verb = forms["part"]
        if verb.into:
            return Reading("active", PLANNED if planned else DONE, lemma, verb, "deliverables.result", off)
        if passive_aux or (aux.strip("A!") == "" and not (right and left and "past" in forms)):
            if verb.intransitive and not passive_aux:
                return Reading("passive", DONE, lemma, verb, "deliverables.intransitive", off)
            if planned:
                status = PLANNED
            elif "i" in aux:
                status = ONGOING
            elif "b" in aux and "h" not in aux and "e" not in aux and "a" not in aux:
                status = ONGOING if verb.weak and not sentence.grammar.verb_second else DONE
            elif ("now" in forms and not aux.strip("A!")) or (
                sentence.grammar.verb_second and "a" in aux and not any(s in "bBh" for s in aux)
            ):
                status = ONGOING
            else:
                status = DONE
            rule = "deliverables.passive" if passive_aux else "deliverables.bare-passive"
            return Reading("passive", status, lemma, verb, rule, off)
        if "h" in aux or not aux.strip("A!"):
            voice = "passive" if verb.intransitive else "active"
            present = not aux and "pres" in forms and sentence.grammar.verb_last
            return Reading(
                voice,
                PLANNED if planned else ONGOING if present else DONE,
                lemma,
                verb,
                f"deliverables.{'intransitive' if verb.intransitive else 'active'}",
                off,
            )
        return Reading("active", PLANNED if planned else DONE, lemma, verb, "deliverables.active", off)
    for role, symbol in (
        ("inf", "n"),
        ("inf", "f"),
        ("ger", "g"),
        ("pres", "f"),
        ("past", "p"),
        ("inf", "X"),
        ("fut", "f"),
        ("past", "f"),
    ):
        if last == symbol and role in forms:
            lemma, verb = forms[role]
            if role == "inf" and sentence.grammar.verb_last and finite(sentence, chunk, frame):
                continue  # "Die Partner erarbeiten"
            if role == "inf" and passive_aux and "T" not in aux and not sentence.grammar.verb_last:
                if sentence.grammar.lexicon.grammar.bare_infinitives:
                    break  # "had been found" is of no "to found"
                return Reading(
                    "passive", PLANNED if planned else None, lemma, verb, "deliverables.passive", off
                )
            if planned or role == "fut" or (role == "inf" and aux and frame != "h"):
                status = PLANNED
            elif role == "past" or frame == "h":
                status = DONE
            elif role == "inf" or (role == "ger" and not passive_aux):
                status = None
            else:
                status = ONGOING
            if verb.intransitive:
                return Reading("passive", status, lemma, verb, "deliverables.intransitive", off)
            return Reading(
                "active", status, lemma, verb, f"deliverables.{'gerund' if role == 'ger' else 'active'}", off
            )
    return Reading("none", PLANNED if planned else None, None, None, "", off)
