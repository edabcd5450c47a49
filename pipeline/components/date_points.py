"""Atoms to points: what a stretch of date words holds, each reading by the rule that found it."""

from __future__ import annotations

import re
from typing import Final

from pipeline.components.date_atoms import CLASSES
from pipeline.components.date_readings import READERS, Reader
from pipeline.components.date_stretch import Parts, Stretch
from pipeline.components.date_values import Evidence, Point
from pipeline.errors import RuleError
from pipeline.patterns import Alphabet
from pipeline.resources import cached
from pipeline.ruleset import Rule, rules

ALPHABET: Final = Alphabet(CLASSES)
_WAITING: Final = ("daymonth", "elided", "year")  # kinds that are little by themselves
_SURE: Final = frozenset(READERS) - {*_WAITING, "short", "decade"}


def expression(rule: str) -> str:
    """The regular expression over atoms of a rule's pattern."""
    return ALPHABET.expression(rules("dates")[rule].pattern or "")


class _Readings:
    """Rules that are tried in order at each place: one pattern, and for each of its groups how to read it."""

    def __init__(self, some: list[Rule]) -> None:
        self.pattern = re.compile("|".join(f"({expression(rule.id)})" for rule in some))
        self.readers: list[tuple[str, str, Reader]] = [("", "", READERS["year"])]
        for rule in some:
            kind = rule.params["kind"]
            self.readers.append((rule.id, kind, READERS[kind]))

    def read(self, m: re.Match[str], stretch: Stretch, evidence: Evidence) -> Point | None:
        """The point of a match, or None where its rule does not hold after all."""
        rule, kind, reader = self.readers[m.lastindex or 0]
        start, end = m.span()
        if kind == "year":
            return Point(start, end, rule, kind, int(stretch.values[start]))
        parts = Parts(m.group(), stretch.values[start:end])
        try:
            return reader(Point(start, end, rule, kind, parts.year), m.group(), parts, stretch, evidence)
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise misread(rule, kind) from error


def misread(rule: str, kind: str) -> RuleError:
    """The error to raise where a rule's pattern leaves out what dates of its kind are made of."""
    return RuleError(f"rule {rule}: its pattern matches what can't be read as a date of kind {kind}")


@cached
def _readings() -> tuple[_Readings, _Readings]:
    """All rules that find points, and those that are tried where one of them does not hold."""
    some = [rule for rule in rules("dates").values() if "kind" in rule.params]
    return _Readings(some), _Readings([rule for rule in some if rule.params["kind"] in _WAITING])


@cached
def _prefix() -> re.Pattern[str]:
    return re.compile(f"(?:({expression('dates.part')})|({expression('dates.approximate')}))$")


_PREFIX_END: Final = frozenset("Ppe1OwhAn-.fdix")  # the last atom that a prefix can have
_LONGEST_PREFIX: Final = 10
_FRACTIONS: Final = {1: "start", 2: "mid", 3: "mid", 4: "end", 5: "end"}
_HALVES: Final = {1: "start", 2: "end", 5: "end"}


def find_points(stretch: Stretch, evidence: Evidence) -> None:
    """Fill the stretch's points, and tell the evidence the years that it writes in full."""
    letters, at = stretch.letters, 0
    points = stretch.points
    every, loosely = _readings()
    while (m := every.pattern.search(letters, at)) is not None:
        point = every.read(m, stretch, evidence)
        if point is None and (loose := loosely.pattern.match(letters, m.start())) is not None:
            m = loose
            point = loosely.read(m, stretch, evidence)
        at = m.end()
        if point is None:
            continue
        if not point.possible:
            stretch.impossible.append(point)
            continue
        at = point.end
        if point.year is not None and point.kind in _SURE:
            evidence.years.append(point.year)
        _take_prefix(point, stretch, points[-1].end if points else 0)
        points.append(point)


def _take_prefix(point: Point, stretch: Stretch, floor: int) -> None:
    """Take in what says which part of the period is meant: "end of", "mid-", "first half of"."""
    letters, start = stretch.letters, point.start
    if start <= floor or letters[start - 1] not in _PREFIX_END:
        return
    m = _prefix().search(letters, max(floor, start - _LONGEST_PREFIX), start)
    if m is None:
        return
    value = stretch.values[m.start()]
    modifier: str | None
    if m.lastindex == 2:
        modifier = "approx"
    elif point.day is not None or point.kind in ("numeric", "ymd"):
        return  # "Date de fin 31 déc. 2007"
    elif m.group()[0] in "Pp":
        modifier = str(value)
    elif m.group()[0] == "e":
        modifier = "mid"
    else:
        halves = "h" in m.group() or "e" in m.group()
        modifier = (_HALVES if halves else _FRACTIONS).get(int(value))
    if modifier is not None:
        point.start, point.modifier = m.start(), modifier
        point.rule = "dates.approximate" if modifier == "approx" else "dates.part"
