"""Atoms to points: what a stretch of date words holds, each reading by the rule that found it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.components.date_atoms import CLASSES, Atom
from pipeline.components.date_values import Evidence, Point
from pipeline.patterns import Alphabet
from pipeline.ruleset import Rule, rules

_ALPHABET = Alphabet(CLASSES)
_RULES = rules("dates")
_READ = [rule for rule in _RULES.values() if "kind" in rule.params]
_LOOSE = [rule for rule in _READ if rule.params["kind"] in ("daymonth", "elided", "year")]


def expression(rule: str) -> str:
    """The regular expression over atoms of a rule's pattern."""
    return _ALPHABET.expression(_RULES[rule].pattern or "")


def _union(some: list[Rule]) -> re.Pattern[str]:
    return re.compile("|".join(f"({_ALPHABET.expression(rule.pattern or '')})" for rule in some))


_POINTS = _union(_READ)
_FALLBACK = _union(_LOOSE)
_PREFIX = re.compile(f"(?:({expression('dates.part')})|({expression('dates.approximate')}))$")
_PREFIX_END = frozenset("Ppe1OwhAn-.fdix")
_LONGEST_PREFIX = 10
_FRACTIONS = {1: "start", 2: "mid", 3: "mid", 4: "end", 5: "end"}
_HALVES = {1: "start", 2: "end", 5: "end"}


@dataclass(slots=True)
class Stretch:
    """Tokens that may hold dates: [first, last), their atoms as letters, and where each atom stands in the text."""

    first: int
    last: int
    letters: str
    atoms: list[tuple[int, int, Atom]]  # token, the token's offset, atom
    points: list[Point]
    text: str

    def begin(self, atom: int) -> int:
        """The character where an atom begins."""
        _, offset, part = self.atoms[atom]
        return offset + part.start

    def finish(self, atom: int) -> int:
        """The character after an atom."""
        _, offset, part = self.atoms[atom]
        return offset + part.end

    def capital(self, start: int, end: int) -> bool:
        """Whether a word among the atoms begins with a capital."""
        return any(self.text[offset + part.start].isupper() for _, offset, part in self.atoms[start:end])

    def glued(self, start: int, end: int) -> bool:
        """Whether nothing stands between the atoms."""
        length = sum(part.end - part.start for _, _, part in self.atoms[start:end])
        return self.finish(end - 1) - self.begin(start) == length


class Parts:
    """The values of the atoms of one point, by class."""

    __slots__ = ("months", "numbers", "rest", "years")

    def __init__(self, letters: str, atoms: list[tuple[int, int, Atom]]) -> None:
        self.numbers: list[int] = []
        self.years: list[int] = []
        self.months: list[int] = []
        self.rest: dict[str, int | str] = {}
        for letter, (_, _, atom) in zip(letters, atoms, strict=True):
            value = atom.value
            if letter in "nNZXO":
                self.numbers.append(int(value))
            elif letter == "Y":
                self.years.append(int(value))
            elif letter in "MBm":
                self.months.append(int(value))
            elif letter in "SQH1D":
                self.rest[letter] = value


Doubt = Callable[[int, int], bool]


def find_points(
    stretch: Stretch, evidence: Evidence, plain_end: Doubt, impossible: Callable[[Stretch, Point], None]
) -> None:
    """Fill the stretch's points, and tell the evidence the years that it writes in full.

    Args:
        stretch: the stretch to read.
        evidence: takes the years and orders that are plain.
        plain_end: whether a short year may end at an atom (no counted noun behind it).
        impossible: told of what the calendar does not have.
    """
    letters, at = stretch.letters, 0
    points = stretch.points
    while (m := _POINTS.search(letters, at)) is not None:
        start, end = m.span()
        point = None
        rule = _READ[(m.lastindex or 1) - 1]
        kind = rule.params["kind"]
        parts = Parts(m.group(), stretch.atoms[start:end])
        point = _read(kind, rule.id, m, parts, stretch, evidence, plain_end)
        if point is not None and not point.possible and kind != "numeric":
            impossible(stretch, point)
            point = None
            at = end
            continue
        if point is None and (f := _FALLBACK.match(letters, start)) is not None and rule not in _LOOSE:
            rule = _LOOSE[(f.lastindex or 1) - 1]
            end = f.end()
            parts = Parts(f.group(), stretch.atoms[start:end])
            point = _read(rule.params["kind"], rule.id, f, parts, stretch, evidence, plain_end)
        if point is not None:
            if kind not in ("year", "elided", "daymonth", "short", "decade") and point.year and parts.years:
                evidence.years.extend(parts.years)
            _prefix(point, stretch, points[-1].end if points else 0)
            points.append(point)
        at = end


