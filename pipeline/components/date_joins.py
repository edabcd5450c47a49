"""Points to dates: parts resolved by the document's evidence, neighbours joined to ranges and lists."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pipeline.components.date_atoms import CLASSES
from pipeline.components.date_points import expression, misread
from pipeline.components.date_stretch import Stretch
from pipeline.components.date_values import Evidence, Point, bounds
from pipeline.components.date_years import RULE as DAY_WITHOUT_YEAR
from pipeline.patterns import Alphabet
from pipeline.resources import cached
from pipeline.ruleset import rules

_PATTERNS: Final = Alphabet(CLASSES)
_LIST: Final = _PATTERNS.compile("comma (article | of | preposition)?")
_BETWEEN: Final = re.compile(_PATTERNS.expression("between (of | article | preposition){0,2}") + "$")
_OPENING: Final = "(since | as (of | origin) | origin and preposition)"
_BETWEEN_WORDS: Final = "(of | article | onwards | preposition | since | and | yearnoun){0,3}"
_AFTER: Final = re.compile(_PATTERNS.expression(f"{_OPENING} {_BETWEEN_WORDS}") + "$")
_ORIGIN: Final = re.compile(_PATTERNS.expression("origin (article | yearnoun | preposition)?") + "$")
_BEFORE: Final = re.compile(
    _PATTERNS.expression("until (of | article | preposition | and | to | yearnoun){0,3}") + "$"
)
_ONWARDS: Final = _PATTERNS.compile("yearnoun? comma? preposition? onwards")
_SAME_YEAR: Final = _PATTERNS.compile("(of | article){0,2} same{1,2} article? yearnoun")
_CONTEXT: Final = frozenset("zafguTdictxo")  # the last atom of what opens or closes a date
_WIDTH: Final = 6
_ABBREVIATED: Final = 3  # letters of a month's name
_ADVERBS: Final = frozenset(("on", "an", "poi", "frem"))  # "onwards" only after "from"


@cached
def _between_dates(rule: str) -> re.Pattern[str]:
    """What stands between two dates that a rule joins."""
    return re.compile(expression(rule))


def settle(stretch: Stretch, evidence: Evidence) -> None:
    """Give every point of a stretch its reading, now that the whole document has been seen."""
    kept: list[Point] = []
    for point in stretch.points:
        if point.numbers:
            reader = _LATE.get(point.kind, _short_year)
            try:
                reader(point, evidence, stretch)
            except (IndexError, TypeError, ValueError) as error:
                raise misread(point.rule, point.kind) from error
        (kept if point.possible else stretch.impossible).append(point)
    stretch.points = kept


def _short_year(point: Point, evidence: Evidence, stretch: Stretch) -> None:
    point.year = evidence.full_year(point.numbers[0])
    if point.until is not None:
        point.until.year = point.year


def _numeric_day(point: Point, evidence: Evidence, stretch: Stretch) -> None:
    first, second, *short = point.numbers
    if short:
        point.year = evidence.full_year(short[0])
    point.day, point.month = first, second
    month_first = evidence.month_first > evidence.day_first
    if (month_first or second > 12) and first <= 12 and not point.dotted:
        point.day, point.month = second, first


def _year_month(point: Point, evidence: Evidence, stretch: Stretch) -> None:
    year, number = point.year or 0, point.numbers[0]
    later = year - year % 100 + number
    school = (year + 1) % 100 == number
    slash = stretch.letters[point.start + 1] == "/"
    is_month = 1 <= number <= 12 and not (school if slash else later > year and not evidence.iso)
    if is_month:
        point.month = number
    elif school or later > year:
        point.rule, point.until = (
            "dates.short-years",
            Point(point.start, point.end, point.rule, "year", later),
        )
        if later < year:
            point.until.year = later + 100
    else:
        point.end -= 2


def _short_month(point: Point, evidence: Evidence, stretch: Stretch) -> None:
    month, short = point.numbers
    year = evidence.full_year(short)
    beside = sum(evidence.short_years[other] for other in (short - 1, short, short + 1)) > 1
    margin: int = rules("dates")["dates.month-yy"].params["margin"]
    among = evidence.spans(year, margin) or (beside and not evidence.years)
    if 1 <= month <= 12 and among and _month_stands(point, stretch, beside):
        point.month, point.year = month, year
    elif 1 <= month <= 31 and 1 <= short <= 12:
        point.day, point.month = month, short  # 24/09 - 26/09/2009


def _month_stands(point: Point, stretch: Stretch, beside: bool) -> bool:
    """Whether "3/06" may be a month: no "of" behind a fraction, no counted noun behind "9/10"."""
    following = stretch.letters[point.end : point.end + 1]
    if following == "f" or stretch.following(point.end) == "%":
        return False
    return beside or stretch.letters[point.end - 1] == "Z" or not stretch.noun_follows(point.end)


_LATE: Final = {"numeric": _numeric_day, "ym": _year_month, "short": _short_month}


def join(stretch: Stretch) -> list[Point]:
    """The dates of a stretch: ranges made, years handed on, what stays without a year left out."""
    points = stretch.points
    if len(points) == 1 and points[0].complete and points[0].kind != "days":
        return points  # most stretches
    links = [_link(stretch, a.end, b.start) for a, b in pairwise(points)]
    if links:
        _hand_years(points, links, stretch.letters)
    out: list[Point] = []
    joined = False
    for k, point in enumerate(points):
        if joined:
            joined = False
        elif k < len(links) and (rule := _range_rule(stretch, point, points[k + 1], links[k])) is not None:
            out.append(_range(point, points[k + 1], rule))
            joined = True
        elif point.complete:
            out.extend(_days(point, stretch.letters) if point.kind == "days" else (point,))
        elif point.month is not None and _SAME_YEAR.match(stretch.letters, point.end):
            out.append(point)
        elif point.day is not None and point.month is not None and _has_month_word(stretch, point):
            point.rule = DAY_WITHOUT_YEAR
            out.extend(_days(point, stretch.letters) if point.kind == "days" else (point,))
    return out


def _has_month_word(stretch: Stretch, point: Point) -> bool:
    """Whether the month is written in full, in a word that is nothing else."""
    for at in range(point.start, point.end):
        if stretch.letters[at] in CLASSES["name"]:
            return stretch.letters[at] == "M" or len(stretch.text(at, at + 1)) > _ABBREVIATED
    return False


def _link(stretch: Stretch, start: int, end: int) -> str:
    """How two dates hang together by the atoms between them: "to", "and", "," or not at all."""
    letters = stretch.letters
    if end - start > _WIDTH:
        return ""
    if _between_dates("dates.range").fullmatch(letters, start, end) is not None:
        word = next((at for at in range(start, end) if letters[at] in CLASSES["to"]), None)
        if word is not None and stretch.text(word, word + 1)[0].isupper():
            return ""  # a new sentence: "… 2013 r. Do 2014 …"
        return "to"
    if _between_dates("dates.between").fullmatch(letters, start, end) is not None:
        return "and"
    return "," if _LIST.fullmatch(letters, start, end) is not None else ""


def _hand_years(points: list[Point], links: list[str], letters: str) -> None:
    for k in range(len(links) - 1, -1, -1):
        point, following = points[k], points[k + 1]
        if links[k] and following.complete and not point.complete:
            _complete(point, following, links[k] == "to" or _is_between(letters, point))
    for k, link in enumerate(links):
        if link in ("to", "and") and points[k].complete and not points[k + 1].complete:
            _hand_on(points[k], points[k + 1], link == "to")


def _range_rule(stretch: Stretch, point: Point, following: Point, link: str) -> str | None:
    """The rule by which two dates are the ends of one range, if they are."""
    if not (point.complete and following.complete):
        return None
    between = link == "and" and _is_between(stretch.letters, point)
    if not (link == "to" or between or (link == "and" and _neighbours(point, following))):
        return None
    if not _ordered(point, following, "/" in stretch.letters[point.end : following.start]):
        return None
    return "dates.between" if between else "dates.range"


def _complete(point: Point, following: Point, is_range: bool) -> None:
    """Give a part the year, and the month, of the date that follows it."""
    if following.until is not None and following.kind != "days":
        return
    if following.month is None and following.unit is None:
        return
    year = following.year
    if point.kind == "elided" and point.day is not None and point.month is None:
        if following.day is None:
            if following.kind in ("my", "short") and following.month is not None and point.day <= 12:
                point.month, point.day = point.day, None  # 09.-10.2010
            else:
                return
        elif following.month is not None:
            point.month = following.month
            if point.day >= following.day:
                return
    elif point.month is None and point.unit is None:
        return
    if point.kind == "short" and following.kind != "numeric":
        return
    if is_range and year is not None and point.month is not None and following.month is not None:
        year -= point.month > following.month  # 30 December – 8 January 2021
    point.year = year
    if point.until is not None:
        point.until.year = year
    if point.rule not in ("dates.part", "dates.days", "dates.days-month-first", "dates.numeric-day-month"):
        point.rule = "dates.part-date"
    if not point.possible:
        point.year = None


def _hand_on(point: Point, following: Point, is_range: bool) -> None:
    """Give "3 June" the year of "12 May 2009 and"."""
    if following.month is None or following.day is None or point.month is None or following.kind == "short":
        return
    earlier = following.month < point.month
    if earlier and not is_range:
        return
    following.year = (point.year or 0) + earlier
    if not following.possible:
        following.year = None


def _is_between(letters: str, point: Point) -> bool:
    return _BETWEEN.search(letters, max(0, point.start - _WIDTH), point.start) is not None


def _neighbours(point: Point, following: Point) -> bool:
    """ "11 and 12 February 2021" is one stay; "1 and 15 March" are two days."""
    return (
        point.kind == "elided"
        and point.day is not None
        and following.day == point.day + 1
        and following.month == point.month
    )


def _ordered(point: Point, following: Point, slash: bool) -> bool:
    if following.until is not None or point.until is not None or "decade" in (point.kind, following.kind):
        return False
    if slash and point.precision != following.precision:
        return False
    first, last = bounds(point.value), bounds(following.value)
    return first[0] < last[1] and (first[0] <= last[0]) and first != last


def _range(point: Point, following: Point, rule: str) -> Point:
    return Point(
        point.start, following.end, rule, "range", point.year, point.month, point.day, point.unit, following
    )


def _days(point: Point, letters: str) -> tuple[Point, ...]:
    """Days of one month as a stay, or, for "1 and 15 March 2012" without "between", as two days."""
    last = point.until
    conjunction = letters.find("c", point.start, point.end)
    if last is None or last.day is None or point.day is None or conjunction < 0:
        return (point,)
    if last.day == point.day + 1 or _is_between(letters, point):
        return (point,)
    second = conjunction + 1
    while letters[second] in "dfi":
        second += 1
    year, month, day = point.year, point.month, point.day
    return (
        Point(point.start, conjunction, "dates.part-date", "elided", year, month, day),
        Point(second, point.end, point.rule, "words", year, month, last.day),
    )


def modifier(stretch: Stretch, point: Point) -> str | None:
    """Whether the words around a date open it ("since") or close it ("until")."""
    letters, start = stretch.letters, point.start
    if point.until is not None:
        return None
    before = start > 0 and letters[start - 1] in _CONTEXT
    opening = max(0, start - _WIDTH)
    origin = before and _ORIGIN.search(letters, opening, start) is not None
    after = before and _AFTER.search(letters, opening, start) is not None
    if point.end < len(letters) and (m := _ONWARDS.match(letters, point.end)) is not None:
        after = after or origin or stretch.values[m.end() - 1] not in _ADVERBS
    if after or (origin and (point.month is not None or point.unit is not None)):
        return "after"
    return "before" if before and _BEFORE.search(letters, opening, start) is not None else None
