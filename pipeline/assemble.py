"""Doc to `schemas.Project`: mentions go to the section they stand in, offsets back to the source text."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from spacy.tokens import Doc

from pipeline.checks import FoundWarning
from pipeline.document import Found, FoundCity, FoundCount, FoundDeliverable, view
from pipeline.folding import Folded
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

    def evidence(start: int, end: int, rule: str) -> Row:
        start, end = folded.source(start, end)
        return {"start": start, "end": end, "text": text[start:end], "rule": rule}

    tokens, rewritten = view(doc), folded.text != text
    sections = _Sections(doc, folded, len(text))
    for key, values in (
        ("cities", _city),
        ("dates", _date),
        ("counts", _count),
        ("deliverables", _deliverable),
    ):
        for found in sorted(doc._.get(key), key=lambda f: (f.start, f.end)):
            row = evidence(found.start, found.end, found.rule)
            row.update(values(found))
            if rewritten and isinstance(found, FoundDeliverable | FoundCount):
                first = found.head_token
                row["head"] = text[slice(*folded.source(tokens.starts[first], tokens.ends[first]))]
            sections.at(row["start"])[key].append(row)
    header = {name: evidence(f.start, f.end, f.rule) | {"value": f.value} for name, f in facts.items()}
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
        }
    )


class _Sections:
    """The sections as rows, and which of them holds an offset of the source text."""

    def __init__(self, doc: Doc, folded: Folded, characters: int) -> None:
        self.overview = _section([])
        self.packages: list[Row] = []
        pieces: list[tuple[int, int, Row]] = []
        for package in doc._.packages:
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


def _city(found: FoundCity) -> Row:
    place = found.place
    return {
        "name": place.name,
        "country": place.country,
        "geonameid": place.geonameid,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "alternatives": [
            {"name": p.name, "country": p.country, "geonameid": p.geonameid} for p in found.alternatives
        ],
    }


def _take(*names: str) -> Any:
    def take(found: Found) -> Row:
        return {name: getattr(found, name) for name in names}

    return take


_date = _take("value", "earliest", "latest", "precision", "modifier")
_count = _take("value", "value_max", "unit", "head", "modifier")
_deliverable = _take("head", "kind", "status", "action", "count", "cities", "dates")


def _warning(warning: FoundWarning, folded: Folded) -> Row:
    row: Row = {"code": warning.code, "message": warning.message}
    if warning.start is not None and warning.end is not None:
        row["start"], row["end"] = folded.source(warning.start, warning.end)
    return row
