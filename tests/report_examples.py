"""Projects that the tests of the report show: with facts inside facts, and with text that means harm."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from schemas import Project

TEXT = (
    "Harbour Nights 𝄞 (HARB)\n"
    "From 2011-01-03 to 2013.\n"
    "WP1 Mapping: Four workshops in Riga 3/06 were held; a map of Riga was drawn in 2019.\n"
    "WP2 Telling\n"
)
"""The clef is one code point and two units of a browser's strings."""


def mention(text: str, words: str, nth: int = 0, **values: Any) -> dict[str, Any]:
    """A mention of the nth occurrence of words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words, "rule": "tests.rule", **values}


def riga(text: str, nth: int = 0) -> dict[str, Any]:
    place = {"name": "Riga", "country": "LV", "geonameid": 456172, "latitude": 56.9, "longitude": 24.1}
    return mention(text, "Riga", nth, **place)


def date(text: str, words: str, value: str, first: str, last: str) -> dict[str, Any]:
    return mention(text, words, value=value, earliest=first, latest=last, precision="month")


def project(text: str = TEXT, name: str = "harbour", **changes: Any) -> Project:
    """The project of `TEXT`, with other keys of the output where they are given."""
    first, second = text.index("WP1"), text.index("WP2")
    march = date(text, "3/06", "2006-03", "2006-03-01", "2006-03-31")
    late = date(text, "2019", "2019", "2019-01-01", "2019-12-31")
    workshops = {"head": "workshops", "kind": "event", "status": "done", "action": "hold", "count": 4}
    drawn = {"head": "map", "kind": "data", "status": "done", "action": "draw"}
    made: dict[str, Any] = {
        "id": name,
        "source": source(text, name),
        "header": {
            "title": mention(text, "Harbour Nights", value="Harbour Nights"),
            "acronym": mention(text, "HARB", value="HARB"),
            "start_date": mention(text, "2011-01-03", value="2011-01-03"),
            "end_date": mention(text, "2013", value="2013"),
        },
        "overview": {"segments": [{"start": 0, "end": first}]},
        "work_packages": [
            {
                "segments": [{"start": first, "end": second}],
                "number": "1",
                "label": "WP",
                "title": "Mapping",
                "cities": [riga(text), riga(text, 1)],
                "dates": [march, late],
                "counts": [mention(text, "Four workshops", value=4, unit="workshops", head="workshops")],
                "deliverables": [
                    mention(text, "Four workshops in Riga", **workshops, cities=["Riga"], dates=["2006-03"]),
                    mention(text, "map of Riga", **drawn, dates=["2019"]),
                ],
            },
            {
                "segments": [{"start": second, "end": len(text)}],
                "number": "2",
                "label": "WP",
                "title": "Telling",
            },
        ],
        "warnings": [
            {
                "code": "date-outside-project",
                "message": "“2019” lies after the project's end, 2013.",
                "start": late["start"],
                "end": late["end"],
            }
        ],
    }
    return Project.model_validate({**made, **changes})


def source(text: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "sha256": sha256(text.encode()).hexdigest(),
        "encoding": "utf-8",
        "characters": len(text),
        "language": "en",
    }


EVIL = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\"'><b>&amp;{{7*7}}\u2028"
"""Breaks out of a script element, of an attribute, of a string, of a template."""


def hostile() -> tuple[str, Project]:
    """A text and its project with harm in every field that takes any text."""
    text = f"{EVIL} is all there is."
    whole = {"start": 0, "end": len(EVIL), "text": EVIL, "rule": EVIL}
    place = {"name": EVIL, "country": "LV", "geonameid": 1, "latitude": 0, "longitude": 0}
    day = {"value": EVIL, "earliest": EVIL, "latest": EVIL, "precision": "day"}
    other = {"name": EVIL, "country": EVIL, "geonameid": 2}
    links = {"cities": [EVIL], "dates": [EVIL]}
    package = {
        "segments": [{"start": 0, "end": len(text)}],
        "number": EVIL,
        "label": EVIL,
        "title": EVIL,
        "cities": [{**whole, **place, "alternatives": [other]}],
        "dates": [{**whole, **day}],
        "counts": [{**whole, "value": 1, "unit": EVIL, "head": EVIL}],
        "deliverables": [
            {**whole, "head": EVIL, "kind": "event", "status": "done", "action": EVIL, "count": 1, **links}
        ],
    }
    fields = ("title", "acronym", "status", "start_date", "end_date", "programme", "budget", "currency")
    made = {
        "id": EVIL,
        "source": {**source(text, EVIL), "language": EVIL, "encoding": "utf-8"},
        "header": {field: {**whole, "value": EVIL} for field in fields},
        "overview": {"segments": []},
        "work_packages": [package],
        "warnings": [{"code": EVIL, "message": EVIL, "start": 0, "end": len(EVIL)}],
    }
    return text, Project.model_validate(made)
