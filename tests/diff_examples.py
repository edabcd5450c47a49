"""Projects for tests of `factsheet diff`, read from short texts by a few fixed words, without extraction."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from schemas import (
    City,
    Count,
    Date,
    Deliverable,
    Fact,
    Header,
    Project,
    ProjectWarning,
    Section,
    Segment,
    Source,
    WorkPackage,
)

CITIES = {"Riga": ("LV", 1), "Malmö": ("SE", 2), "Turku": ("FI", 3), "Gdańsk": ("PL", 4), "Bremen": ("DE", 5)}
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
THINGS = {
    "report": "document",
    "atlas": "document",
    "workshops": "event",
    "seminars": "event",
    "website": "tool",
}
_CITY = re.compile("|".join(CITIES))
_DATE = re.compile(r"\b(\d{1,2})/(\d\d)\b")
_COUNT = re.compile(rf"\b({'|'.join(NUMBERS)})\s+(\w+)")
_DELIVERABLE = re.compile(rf"\b(?:(?:{'|'.join(NUMBERS)})\s+)?({'|'.join(THINGS)})\b")
_HEADING = re.compile(r"^(WP|Task) (\w+): (.*)$", re.MULTILINE)
_BUDGET = re.compile(r"Budget (\d+)")


def read(text: str, name: str = "p", **changes: Any) -> Project:
    """The project that a text tells; headings like `WP 1: Title` begin work packages."""
    headings = list(_HEADING.finditer(text))
    cuts = [heading.start() for heading in headings] + [len(text)]
    packages: dict[tuple[str, str], dict[str, Any]] = {}
    for heading, end in zip(headings, cuts[1:], strict=True):
        label, number, title = heading.groups()
        found = _mentions(text, heading.start(), end)
        segment = Segment(start=heading.start(), end=end)
        known = packages.setdefault((label, number), {"title": title, "segments": ()})
        known["segments"] += (segment,)
        for kind, mentions in found.items():
            known[kind] = known.get(kind, ()) + mentions
    budget = _BUDGET.search(text)
    data: dict[str, Any] = {
        "id": name,
        "source": Source(
            name=name,
            sha256=sha256(text.encode()).hexdigest(),
            encoding="utf-8",
            characters=len(text),
            language="en",
        ),
        "header": Header(budget=budget and _fact(budget)),
        "overview": Section(segments=(Segment(start=0, end=cuts[0]),), **_mentions(text, 0, cuts[0])),
        "work_packages": tuple(
            WorkPackage(label=label, number=number, **rest) for (label, number), rest in packages.items()
        ),
        "warnings": tuple(
            ProjectWarning(code="doubt", message=f"“{m[0]}” is doubtful.", start=m.start(), end=m.end())
            for m in re.finditer(r"\w+\?", text)
        ),
    }
    return Project(**data | changes)


def _mentions(text: str, start: int, end: int) -> dict[str, Any]:
    def span(match: re.Match[str], rule: str) -> dict[str, Any]:
        return {"start": match.start(), "end": match.end(), "text": match[0], "rule": rule}

    return {
        "cities": tuple(
            City(
                **span(m, "cities.known"),
                name=m[0],
                country=CITIES[m[0]][0],
                geonameid=CITIES[m[0]][1],
                latitude=1.5,
                longitude=2.5,
            )
            for m in _CITY.finditer(text, start, end)
        ),
        "dates": tuple(
            Date(
                **span(m, "dates.month-yy"),
                value=f"20{m[2]}-{int(m[1]):02}",
                earliest=f"20{m[2]}-{int(m[1]):02}-01",
                latest=f"20{m[2]}-{int(m[1]):02}-28",
                precision="month",
            )
            for m in _DATE.finditer(text, start, end)
        ),
        "counts": tuple(
            Count(**span(m, "counts.word"), value=NUMBERS[m[1]], unit=m[2], head=m[2])
            for m in _COUNT.finditer(text, start, end)
        ),
        "deliverables": tuple(
            Deliverable(
                **span(m, "deliverables.passive"),
                head=m[1],
                kind=THINGS[m[1]],  # type: ignore[arg-type]
                status="done",
                count=NUMBERS.get(m[0].split()[0]),
            )
            for m in _DELIVERABLE.finditer(text, start, end)
        ),
    }


def _fact(match: re.Match[str]) -> Fact:
    return Fact(start=match.start(), end=match.end(), text=match[0], rule="page.amount", value=int(match[1]))