def _read(
    kind: str,
    rule: str,
    m: re.Match[str],
    parts: Parts,
    stretch: Stretch,
    evidence: Evidence,
    plain_end: Doubt,
) -> Point | None:
    start, end = m.span()
    letters = m.group()
    numbers, months = parts.numbers, parts.months
    year = parts.years[0] if parts.years else None
    point = Point(start, end, rule, kind, year)
    if kind == "year":
        return point
    if kind == "elided":
        return _elided(point, parts)
    if kind == "words":
        if year is None:
            short = numbers.pop()
            if not _short_year_stands(letters, stretch, start, end, plain_end):
                return None
            point.numbers = (short,)
        elif letters[0] == "m" and not numbers:
            return None  # "may 2010", "set 2010": words of the language
        point.month = months[0]
        point.day = numbers[0] if numbers else None
    elif kind == "days":
        if year is None and letters[-2:-1] == "'":
            point.numbers = (numbers.pop(),)
        point.day, point.month = numbers[0], months[0]
        point.until = Point(start, end, rule, kind, year, months[0], numbers[1])
        if not point.possible or not point.until.possible:
            return point if not point.possible else None
    elif kind == "my":
        if not stretch.glued(start, end):
            return None
        point.month = numbers[0]
    elif kind == "ymd":
        point.month, point.day = numbers
        evidence.iso = True
    elif kind == "numeric":
        if year is None and "." in letters and "n" in letters:
            return None  # 1.2.10 is rather a version
        if year is None and not stretch.glued(start, end):
            return None
        point.numbers = tuple(numbers)
        if "." not in letters:
            evidence.day_first += numbers[0] > 12
            evidence.month_first += numbers[1] > 12
    elif kind in ("ym", "short"):
        if not stretch.glued(start, end):
            return None
        point.numbers = tuple(numbers)
        if kind == "short" and numbers[0] <= 12:
            evidence.short_months.append(numbers[1])
    elif kind == "daymonth":
        if not stretch.glued(start, end):
            return None
        point.day, point.month = numbers
        return point if point.possible else None
    else:
        return _period(point, letters, parts, stretch)
    return point


def _elided(point: Point, parts: Parts) -> Point | None:
    rest = parts.rest
    if "S" in rest:
        point.unit = str(rest["S"])
    elif "Q" in rest:
        point.unit = f"Q{rest['Q']}"
    else:
        point.month = parts.months[0] if parts.months else None
        point.day = parts.numbers[0] if parts.numbers else None
    return point


def _period(point: Point, letters: str, parts: Parts, stretch: Stretch) -> Point | None:
    rest, numbers = parts.rest, parts.numbers
    if point.kind == "decade":
        if "D" in rest:
            point.year = int(rest["D"])
        elif point.year is None:
            point.year = 1900 + numbers[0]
        return point if point.year is not None and point.year % 10 == 0 else None
    if point.year is None:
        point.numbers = (numbers.pop(),)
    if point.kind == "season":
        point.unit = str(rest["S"])
        years = parts.years
        second = years[1] if len(years) > 1 else numbers[-1] if numbers else None
        if second is not None and point.year is not None and (point.year + 1 - second) % 100:
            point.end -= 2  # not "winter 2010/11": the rest is another date's
    elif point.kind == "quarter":
        number = int(rest["Q"]) if "Q" in rest else int(rest["1"]) if "1" in rest else numbers[0]
        point.unit = f"Q{min(number, 4)}"
    else:
        number = int(rest["H"]) if "H" in rest else int(rest["1"]) if "1" in rest else numbers[0]
        point.unit = _half(number)
    return point if point.unit is not None else None


def _half(number: int) -> str | None:
    return {1: "H1", 2: "H2", 5: "H2"}.get(number)


def _short_year_stands(letters: str, stretch: Stretch, start: int, end: int, plain_end: Doubt) -> bool:
    """Whether two digits after a month are its year: '17, or at the end of a date that no noun follows."""
    if letters[-2] == "'":
        return True
    if letters[0] in "MBm":  # Jan-16
        return letters[0] != "m" and stretch.glued(start, end)
    return letters[-2] != "," and plain_end(start, end)


def _prefix(point: Point, stretch: Stretch, floor: int) -> None:
    """Take in what says which part of the period is meant."""
    letters, start = stretch.letters, point.start
    if start <= floor or letters[start - 1] not in _PREFIX_END:
        return
    m = _PREFIX.search(letters, max(floor, start - _LONGEST_PREFIX), start)
    if m is None:
        return
    opening = m.start()
    first = m.group()[0]
    value = stretch.atoms[opening][2].value
    if m.lastindex == 2:
        modifier = "approx"
    elif point.day is not None or point.kind in ("numeric", "ymd"):
        return  # "Date de fin 31 déc. 2007"
    elif first in "Pp":
        modifier = str(value)
    elif first == "e":
        modifier = "mid"
    else:
        halves = "h" in m.group() or "e" in m.group()
        found = (_HALVES if halves else _FRACTIONS).get(int(value))
        if found is None:
            return
        modifier = found
    point.start, point.modifier = opening, modifier
    point.rule = "dates.approximate" if modifier == "approx" else "dates.part"
