"""Where the text about a work package ends: the starts cut a text into segments."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pipeline.components.headings import Layout
from pipeline.resources import cached
from pipeline.ruleset import rules

_PUNCTUATION: Final = re.compile(
    r"[\s;,.:•►▪■●◦‣✓✔➢–—\-·|]*(?:\b(?:and|und|et|y|e|i|och|og|en|oraz)\b)?[\s;,.:•*►▪■●◦‣✓✔➢–—\-·|]*$"
)
_BLANK: Final = re.compile(r"\n\s*\n\s*")
_TAIL: Final = re.compile(r"[\s.;,]*")
_OWN_LINE: Final = re.compile(r"[ .:)]*(?:\([^()\n]{0,60}\))?[ .:)]*\n\s*")
_SHORT_PROSE: Final = 2
"""Sentences that a package may take on average for the last one to end with its first sentence."""


@cached
def _stop() -> re.Pattern[str]:
    """Lines that end the text about a package, from their beginnings: they belong to the page."""
    words = rules("work_packages")["work_packages.not-furniture"].params
    return re.compile(
        r"[ \t]*(?:"
        r"(?=[^a-zß-öø-ÿ\n]{4,70}$)[^\n]*[^\W\d_]{4}[^\n]*$"  # a heading in capitals
        r"|\d{1,2}(?:\.\d{1,2}){1,2}\.?[ \t]+[^\W\d_a-z][^\n.;]{3,90}$"  # a numbered section
        r"|\*(?=\w)[^\n.;]{5,140}$"  # a field of a record
        r"|(?=[^\n|·»>]*+[|·»>])[^\n|·]{1,50}(?:[ ]+[|·»>][ ]+[^\n|·]{1,50})+$"  # a bar of links
        r"|[•*-]?[ ]*\d{1,3}(?:[.,]\d+)?[ ]?%"  # the rate of a grant
        rf"|(?:{'|'.join(map(re.escape, words['fields']))})\b[^\n:]{{0,30}}:"
        rf"|(?:{'|'.join(map(re.escape, words['links']))})\b[^\n.;]{{0,60}}$"
        r"|(?=[^\n]{10,90}+$)[^\n]{8,80}[ \t]\d{1,3}(?:[ ]?/[ ]?\d{1,3})?$(?=\n\s*\n)"  # the head of a page
        r")",
        re.M,
    )


class Start:
    """A place where the text about a package begins."""

    __slots__ = ("at", "family", "heading", "number", "prose", "rule", "title")

    def __init__(
        self,
        at: int,
        family: str,
        number: str,
        rule: str,
        title: str | None,
        heading: tuple[int, int],
        prose: bool,
    ) -> None:
        self.at = at
        self.family = family
        self.number = number
        self.rule = rule
        self.title = title
        self.heading = heading
        self.prose = prose
        """True in running text, false for a heading."""

    @property
    def key(self) -> tuple[str, str]:
        """Which package it is."""
        return self.family, self.number

    @property
    def rank(self) -> int | None:
        """The number where it is a plain one, for the order of packages."""
        return int(self.number) if self.number.isdigit() else None

    def continues(self, before: Start) -> bool:
        """Whether it belongs to the same pass through the packages as the start before it."""
        if self.family != before.family:
            return False
        in_order = self.rank is not None and before.rank is not None and self.rank == before.rank + 1
        return self.prose == before.prose or in_order


def cut(layout: Layout, starts: list[Start]) -> list[tuple[Start, int]]:
    """Each start with the end of its segment. A start inside a segment of its own package is left out."""
    out: list[tuple[Start, int]] = []
    for run in _runs(starts):
        after = run[1]
        out += _cut_run(layout, run[0], after.at if after is not None else len(layout.text))
    kept: list[tuple[Start, int]] = []
    for start, end in out:
        if end <= start.at:
            continue
        if kept and kept[-1][0].key == start.key and kept[-1][1] >= start.at and start.prose:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _runs(starts: list[Start]) -> list[tuple[list[Start], Start | None]]:
    """The starts in passes through the packages, each with the start after it."""
    runs: list[list[Start]] = []
    seen: set[tuple[str, str]] = set()
    for start in starts:
        if not runs or start.key in seen or not start.continues(runs[-1][-1]):
            runs.append([])
            seen = set()
        runs[-1].append(start)
        seen.add(start.key)
    return [(run, runs[i + 1][0] if i + 1 < len(runs) else None) for i, run in enumerate(runs)]


def _cut_run(layout: Layout, run: list[Start], limit: int) -> list[tuple[Start, int]]:
    out: list[tuple[Start, int]] = []
    for start, following in pairwise(run):
        end = _prose_end(layout, start, following) if start.prose else _block_end(layout, start, following.at)
        out.append((start, end))
    last = run[-1]
    if last.prose:
        out.append((last, _last_prose_end(layout, last, [p for p in out if p[0].prose], limit)))
    else:
        out.append((last, _last_block_end(layout, last, [p for p in out if not p[0].prose], limit)))
    return out


def _block_end(layout: Layout, start: Start, limit: int) -> int:
    """The end of a heading's text before `limit`: there, or at a line that is about something else."""
    stop = _stop()
    at = layout.text.find("\n", layout.line_end(start.heading[1]), limit) + 1
    while at:
        if (m := stop.match(layout.text, at, limit)) is not None:
            layout.stopped.append(m.span())
            return at
        at = layout.text.find("\n", at, limit) + 1
    return limit


def _last_block_end(layout: Layout, last: Start, before: list[tuple[Start, int]], limit: int) -> int:
    """The end of the last package of a pass: it takes as many paragraphs as the others did."""
    text = layout.text
    if before and all(_PUNCTUATION.match(text, s.heading[1], e) for s, e in before):  # a list of titles
        end = last.heading[1]
        tail = _TAIL.match(text, end, limit)
        return tail.end() if tail is not None else end
    habit = max((len(_BLANK.findall(text[_body(layout, s) : e].rstrip())) for s, e in before), default=0)
    end = _block_end(layout, last, limit)
    at = _body(layout, last)
    for _ in range(habit + 1):
        blank = _BLANK.search(text, at, end)
        if blank is None:
            return end
        at = blank.end()
    return at


def _body(layout: Layout, start: Start) -> int:
    """Where a heading's text begins: below it, where it has a line of its own."""
    own = _OWN_LINE.match(layout.text, start.heading[1]) if not start.rule.endswith("item") else None
    return own.end() if own is not None else start.heading[1]


def _prose_end(layout: Layout, start: Start, following: Start) -> int:
    """The end in running text before another package: at its clause, or before its sentence."""
    limit = min(layout.blank_line(start.heading[1]), following.at)
    if limit < following.at:
        return limit
    sentence = layout.sentence_start(following.at)
    if sentence <= start.heading[1] or following.at - sentence <= 3 or following.rule.endswith("subject"):
        return following.at
    if following.rule.endswith("parenthesised"):
        return layout.sentence_end(start.heading[1])
    return sentence


def _last_prose_end(layout: Layout, last: Start, before: list[tuple[Start, int]], limit: int) -> int:
    """The end of the last package in running text: its paragraph, or its sentence where others were short."""
    paragraph = min(layout.blank_line(last.heading[1]), limit)
    lengths = [layout.sentences(s.at, e) for s, e in before]
    if not lengths or sum(lengths) / len(lengths) <= _SHORT_PROSE:
        return min(layout.sentence_end(last.heading[1]), paragraph)
    return paragraph
