"""Changes in words, for people: what `text.py` and the page show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.diff.changes import Change, Class, FieldChange, Package, Told, Words
from pipeline.diff.fields import one_line
from pipeline.errors import CONTROLS
from schemas import City, Count, Date, Deliverable, Fact, ProjectWarning, Segment
from schemas.models import Alternative

NAMES: dict[Class, str] = {
    "project": "project",
    "source": "source",
    "header": "header",
    "work_package": "work package",
    "city": "city",
    "date": "date",
    "count": "count",
    "deliverable": "deliverable",
    "warning": "warning",
}
_FOLLOWS = {
    # What need not be told beside one that it follows from.
    "value": ("earliest", "latest", "precision"),
    "country": ("geonameid", "latitude", "longitude"),
    "name": ("geonameid", "latitude", "longitude"),
    "geonameid": ("latitude", "longitude"),
    "text": ("unit", "head"),
    "characters": ("sha256",),
}
_ITSELF = ("text", "value", "message")
"""Fields whose value needs no name."""
_DASH = "–"


def clean(text: str) -> str:
    """Text on one line without control characters."""
    return one_line(text.translate(CONTROLS))


def named(change: Change) -> str:
    """What a change is about: `city Riga`, `date "2/07"`, `header budget`, `title` of a work package."""
    if change.kind in ("city", "header", "work_package", "project", "warning"):
        return f"{NAMES[change.kind]} {clean(change.name)}"
    if change.kind == "source":
        return "source"
    return f"{NAMES[change.kind]} {quoted(change.name)}"


def summed_up(told: Told | None) -> str:
    """All that something says, in a line."""
    match told:
        case City():
            name = clean(told.name) if told.text == told.name else f"{clean(told.text)} = {clean(told.name)}"
            return f"{name} ({told.country})"
        case Date():
            return f"{quoted(told.text)} = {' '.join(filter(None, (told.modifier, clean(told.value))))}"
        case Count():
            number = shown(told.value)
            if told.value_max is not None:
                number += f"{_DASH}{shown(told.value_max)}"
            modifier = (told.modifier or "").replace("_", " ")
            return f"{quoted(told.text)} = {' '.join(filter(None, (modifier, number, clean(told.unit))))}"
        case Deliverable():
            facts = [told.kind, told.status, *map(clean, (*told.cities, *told.dates))]
            return f"{clean(told.text)} ({', '.join(facts)})"
        case Fact():
            value = shown(told.value)
            return value if value == clean(told.text) else f"{value}, from {quoted(told.text)}"
        case ProjectWarning():
            return clean(told.message)
        case Package():
            return clean(told.title or "")
        case _:
            return ""


def telling(change: Change) -> Iterator[FieldChange]:
    """The fields of a change that a reader needs: not those that follow from another one."""
    names = {field.name for field in change.fields}
    follow = {name for field in change.fields for name in _FOLLOWS.get(field.name, ())}
    if change.kind == "header" and "value" in names:
        follow.add("text")
    yield from (field for field in change.fields if field.name not in follow)


def field_name(field: FieldChange) -> str:
    """How a field is called before its values; empty for what says itself."""
    return "" if field.name in _ITSELF else field.name.replace("_", " ")


def sides(field: FieldChange) -> tuple[str, str]:
    """The old and the new value of a field."""
    if field.name == "sha256":
        return str(field.old)[:12], str(field.new)[:12]
    quote = field.name in ("text", "title", "unit", "head")
    return _side(field.old, quote), _side(field.new, quote)


def shown(value: Any) -> str:
    """A value as people write it."""
    match value:
        case None | () | []:
            return "none"
        case float() if value.is_integer():
            return str(int(value))
        case Segment():
            return f"{value.start}{_DASH}{value.end}"
        case Alternative():
            return f"{clean(value.name)} ({value.country})"
        case tuple() | list():
            return ", ".join(map(shown, value))
        case _:
            return clean(str(value))


def quoted(text: str) -> str:
    """Text on one line in quotes."""
    return f'"{clean(text)}"'


def section_title(section: str, titles: dict[str, str]) -> str:
    """A section's name, with the title of a work package."""
    return clean(f"{section} ({titles[section]})" if section in titles else section)


def places(change: Change) -> str:
    """Where something was and is, in characters of its text."""
    starts = (getattr(side, "start", None) for side in (change.old, change.new))
    return " → ".join(str(start) for start in starts if start is not None)


def marked(words: Words) -> str:
    """The words around a mention, with the mention in brackets; empty where there are none around it."""
    if not words.before and not words.after:
        return ""
    before, after = words.before.translate(CONTROLS), words.after.translate(CONTROLS)
    return f"{before}⟦{clean(words.words)}⟧{after}".strip()


def many(number: int, noun: str) -> str:
    """A number of things: `1 city`, `2 cities`."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {plural}"


def _side(value: Any, quote: bool) -> str:
    return quoted(value) if quote and isinstance(value, str) else shown(value)
