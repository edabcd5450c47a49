"""Extraction made visible in a terminal: the text with its mentions marked, the facts, and why at one place.

Each class of mentions has a colour; where there are no colours, brackets name the class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from schemas import City, Count, Date, Deliverable, Mention, Project, Section

STYLES = {
    "header": "bold blue",
    "city": "green",
    "date": "cyan",
    "count": "yellow",
    "deliverable": "underline magenta",
}
"""The classes of mentions and their colours; a deliverable holds mentions of others, so it is underlined."""
# A terminal obeys control characters: they are shown as a blank, so that offsets stay.
_CONTROLS = {c: " " for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in "\n\t"}


class Near(Protocol):
    """A rule that came near [start, end), and what stopped it."""

    start: int
    end: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A mention with its class, the section it stands in and what it says."""

    kind: str
    section: str
    mention: Mention
    says: str


def page(project: Project, text: str, colours: bool) -> RenderableType:
    """The whole description: its text with the mentions marked, the table of facts, and the warnings."""
    shown = list(facts(project))
    parts: list[RenderableType] = [
        legend(colours),
        Text(),
        marked(text, shown, colours),
        Text(),
        _table(shown),
    ]
    if project.warnings:
        parts.append(Text("\nWarnings", style="bold"))
        parts += [Text(f"  {w.code}: {w.message}") for w in project.warnings]
    return Group(*parts)


def place(
    project: Project, text: str, offset: int, near: Sequence[Near], meanings: Mapping[str, str], colours: bool
) -> RenderableType:
    """What was found at an offset, by which rules, and which rules came near and what stopped them."""
    parts: list[RenderableType] = [_around(text, offset), Text(f"in {_home(project, offset)}"), Text()]
    found = [s for s in facts(project) if s.mention.start <= offset < s.mention.end]
    parts.append(Text("Found here" if found else "Nothing was found here.", style="bold"))
    for shown in found:
        mention = shown.mention
        where = f"[{mention.start}:{mention.end}]"
        parts.append(
            Text.assemble(
                "  ", (shown.kind, STYLES[shown.kind]), f" {_line(mention.text)!r} {where} = {shown.says}"
            )
        )
        parts.append(_rule(mention.rule, meanings))
    stopped = sorted(
        {(n.start, n.end, n.rule, n.reason) for n in near if n.start <= offset < max(n.end, n.start + 1)}
    )
    parts.append(Text())
    parts.append(Text("Came near" if stopped else "No other rule came near.", style="bold"))
    for start, end, rule, reason in stopped:
        parts.append(Text(f"  {_line(text[start:end])!r} [{start}:{end}] stopped: {reason}"))
        parts.append(_rule(rule, meanings))
    return Group(*parts)


def facts(project: Project) -> Iterator[Shown]:
    """Every mention of a project: the header's facts, then each section's in text order."""
    for name in type(project.header).model_fields:
        fact = getattr(project.header, name)
        if fact is not None:
            yield Shown("header", "header", fact, f"{name}: {fact.value}")
    yield from _section("overview", project.overview)
    for package in project.work_packages:
        yield from _section(f"{package.label} {package.number}", package)


def legend(colours: bool) -> Text:
    """Which colour, or which bracket, stands for which class."""
    if colours:
        return Text("  ").join(Text(kind, style=style) for kind, style in STYLES.items())
    return Text("Mentions stand in brackets: " + "  ".join(f"[{kind} ...]" for kind in STYLES))


def marked(text: str, shown: Iterable[Shown], colours: bool) -> Text:
    """The text with every mention in its class's colour, or in brackets that name the class."""
    # A longer mention is marked before those inside it.
    spans = sorted((s.mention.start, -s.mention.end, s.kind) for s in shown)
    text = text.translate(_CONTROLS)
    if colours:
        out = Text(text)
        for start, end, kind in spans:
            out.stylize(STYLES[kind], start, -end)
        return out
    opening: dict[int, str] = defaultdict(str)
    closing: dict[int, str] = defaultdict(str)
    for start, end, kind in spans:
        opening[start] += f"[{kind} "
        closing[-end] += "]"
    pieces: list[str] = []
    at = 0
    for cut in sorted({*opening, *closing}):
        pieces += [text[at:cut], closing[cut], opening[cut]]
        at = cut
    return Text("".join(pieces) + text[at:])


def _section(name: str, section: Section) -> Iterator[Shown]:
    mentions: list[tuple[str, Mention, str]] = [
        *(("city", m, _city(m)) for m in section.cities),
        *(("date", m, _date(m)) for m in section.dates),
        *(("count", m, _count(m)) for m in section.counts),
        *(("deliverable", m, _deliverable(m)) for m in section.deliverables),
    ]
    for kind, mention, says in sorted(mentions, key=lambda row: (row[1].start, -row[1].end)):
        yield Shown(kind, name, mention, says)


def _city(city: City) -> str:
    said = f"{city.name}, {city.country} ({city.latitude:.2f}, {city.longitude:.2f})"
    return " or ".join([said, *(f"{other.name}, {other.country}" for other in city.alternatives)])


def _date(date: Date) -> str:
    return f"{date.modifier or ''} {date.value}".strip() + f" ({date.earliest} to {date.latest})"


def _count(count: Count) -> str:
    number = f"{count.value:g}" if count.value_max is None else f"{count.value:g} to {count.value_max:g}"
    return f"{(count.modifier or '').replace('_', ' ')} {number} {count.unit}".strip()


def _deliverable(deliverable: Deliverable) -> str:
    said = [f"{deliverable.head} ({deliverable.kind}, {deliverable.status})"]
    if deliverable.action:
        said.append(f"action {deliverable.action}")
    if deliverable.count is not None:
        said.append(f"count {deliverable.count:g}")
    said += [*deliverable.cities, *deliverable.dates]
    return "; ".join(said)


def _table(shown: Iterable[Shown]) -> Table:
    table = Table("section", "class", "text", "says", "rule", "at", expand=False, box=None, pad_edge=False)
    for row in shown:
        table.add_row(
            row.section,
            Text(row.kind, style=STYLES[row.kind]),
            _line(row.mention.text),
            row.says,
            row.mention.rule,
            f"{row.mention.start}",
        )
    return table


def _home(project: Project, offset: int) -> str:
    for package in project.work_packages:
        if any(s.start <= offset < s.end for s in package.segments):
            title = f" ({_line(package.title)})" if package.title else ""
            return f"{package.label} {package.number}{title}"
    return "the overview"


def _around(text: str, offset: int) -> Text:
    before = text[max(0, offset - 60) : offset].splitlines()[-1:] or [""]
    after = text[offset : offset + 60].splitlines()[:1] or [""]
    out = Text((before[0] + after[0]).replace("\t", " ").translate(_CONTROLS) + "\n")
    return out.append(" " * len(before[0]) + f"^ offset {offset}")


def _rule(rule: str, meanings: Mapping[str, str]) -> Text:
    meaning = meanings.get(rule)
    return Text(f"    rule {rule}" + (f": {meaning}" if meaning else ""))


def _line(text: str) -> str:
    return " ".join(text.translate(_CONTROLS).split())
