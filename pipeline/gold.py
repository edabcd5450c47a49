"""Gold: what people annotated in a text, one JSON file a document, to measure output against.

A row marked `opt` is one about which careful readers would disagree: it is neither required nor punished.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipeline.errors import OutputError, UsageError
from pipeline.store import reason

Number = int | float

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12)}


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True)


class Row(_Gold):
    """Characters [start, end) of the text."""

    start: int
    end: int
    opt: bool = False


class Package(Row):
    """A part of the text that is about one work package; one package may have several."""

    number: str
    title: str | None = None


class Quoted(Row):
    """A mention, as the text writes it."""

    text: str


class City(Quoted):
    """A populated place."""

    name: str
    country: str


class Date(Quoted):
    """A calendar expression."""

    value: str
    mod: str | None = None

    @field_validator("value")
    @classmethod
    def _is_date(cls, value: str) -> str:
        try:
            _bounds(value)
        except (ValueError, IndexError):
            raise ValueError(f"{value!r} is no date") from None
        return value

    @property
    def bounds(self) -> tuple[str, str]:
        """Its earliest and latest day, ISO."""
        return _bounds(self.value)


class Count(Quoted):
    """A number of things; a range has two values."""

    value: Number | tuple[Number, Number]
    head: str

    @property
    def bounds(self) -> tuple[Number, Number]:
        """The lowest and the highest number."""
        return self.value if isinstance(self.value, tuple) else (self.value, self.value)


class Deliverable(Quoted):
    """Something brought about; the head noun of its phrase stands at [head_start, head_end)."""

    head: str
    head_start: int
    head_end: int
    kind: str
    status: str
    count: Number | tuple[Number, Number] | None = None
    cities: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


class Gold(_Gold):
    """What is annotated in one text."""

    doc: str
    language: str
    fields: dict[str, str | Number | None]
    work_packages: tuple[Package, ...]
    cities: tuple[City, ...]
    dates: tuple[Date, ...]
    counts: tuple[Count, ...]
    deliverables: tuple[Deliverable, ...]


def read_gold(folder: Path) -> list[Gold]:
    """The gold in a folder, in the order of its files. Raises UsageError or OutputError."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise UsageError(f"the folder {folder} holds no gold (*.json)")
    return [_read(path) for path in paths]


def _read(path: Path) -> Gold:
    try:
        # A document goes by its file, as its output does.
        return Gold.model_validate_json(path.read_bytes()).model_copy(update={"doc": path.stem})
    except OSError as error:
        raise OutputError(f"{path} can't be read: {reason(error)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise OutputError(f"{path} is no gold: {where}: {first['msg']}") from error


def _bounds(value: str) -> tuple[str, str]:
    first, *more = value.split("/")
    last = more[-1] if more else first
    return _days(first)[0].isoformat(), _days(last)[1].isoformat()


def _days(value: str) -> tuple[date, date]:
    """First and last day of a reduced ISO value: 2006, 2006-03, 2006-03-01, 2010-Q2, 2010-H1, 2006-autumn."""
    year_text, dash, rest = value.partition("-")
    year = int(year_text)
    if not dash:
        return date(year, 1, 1), date(year, 12, 31)
    if rest in _SEASONS:
        first, last = _SEASONS[rest]
    elif rest[0] == "Q":
        first = 3 * int(rest[1]) - 2
        last = first + 2
    elif rest[0] == "H":
        first = 6 * int(rest[1]) - 5
        last = first + 5
    elif "-" in rest:
        month, _, day = rest.partition("-")
        return (exact := date(year, int(month), int(day))), exact
    else:
        first = last = int(rest)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
