"""What holds for any text whatever: offsets are exact, sections cover it, the same bytes come twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline import store
from pipeline.errors import SourceError
from pipeline.source import decode
from schemas import Date, Mention, Project

from .conftest import ROOT

TEXTS = [decode(path.read_bytes(), path.stem).text for path in sorted((ROOT / "raw").rglob("*.txt"))]
# What descriptions are made of, so that random texts are full of near misses.
PIECES = st.sampled_from(
    (
        "WP1|WP 2 (|):|Work Package no. 3|Action A1|O1/IO2|Task 2.1|Arbeitspaket 4 –|published.WP 2 (|"
        "3/06|24/7|12.-14.05.2009|2007-2013|March|Q3 2011|31/02/2010|99999999999|0|9²|①|٣/٠٦|½|"
        "1 586 944,89|61.1%|€|Riga|St.|Petersburg|Frankfurt (Oder)|Reading|Łódź|Zu\u0308rich|two|dozens of|"
        "Start:|Budget|workshops|report|were organised|will be|in|on|and|the|of|.|,|;|(|)|[|„|’s|-|–|/|%|•|"
        "\u00ad|\u200b|\n|\r\n|\r|\t|  |\x0b|\x0c|\x85|\u2028|\ufeff|\u202e|\x00|😀|a\u0301"
    ).split("|")
)
MIXTURES = st.lists(PIECES | st.text(max_size=4), max_size=60).flatmap(
    lambda pieces: st.sampled_from(["", " ", "\n"]).map(lambda glue: glue.join(pieces))
)


def mutations(text, seed):
    """A text cut, glued, repeated and recased at random places."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in "ab")
        b = min(b, a + 400)
        part = text[a:b]
        new = chance.choice(
            [
                "",
                part + part,
                part.upper(),
                part.replace(" ", ""),
                part.replace(" ", "\u00ad"),
                part.replace("\n", "\r\n"),
                part.replace(".", ""),
                part[::-1],
            ]
        )
        text = text[:a] + new + text[b:]
    start = chance.randrange(len(text) + 1)
    return text[start : start + 3000]


def mentions(project):
    for section in (project.overview, *project.work_packages):
        yield from ((section, m) for m in section.cities)
        yield from ((section, m) for m in section.dates)
        yield from ((section, m) for m in section.counts)
        yield from ((section, m) for m in section.deliverables)


def check(extractor, text):
    project = extractor.extract(text)
    for section, mention in mentions(project):
        assert text[mention.start : mention.end] == mention.text != ""
        assert any(s.start <= mention.start < s.end for s in section.segments)
        if isinstance(mention, Date):
            assert mention.earliest <= mention.latest
    for name in type(project.header).model_fields:
        fact = getattr(project.header, name)
        if isinstance(fact, Mention):
            assert text[fact.start : fact.end] == fact.text
    for warning in project.warnings:
        if warning.start is not None:
            assert 0 <= warning.start <= warning.end <= len(text)
    data = store.to_json(project)
    # The model sees to it that sections cover the text, and reading back runs it on what was written.
    assert Project.model_validate_json(data) == project
    assert store.to_json(extractor.extract(text)) == data


@given(st.text(max_size=200))
@example("")
@example("\n")
@example("\ufeff")
def test_any_text(extractor, text):
    check(extractor, text)


@given(MIXTURES)
def test_any_mixture_of_what_descriptions_are_made_of(extractor, text):
    check(extractor, text)


@given(st.integers(min_value=0))
def test_any_mutation_of_a_description(extractor, seed):
    check(extractor, mutations(TEXTS[seed % len(TEXTS)], seed))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(extractor, data):
    try:
        project = extractor.extract_bytes(data, "x")
    except SourceError as error:
        said = str(error)
        assert said.startswith("the input ")
        return
    text = data.decode(project.source.encoding)
    assert project.source.characters == len(text)
    assert all(text[m.start : m.end] == m.text for _, m in mentions(project))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_encoding_changes_nothing_of_what_is_found(encoding, extractor):
    for text in TEXTS:
        plain = extractor.extract(text, "x")
        read = extractor.extract_bytes(text.encode(encoding), "x")
        assert read.source.encoding == encoding
        assert read.model_copy(update={"source": plain.source}) == plain


def test_the_order_of_documents_changes_nothing(extractor):
    forward = [store.to_json(extractor.extract(text)) for text in TEXTS]
    backward = [store.to_json(extractor.extract(text)) for text in reversed(TEXTS)]
    assert forward == backward[::-1]
