"""The words around a mention: from the source text where it is at hand, else from the mentions beside it."""

from __future__ import annotations

import re

from pipeline.diff.changes import Words
from pipeline.diff.fields import one_line
from pipeline.diff.sections import MentionNode
from schemas import Fact, ProjectWarning, WorkPackage

_AROUND = 70
"""Characters of the source text that are shown on each side."""
_LONG = 200
_SEARCHED = 8
"""How many mentions before one may be looked at for the one that holds it."""
_BREAK = re.compile(r"(?<=[.!?])\s+(?=\S)|\n\s*\n|\r\n\s*\r\n")


def around(text: str, start: int, end: int) -> Words:
    """The words of [start, end) in their sentence, cut between words where that is long."""
    before = _BREAK.split(text[max(0, start - _AROUND) : start])[-1]
    after = _BREAK.split(text[end : end + _AROUND])[0]
    if len(before) == _AROUND < start:
        before = "…" + before.split(" ", 1)[-1]
    if len(after) == _AROUND < len(text) - end:
        after = after.rsplit(" ", 1)[0] + "…"
    return Words(_flat(before).lstrip(), shortened(text[start:end]), _flat(after).rstrip())


def beside(node: MentionNode) -> Words:
    """The words of a mention in the mention that holds it, else between its neighbours."""
    mention = node.mention
    holder = _holder(node)
    if holder is not None:
        held = holder.mention
        at, end = mention.start - held.start, mention.end - held.start
        return Words(_flat(held.text[:at]), shortened(mention.text), _flat(held.text[end:]))
    previous, following = node.previous, node.next
    while previous is not None and previous.mention.end > mention.start:
        previous = previous.previous
    while following is not None and following.mention.start < mention.end:
        following = following.next
    return Words(
        f"{previous.text} … " if previous is not None else "",
        shortened(mention.text),
        f" … {following.text}" if following is not None else "",
    )


def of_mention(node: MentionNode, text: str | None) -> Words:
    """The words around a mention."""
    return beside(node) if text is None else around(text, node.mention.start, node.mention.end)


def of_fact(fact: Fact, text: str | None) -> Words:
    """The words around a fact of the header."""
    return Words("", shortened(fact.text), "") if text is None else around(text, fact.start, fact.end)


def of_warning(warning: ProjectWarning, text: str | None) -> Words | None:
    """The words that a warning speaks of, where it names a place and the text is at hand."""
    if text is None or warning.start is None or warning.end is None:
        return None
    return around(text, warning.start, warning.end)


def of_package(package: WorkPackage, text: str | None) -> Words | None:
    """How a work package begins, where the text is at hand."""
    if text is None or not package.segments:
        return None
    first = package.segments[0]
    return Words("", shortened(text[first.start : first.end], _AROUND), "")


def shortened(text: str, most: int = _LONG) -> str:
    """Text on one line, its end cut off where it is long."""
    line = one_line(text)
    return line if len(line) <= most else line[:most].rstrip() + "…"


def _holder(node: MentionNode) -> MentionNode | None:
    """The shortest mention that begins before this one, or with it, and ends no earlier."""
    at, best = node.previous, None
    for _ in range(_SEARCHED):
        if at is None:
            break
        longer = at.mention.end - at.mention.start > node.mention.end - node.mention.start
        if at.mention.end >= node.mention.end and longer and at.text != node.text:
            best = at if best is None or len(at.text) < len(best.text) else best
        at = at.previous
    return best


def _flat(text: str) -> str:
    """Text with its line breaks and indents as single blanks, those at its ends kept."""
    return re.sub(r"\s+", " ", text)
