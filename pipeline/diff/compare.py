"""Two extractions of one project: what they say differently."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pipeline.diff import words
from pipeline.diff.changes import Change, Package
from pipeline.diff.frame import frame, header, warnings
from pipeline.diff.pairing import in_order, merged
from pipeline.diff.sections import (
    MentionNode,
    SectionNode,
    overtaken,
    pair_mentions,
    pair_sections,
    sections,
)
from pipeline.diff.side import Seen, Side, judge


def compare(old: Side | None, new: Side | None) -> Iterator[Change]:
    """The differences, in the order of the new text. Where one side is None, all that the other says."""
    same_text = False
    if old is not None and new is not None:
        same_text = old.project.source.sha256 == new.project.source.sha256
        yield from frame(old, new)
    yield from header(old, new, same_text)
    yield from _sections(old, new, same_text)
    yield from warnings(old, new, same_text)


def _sections(old: Side | None, new: Side | None, same_text: bool) -> Iterator[Change]:
    before = sections(old.project) if old else []
    after = sections(new.project) if new else []
    if before and after:
        pair_sections(before, after)
        pair_mentions(before, after, same_text)
    stayed = in_order(before)
    passed = set() if same_text else overtaken(before)
    for was, now in merged(before, after):
        moved = was is not None and now is not None and was not in stayed
        if change := judge(_package(was, old), _package(now, new), moved, _counting(was, now, same_text)):
            yield change
        for one, other in merged(was.mentions if was else [], now.mentions if now else []):
            moved = one is not None and other is not None and _moved(one, other, same_text, passed)
            if moved or one is None or other is None or not one.equals(other):
                change = judge(_mention(one, old), _mention(other, new), moved)
                if change is not None:
                    yield change


def _moved(old: MentionNode, new: MentionNode, same_text: bool, passed: set[MentionNode]) -> bool:
    if new.section is not old.section.partner:
        return True
    return old.mention.start != new.mention.start if same_text else old in passed


def _counting(old: SectionNode | None, new: SectionNode | None, same_text: bool) -> tuple[str, ...]:
    """The fields of packages that count: in one text the very segments, in two how many there are."""
    told_elsewhere = old and new and len(old.section.segments) != len(new.section.segments)
    return ("number", "label", "title", *(("segments",) if same_text or told_elsewhere else ()))


def _package(node: SectionNode | None, side: Side | None) -> Seen | None:
    """A work package; the overview is what they leave over, so that nothing of its own can change."""
    if node is None or side is None or node.package is None:
        return None
    package = node.package
    told = Package(package.number, package.label, package.title, package.segments)
    return Seen("work_package", node.name, told, partial(words.of_package, package, side.text), node.name)


def _mention(node: MentionNode | None, side: Side | None) -> Seen | None:
    if node is None or side is None:
        return None
    return Seen(
        node.kind, node.text, node.mention, partial(words.of_mention, node, side.text), node.section.name
    )
