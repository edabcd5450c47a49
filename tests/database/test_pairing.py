"""Which cities and dates of a clause go together."""

from __future__ import annotations

import time

import pytest

from pipeline.database.pairing import Mentioned, parts


@pytest.mark.parametrize(
    ("order", "cities", "dates"),
    [
        ("", [], []),
        ("C", [1], []),
        ("DD", [], [1, 1]),
        ("CCC", [1, 1, 1], []),
        ("CD", [1], [1]),
        ("CDD", [1], [1, 1]),  # in Riga in March and in May
        ("CCD", [1, 1], [1]),  # in Riga and Malmö in March
        ("CDC", [1, 1], [1]),
        ("CDCD", [1, 2], [1, 2]),  # in Riga 3/06 and Malmö 4/06
        ("DCDC", [1, 2], [1, 2]),  # on 3/06 in Riga, on 4/06 in Malmö
        ("CDCCD", [1, 2, 2], [1, 2]),  # in Riga 3/06, in Malmö and Lund 4/06
        ("CDCDDDCD", [1, 2, 3], [1, 2, 4, 5, 3]),  # what is left of a row of dates stands alone
        ("DDCDC", [1, 2], [3, 1, 2]),
        ("CDDC", [1, 2], [1, 2]),  # in Riga in March, and in April in Malmö
        ("CCDD", [1, 1], [2, 2]),  # nothing says which
        ("CDCDC", [1, 1, 1], [2, 2]),
    ],
)
def test_parts(order, cities, dates):
    mentions = [(kind, {"start": at * 10}) for at, kind in enumerate(order)]
    where = [mention for kind, mention in mentions if kind == "C"]
    when = [mention for kind, mention in mentions if kind == "D"]
    assert parts(where, when) == (cities, dates)


def test_what_was_not_found_is_not_paired():
    found = {"start": 1}
    assert parts([found, None], [found, found]) == ([1, 1], [2, 2])


def test_a_deliverable_means_the_first_mention_after_it_or_else_the_last_before():
    mentions = [{"name": "Riga", "start": start} for start in (30, 10, 20)]
    mentioned = Mentioned(mentions, "name")
    near = [mentioned.near("Riga", {"start": start})["start"] for start in (0, 10, 11, 29, 31)]
    assert near == [10, 10, 20, 30, 30]
    assert mentioned.near("Tartu", {"start": 0}) is None


def test_time_is_linear_in_the_mentions():
    many = 20_000
    mentioned = Mentioned([{"name": "Riga", "start": start} for start in range(many)], "name")
    began = time.process_time()
    for start in range(many):
        mentioned.near("Riga", {"start": start})
    assert time.process_time() - began < 2
