"""Doc to `schemas.Project`: mentions go to the section they stand in, offsets back to the source text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, Final

from spacy.tokens import Doc

from pipeline.checks import FoundWarning
from pipeline.data import CREDIT
from pipeline.document import findings, view
from pipeline.folding import Folded
from pipeline.found import Found, FoundCity, FoundCount, FoundDate, FoundDeliverable
from pipeline.page import FoundFact
from pipeline.source import Source
from schemas import Project

Row = dict[str, Any]


def assemble(
    source: Source,
    folded: Folded,
    doc: Doc,
    facts: dict[str, FoundFact],
    warnings: list[FoundWarning],
    language: str | None,
) -> Project:
    """The validated Project of one description."""
    text = source.text

    tokens, rewritten = view(doc), folded.text != text

    def evidence(found: Found | FoundFact) -> Row:
        start, end = found.start, found.end
        if rewritten:
            start, end = folded.source(start, end)
        return {"start": start, "end": end, "text": text[start:end], "rule": found.rule}

    sections = _Sections(doc, folded, len(text))
    all_found = findings(doc)
    for key, fill in _FILLS:
        for found in sorted(getattr(all_found, key), key=_by_place):
            row = evidence(found)
            fill(row, found)
            if rewritten and isinstance(found, FoundDeliverable | FoundCount):
                first = found.head_token
                row["head"] = text[slice(*folded.source(tokens.starts[first], tokens.ends[first]))]
            sections.at(row["start"])[key].append(row)
    header = {name: evidence(fact) | {"value": fact.value} for name, fact in facts.items()}
    return Project.model_validate(
        {
            "id": source.name,
            "source": {
                "name": source.name,
                "sha256": source.sha256,
                "encoding": source.encoding,
                "characters": len(text),
                "language": language,
            },
            "header": header,
            "overview": sections.overview,
            "work_packages": sections.packages,
            "warnings": [_warning(w, folded) for w in warnings],
            "credits": [CREDIT] if all_found.cities else [],
        },
        extra="ignore",  # there is nothing else, and to look for it takes a fifth of the time
    )


class _Sections:
    """The sections as rows, and which of them holds an offset of the source text."""

    def __init__(self, doc: Doc, folded: Folded, characters: int) -> None:
        self.overview = _section([])
        self.packages: list[Row] = []
        pieces: list[tuple[int, int, Row]] = []
        for package in findings(doc).packages:
            segments = [folded.source(*s) for s in package.segments]
            row = _section(segments)
            row |= {"number": package.number, "label": package.label, "title": package.title}
            self.packages.append(row)
            pieces += [(start, end, row) for start, end in segments]
        pieces.sort(key=lambda p: p[0])
        self._starts: list[int] = []
        self._rows: list[Row] = []
        at = 0
        for start, end, row in pieces:
            if at < start:
                self._add(at, start, self.overview)
            self._add(start, end, row)
            at = end
        if at < characters or not self._starts:
            self._add(at, characters, self.overview)

    def _add(self, start: int, end: int, row: Row) -> None:
        self._starts.append(start)
        self._rows.append(row)
        if row is self.overview:
            row["segments"].append({"start": start, "end": end})

    def at(self, offset: int) -> Row:
        return self._rows[bisect_right(self._starts, offset) - 1]


def _section(segments: list[tuple[int, int]]) -> Row:
    return {
        "segments": [{"start": s, "end": e} for s, e in segments],
        "cities": [],
        "dates": [],
        "counts": [],
        "deliverables": [],
    }


def _by_place(found: Found) -> tuple[int, int]:
    return found.start, found.end


def _city(row: Row, found: FoundCity) -> None:
    place = found.place
    row["name"] = place.name
    row["country"] = place.country
    row["geonameid"] = place.geonameid
    row["latitude"] = place.latitude
    row["longitude"] = place.longitude
    if found.alternatives:
        row["alternatives"] = [
            {"name": p.name, "country": p.country, "geonameid": p.geonameid} for p in found.alternatives
        ]


def _date(row: Row, found: FoundDate) -> None:
    row["value"] = found.value
    row["earliest"] = found.earliest
    row["latest"] = found.latest
    row["precision"] = found.precision
    row["modifier"] = found.modifier


def _count(row: Row, found: FoundCount) -> None:
    row["value"] = found.value
    row["value_max"] = found.value_max
    row["unit"] = found.unit
    row["head"] = found.head
    row["modifier"] = found.modifier


def _deliverable(row: Row, found: FoundDeliverable) -> None:
    row["head"] = found.head
    row["kind"] = found.kind
    row["status"] = found.status
    row["action"] = found.action
    row["count"] = found.count
    row["cities"] = found.cities
    row["dates"] = found.dates


def _warning(warning: FoundWarning, folded: Folded) -> Row:
    row: Row = {"code": warning.code, "message": warning.message}
    if warning.start is not None and warning.end is not None:
        row["start"], row["end"] = folded.source(warning.start, warning.end)
    return row


_FILLS: Final[tuple[tuple[str, Callable[[Row, Any], None]], ...]] = (
    ("cities", _city),
    ("dates", _date),
    ("counts", _count),
    ("deliverables", _deliverable),
)
