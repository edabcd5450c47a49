"""The models of one extracted project. Imports nothing else of Factsheet.

Offsets (``start``, ``end``) are Unicode code points into the decoded source text exactly as it stands, end
exclusive: ``source_text[start:end] == text``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION = "1.0"

Kind = Literal["document", "event", "body", "data", "tool", "pilot", "works", "agreement", "other"]
Status = Literal["done", "planned", "ongoing"]
DateModifier = Literal["start", "mid", "end", "approx", "before", "after"]
CountModifier = Literal["at_least", "at_most", "approx", "more_than", "less_than"]
Precision = Literal["day", "month", "season", "quarter", "half-year", "year", "decade"]


class Model(BaseModel):
    """What every model here is: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Model):
    """The words in the source text that a value came from."""

    start: int = Field(ge=0, description="first code point")
    end: int = Field(ge=0, description="code point after the last")


class Segment(Evidence):
    """One stretch of text of a section."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the end {self.end} comes before the start {self.start}")
        return self


class Mention(Evidence):
    """Something that the text says, with the rule that found it."""

    text: str
    rule: str


def _exact(mentions: Sequence[Mention]) -> None:
    """Raise ValueError where a mention's text is not as long as its offsets say.

    One call a section, not one a mention: calling a validator costs more than what it checks.
    """
    for mention in mentions:
        if len(mention.text) != mention.end - mention.start:
            length = mention.end - mention.start
            raise ValueError(f"{mention.text!r} has {len(mention.text)} characters, its offsets {length}")


class Fact(Mention):
    """A value that the page states of the project as a whole."""

    value: str | int | float


class Alternative(Model):
    """Another place of the same name that a mention could mean."""

    name: str
    country: str
    geonameid: int


class City(Mention):
    """A populated place."""

    name: str = Field(description="usual English name")
    country: str = Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")
    geonameid: int
    latitude: float
    longitude: float
    alternatives: tuple[Alternative, ...] = Field(default=(), description="places it could mean as well")


class Date(Mention):
    """A calendar expression."""

    value: str = Field(description="ISO 8601, reduced precision; ranges A/B; 2010-Q2, 2010-H1, 2006-autumn")
    earliest: str = Field(description="first day, ISO")
    latest: str = Field(description="last day, ISO")
    precision: Precision
    modifier: DateModifier | None = None


class Count(Mention):
    """A number of things."""

    value: int | float
    value_max: int | float | None = Field(default=None, description="upper end of a range")
    unit: str = Field(description="the counted noun phrase")
    head: str = Field(description="its head noun, as written")
    modifier: CountModifier | None = None


class Deliverable(Mention):
    """Something that the project brought, brings or will bring about."""

    head: str = Field(description="head noun, as written")
    kind: Kind
    status: Status
    action: str | None = Field(default=None, description="lemma of the verb that delivers it")
    count: int | float | None = None
    cities: tuple[str, ...] = Field(default=(), description="City.name of the same clause")
    dates: tuple[str, ...] = Field(default=(), description="Date.value of the same clause")


class Section(Model):
    """Text that belongs together, and what was found in it."""

    segments: tuple[Segment, ...]
    cities: tuple[City, ...] = ()
    dates: tuple[Date, ...] = ()
    counts: tuple[Count, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()

    @model_validator(mode="after")
    def _evident(self) -> Self:
        _exact((*self.cities, *self.dates, *self.counts, *self.deliverables))
        return self


class WorkPackage(Section):
    """The text about one work package."""

    number: str = Field(description="as written: 1, A1, 2.1, T1")
    label: str = Field(description="WP, Action, Task, ...")
    title: str | None = None


class Header(Model):
    """What the page says of the project as a whole."""

    title: Fact | None = None
    acronym: Fact | None = None
    status: Fact | None = None
    start_date: Fact | None = None
    end_date: Fact | None = None
    programme: Fact | None = None
    budget: Fact | None = None
    currency: Fact | None = None
    cofinancing_rate: Fact | None = None
    partner_count: Fact | None = None
    stated_work_packages: Fact | None = None

    @model_validator(mode="after")
    def _evident(self) -> Self:
        _exact([fact for fact in vars(self).values() if fact is not None])
        return self


class Source(Model):
    """The description as it came."""

    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the bytes")
    encoding: str
    characters: int
    language: str | None = Field(description="ISO 639-1, null where it was not recognised")


class ProjectWarning(Model):
    """Something that a reader should look at."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Project(Model):
    """Everything extracted from one description."""

    schema_version: Literal["1.0"] = "1.0"
    id: str
    source: Source
    header: Header
    overview: Section
    work_packages: tuple[WorkPackage, ...] = ()
    warnings: tuple[ProjectWarning, ...] = ()
    credits: tuple[str, ...] = Field(
        default=(), description="whom to name where this is published: owners of the data in it"
    )

    @model_validator(mode="after")
    def _sections_cover_the_text(self) -> Self:
        sections = (self.overview, *self.work_packages)
        segments = sorted([(s.start, s.end) for section in sections for s in section.segments])
        at = 0
        for start, end in segments:
            if start != at:
                raise ValueError(f"sections leave a gap or overlap at offset {at}")
            at = end
        if at != self.source.characters:
            raise ValueError(f"sections end at {at}, the text at {self.source.characters}")
        return self


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `Project`."""
    return Project.model_json_schema(mode="serialization")
