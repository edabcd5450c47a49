"""The folded view of a text, in which rules match, with the way back to the text's own offsets.

Folding undoes what layout did to the words: hyphens and line ends inside a paragraph, odd blanks, invisible
characters, decomposed letters, rows of dots. A line break that means something (a heading, an item, a row)
stays one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

_INVISIBLE: Final = "\xad\u200b-\u200d\u2060\ufeff"
_ODD_BLANK: Final = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKING: Final = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_ODD: Final = _INVISIBLE + _ODD_BLANK + _BREAKING
_MARKS: Final = "\u0300-\u036f\ufb00-\ufb06"
_GAP_OR_MARK: Final = re.compile(f"[{_ODD}{_MARKS}](?:(?<=[{_ODD}])([ {_ODD}]*))?")
_BLANKS: Final = re.compile(" +")
_VISIBLE: Final = re.compile(f"[^{_INVISIBLE}]")
_BREAK: Final = re.compile(f"\r\n|[{_BREAKING}]")
_LETTER: Final = re.compile("[\ufb00-\ufb06]|.[\u0300-\u036f]+")
_LEADERS: Final = ("......", "------", "______", "======", "******")
_LEADER: Final = re.compile(f"([^\\w\\s{_INVISIBLE}]|_)\\1{{5,}}")
_WORD: Final = re.compile(r"\w*")
_FIRST: Final = re.compile(r"\S*")
_LAST: Final = re.compile(r"[\w-]*\Z")
_ITEM: Final = re.compile(
    r"[-–—•►▪■●◦‣✓✔➢*·o]\s|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)]\s|https?:|www\."
)
_SUSPENDED: Final = frozenset(
    ("and", "or", "to", "und", "oder", "bzw", "sowie", "bis", "och", "eller", "og", "en", "of")
)
"""Words after a hyphen that stands for a part left out ("Energie- und Umweltplanung")."""
_COMPOUNDING: Final = frozenset(
    ("cross", "half", "high", "long", "low", "mid", "non", "self", "short", "well")
)
"""First parts of compounds that keep their hyphen at a line's end ("long-term")."""
_HYPHENS: Final = "-‐‑"
_UNBROKEN: Final = 40
"""Characters that a line must have before a reader would take the next one for its continuation."""
_WIDEST: Final = 160
"""A longer line was not broken for its width."""

Edit = tuple[int, int, str]
"""Characters [start, end) of the source, and what stands for them in the folded text."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `source` maps a range of it to the range of the original text."""

    text: str
    _starts: list[int] = field(default_factory=list, repr=False)
    _edits: list[tuple[int, int, int]] = field(default_factory=list, repr=False)
    """For each edit: its end in the folded text, its start and end in the source; `_starts` has its start."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The original range of [start, end): from its first character's start to its last one's end."""
        if not self._starts:
            return start, end
        first = self._character(start)[0]
        return first, self._character(end - 1)[1] if end > start else first

    def _character(self, offset: int) -> tuple[int, int]:
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset, offset + 1
        end, source_start, source_end = self._edits[at]
        if offset < end:
            return source_start, source_end
        there = source_end + offset - end
        return there, there + 1


def fold(text: str) -> Folded:
    """Fold a text. Takes time linear in its length."""
    runs, marked = _runs(text)
    edits = _gaps(text, runs)
    if any(leader in text for leader in _LEADERS):
        edits += [(m.start(), m.end(), m[1] * 3) for m in _LEADER.finditer(text)]
    if marked:
        edits += _letters(text)
    edits.sort()
    if not edits:
        return Folded(text)
    pieces: list[str] = []
    starts: list[int] = []
    spans: list[tuple[int, int, int]] = []
    done = length = 0
    for start, end, replacement in edits:
        pieces += text[done:start], replacement
        length += start - done
        starts.append(length)
        length += len(replacement)
        spans.append((length, start, end))
        done = end
    pieces.append(text[done:])
    return Folded("".join(pieces), starts, spans)


