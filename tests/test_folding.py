"""The folded view and its way back."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import fold

LINE = "A sampling plan for the lagoons of the eastern coast was drawn up and"

FOLDS = [
    # what is plain stays as it is
    ("Riga hosted it.\n\nTallinn followed.", "Riga hosted it.\n\nTallinn followed."),
    # line ends and blanks
    ("Start: 2010\r\nEnd: 2012\r\n", "Start: 2010\nEnd: 2012\n"),
    ("one\rtwo\x0cthree", "one\ntwo\nthree"),
    ("a  b\tc\xa0d\u2009e \t f", "a b c d e f"),
    ("EUR 1\xa0586\u202f944,89", "EUR 1 586 944,89"),
    ("heading  \n   indented\n\n  next", "heading\nindented\n\nnext"),
    ("Results ............ 12\n==========\n____________", "Results ... 12\n===\n___"),
    ("and so on ... to be continued ....", "and so on ... to be continued ...."),
    # invisible characters
    ("Entwick\xadlungs\u200bplan\ufeff", "Entwicklungsplan"),
    ("Entwick\xad\nlung", "Entwicklung"),
    # letters
    ("Co\u0301rdoba, Malmo\u0308", "Córdoba, Malmö"),
    ("ﬁnal ﬂyer, oﬃce", "final flyer, office"),
    # words broken at a line's end
    ("held in Trond-\nheim", "held in Trondheim"),
    ("held in Trond-\r\n   heim", "held in Trondheim"),
    ("Franco-\nGerman teams", "Franco-German teams"),
    ("the EU-\nfunded part", "the EU-funded part"),
    ("in 2007-\n2013 only", "in 2007-2013 only"),
    ("a long-\nterm plan", "a long-term plan"),
    ("a state-of-the-\nart plant", "a state-of-the-art plant"),
    ("Energie-\nund Umweltplanung", "Energie- und Umweltplanung"),
    ("fisk-\noch jaktvård", "fisk- och jaktvård"),
    # lines that were only full
    (f"{LINE}\nagreed by all partners.", f"{LINE} agreed by all partners."),
    (f"{LINE}\r\n  agreed by all partners.", f"{LINE} agreed by all partners."),
    (f"{LINE}\nagreed by\nall of them", f"{LINE} agreed by\nall of them"),  # a short line ends by intent
    (f"{LINE}.\nagreed by all", f"{LINE}.\nagreed by all"),  # the sentence is finished
    (f"{LINE}\n- agreed by all", f"{LINE}\n- agreed by all"),
    (f"{LINE}\no agreed by all", f"{LINE}\no agreed by all"),
    (f"{LINE}\na) agreed by all", f"{LINE}\na) agreed by all"),
    (f"{LINE}\nPisa joined", f"{LINE}\nPisa joined"),  # nothing tells that lines were broken for their width
    (
        f"{LINE}\nagreed. {LINE[:61]}\nPisa joined. {LINE[:56]}\nthen it ended.\nResults",
        f"{LINE} agreed. {LINE[:61]} Pisa joined. {LINE[:56]} then it ended.\nResults",
    ),
]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize("text", [folded for _, folded in FOLDS if LINE not in folded])
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("text", "needle", "source"),
    [
        ("labs in Trond-\n  heim and Bergen", "Trondheim", "Trond-\n  heim"),
        ("labs in Trond-\n  heim and Bergen", "Bergen", "Bergen"),
        ("\ufeffRiga\u200b, 2006", "Riga", "Riga"),
        ("a ﬁnal ﬂyer", "flyer", "ﬂyer"),
        ("a ﬁnal ﬂyer", "l fl", "l ﬂ"),
        ("a ﬁnal", "inal", "ﬁnal"),  # half a character has no place of its own
        ("Malmo\u0308 2006", "Malmö", "Malmo\u0308"),
        ("two\r\nlines", "lines", "lines"),
        ("two\r\nlines", "\n", "\r\n"),
        ("1\xa0\xa0200 trees", "1 200", "1\xa0\xa0200"),
        (f"{LINE}\nagreed by all", "and agreed", "and\nagreed"),
    ],
)
def test_source_covers_exactly_what_was_folded(text: str, needle: str, source: str) -> None:
    folded = fold(text)
    at = folded.text.index(needle)
    start, end = folded.source(at, at + len(needle))
    assert text[start:end] == source


@given(st.text(alphabet="ab-AÉ1.,: \n\r\t\xa0\xad\u200bﬁo\u0301", max_size=120))
def test_every_range_comes_from_its_own_characters(text: str) -> None:
    folded = fold(text)
    ranges = [folded.source(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= s < e <= len(text) for s, e in ranges)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(ranges))
    for character, (start, end) in zip(folded.text, ranges, strict=True):
        if character in "abA1.,:":
            assert set(text[start:end]) == {character}  # a row of dots is folded, all else stands for itself
    visible = re.sub(r"[\s\xad\u200b-]", "", text).replace("ﬁ", "fi")
    assert len(re.sub(r"[\s-]", "", folded.text)) <= len(visible)


def test_no_map_where_nothing_changes() -> None:
    text = "Kraków hosted it.\nWarsaw followed."
    folded = fold(text)
    assert folded.text is text
    assert folded.source(3, 9) == (3, 9)
