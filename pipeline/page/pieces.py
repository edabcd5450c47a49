"""The lines of a page's head in pieces: what bars divide, and what stands before a name, apart."""

from __future__ import annotations

import re
from typing import Final

from pipeline.page.keys import Beginnings
from pipeline.page.layout import Line
from pipeline.resources import cached
from pipeline.ruleset import rules

_NUMBER_DASH: Final = re.compile(
    r"(?:LIFE ?\d\d[ -])?(?:[A-Z0-9]{2,}[/.])+(?=[A-Z/.-]*\d)[A-Z0-9-]+\s[–—-]\s"
)
"""The number of a record before the acronym or title ("LIFE14 NAT/FR/000312 – ...")."""
_AFTER_KIND: Final = re.compile(
    r"(?:\s?(?:n(?:o|r|um)?\.?|n[°º]|#)?\s?\d{1,3}(?!\w))?(?:\s?(?:[|:/]|[–—-]\s)\s?|\Z)", re.IGNORECASE
)


@cached
def _kinds_and_projects() -> tuple[Beginnings, Beginnings]:
    """Kinds of documents ("Final report"), and words for a project before its name."""
    params = rules("page")["page.first-line"].params
    return Beginnings(params["documents"]), Beginnings(params["projects"])


def after_project(text: str, start: int) -> int:
    """Where a line's name begins: after the word project ("Verbundvorhaben TORFWELT: ...")."""
    m = _kinds_and_projects()[1].match(text, start)
    if m is None or text[m.end() : m.end() + 1] != " " or not text[m.end() + 1 : m.end() + 2].isalpha():
        return start
    return m.end() + 1


def _after_kind(text: str, start: int, end: int) -> int:
    """Where a line goes on after the kind of document ("Newsletter 4 | "), or after a record's number."""
    m = _kinds_and_projects()[0].match(text, start)
    rest = _AFTER_KIND.match(text, m.end(), end) if m is not None else _NUMBER_DASH.match(text, start, end)
    return rest.end() if rest is not None else start


def pieces(text: str, start: int, end: int) -> list[Line]:
    """What bars divide a line into, without the kind of document before it ("Final report - ...")."""
    found: list[Line] = []
    while start < end:
        bar = text.find(" | ", start, end)
        stop = bar if bar >= 0 else end
        following = stop + 3 if bar >= 0 else end
        while start < stop and (after := _after_kind(text, start, stop)) > start:
            start = after
        while start < stop and text[start] == " ":
            start += 1
        if start < stop:
            found.append((start, stop))
        start = following
    return found
