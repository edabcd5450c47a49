"""Headings of work packages: the sentences, lines and paragraphs of a text, and the title after a label."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from pipeline.components.labels import STRONG, Label
from pipeline.resources import cached
from pipeline.ruleset import rules

_BOUNDARY: Final = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*|[\"”’»)\]]*(?:\s+(?=[^\sa-zß-öø-ÿ])|(?=[A-ZÀ-ÖØ-ÞĀ-Ž“„«])))"
)
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(])(?:(?<![IVX]\s)[^\W\d_]|[Nn]os?|[Nn]r|[Aa]pprox|ca|[Ff]igs?|[Dd]r|[Pp]rof|[Ss]t|cf|vs|resp|incl|e\.g|i\.e|z\.B|bzw|[Vv]ol|pp|etc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Okt|Dez|janv|f[ée]vr|d[ée]c|[Aa]rt|[Aa]bs|tzw|np|ul|m\.in)\.$"
    r"|(?:^|[\n:;])\s*\(?\d{1,2}\.$"  # the number of a list item
)
_LONGEST_ABBREVIATION: Final = 6
_BULLET: Final = re.compile(
    r"[\s•*►▪■●◦‣✓✔➢–—\-·>“\"„«#|]*(?:\(?(?:\d{1,2}|[a-z])[.)]\s*|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+)?$"
)
_OPENED: Final = re.compile(r"[:;•►|]\s*$")
_SEPARATOR: Final = re.compile(r"\s?[:.|]\s?[-–—]?\s*|\s?[-–—]\s*")
_TERMINATOR: Final = re.compile(r"[.;:!?]+(?=[\s\"”»]|$)|(?<=[a-zß-öø-ÿ)])\.(?=[^\W_a-z])|\t")
_BRACKET: Final = re.compile(r"[ \xa0]?\(([^()\n]{1,200}(?:\([^()\n]*\)[^()\n]*){0,2})\)")
QUOTED: Final = re.compile(r",?[ \xa0]?[“„«\"]([^”“«»\"\n]{2,160})[”“»\"]")
_APPOSITION: Final = re.compile(r",[ \xa0]([^\W\d_][^,;:.()\n]{2,50})(?=,|\n|$)")
_TRAILING: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
_MONTHS: Final = re.compile(r"\b(?:19|20)\d\d\b|:|\b[Mm]\d{1,2}\b|\b[Mm]onths? \d")
_SCHEDULE: Final = re.compile(r"\s+[Mm] ?\d{1,2}(?:\s?[-–]\s?[Mm]? ?\d{1,2})?\s*$")
_LONGEST_TITLE: Final = 180
_SHORT_LINE: Final = 110
_LONGEST_LINE: Final = 1000
"""Characters that are looked at for the ends of a line."""


@cached
def _aside() -> re.Pattern[str]:
    """How a bracket begins that is no title: who leads, when, another label."""
    words = rules("work_packages")["work_packages.heading"].params["asides"]
    return re.compile(rf"(?i:(?:{'|'.join(map(re.escape, words))})\b|m ?\d|\d)|[A-Z]{{1,3}} ?\d")


class Title:
    """A title at characters [start, end); the heading ends at `heading_end`."""

    __slots__ = ("end", "heading_end", "start")

    def __init__(self, start: int, end: int, heading_end: int) -> None:
        self.start = start
        self.end = end
        self.heading_end = heading_end


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language that decide how a label stands."""

    finite: frozenset[str]
    """Auxiliaries and modals: a title has none."""
    participles: frozenset[str]
    """Past participles of verbs that deliver: "sensors built" is no title."""
    articles: frozenset[str]
    """Indefinite articles: what begins with one describes and is no title."""
    prepositions: frozenset[str]
    leads: frozenset[str]
    """Words before a label that begins a clause."""
    passing: frozenset[str]
    """Nouns that say that something of a package is meant, not the package."""