def _letters(text: str) -> list[Edit]:
    """Ligatures taken apart, decomposed letters composed."""
    edits: list[Edit] = []
    for m in _LETTER.finditer(text):
        whole = unicodedata.normalize("NFKC" if len(m[0]) == 1 else "NFC", m[0])
        if whole != m[0]:
            edits.append((m.start(), m.end(), whole))
    return edits


def _gaps(text: str, runs: list[tuple[int, int]]) -> list[Edit]:
    """Blanks, invisible characters and line breaks; single line breaks last, when the line width is known."""
    edits: list[Edit] = []
    breaks: list[tuple[int, int, int]] = []
    line = 0
    for start, end in runs:
        if start and text[start - 1] == " ":
            start -= 1
        gap = text[start:end]
        count = 1 if gap == "\n" else len(_BREAK.findall(gap))
        if count == 1 and start and end < len(text):
            breaks.append((line, start, end))
        else:
            folded = "\n" * count if count else " " if _VISIBLE.search(gap) else ""
            if folded != gap:
                edits.append((start, end, folded))
        if count:
            line = end
    if breaks:
        edits += _breaks(text, breaks)
        edits.sort()
    return edits


def _runs(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Runs of blanks and odd characters that are more than one blank, but for a blank before an odd one.

    And whether there are marks or ligatures: both are looked for together, since each look takes its time.
    """
    runs: list[tuple[int, int]] = []
    marked = False
    for m in _GAP_OR_MARK.finditer(text):
        if m.lastindex:
            runs.append(m.span())
        else:
            marked = True
    at = text.find("  ")
    if at < 0:
        return runs, marked
    while at >= 0:
        end = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        runs.append((at, end))
        at = text.find("  ", end)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined, marked


def _breaks(text: str, breaks: list[tuple[int, int, int]]) -> list[Edit]:
    """Single line breaks (start of the line, gap): a blank where the line was only full."""
    edits: list[Edit] = []
    doubtful: list[tuple[int, int, int]] = []
    widths: list[int] = []
    for line, start, end in breaks:
        edit = _hyphenated(text, start, end)
        if edit is None and _continues(text, line, start, end):
            edit = start, end, " "
        if edit is None:
            doubtful.append((line, start, end))
        else:
            edits.append(edit)
            widths.append(start - line)
    width = max((w for w in widths if w <= _WIDEST), default=0) if len(widths) > 1 else 0
    for line, start, end in doubtful:
        needed = start - line + 1 + _FIRST.match(text, end, end + _WIDEST).end() - end  # type: ignore[union-attr]
        full = start - line <= width < needed and not _ITEM.match(text, end) and text[start - 1] != ":"
        if full or text[start:end] != "\n":
            edits.append((start, end, " " if full else "\n"))
    return edits


def _hyphenated(text: str, start: int, end: int) -> Edit | None:
    """The edit for a word broken at the line's end, or None where none is."""
    if "\xad" in text[start:end]:
        return start, end, ""
    if (
        text[start - 1] not in _HYPHENS
        or start < 2
        or not text[start - 2].isalnum()
        or not text[end].isalnum()
    ):
        return None
    right = _WORD.match(text, end)[0]  # type: ignore[index]
    if right in _SUSPENDED:
        return start, end, " "
    if not (text[start - 2].islower() and right[0].islower()):
        return start, end, ""
    left = _LAST.search(text, max(0, start - 32), start - 1)[0]  # type: ignore[index]
    if "-" in left or (left.lower() in _COMPOUNDING and len(right) > 3):
        return start, end, ""
    return start - 1, end, ""


def _continues(text: str, line: int, start: int, end: int) -> bool:
    """The next line goes on in lower case with a sentence that the line before leaves unfinished."""
    return (
        start - line >= _UNBROKEN
        and text[end].islower()
        and text[start - 1] not in ".:;!?"
        and not _ITEM.match(text, end)
    )
