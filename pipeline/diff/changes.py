"""What a comparison yields: plain data, and as JSON what `factsheet diff --format json` prints.

`docs/diff.md` explains every key, `docs/diff.schema.json` is made from these classes. Within version 1 keys
may be added; a key keeps its name and meaning.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from schemas import City, Count, Date, Deliverable, Fact, ProjectWarning, Segment
from schemas.models import Source

DIFF_VERSION: Literal["1.0"] = "1.0"

Class = Literal[
    "project", "source", "header", "work_package", "city", "date", "count", "deliverable", "warning"
]
"""What a change is about; `project` is the frame of the file itself: its id and the version of its schema."""
Turn = Literal["added", "removed", "changed", "moved"]
Fate = Literal["same", "changed", "added", "removed", "refused"]

CLASSES: tuple[Class, ...] = get_args(Class)
TURNS: tuple[Turn, ...] = get_args(Turn)
FATES: tuple[Fate, ...] = get_args(Fate)

Value = Any
"""A value as it stands in the project's JSON."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else now."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a mention and those around it, each on one line."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Package:
    """A work package without what was found in it."""

    number: str
    label: str
    title: str | None
    segments: tuple[Segment, ...]


Told = City | Date | Count | Deliverable | Fact | ProjectWarning | Package | Source


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of meaning between two extractions of a project.

    `name` says in a word what it is about: a mention's text, a header's key, the label and number of a work
    package, a warning's code. `old_section` and `new_section` are `overview` or a package.
    """

    kind: Annotated[Class, Field(alias="class")]
    turn: Annotated[Turn, Field(alias="change")]
    name: str
    old_section: str | None = None
    new_section: str | None = None
    fields: tuple[FieldChange, ...] = ()
    old: Told | None = None
    new: Told | None = None
    old_words: Words | None = None
    new_words: Words | None = None

    @property
    def section(self) -> str | None:
        """The section under which the change is shown: the new one, where there is one."""
        return self.new_section or self.old_section

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found the old and the new mention."""
        return tuple(rule for side in (self.old, self.new) if (rule := getattr(side, "rule", None)))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that can't be compared: what is wrong, and in which field (null where it is the whole file)."""

    file: str
    field: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class ProjectDiff:
    """What became of one project: its id is the file's path below the folder, without `.json`."""

    id: str
    fate: Annotated[Fate, Field(alias="change")]
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    titles: Annotated[dict[str, str], Field(exclude=True)] = field(default_factory=dict)
    """Titles of work packages by section, for whoever shows the changes."""


@dataclass(slots=True)
class Tally:
    """How many projects met which fate, and how many changes of which turn each class has."""

    projects: Counter[Fate] = field(default_factory=Counter)
    changes: dict[Class, Counter[Turn]] = field(default_factory=dict)

    def add(self, project: ProjectDiff) -> None:
        """Count one project."""
        self.projects[project.fate] += 1
        for change in project.changes:
            self.changes.setdefault(change.kind, Counter())[change.turn] += 1

    @property
    def total(self) -> Counter[Turn]:
        """The changes of each turn, in all classes."""
        return sum(self.changes.values(), Counter())

    @property
    def differs(self) -> bool:
        """Whether anything came, went or changed."""
        return any(self.projects[fate] for fate in ("changed", "added", "removed"))