class Layout:
    """The sentences, lines and paragraphs of a text that has labels."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stopped: list[tuple[int, int]] = []
        """Lines at which the text about a package ended, filled as it is cut."""
        self.starts = [0]
        self.blanks: list[int] = []
        """Where paragraphs begin after blank lines."""
        for m in _BOUNDARY.finditer(text):
            start, end = m.span()
            breaks = m[0].count("\n")
            if breaks > 1:
                self.blanks.append(end)
            elif breaks == 0 and text[start] == ".":
                glued = end == start + 1
                if glued and text[start - 1 : start].isupper():
                    continue
                if not glued and _is_abbreviated(text, start, 0):
                    continue
            self.starts.append(end)

    def sentence_start(self, at: int) -> int:
        """Where the sentence or line begins that holds `at`, or a place well before it."""
        return max(self.starts[bisect_right(self.starts, at) - 1], at - _LONGEST_LINE)

    def sentence_end(self, at: int) -> int:
        """Where the next sentence or line after `at` begins."""
        i = bisect_right(self.starts, at)
        return self.starts[i] if i < len(self.starts) else len(self.text)

    def sentences(self, start: int, end: int) -> int:
        """How many sentences begin in [start, end), the one at `start` too."""
        return 1 + max(0, bisect_left(self.starts, end) - bisect_right(self.starts, start))

    def line_start(self, at: int) -> int:
        """The beginning of the line that holds `at`, or a place well before it."""
        return self.text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1

    def line_end(self, at: int) -> int:
        """The end of the line that holds `at`, or a place well after it."""
        end = self.text.find("\n", at, at + _LONGEST_LINE)
        return end if end >= 0 else min(len(self.text), at + _LONGEST_LINE)

    def opens_line(self, at: int) -> bool:
        """Whether `at` begins a line, bullets and list numbers aside."""
        line = self.line_start(at)
        return at - line <= 12 and _BULLET.match(self.text[line:at]) is not None

    def opens_clause(self, at: int) -> bool:
        """Whether `at` begins a line or sentence, or follows a colon, semicolon or bullet."""
        if self.opens_line(at):
            return True
        lead = self.text[self.sentence_start(at) : at]
        return (len(lead) < 12 and _BULLET.match(lead) is not None) or _OPENED.search(
            self.text, max(0, at - 3), at
        ) is not None

    def blank_line(self, at: int) -> int:
        """Where the paragraph that holds `at` ends: after the blank lines, or at the end of the text."""
        i = bisect_right(self.blanks, at)
        return self.blanks[i] if i < len(self.blanks) else len(self.text)


def read_title(layout: Layout, label: Label, next_label: int, words: Words) -> Title | None:
    """The title that follows a label which begins a heading; None where what follows is none."""
    text, at = layout.text, label.end
    stop = layout.line_end(at)
    bracket = _BRACKET.match(text, at)
    if bracket is not None:
        inside = bracket[1].strip()
        described = inside.partition(" ")[0].lower() in words.articles  # "O4 (a board game) was dropped"
        if (
            inside
            and not described
            and _aside().match(inside) is None
            and (inside[0].isalpha() or inside[0] in "“\"„«'")
        ):
            return Title(bracket.start(1), bracket.end(1), bracket.end())
        at = bracket.end()
    quoted = QUOTED.match(text, at)
    if quoted is not None and text[at] == ",":
        return Title(quoted.start(1), quoted.end(1), quoted.end())
    if text.startswith(",", at):
        apposed = _APPOSITION.match(text, at)
        if apposed is None or not _nominal(apposed[1], words.finite | words.articles | words.prepositions):
            return None
        return Title(apposed.start(1), apposed.end(1), apposed.end(1))
    separator = _SEPARATOR.match(text, at)
    start = separator.end() if separator is not None else at
    while start < stop and text[start] in " \xa0":
        start += 1
    if start >= stop:
        return None
    first = text[start]
    if separator is None:
        if start == at or not (
            first.isupper() or first in "“„«\"‘'" or (first.isdigit() and label.family != STRONG)
        ):
            return None
    elif separator[0].strip() in {".", "|"} and not (first.isupper() or first in '“„«"‘' or first.isdigit()):
        return None
    return _line_title(layout, start, stop, next_label, words, strict=separator is None)


def _line_title(
    layout: Layout, start: int, stop: int, next_label: int, words: Words, strict: bool
) -> Title | None:
    """The title from `start` to the end of the line, or to the first stop that ends it."""
    text = layout.text
    cut, stopped = stop, ""
    for m in _TERMINATOR.finditer(text, start, min(stop, start + _LONGEST_TITLE + 40)):
        if text.count("(", start, m.start()) > text.count(")", start, m.start()):
            continue
        if m[0][0] == "." and _is_abbreviated(text, m.start(), start):
            continue
        after = text[m.end() : m.end() + 3].lstrip('"”» ')
        if (
            m[0] == ":"
            and after
            and after[0].isupper()
            and stop - start < _SHORT_LINE
            and ". " not in text[start:stop]
            and text[stop - 1] not in ".;"
        ):
            continue  # "Talking mud: Participation and forums", a line of its own
        cut, stopped = m.start(), m[0]
        if text[m.end() : m.end() + 1] in {"”", "»", '"'} and m[0] in {".", "!", "?"}:
            cut = m.end() + 1
        elif m[0] in {"!", "?"} and m.end() == stop:  # "WP2 What keeps the riders away?"
            cut, stopped = stop, ""
        break
    if start < next_label < cut:
        cut = next_label
        while cut > start and text[cut - 1] in " \xa0•–-|,;":
            cut -= 1
    title = text[start:cut]
    if stopped == ";" and next_label - cut > 8:
        return None
    if m_aside := _TRAILING.search(title):
        inside = m_aside[1].strip()
        if not inside or _aside().match(inside) or (_MONTHS.search(inside) and inside[0] not in '“"„«'):
            title = title[: m_aside.start()]
    title = _SCHEDULE.sub("", title).rstrip(" \xa0.,;:–-|")
    if not title or len(title) > _LONGEST_TITLE or (title[0].isdigit() and stopped):
        return None
    if stopped and stopped in ".;" and title.rsplit(" ", 1)[-1].lower() in words.participles:
        return None  # "WP1: Sensor network built."
    if title.split()[0].lower() in words.leads & words.prepositions:
        return None  # "WP1: In this package sensors were built."
    if not _nominal(title, words.finite) or (
        strict and not title[-1].isalnum() and title[-1] not in ")”\"»’'!?"
    ):
        return None
    return Title(start, start + len(title), start + len(title))


def _is_abbreviated(text: str, dot: int, least: int) -> bool:
    """Whether a dot ends an abbreviation, or the number of an item, that begins at `least` or later."""
    if text[max(0, dot - _LONGEST_ABBREVIATION - 1) : dot].isalpha() and dot > _LONGEST_ABBREVIATION:
        return False
    return _ABBREVIATED.search(text, max(least, dot - 8), dot + 1) is not None


def _nominal(phrase: str, finite: frozenset[str]) -> bool:
    """Whether a phrase can be a title: no finite verb in it."""
    return finite.isdisjoint(phrase.lower().split())
