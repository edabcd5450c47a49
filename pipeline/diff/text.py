"""A comparison as text: counts first, then project by project; and the short form, as `git diff --stat`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.diff.changes import CLASSES, TURNS, Change, ProjectDiff, Tally, Turn
from pipeline.diff.phrases import (
    NAMES,
    clean,
    field_name,
    many,
    marked,
    named,
    places,
    section_title,
    sides,
    summed_up,
    telling,
)

SIGNS: dict[Turn, str] = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
_COLOURS: dict[str, str] = {
    "added": "32",
    "removed": "31",
    "changed": "33",
    "moved": "36",
    "bold": "1",
    "faint": "2",
    "section": "1;34",
}
_WIDEST = 60
"""Signs in a line of the short form."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text is dressed: in colours, or not."""

    colours: bool

    def __call__(self, text: str, dress: str) -> str:
        """Text in the colour of a turn, bold, or faint."""
        return f"\x1b[{_COLOURS[dress]}m{text}\x1b[0m" if self.colours and text else text


def summary(tally: Tally, style: Style) -> str:
    """The counts: projects by what became of them, changes by class."""
    fates = tally.projects
    parts = [f"{fates['same']} same"]
    parts += [style(f"{fates[fate]} {fate}", fate) for fate in ("changed", "added", "removed")]
    if fates["refused"]:
        parts.append(style(f"{fates['refused']} refused", "removed"))
    lines = [f"{style(many(fates.total(), 'project'), 'bold')}: {', '.join(parts)}"]
    if tally.changes:
        width = max(len(name) for name in NAMES.values())
        lines.append("")
        lines.append(style(f"{'':{width}}" + "".join(f"{turn:>9}" for turn in TURNS), "faint"))
        for kind in CLASSES:
            if kind in tally.changes:
                counted = tally.changes[kind]
                cells = (
                    style(f"{counted[turn]:>9}", turn) if counted[turn] else style(f"{'·':>9}", "faint")
                    for turn in TURNS
                )
                lines.append(f"{NAMES[kind]:{width}}" + "".join(cells))
    return "\n".join(lines) + "\n"


def project(told: ProjectDiff, style: Style, whole: bool = False) -> str:
    """One project: what changed, section by section. What came or went is summed up, unless `whole`."""
    counts = Counter(change.turn for change in told.changes)
    if told.fate in ("added", "removed"):
        head = [style(f"{told.fate}", told.fate) + ": " + (_contents(told.changes) or "nothing found in it")]
    else:
        head = [style(f"{counts[turn]} {turn}", turn) for turn in TURNS if counts[turn]] or ["says the same"]
    lines = [f"{style(clean(told.id), 'bold')}  {', '.join(head)}"]
    if whole or told.fate == "changed":
        for section, changes in groupby(told.changes, key=lambda change: change.section):
            if section is not None:
                lines.append("  " + style(section_title(section, told.titles), "section"))
            lines += (line for line in _section(list(changes), style, section is not None))
    return "\n".join(lines) + "\n"


StatRow = tuple[str, Counter[Turn]]
"""What the short form says of a project: its name, and how many changes it has of each turn."""


def stat_row(told: ProjectDiff) -> StatRow:
    """The row of a project."""
    name = clean(told.id) + {"added": " (new)", "removed": " (gone)"}.get(told.fate, "")
    return name, Counter(change.turn for change in told.changes)


def stat(rows: Sequence[StatRow], tally: Tally, style: Style) -> str:
    """A line a project with a sign for each change, fewer where there are many, and a line of counts."""
    if not rows:
        return ""
    widest = max(len(name) for name, _ in rows)
    most = max(1, *(counts.total() for _, counts in rows))
    digits = len(str(most))
    lines = [
        f" {name:{widest}} | {counts.total():>{digits}} {_bar(counts, most, style)}".rstrip()
        for name, counts in rows
    ]
    total = tally.total
    sums = (f"{many(total[turn], 'fact')} {turn}({SIGNS[turn]})" for turn in TURNS if total[turn])
    lines.append(" " + ", ".join((f"{many(len(rows), 'project')} changed", *sums)))
    return "\n".join(lines) + "\n"


def _section(changes: Iterable[Change], style: Style, indented: bool) -> Iterator[str]:
    indent = "    " if indented else "  "
    for moved, group in groupby(changes, key=_move):
        if moved is not None:
            together = ", ".join(named(change) for change in group)
            yield indent + style(f"> moved{moved}: ", "moved") + together
            continue
        for change in group:
            yield indent + _line(change, style)
            if evidence := _evidence(change, style):
                yield f"{indent}    {evidence}"


def _move(change: Change) -> str | None:
    """From where a mention moved, which those that moved together have in common; None where it did not."""
    if change.turn != "moved" or change.kind in ("work_package", "header", "warning"):
        return None
    return f" from {clean(change.old_section or '')}" if change.old_section != change.new_section else ""


def _line(change: Change, style: Style) -> str:
    sign = style(SIGNS[change.turn], change.turn)
    if change.turn == "changed":
        return f"{sign} {_changed(change, style)}"
    if change.turn == "moved":
        return (
            f"{sign} {named(change)} {style('moved', 'moved')}: {places(change) or 'told in another order'}"
        )
    about = named(change) if change.kind in ("header", "work_package") else NAMES[change.kind]
    says = summed_up(change.new or change.old)
    return f"{sign} {about} {style(change.turn, change.turn)}" + (f": {says}" if says else "")


def _changed(change: Change, style: Style) -> str:
    fields = list(telling(change))
    about = named(change)
    if fields and fields[0].name == "text" and change.kind not in ("header",):
        old, new = sides(fields.pop(0))
        about = f"{NAMES[change.kind]} {style(old, 'removed')} → {style(new, 'added')}"
    said = []
    for field in fields:
        old, new = sides(field)
        name = field_name(field)
        said.append((f"{name} " if name else "") + f"{style(old, 'removed')} → {style(new, 'added')}")
    if change.old_section != change.new_section and change.kind != "work_package":
        said.append(f"{style('moved', 'moved')} from {clean(change.old_section or '')}")
    return f"{about}: {', '.join(said)}" if said else about


def _evidence(change: Change, style: Style) -> str:
    words = change.new_words or change.old_words
    rule = change.rules[-1] if change.rules else ""
    parts = [marked(words) if words else "", f"[{rule}]" if rule else ""]
    return style("  ".join(filter(None, parts)), "faint")


def _contents(changes: Iterable[Change]) -> str:
    counted = Counter(change.kind for change in changes)
    return ", ".join(many(counted[kind], _NOUNS.get(kind, NAMES[kind])) for kind in CLASSES if counted[kind])


_NOUNS = {"header": "header fact"}


def _bar(counts: Counter[Turn], most: int, style: Style) -> str:
    scale = min(1.0, _WIDEST / most)
    return "".join(
        style(SIGNS[turn] * max(1, round(counts[turn] * scale)), turn) for turn in TURNS if counts[turn]
    )
