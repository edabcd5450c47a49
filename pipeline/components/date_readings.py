"""How the parts of a date are read: one function for each `kind` that a rule names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.components.date_stretch import Parts, Stretch
from pipeline.components.date_values import Evidence, Point

Reader = Callable[[Point, str, Parts, Stretch, Evidence], Point | None]
"""Fills a point from its atoms and returns it; None where the rule does not hold after all."""


def _year(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    return point


def _elided(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    if "S" in parts.rest:
        point.unit = str(parts.rest["S"])
    elif "Q" in parts.rest:
        point.unit = f"Q{parts.rest['Q']}"
    else:
        point.month = parts.months[0] if parts.months else None
        point.day = parts.numbers[0] if parts.numbers else None
    return point


def _words(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point | None:
    if point.year is None:
        if not _short_year_stands(letters, point, stretch):
            return None
        point.numbers = (parts.numbers.pop(),)
    elif letters[0] == "m" and not parts.numbers:
        return None  # "may 2010", "set 2010": words of the language
    point.month = parts.months[0]
    month = next(at for at, letter in enumerate(letters) if letter in "MBm")
    apart = letters[1] == "-" and not stretch.glued(point.start, point.start + 2)
    if parts.numbers and month and (apart or stretch.is_taken(point.start)):
        point.start, point.rule = point.start + month, "dates.month-year"  # "Newsletter 7 – December 2016"
    elif parts.numbers:
        point.day = parts.numbers[0]
    return point


def _short_year_stands(letters: str, point: Point, stretch: Stretch) -> bool:
    """Whether two digits after a month are its year: '17, Jan-16, or where no noun and no number follows."""
    if letters[-2] == "'":
        return True
    if letters[0] in "MBm":
        return letters[0] != "m" and stretch.glued(point.start, point.end)
    following = stretch.following(point.end)[:1]
    return letters[-2] != "," and not following.islower() and not following.isdigit()


def _days(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point | None:
    if point.year is None and letters[-2] == "'":
        point.numbers = (parts.numbers.pop(),)
    first, last = parts.numbers
    point.day, point.month = first, parts.months[0]
    point.until = Point(point.start, point.end, point.rule, point.kind, point.year, point.month, last)
    return point if first < last else None


def _numeric_month(
    point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence
) -> Point | None:
    point.month = parts.numbers[0]
    return point if stretch.glued(point.start, point.end) else None


def _iso_day(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    point.month, point.day = parts.numbers
    evidence.iso = True
    return point


def _numeric_day(
    point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence
) -> Point | None:
    if point.year is None and ("n." in letters or not stretch.glued(point.start, point.end)):
        return None  # 1.2.10 is rather a version
    if point.year is None and stretch.goes_on(point.end, letters[-2]):
        return None  # 01.12.10.42.20 is a telephone number
    point.numbers = tuple(parts.numbers)
    point.dotted = "." in letters
    if not point.dotted:
        evidence.day_first += parts.numbers[0] > 12
        evidence.month_first += parts.numbers[1] > 12
    return point


def _short(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point | None:
    if not stretch.glued(point.start, point.end):
        return None
    point.numbers = tuple(parts.numbers)
    if point.kind == "short" and parts.numbers[0] <= 12:
        evidence.short_years[parts.numbers[1]] += 1
    return point


def _day_month(
    point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence
) -> Point | None:
    point.day, point.month = parts.numbers
    return point if stretch.glued(point.start, point.end) and point.possible else None


def _season(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    point.unit = str(parts.rest["S"])
    if point.year is None:
        point.numbers = (parts.numbers[0],)
    elif len(parts.years) + len(parts.numbers) > 1:
        second = parts.years[1] if len(parts.years) > 1 else parts.numbers[0]
        if (point.year + 1 - second) % 100:
            point.end -= 2  # not "winter 2010/11": what follows belongs to another date
    return point


def _quarter(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    if point.year is None:
        point.numbers = (parts.numbers.pop(),)
    point.unit = f"Q{min(parts.ordinal(), 4)}"  # the last one is the fourth
    return point


def _half(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point:
    if point.year is None:
        point.numbers = (parts.numbers.pop(),)
    point.unit = f"H{min(parts.ordinal(), 2)}"
    return point


def _decade(point: Point, letters: str, parts: Parts, stretch: Stretch, evidence: Evidence) -> Point | None:
    if "D" in parts.rest:
        point.year = int(parts.rest["D"])
    elif point.year is None:
        point.year = 1900 + parts.numbers[0]
    return point if point.year is not None and point.year % 10 == 0 else None


READERS: Final[dict[str, Reader]] = {
    "year": _year,
    "elided": _elided,
    "words": _words,
    "days": _days,
    "my": _numeric_month,
    "ymd": _iso_day,
    "numeric": _numeric_day,
    "ym": _short,
    "short": _short,
    "daymonth": _day_month,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "decade": _decade,
}
