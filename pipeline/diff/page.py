"""A comparison as a page: one HTML file that loads nothing, old and new side by side."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.diff import phrases
from pipeline.diff.changes import CLASSES, TURNS, Change, FieldChange, ProjectDiff, Tally, Told
from pipeline.diff.given import Given


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.diff", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sha256"] = _integrity
    environment.globals.update(
        CLASSES=CLASSES,
        TURNS=TURNS,
        NAMES=phrases.NAMES,
        clean=phrases.clean,
        field_name=phrases.field_name,
        sides=phrases.sides,
        says=_says,
        telling=_telling,
        section_title=phrases.section_title,
        many=phrases.many,
        turns_of=_turns_of,
        by_section=_by_section,
    )
    return environment


class PageView:
    """The page; its filters list the classes, turns, projects and rules that it has changes of."""

    def __init__(self, given: Given) -> None:
        self._given = given
        environment = _environment()
        self._frame = environment.get_template("page.html.jinja")
        self._project = environment.get_template("project.html.jinja")
        self._parts: list[str] = []
        self._refusals: list[str] = []
        self._rules: Counter[str] = Counter()
        self._projects: list[str] = []

    def add(self, told: ProjectDiff) -> None:
        """Take a project."""
        if told.fate == "refused":
            self._refusals += map(str, told.refusals)
            return
        self._rules.update(rule for change in told.changes for rule in set(change.rules))
        self._projects.append(told.id)
        self._parts.append(self._project.render(told=told))

    def whole(self, tally: Tally) -> str:
        """The page."""
        return self._frame.render(
            given=self._given,
            tally=tally,
            parts=self._parts,
            refusals=self._refusals,
            rules=sorted(self._rules.items()),
            projects=self._projects,
        )


def _by_section(told: ProjectDiff) -> Iterator[tuple[str | None, list[Change]]]:
    """The changes of a project under the section that they are shown in, in their order."""
    section: str | None = None
    together: list[Change] = []
    for change in told.changes:
        if change.section != section and together:
            yield section, together
            together = []
        section = change.section
        together.append(change)
    if together:
        yield section, together


def _turns_of(told: ProjectDiff) -> list[tuple[str, int]]:
    counted = Counter(change.turn for change in told.changes)
    return [(turn, counted[turn]) for turn in TURNS if counted[turn]]


def _says(told: Told | None) -> str:
    return phrases.summed_up(told)


def _telling(change: Change) -> list[FieldChange]:
    return list(phrases.telling(change))


def _integrity(text: str) -> str:
    """What a Content-Security-Policy names an inline script or style by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
