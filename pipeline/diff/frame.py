"""What is said of a project as a whole, compared: its file, its source, its header, its warnings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pipeline.diff import words
from pipeline.diff.changes import Change
from pipeline.diff.fields import differing
from pipeline.diff.pairing import Node, Pairing, chain, merged
from pipeline.diff.side import Seen, Side, judge
from schemas import Header, ProjectWarning


def frame(old: Side, new: Side) -> Iterator[Change]:
    """The file's own fields, and the source that it was extracted from."""
    before, after = old.project, new.project
    if found := differing(before, after, ("id", "schema_version")):
        yield Change("project", "changed", after.id, fields=found)
    if found := differing(before.source, after.source):
        name = after.source.name
        yield Change("source", "changed", name, fields=found, old=before.source, new=after.source)


def header(old: Side | None, new: Side | None, same_text: bool) -> Iterator[Change]:
    """What the page says of the project; in one text, a value that is read elsewhere has moved."""
    for name in Header.model_fields:
        was, now = _fact(old, name), _fact(new, name)
        if change := judge(was, now, same_text and _differ(was, now)):
            yield change


def warnings(old: Side | None, new: Side | None, same_text: bool) -> Iterator[Change]:
    """Warnings, paired by what they say, else by their code."""
    before, after = _warnings(old), _warnings(new)
    pairing = Pairing(before, after)
    if same_text:
        pairing.equal(lambda node: node.warning)
    pairing.equal(lambda node: (node.warning.code, node.warning.message))
    pairing.equal(lambda node: node.warning.code)
    for one, other in merged(before, after):
        was, now = (node.seen if node else None for node in (one, other))
        if change := judge(was, now, same_text and _differ(was, now), ("message",)):
            yield change


class _WarningNode(Node):
    __slots__ = ("seen", "warning")

    def __init__(self, warning: ProjectWarning, text: str | None) -> None:
        super().__init__()
        self.warning = warning
        self.seen = Seen("warning", warning.code, warning, partial(words.of_warning, warning, text))

    @property
    def look(self) -> str:
        return self.warning.code


def _warnings(side: Side | None) -> list[_WarningNode]:
    nodes = [_WarningNode(warning, side.text) for warning in side.project.warnings] if side else []
    chain(nodes)
    return nodes


def _fact(side: Side | None, name: str) -> Seen | None:
    fact = getattr(side.project.header, name) if side else None
    return Seen("header", name, fact, partial(words.of_fact, fact, side.text)) if side and fact else None


def _differ(old: Seen | None, new: Seen | None) -> bool:
    return old is not None and new is not None and old.told != new.told
