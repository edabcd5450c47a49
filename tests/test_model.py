"""A spaCy model beside the word lists: what it tags decides where they know several parts of speech."""

from __future__ import annotations

import pytest
import spacy

from pipeline import Extractor
from pipeline.errors import UsageError
from pipeline.folding import fold

TEXT = "The partners will widget the surveys published in May 2010."


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A small model that takes "published" for a noun, with nothing to download."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "published"}]], {"POS": "NOUN", "TAG": "NN"})
    folder = tmp_path_factory.mktemp("model") / "tagger"
    nlp.to_disk(folder)
    return str(folder)


def heads(extractor, language="en"):
    return [d.head for d in extractor.read(fold(TEXT), language)._.deliverables]


def test_a_model_overrules_the_word_lists(model, extractor):
    assert heads(extractor) == ["surveys"]
    assert heads(Extractor(model=model)) == []


def test_a_model_is_for_texts_in_its_language_only(model, extractor):
    assert heads(Extractor(model=model), "de") == heads(extractor, "de")


def test_a_model_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="no spaCy model that can be loaded"):
        Extractor(model=str(tmp_path / "nothing"))
