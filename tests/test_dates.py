"""Dates in annotated sentences (`data/dates.txt`), their bounds, claims and refusals.

In the sentences ``[words=value~modifier]`` is a date; all else is none.
"""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.document import Claim, view
from pipeline.found import FoundDate, Rejected
from pipeline.language import make_nlp

_MARK = re.compile(r"\[([^\]=]+)=([^\]~]+)(?:~(\w+))?\]")


def _cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "data" / "dates.txt").read_text("utf-8").splitlines()
    return [(line[:2], line[3:]) for line in lines]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp(("factsheet_dates",))


def _dates(nlp: Language, text: str, language: str = "en") -> list[FoundDate]:
    doc = nlp.make_doc(text)
    doc._.language = language
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[FoundDate] = doc._.dates
    return found


@pytest.mark.parametrize(("language", "sentence"), _cases())
def test_dates_sentence(nlp: Language, language: str, sentence: str) -> None:
    expected, text, at = [], "", 0
    for m in _MARK.finditer(sentence):
        text += sentence[at : m.start()]
        expected.append((len(text), m[1], m[2], m[3]))
        text += m[1]
        at = m.end()
    text += sentence[at:]
    found = [(f.start, text[f.start : f.end], f.value, f.modifier) for f in _dates(nlp, text, language)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("on 29 February 2012", "day", "2012-02-29", "2012-02-29"),
        ("in February 2012", "month", "2012-02-01", "2012-02-29"),
        ("in February 1900", "month", "1900-02-01", "1900-02-28"),
        ("in winter 2010/11", "season", "2010-12-01", "2010-12-31"),
        ("in Q2 2010", "quarter", "2010-04-01", "2010-06-30"),
        ("in the second half of 2010", "half-year", "2010-07-01", "2010-12-31"),
        ("in 2010", "year", "2010-01-01", "2010-12-31"),
        ("in the 1960s", "decade", "1960-01-01", "1969-12-31"),
        ("from March 2010 to 2012", "year", "2010-03-01", "2012-12-31"),
    ],
)
def test_dates_bounds(nlp: Language, text: str, precision: str, earliest: str, latest: str) -> None:
    (found,) = _dates(nlp, text)
    assert (found.precision, found.earliest, found.latest) == (precision, earliest, latest)


@pytest.mark.parametrize(
    ("text", "finds", "rule"),
    [
        ("Invoice of 31/06/2012.", "31/06/2012", "dates.not-possible"),
        ("Funded by Horizon 2020.", "2020", "dates.not-name"),
        ("A trail of 2000 metres.", "2000", "dates.not-quantity"),
        ("It cost 2000 EUR in all.", "2000 EUR", "dates.not-money"),
        ("Certified to ISO 9001:2015.", "ISO 9001:2015", "dates.not-numbering"),
        ("The framework (2000/60/EC) holds.", "2000/60/EC", "dates.not-law"),
        ("Staffed 24/7 by a partner.", "24/7", "dates.not-law"),
    ],
)
def test_dates_refused_with_reason(nlp: Language, text: str, finds: str, rule: str) -> None:
    doc = nlp.make_doc(text)
    trace: list[Rejected] = []
    doc.user_data["factsheet.trace"] = trace
    nlp.get_pipe("factsheet_dates")(doc)
    assert doc._.dates == []
    assert (finds, rule) in [(text[r.start : r.end], r.rule) for r in trace]


def test_dates_claim_their_tokens(nlp: Language) -> None:
    doc = nlp.get_pipe("factsheet_dates")(
        nlp.make_doc("On 12 May 2009 the 3 desks, staffed 24/7, cost 500 EUR.")
    )
    claims = dict(zip(view(doc).words, view(doc).claims, strict=True))
    assert [claims[word] for word in ("12", "May", "2009")] == [Claim.DATE] * 3
    assert [claims[word] for word in ("24/7", "500")] == [Claim.OTHER] * 2
    assert claims["3"] == Claim.FREE


def test_dates_respect_labels(nlp: Language) -> None:
    doc = nlp.make_doc("Phase 2012 ends. In 2012 it rains.")
    claims = view(doc).claims
    claims[0] = claims[1] = Claim.LABEL
    assert [(f.first, f.last) for f in nlp.get_pipe("factsheet_dates")(doc)._.dates] == [(5, 6)]


def test_dates_alone_with_the_stock_tokenizer() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_dates")
    doc = nlp(
        "Held 12.-14.06.2013, from May 2024 until\nthe end of April 2027, under the 2007-2013 programme."
    )
    values = ["2013-06-12/2013-06-14", "2024-05/2027-04", "2007/2013"]
    assert [f.value for f in doc._.dates] == values
    assert [(s.text, s.label_) for s in doc.spans["dates"]][1:] == [
        ("May 2024 until\nthe end of April 2027", "dates.range"),
        ("2007-2013", "dates.range"),
    ]


_PIECES = st.sampled_from(
    [
        *(
            "12",
            "2",
            "May",
            "janv.",
            "2009",
            "2000",
            "1590",
            "'17",
            "3/06",
            "2010/11",
            "2010-03-01",
            "2007-2013",
        ),
        *(
            "14./15.11.2011",
            "31.06.2012",
            "12/13/10",
            "99/99",
            "00.00.0000",
            "1st",
            "Q3",
            "1990s",
            "mid-2013",
        ),
        *(
            "end",
            "of",
            "the",
            "since",
            "and",
            "to",
            "do",
            "bis",
            "between",
            "half",
            "winter",
            "that",
            "year",
            "first",
        ),
        *(
            "–",
            "-",
            "/",
            ".",
            ",",
            "(",
            ")",
            ":",
            "'",
            "EUR",
            "24/7",
            "No",
            "ISO",
            "9001",
            "Horizon",
            "\n",
            "\n\n",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=30), st.sampled_from(("en", "de", "fr", "pl")))
def test_dates_any_words(nlp: Language, pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    at = 0
    for found in _dates(nlp, text, language):
        assert at <= found.start < found.end <= len(text)
        assert found.earliest <= found.latest
        assert date.fromisoformat(found.earliest).year >= 1
        at = found.end


def test_dates_linear(nlp: Language) -> None:
    """Ten times the text takes about ten times as long, also where everything could be part of a date."""

    def seconds(count: int) -> float:
        doc = nlp.make_doc("12 - 13 of the 2012 and May " * count)
        component = nlp.get_pipe("factsheet_dates")
        start = time.process_time()
        component(doc)
        return time.process_time() - start

    seconds(10)
    assert min(seconds(2000) for _ in range(3)) < 40 * min(seconds(200) for _ in range(3))
