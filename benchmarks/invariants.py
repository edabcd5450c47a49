"""What holds for any text whatever: what the fuzzers check on every input."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import store
from pipeline.errors import SourceError
from pipeline.extractor import Extractor
from schemas import Date, Fact, Mention, Project
from schemas.models import Section


def mentions(project: Project) -> Iterator[tuple[Section, Mention]]:
    """Every mention, with the section that it stands in."""
    for section in (project.overview, *project.work_packages):
        for mention in (*section.cities, *section.dates, *section.counts, *section.deliverables):
            yield section, mention


def facts(project: Project) -> Iterator[Fact]:
    """Every fact of the header."""
    for _, fact in project.header:
        if fact is not None:
            yield fact


def check_text(extractor: Extractor, text: str) -> Project:
    """Extract a text and see that the result is what is promised. Raises AssertionError."""
    project = extractor.extract(text)
    _check(extractor, text, project)
    data = store.to_json(project)
    assert store.to_json(extractor.extract(text)) == data, "the same text gave other bytes"
    return project


def check_bytes(extractor: Extractor, data: bytes) -> Project | None:
    """The same for bytes; None where they are refused, as bytes that are no text may be."""
    try:
        project = extractor.extract_bytes(data, "x")
    except SourceError as error:
        said = str(error)
        assert re.fullmatch("the input [^\n]+", said), said
        return None
    _check(extractor, data.decode(project.source.encoding), project)
    again = extractor.extract_bytes(data, "x")
    assert store.to_json(again) == store.to_json(project), "the same bytes gave others"
    return project


def _check(extractor: Extractor, text: str, project: Project) -> None:
    assert project.source.characters == len(text)
    for section, mention in mentions(project):
        _exact(text, mention)
        inside = any(s.start <= mention.start < s.end for s in section.segments)
        assert inside, f"{mention!r} stands in another section"
        if isinstance(mention, Date):
            assert mention.earliest <= mention.latest, mention
    for section in (project.overview, *project.work_packages):
        for found in (section.cities, section.dates, section.counts, section.deliverables):
            starts = [m.start for m in found]
            assert starts == sorted(starts), "mentions out of order"
    for fact in facts(project):
        _exact(text, fact)
    for warning in project.warnings:
        if warning.start is not None and warning.end is not None:
            assert 0 <= warning.start <= warning.end <= len(text), warning
    # The model sees to it that sections cover the text: reading back runs it on what was written.
    assert Project.model_validate_json(store.to_json(project)) == project, (
        "reading back gives another project"
    )


def _exact(text: str, mention: Mention) -> None:
    assert text[mention.start : mention.end] == mention.text != "", mention
