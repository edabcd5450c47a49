"""The library: one call for a text, an Extractor for many."""

from __future__ import annotations

import pytest

import pipeline
from pipeline import Extractor, extract
from pipeline.errors import SourceError
from pipeline.source import from_text
from schemas import Project

TEXT = "WP1 (Events): Four workshops were organised in Riga in March 2006."


def test_extract_gives_a_project():
    project = extract(TEXT)
    assert isinstance(project, Project)
    assert project.id == "text"
    assert [package.number for package in project.work_packages] == ["1"]
    assert [city.country for city in project.work_packages[0].cities] == ["LV"]


def test_a_project_has_the_name_that_it_is_given(extractor):
    project = extractor.extract(TEXT, "mine")
    assert (project.id, project.source.name) == ("mine", "mine")


def test_bytes_and_text_say_the_same(extractor):
    assert extractor.extract_bytes(TEXT.encode(), "x") == extractor.extract(TEXT, "x")


def test_two_extractors_in_one_process_do_not_disturb_each_other(extractor):
    other = Extractor()
    new = "Trzydzieści warsztatów w Bydgoszczy, pięć seminariów w Toruniu w marcu 2011 r."
    first = other.extract(new)
    assert extractor.extract(new) == first
    assert other.extract(TEXT) == extractor.extract(TEXT)


def test_bytes_that_are_no_text_are_refused(extractor):
    with pytest.raises(SourceError, match="the input is empty"):
        extractor.extract_bytes(b"", "x")


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_text_without_words_is_a_project_without_facts(text, extractor):
    project = extractor.extract(text)
    assert project.source.characters == len(text)
    assert project.work_packages == ()
    assert project.overview.deliverables == ()


def test_a_trace_has_offsets_in_the_source(extractor):
    text = "A line  that\r\nwraps, on Horizon\r\n2020 and ISO 9001:2015."
    project, near = extractor.trace(from_text(text))
    assert project == extractor.extract(text)
    stopped = {text[n.start : n.end]: n.rule for n in near}
    assert stopped["2020"] == "dates.not-name"


def test_what_the_package_has_not_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = pipeline.nothing


def test_many_together_are_as_one_by_one(extractor, monkeypatch):
    monkeypatch.setattr("pipeline.extractor.TOGETHER", 4)
    monkeypatch.setattr("pipeline.extractor.TOGETHER_CHARACTERS", 400)
    texts = [TEXT * n for n in (1, 0, 3, 9, 1, 2, 2, 1, 1, 20)] + [
        "Trzydzieści warsztatów w Bydgoszczy w 2011 r."
    ]
    sources = [from_text(text, f"{n}") for n, text in enumerate(texts)]
    assert list(extractor.pipe(iter(sources))) == [extractor.extract_source(source) for source in sources]
    assert list(extractor.pipe([])) == []
