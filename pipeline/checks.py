"""Where a text contradicts itself, or tells of what was there before: warnings for a person to look at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final

from spacy.tokens import Doc

from pipeline.document import findings, reject, view
from pipeline.found import FoundCount, FoundDate
from pipeline.page import FoundFact

_NUMBERS: Final = re.compile(r"\d+|[A-Za-z]+\d+")
_RANGE: Final = re.compile(r"(\d+)\s?[-–]\s?(\d+)")
_COARSE: Final = ("year", "decade")
_PARTNERS: Final = ("partner", "parten", "socio", "parter", "projektpartner", "projectpartner")
_SUBSET: Final = 0.6
"""A smaller share of the partners is a part of them ("the two Danish partners"), no other count of all."""
_SEVERAL: Final = 3
_EARLIER: Final = range(2, 31)
"""Years before the project began in which others brought a thing about; longer ago, it is a thing's age."""


@dataclass(slots=True)
class FoundWarning:
    """A warning, at characters [start, end) of the Doc's text where it has a place."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


def check(doc: Doc, facts: dict[str, FoundFact], language: str | None) -> list[FoundWarning]:
    """The warnings of a Doc, its header facts, and the language that was recognised (None for none)."""
    warnings: list[FoundWarning] = []
    if language is None:
        message = "No supported language was recognised: only what does not depend on the language was found."
        warnings.append(FoundWarning("language-unknown", message))
    warnings += _packages(doc, facts)
    warnings += _period(doc, facts)
    warnings += _partners(doc, facts)
    return warnings


def _packages(doc: Doc, facts: dict[str, FoundFact]) -> Iterator[FoundWarning]:
    """Another number of work packages than the text states; to describe none is no contradiction."""
    stated = facts.get("stated_work_packages")
    numbers = {n: None for p in findings(doc).packages if p.label == "WP" for n in _expanded(p.number)}
    counts = (len(numbers), len(numbers.keys() - {"0"}))  # a package 0 is the preparation
    if stated is None or not numbers or stated.value in counts:
        return
    listed = ", ".join(numbers)
    message = f"The text states {stated.value} work packages, but {len(numbers)} were found: {listed}."
    yield FoundWarning("work-packages-stated-vs-found", message, stated.start, stated.end)


def _expanded(number: str) -> list[str]:
    """The top-level packages of a label's number: "1-2" and "1 and 2" are two, "2.1" is part of 2."""
    if m := _RANGE.fullmatch(number):
        return [str(n) for n in range(int(m[1]), min(int(m[2]), int(m[1]) + 30) + 1)]
    if "." in number:
        return [number.partition(".")[0]]
    return _NUMBERS.findall(number) or [number]


def _period(doc: Doc, facts: dict[str, FoundFact]) -> Iterator[FoundWarning]:
    """An end before the start, and what is said to happen outside the project's time."""
    dates: list[FoundDate] = findings(doc).dates
    by_start = {d.start: d for d in dates}
    start_fact, end_fact = facts.get("start_date"), facts.get("end_date")
    start = by_start.get(start_fact.start) if start_fact else None
    end = by_start.get(end_fact.start) if end_fact else None
    if start and end and end.latest < start.earliest:
        message = f"The project ends on {end.value}, before it starts on {start.value}."
        yield FoundWarning("end-before-start", message, end.start, end.end)
        return
    happening = _Happening(doc)
    for date in dates:
        if date is start or date is end or date.precision in _COARSE or date.modifier in ("after", "before"):
            continue
        if start and date.latest < start.earliest and happening.delivered(date):
            message = f"{_quoted(doc, date)} lies before the project's start, {_value(start_fact)}."
        elif end and date.earliest > end.latest and happening.at(date):
            message = f"{_quoted(doc, date)} lies after the project's end, {_value(end_fact)}."
        else:
            continue
        yield FoundWarning("date-outside-project", message, date.start, date.end)


def leave_out_earlier(doc: Doc, facts: dict[str, FoundFact]) -> None:
    """Take out deliverables that were there years before the project began: others brought them about.

    A single year before belongs to what a project builds upon and may well be its own; what is much older is
    the age of a thing that the project works on ("barns of 1840 restored").
    """
    fact = facts.get("start_date")
    if fact is None:
        return
    began = int(str(fact.value)[:4])
    kept = []
    for deliverable in findings(doc).deliverables:
        years = [int(date.rpartition("/")[2][:4]) for date in deliverable.dates]
        if years and deliverable.status != "planned" and began - max(years) in _EARLIER:
            reject(
                doc, deliverable.start, deliverable.end, deliverable.rule, "it was there before the project"
            )
        else:
            kept.append(deliverable)
    findings(doc).deliverables = kept


def leave_out_title(doc: Doc, facts: dict[str, FoundFact]) -> None:
    """Take out deliverables that the project's own title names ("Restoration of the floating reedbeds")."""
    title = facts.get("title")
    deliverables = findings(doc).deliverables
    if title is None or not deliverables:
        return
    kept = [d for d in deliverables if not title.start <= d.start < title.end]
    for named in deliverables:
        if title.start <= named.start < title.end:
            reject(doc, named.start, named.end, named.rule, "it is in the title of the project")
    findings(doc).deliverables = kept


class _Happening:
    """Where a date says when the project did something: in a work package, in a deliverable's clause."""

    def __init__(self, doc: Doc) -> None:
        self._packages = sorted(segment for p in findings(doc).packages for segment in p.segments)
        dates: list[FoundDate] = findings(doc).dates
        self._delivered: set[int] = set()
        for deliverable in findings(doc).deliverables:
            if deliverable.dates:
                first, last = (bisect_left(dates, token, key=_first) for token in deliverable.clause)
                self._delivered.update(d.first for d in dates[first:last] if d.value in deliverable.dates)

    def delivered(self, date: FoundDate) -> bool:
        """The date stands beside a deliverable; elsewhere an early one may be background."""
        return date.first in self._delivered

    def at(self, date: FoundDate) -> bool:
        """The date stands beside a deliverable or in a work package."""
        after = bisect_right(self._packages, date.start, key=_start)
        return self.delivered(date) or (after > 0 and date.start < self._packages[after - 1][1])


_first = attrgetter("first")
_start = itemgetter(0)


def _quoted(doc: Doc, date: FoundDate) -> str:
    return f"“{view(doc).text[date.start : date.end]}” ({date.value})"


def _value(fact: FoundFact | None) -> str:
    return str(fact.value) if fact else ""


def _partners(doc: Doc, facts: dict[str, FoundFact]) -> Iterator[FoundWarning]:
    """Another number of partners in the text than in the furniture."""
    stated = facts.get("partner_count")
    if stated is None:
        return
    counts: list[FoundCount] = findings(doc).counts
    for count in counts:
        other = (count.start < stated.end and stated.start < count.end) or count.value == stated.value
        if other or count.value_max or count.modifier or not count.unit.lower().startswith(_PARTNERS):
            continue
        if count.value >= max(_SEVERAL, _SUBSET * float(stated.value)):
            written = view(doc).text[count.start : count.end]
            message = f"The text counts “{written}”, but the page states {stated.value} partners."
            yield FoundWarning("partner-count-differs", message, count.start, count.end)
            return
