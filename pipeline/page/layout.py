"""The layout of a page: its lines, and which of them are furniture (head and foot) rather than prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc

from pipeline.document import View, findings, view
from pipeline.page.keys import Key, key_words

Line = tuple[int, int]

_HEAD_LINES: Final = 12
_FOOT_LINES: Final = 8
_TABLE: Final = 3
"""Keys without a colon that make the head a table."""
_PROSE: Final = 330
_BEYOND: Final = 1 << 60
"""A longer line is a paragraph."""
LEAD: Final = 1500
"""Characters in which a text still introduces the project as a whole."""
_OPENING: Final = " \"“„«'*[\t"
_SEPARATORS: Final = "\n|·;•.,–—/»>:-►("
_VALUE: Final = re.compile(r" ?(?:\([^()\n]{1,40}\) ?)?(?::|\.\.\.|…) ?\n?|[ ]?\n")
_CHUNK_END: Final = re.compile(r"\n| \| |[|·•;]| / |\s{2,}")


@dataclass(slots=True)
class Page:
    """A Doc as a page. Offsets are characters of the Doc's text."""

    doc: Doc
    view: View
    text: str
    lines: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    """The lines before the first paragraph and the first work package."""
    foot: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    """The lines of the head and then those of the foot, each once."""
    keys: list[Key] = field(default_factory=list)
    _packages: list[Line] = field(default_factory=list)
    _by_place: list[Line] = field(default_factory=list)

    def in_furniture(self, offset: int) -> bool:
        """The offset stands in a line of the head or foot."""
        return _inside(self._by_place, offset)

    def line_length(self, offset: int) -> int:
        """Characters of the line that holds the offset."""
        start, end = self.lines[bisect_right(self.lines, (offset, offset + _BEYOND)) - 1]
        return end - start

    def in_package(self, offset: int) -> bool:
        """The offset stands in the text of a work package."""
        return _inside(self._packages, offset)

    def is_general(self, offset: int) -> bool:
        """What stands here is said of the project as a whole: furniture, a line's beginning, or the lead."""
        if self.in_furniture(offset):
            return True
        return not self.in_package(offset) and (offset < LEAD or self.text[offset - 1] == "\n")

    def begins_chunk(self, offset: int) -> bool:
        """Nothing but a separator or an opening bracket stands before the offset."""
        at = offset - 1
        while at >= 0 and self.text[at] in _OPENING:
            at -= 1
        return at < 0 or self.text[at] in _SEPARATORS

    def _is_table(self) -> bool:
        """Several lines of the head begin with a key that no colon parts from its value."""
        firsts = {start for start, _ in self.head}
        bare = [
            k for k in self.keys if k.start in firsts and self.text[k.end : k.end + 2].strip()[:1].isalnum()
        ]
        return len(bare) >= _TABLE

    def chunk_end(self, offset: int) -> int:
        """Where the piece of furniture that holds the offset ends: a line's end or a separator."""
        m = _CHUNK_END.search(self.text, offset)
        return m.start() if m else len(self.text)

    def value_start(self, key: Key) -> int | None:
        """Where the value of a key begins that has a colon, or a line or cell of its own; else None."""
        m = _VALUE.match(self.text, key.end)
        begins_line = key.start == 0 or self.text[key.start - 1] == "\n"
        if m is None:  # a table whose cells are only blanks apart
            cell = begins_line and self.in_furniture(key.start) and (" " in key.phrase or self._is_table())
            after = self.text[key.end + 1 : key.end + 2]
            return key.end + 1 if cell and (after.isupper() or after.isdigit()) else None
        return m.end() if m.end() < len(self.text) and (m[0].strip() or begins_line) else None


def read_layout(doc: Doc) -> Page:
    """The page of a Doc."""
    tokens = view(doc)
    page = Page(doc, tokens, tokens.text)
    page._packages = sorted(segment for package in findings(doc).packages for segment in package.segments)
    first_heading = min((h[0] for p in findings(doc).packages for h in p.headings), default=len(page.text))
    page.lines = _lines(page.text)
    for line in page.lines[:_HEAD_LINES]:
        if line[1] - line[0] > _PROSE or line[1] > first_heading >= line[0]:
            break
        page.head.append(line)
    page.foot = [line for line in page.lines[-_FOOT_LINES:] if line[1] - line[0] <= _PROSE]
    page.furniture = list(dict.fromkeys(page.head + page.foot))
    page._by_place = sorted(page.furniture)
    page.keys = list(key_words().find(doc))
    return page


def _inside(ranges: list[Line], offset: int) -> bool:
    """The offset stands in one of the ranges, which are in order."""
    at = bisect_right(ranges, (offset, offset + _BEYOND)) - 1
    return at >= 0 and offset < ranges[at][1]


def _lines(text: str) -> list[Line]:
    """The lines that are not empty, without the blanks around them."""
    lines: list[Line] = []
    start = 0
    while start < len(text):
        following = text.find("\n", start)
        end = len(text) if following < 0 else following
        after = end + 1
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1] == " ":
            end -= 1
        if start < end:
            lines.append((start, end))
        start = after
    return lines
