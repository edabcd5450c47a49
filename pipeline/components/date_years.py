"""The year of a day that is written without one ("12 May"): that of the dates around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.components.date_values import Point
from pipeline.found import FoundDate
from pipeline.resources import cached
from pipeline.ruleset import rules

RULE: Final = "dates.day-without-year"
_SENTENCE_END: Final = re.compile(r"[.!?…][\"”»)]?\s+[^\W\d_a-zß-öø-ÿ]|\n")
_HALF_A_YEAR: Final = 6
"""Months by which a date lies before the last one to be of the year after."""
_HEAD: Final = 300
"""Characters of the beginning in which an issue's date stands."""


@cached
def _issue() -> re.Pattern[str]:
    """Words that make a page an issue, whose date is that of its head."""
    words = rules("dates")[RULE].params["issues"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def year_of(point: Point, start: int, end: int, text: str, dates: Sequence[FoundDate], at: int) -> int | None:
    """The year of a day and month at characters [start, end); None where nothing tells it.

    Args:
        dates: those of the text that have a year.
        at: how many of them stand before it.
    """
    before = dates[at - 1] if at else None
    after = dates[at] if at < len(dates) else None
    if before is not None and _SENTENCE_END.search(text, before.end, start) is None:
        return _following(before, point)
    if after is not None and _SENTENCE_END.search(text, end, after.start) is None:
        return int(after.earliest[:4])
    if before is not None and text.find("\n", before.end, start) < 0:
        return _following(before, point)
    head = dates[0] if dates else None
    if head is not None and head.start < _HEAD and "/" not in head.value and head.precision != "year":
        return _nearest(head, point) if _issue().search(text, 0, head.start) is not None else None
    return None


def _following(date: FoundDate, point: Point) -> int:
    """The year of what is told after a date: the next one where it would lie far before it."""
    year, month = int(date.latest[:4]), int(date.latest[5:7])
    if date.precision == "year" or point.month is None:
        return year
    return year + (month - point.month >= _HALF_A_YEAR)


def _nearest(date: FoundDate, point: Point) -> int:
    """The year in which a month lies nearest to a date."""
    year, month = int(date.earliest[:4]), int(date.earliest[5:7])
    ahead = (point.month or month) - month
    return year + (ahead < -_HALF_A_YEAR) - (ahead > _HALF_A_YEAR)
