"""The words of a Doc stand where spaCy says that they stand."""

from __future__ import annotations

import pytest

from pipeline.document import view
from pipeline.folding import Folded

TEXTS = {
    "usual": "Three workshops in Riga (3/06), published.",
    "blanks": "  Two  blanks,\t a tab \n \n and a line ",
    "a word without end": "a" * 1200 + " " + "b" * 2400,
    "an end without a blank": "x" * 1000 + " y",
    "marks": "((two)) l'été “so-called”—d’Ouistreham/Le Havre",
    "nothing": "",
    "a blank": " ",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_words_stand_where_spacy_says(text, extractor):
    doc = extractor.read(Folded(text), "en")
    assert view(doc).starts == [token.idx for token in doc]
    assert view(doc).ends == [token.idx + len(token) for token in doc]
    assert view(doc).words == [token.text for token in doc]


def test_words_of_a_doc_that_was_made_elsewhere(extractor):
    doc = extractor.nlp.make_doc("Four workshops")
    doc.user_data["factsheet.text"] = "Four  workshops"  # not the text of this Doc
    assert view(doc).text == "Four workshops"
    assert view(doc).starts == [0, 5]
