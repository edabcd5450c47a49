"""What a page embeds of a project: plain data, compact, as the scripts in `static/` read it.

A page holds, each in a `<script type="application/json">` of its own,

- `page-data`: see `frame` in `page.py`;
- `overview-data`: what `overview.py` makes of all projects (the index only);
- `project-<n>`: one project, n its place in `page-data.projects`. It is read when the project is opened.

A project is

    key         its path below the output folder, without .json: unique in a report, and its address
    id, name    Project.id and Source.name
    language    of the text, ISO 639-1, or null
    sha256      of the source's bytes: corrections are kept under it
    whole       whether the text is there; without it, the words of the mentions are all that is known
    pieces      [[start, text], ...] stretches of text that are known, in order; one from 0 where it is whole
    header      {field: [start, end, rule, value], ...} the fields that the page states
    sections    [Section, ...] the overview first, then the work packages
    warnings    [[code, message, start, end], ...]

and a Section

    number label title    of a work package; the overview has none of them
    segments              [[start, end], ...]
    cities dates counts deliverables    [row, ...] with the values of COLUMNS

A rule is its place in `page-data.rules`. Offsets count code points of the source text, as in the output: the
scripts count so as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.report.sources import Item, mentions
from schemas import Project, Section, WorkPackage
from schemas.models import Alternative

COLUMNS: dict[str, tuple[str, ...]] = {
    "cities": ("start", "end", "rule", "name", "country", "geonameid", "alternatives"),
    "dates": ("start", "end", "rule", "value", "earliest", "latest", "precision", "modifier"),
    "counts": ("start", "end", "rule", "value", "value_max", "unit", "head", "modifier"),
    "deliverables": (
        "start",
        "end",
        "rule",
        "head",
        "kind",
        "status",
        "action",
        "count",
        "cities",
        "dates",
    ),
}
"""The values of a mention's row, by class, in order."""


def project_data(item: Item, rules: dict[str, int]) -> dict[str, Any]:
    """A project as a page embeds it. `rules`: the places of those the page knows; new ones are added."""
    project = item.project
    return {
        "key": item.key,
        "id": project.id,
        "name": project.source.name,
        "language": project.source.language,
        "sha256": project.source.sha256,
        "whole": item.text is not None,
        "pieces": [[0, item.text]] if item.text is not None else _pieces(project),
        "header": {
            name: [fact.start, fact.end, _place(fact.rule, rules), fact.value]
            for name, fact in project.header
            if fact
        },
        "sections": [_section(section, rules) for section in sections(project)],
        "warnings": [[w.code, w.message, w.start, w.end] for w in project.warnings],
    }


def sections(project: Project) -> tuple[Section, ...]:
    """The overview and the work packages."""
    return (project.overview, *project.work_packages)


def _section(section: Section, rules: dict[str, int]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if isinstance(section, WorkPackage):
        data = {"number": section.number, "label": section.label, "title": section.title}
    data["segments"] = [[segment.start, segment.end] for segment in section.segments]
    for name, columns in COLUMNS.items():
        data[name] = [
            [
                _place(mention.rule, rules) if column == "rule" else _plain(getattr(mention, column))
                for column in columns
            ]
            for mention in getattr(section, name)
        ]
    return data


def _place(rule: str, rules: dict[str, int]) -> int:
    return rules.setdefault(rule, len(rules))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return f"{value.name}, {value.country}" if isinstance(value, Alternative) else value


def _pieces(project: Project) -> list[list[Any]]:
    """The stretches of text that the mentions quote, those that overlap as one."""
    return [[start, text] for start, text in _join((m.start, m.text) for m in mentions(project))]


def _join(quotes: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    at, text = -1, ""
    for start, quote in sorted(quotes):
        if start > at + len(text) or at < 0:
            if text:
                yield at, text
            at, text = start, quote
        else:
            text += quote[at + len(text) - start :]
    if text:
        yield at, text
