"""Two projects as chains of sections and of mentions, and which of them belong together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from pipeline.diff.changes import Class
from pipeline.diff.fields import one_line
from pipeline.diff.pairing import Node, Pairing, chain, in_order, join
from schemas import City, Count, Date, Deliverable, Project, Section, WorkPackage

Mention = City | Date | Count | Deliverable

OVERVIEW = "overview"
_APART = frozenset(("start", "end", "rule", "text"))


class MentionNode(Node):
    """A mention in its section. What it says is compared without offsets, rule and line breaks."""

    __slots__ = ("kind", "mention", "says", "section", "text")

    previous: MentionNode | None
    next: MentionNode | None
    partner: MentionNode | None

    def __init__(self, kind: Class, mention: Mention, section: SectionNode) -> None:
        super().__init__()
        self.kind = kind
        self.mention = mention
        self.section = section
        self.text = one_line(mention.text)
        facts = (value for name, value in mention.__dict__.items() if name not in _APART)
        self.says: Hashable = (kind, self.text, *facts)

    @property
    def look(self) -> Hashable:
        """Its class and its words."""
        return self.kind, self.text

    @property
    def company(self) -> Hashable | None:
        """The nearer neighbour: in "Riga 2/06, Riga 3/06" a city belongs with the date after it."""
        before, after = self.previous, self.next
        if before is None or after is None:
            return None
        gaps = self.mention.start - before.mention.end, after.mention.start - self.mention.end
        if gaps[0] == gaps[1]:
            return None
        return (0, before.look) if gaps[0] < gaps[1] else (1, after.look)

    def equals(self, other: MentionNode) -> bool:
        """Whether another says the same by the same rule."""
        return self.says == other.says and self.mention.rule == other.mention.rule


class SectionNode(Node):
    """The overview (no package) or a work package, with its mentions in the order of the text."""

    __slots__ = ("mentions", "name", "package", "section")

    previous: SectionNode | None
    next: SectionNode | None
    partner: SectionNode | None

    def __init__(self, section: Section, package: WorkPackage | None = None) -> None:
        super().__init__()
        self.section = section
        self.package = package
        self.name = f"{package.label} {package.number}" if package else OVERVIEW
        nodes = [
            *(MentionNode("city", mention, self) for mention in section.cities),
            *(MentionNode("date", mention, self) for mention in section.dates),
            *(MentionNode("count", mention, self) for mention in section.counts),
            *(MentionNode("deliverable", mention, self) for mention in section.deliverables),
        ]
        nodes.sort(key=lambda node: (node.mention.start, -node.mention.end))
        chain(nodes)
        self.mentions = nodes

    @property
    def look(self) -> Hashable:
        """Its name."""
        return self.name


def sections(project: Project) -> list[SectionNode]:
    """The overview, then the work packages, each a node in its chain."""
    found = [SectionNode(project.overview), *(SectionNode(p, p) for p in project.work_packages)]
    chain(found)
    return found


def mentions(found: Sequence[SectionNode]) -> Iterator[MentionNode]:
    """All mentions, section by section."""
    for section in found:
        yield from section.mentions


def pair_sections(old: Sequence[SectionNode], new: Sequence[SectionNode]) -> None:
    """Pair the overviews, and work packages by number and label, else by one of them and the title."""
    join(old[0], new[0])
    packages = Pairing(old[1:], new[1:])
    packages.equal(lambda node: node.name)
    packages.equal(lambda node: node.package and (node.package.number, _title(node.package)))
    packages.equal(lambda node: node.package and (node.package.label, _title(node.package)))


def pair_mentions(old: Sequence[SectionNode], new: Sequence[SectionNode], same_text: bool) -> None:
    """Pair mentions: in one text by their place, in two by what they say and where in their section."""
    if same_text:
        everywhere = Pairing(list(mentions(old)), list(mentions(new)))
        everywhere.equal(lambda node: (node.kind, node.mention.start, node.mention.end))
    for section in old:
        if section.partner is not None:
            _pair_in_section(section.mentions, section.partner.mentions, same_text)
    Pairing(list(mentions(old)), list(mentions(new))).equal(lambda node: node.says)


def overtaken(old: Sequence[SectionNode]) -> set[MentionNode]:
    """The old mentions that others of their section have overtaken."""
    moved: set[MentionNode] = set()
    for section in old:
        stayed = [n for n in section.mentions if n.partner and n.partner.section is section.partner]
        moved.update(set(stayed) - in_order(stayed))
    return moved


def _pair_in_section(old: Sequence[MentionNode], new: Sequence[MentionNode], same_text: bool) -> None:
    if [node.says for node in old] == [node.says for node in new] and not same_text:
        for one, other in zip(old, new, strict=True):
            join(one, other)
        return
    pairing = Pairing(old, new)
    if same_text:
        _pair_overlapping(old, new)
    pairing.equal(lambda node: node.says)
    pairing.equal(lambda node: node.look)
    pairing.equal(_identity)
    if not same_text:
        pairing.in_place(_thing)


def _pair_overlapping(old: Sequence[MentionNode], new: Sequence[MentionNode]) -> None:
    """Pair mentions of a class that share characters of one text, in its order."""
    waiting: dict[Class, list[MentionNode]] = {}
    for node in reversed(new):
        if node.partner is None:
            waiting.setdefault(node.kind, []).append(node)
    for node in old:
        queue = waiting.get(node.kind)
        if node.partner is not None or queue is None:
            continue
        while queue and queue[-1].mention.end <= node.mention.start:
            queue.pop()
        if queue and queue[-1].mention.start < node.mention.end:
            join(node, queue.pop())


def _identity(node: MentionNode) -> Hashable:
    """What a mention speaks of, in whatever words."""
    mention = node.mention
    if isinstance(mention, City):
        return node.kind, mention.geonameid
    if isinstance(mention, Date):
        return node.kind, mention.value
    if isinstance(mention, Count):
        return node.kind, mention.head.casefold(), mention.value, mention.value_max
    return node.kind, mention.head.casefold(), mention.cities, mention.dates, mention.count


def _thing(node: MentionNode) -> Hashable | None:
    """What stays itself when its number or day is corrected; a city in another's place is another city."""
    mention = node.mention
    if isinstance(mention, City):
        return None
    if isinstance(mention, Date):
        return node.kind
    return node.kind, mention.head.casefold()


def _title(package: WorkPackage) -> Any:
    return package.title and one_line(package.title).casefold()
