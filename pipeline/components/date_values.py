"""Values of dates: ISO 8601 of reduced precision, with their first and last day.

Our own month tables and not dateparser: one call of it costs half a millisecond, more than the whole stage
takes for three documents; it fills what is not written from the day of the run, and it knows no ranges, no
quarters and no "3/06".
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

_SEASONS: Final = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12)}
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PRECISIONS: Final = ("day", "month", "season", "quarter", "half-year", "year", "decade")


class Point:
    """A date, or a part of one that waits for the rest ("12" in "12 and 13 May").

    It stands at atoms [start, end) of its stretch. `until` is the end of a range.
    """

    __slots__ = (
        "day",
        "dotted",
        "end",
        "kind",
        "modifier",
        "month",
        "numbers",
        "rule",
        "start",
        "unit",
        "until",
        "year",
    )

    def __init__(
        self,
        start: int,
        end: int,
        rule: str,
        kind: str,
        year: int | None = None,
        month: int | None = None,
        day: int | None = None,
        unit: str | None = None,
        until: Point | None = None,
        modifier: str | None = None,
        numbers: tuple[int, ...] = (),
        dotted: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.kind = kind
        self.year = year
        self.month = month
        self.day = day
        self.unit = unit  # Q2, H1, spring
        self.until = until
        self.modifier = modifier
        self.numbers = numbers  # figures whose reading waits for the whole document
        self.dotted = dotted

    @property
    def complete(self) -> bool:
        """Whether a year is known, and everything between it and the smallest part."""
        return self.year is not None

    @property
    def value(self) -> str:
        """ISO 8601 of reduced precision."""
        if self.kind == "decade" and self.year is not None:
            return f"{self.year}/{self.year + 9}"
        text = f"{self.year}"
        if self.unit is not None:
            text += f"-{self.unit}"
        elif self.month is not None:
            text += f"-{self.month:02}"
            if self.day is not None:
                text += f"-{self.day:02}"
        if self.until is not None:
            return f"{text}/{self.until.value}"
        return text

    @property
    def precision(self) -> str:
        """What `schemas.models.Precision` calls it; of a range, that of its coarser end."""
        own = self._precision()
        if self.until is None:
            return own
        return max(own, self.until.precision, key=_PRECISIONS.index)

    def _precision(self) -> str:
        if self.kind == "decade":
            return "decade"
        if self.unit is not None:
            return {"Q": "quarter", "H": "half-year"}.get(self.unit[0], "season")
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    @property
    def possible(self) -> bool:
        """Whether the calendar has such a day."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.until is not None and not self.until.possible:
            return False
        if self.day is None or self.month is None:
            return True
        return 1 <= self.day <= (days_in(self.year, self.month) if self.year else _LENGTHS[self.month - 1])


def days_in(year: int, month: int) -> int:
    """The number of days of a month."""
    if month == 2 and (year % 4 or (year % 100 == 0 and year % 400)):
        return 28
    return _LENGTHS[month - 1]


@lru_cache(maxsize=10_000)
def bounds(value: str) -> tuple[str, str]:
    """The first and last day of a value, as ISO days. The winter of a year counts as its December."""
    first, _, last = value.partition("/")
    if last:
        return bounds(first)[0], bounds(last)[1]
    year, _, rest = first.partition("-")
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if "-" in rest:
        return first, first
    if rest[0] == "Q":
        opening = 3 * int(rest[1]) - 2
        closing = opening + 2
    elif rest[0] == "H":
        opening = 6 * int(rest[1]) - 5
        closing = opening + 5
    elif rest in _SEASONS:
        opening, closing = _SEASONS[rest]
    else:
        opening = closing = int(rest)
    return f"{year}-{opening:02}-01", f"{year}-{closing:02}-{days_in(int(year), closing)}"


class Evidence:
    """What the document's own dates say: its years, and whether days come before months."""

    def __init__(self, pivot: int) -> None:
        self.years: list[int] = []
        self.first: int | None = None
        self.last: int | None = None
        self.day_first = 0
        self.month_first = 0
        self.iso = False
        self.short_years: Counter[int] = Counter()  # of what looks like "3/06"
        self._pivot = pivot

    def settle(self, reach: int) -> None:
        """Take the span of the years within `reach` of their median: "founded in 1921" is far off."""
        if self.years:
            middle = sorted(self.years)[len(self.years) // 2]
            near = [year for year in self.years if abs(year - middle) <= reach]
            self.first, self.last = min(near), max(near)

    def spans(self, year: int, margin: int = 0) -> bool:
        """Whether the year lies among the document's, or so many years beside them."""
        return (
            self.first is not None
            and self.last is not None
            and self.first - margin <= year <= self.last + margin
        )

    def full_year(self, short: int) -> int:
        """The year that two digits mean: the nearest to the document's own years, else by the pivot."""
        if self.first is None or self.last is None:
            return self._pivot + (short - self._pivot) % 100
        opening = (self.first + self.last) // 2 - 50
        return opening + (short - opening) % 100
