"""What speaks against a number counting something: amounts, numbered things, parts of words, items."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.numbers import Number, is_amount
from pipeline.lexicon import Lexicon
from pipeline.ruleset import rules

_NEAR: Final = 24
"""Characters before a number that are looked at."""
_DIVIDED: Final = re.compile(r"\d(?:\s?[/x×]\s?|:)$")
_DIVIDES: Final = re.compile(r"\s?[/×]\s?\d|:\d|[-‐‑]?[^\W\d_]|[-‐‑–.,]\d|[°'′″^]")
_UNIT: Final = re.compile(r"°?[^\W\d_]+[²³23]?(?![\w-])")
_ITEM: Final = re.compile(r"(?:^|[\n:;]|[•►▪■●*–-][ ])[ \t]*\(?$")
_ITEM_END: Final = re.compile(r"[.)](?:\s|[^\W\d_])")
_SECTION: Final = re.compile(r"\d\.\d(?=\s+[^\W\d_a-z])")
_INITIALS: Final = re.compile(r"[A-Z]{2,6}$")
_JOINED: Final = "/.,:+@#_=-‐‑–$€£"
_YEARS: Final = range(1900, 2101)

Doubt = tuple[str, str]
"""The id of an anti-rule and its reason."""


class Doubts:
    """The anti-rules of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = lexicon.grammar
        pronoun = rules("counts")["counts.not-pronoun"].params
        self._references = frozenset(lexicon.numbers.references)
        self._measures = frozenset(lexicon.numbers.measures)
        closed = (*grammar.determiners, *grammar.relatives, *grammar.subordinators, *grammar.negations)
        self._before_pronoun = frozenset((*closed, *pronoun["before"]))
        verbs = (*grammar.be_present, *grammar.be_past, *grammar.have, *grammar.future, *grammar.adverbs)
        self._function_words = frozenset(
            (*closed, *verbs, *grammar.conjunctions, *grammar.prepositions, *grammar.of, *grammar.locative)
        )
        time = rules("counts")["counts.not-time"].params
        self._before_time = frozenset(time["before"])
        self._time = re.compile(rf"\s?(?:{'|'.join(map(re.escape, time['after']))})(?!\w)", re.IGNORECASE)
        self._abstract = frozenset(pronoun["abstract"])
        self._finite = tuple(pronoun["finite"].get(lexicon.code, ()))
        self._singular = tuple(pronoun["singular"].get(lexicon.code, ()))

    def about(self, text: str, number: Number, name: str) -> Doubt | None:
        """What speaks against a number, by what stands around it; `name` is the word before it, or ""."""
        start, end = number.start, number.end
        before = text[max(0, start - _NEAR) : start]
        if _joined(before):
            return "counts.not-part", "part of a longer word"
        if is_amount(text, start, end):
            return "counts.not-amount", "an amount of money or a percentage"
        if not number.figure:
            if number.value == 1 and name.lower() in self._before_pronoun:
                return "counts.not-pronoun", f"“{text[start:end]}” stands for a noun"
            return None
        if name.lower() in self._before_time or self._time.match(text, end):
            return "counts.not-time", "a time of the day"
        if _DIVIDED.search(before) or (_DIVIDES.match(text, end) and not self.glued_unit(text, end)):
            return "counts.not-part", "part of a scale, an ordinal or a longer word"
        if (_ITEM_END.match(text, end) and _ITEM.search(before)) or (
            _SECTION.match(text, start) and not before.rpartition("\n")[2].strip()
        ):
            return "counts.not-item", "the number of a list item or section"
        if name.lower() in self._references:
            return "counts.not-reference", f"“{name}” is numbered, not counted"
        if _INITIALS.match(name) and name.lower() not in self._function_words:
            return "counts.not-reference", f"“{name}” and its number are a name"
        return None

    def glued_unit(self, text: str, end: int) -> int | None:
        """Where the unit ends that is written next to a figure ("51km"), or None."""
        unit = _UNIT.match(text, end)
        if unit is None:
            return None
        written = unit[0] if len(unit[0]) == 1 else unit[0].lower()  # "5g", not "5G"
        return unit.end() if written in self._measures else None

    def about_year(self, number: Number, written: str) -> Doubt | None:
        """Whether figures look like a year."""
        if number.figure and written.isdecimal() and number.value in _YEARS and number.value % 50:
            return "counts.not-year", "it looks like a year"
        return None

    def about_noun(self, number: Number, head: str, alone: bool, symbol: str) -> Doubt | None:
        """What speaks against counting a noun; `symbol` is its phrase's first, `alone` its only one."""
        if number.value == 1 and not number.figure and head.lower() in self._abstract:
            return "counts.not-pronoun", "a manner of speaking"
        if number.value == 1 and not number.figure and self._finite:
            word = head.lower()
            if word.endswith(self._finite) and not word.endswith(
                self._singular
            ):  # "the fourth one depends on"
                return "counts.not-pronoun", f"“{head}” is no singular"
        if alone and symbol == "X" and head.isupper() and len(head) > 3:
            return "counts.not-reference", f"“{head}” is a name"
        return None


def _joined(before: str) -> bool:
    """Whether the text before a number is written next to it, as part of a longer word."""
    if not before or before[-1].isspace():
        return False
    if before[-1] in ":–-" and len(before) > 1:  # "Participants:4", " –4"
        return not (before[-2].isspace() or (before[-1] == ":" and before[-2].isalpha()))
    return before[-1].isalnum() or before[-1] in _JOINED
