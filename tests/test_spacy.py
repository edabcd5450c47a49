"""Each stage as a spaCy component: by its factory name, alone, in a stock pipeline; as entry points."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
import spacy

from pipeline.components import FACTORIES
from pipeline.language import make_nlp

TEXT = "WP1 (Events): Four workshops were organised in Riga in March 2006, a report was published."
NAMES = ["packages", "cities", "dates", "counts", "deliverables"]


@pytest.mark.parametrize("factory", FACTORIES)
def test_each_stage_is_published_as_an_entry_point(factory):
    (point,) = entry_points(group="spacy_factories", name=factory)
    component = point.load()(spacy.blank("en"), factory)
    assert callable(component)


def test_no_other_stage_is_published():
    published = {p.name for p in entry_points(group="spacy_factories") if p.name.startswith("factsheet_")}
    assert published == set(FACTORIES)


@pytest.mark.parametrize(
    ("factory", "name", "text"),
    [
        ("factsheet_work_packages", "packages", None),
        ("factsheet_cities", "cities", "Riga"),
        ("factsheet_dates", "dates", "March 2006"),
        ("factsheet_counts", "counts", "Four workshops"),
        ("factsheet_deliverables", "deliverables", "Four workshops"),
    ],
)
@pytest.mark.parametrize("code", ["en", "xx"])
def test_each_stage_works_alone_in_a_stock_pipeline(factory, name, text, code):
    nlp = spacy.blank(code)
    nlp.add_pipe(factory)
    doc = nlp(TEXT)
    found = getattr(doc._, name)
    assert len(found) > 0
    if text is not None:
        assert text in [doc.text[f.start : f.end] for f in found]
        # The same as spans, for whoever works with spaCy: the label is the rule.
        spans = doc.spans[name]
        assert sorted((s.start_char, s.end_char, s.label_) for s in spans) == sorted(
            (f.start, f.end, f.rule) for f in found
        )
    for other in NAMES:
        if other != name:
            assert getattr(doc._, other) == []


def test_links_alone_change_nothing():
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_links")
    assert nlp(TEXT)._.deliverables == []


def test_a_stage_stands_beside_other_components():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("factsheet_cities")
    doc = nlp("Two events. One was in Riga, one in Malmö.")
    assert len(list(doc.sents)) == 2
    assert [city.place.country for city in doc._.cities] == ["LV", "SE"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "."])
@pytest.mark.parametrize("factory", FACTORIES)
def test_each_stage_takes_texts_without_words(factory, text):
    nlp = spacy.blank("en")
    nlp.add_pipe(factory)
    assert nlp(text).text == text


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_pipeline_with_a_stage_can_be_saved_and_loaded(factory, tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe(factory)
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).pipe_names == [factory]


def test_our_own_pipeline_has_every_stage_in_order():
    assert tuple(make_nlp().pipe_names) == FACTORIES
