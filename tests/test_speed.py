"""The short form of the benchmark: a loose bound, for machines that are busy with other things."""

from __future__ import annotations

import pytest

from benchmarks import speed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "bound"), [("raw", 5.0), pytest.param("gold", 2 * speed.BOUND, marks=pytest.mark.corpus)]
)
def test_extraction_takes_about_as_long_as_an_untouched_tokenizer(title, bound):
    measured = speed.measure(speed.read(speed.FOLDERS[title]), rounds=5)
    assert measured.ratio < bound, speed.table(measured, title)


def test_the_steps_are_all_there_and_the_clocks_are_taken_off():
    sources = [b"WP1: Two workshops were organised in Riga in March 2006."]
    first = speed.measure(sources, rounds=1)
    again = speed.measure(sources, rounds=1)
    assert list(first.shares) == [
        *("decode", "fold", "recognise", "tokenise"),
        *("work_packages", "cities", "dates", "counts", "deliverables", "links"),
        *("page", "checks", "assemble", "serialise"),
    ]
    assert list(again.shares) == list(first.shares)


def test_the_page_says_what_was_measured():
    measured = speed.Measured(2, 1000, 10.0, 12.0, 1.2, {"dates": 3.0})
    page = speed.document([speed.table(measured, "raw")])
    assert "### raw: 2 descriptions, 1,000 characters" in page
    assert "| **whole extraction, bytes to JSON** | **12.0** | **1.20** |" in page
    assert "| … dates | 3.0 | 0.30 |" in page
