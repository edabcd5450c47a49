"""Regular expressions of users that would take time without measure."""

from __future__ import annotations

import re
import time

import pytest

from pipeline.components.date_points import ALPHABET
from pipeline.ruleset import rules
from pipeline.user_rules.explosive import explosive

EXPLOSIVE = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"(\d+)+x",
    r"(a*)*b",
    r"a*a*a*b",
    r"(.*)(.*)(.*)x",
    r"(?:\d+\d+)+x",
    r"(\w+\s?)+$",
    r"(a|b|ab)*c",
    r"(?:[a-z]+\d*)+!",
    r"((a{1,40}){1,40})b",
    r"(?=(a+)+$)",
    r"x|(?:y(?:z+)+w)",
    r"(?:a?){24}a{24}",
    r"(?:[ab][xy]|[bc][yz]){22}!",
    r"(?:x(?:y|z)?(?:y|z)?){1,20}!",
    r"(?:.|a){25}!",
    r"(?:(?=a)a|a){25}!",
    r"(?:xa?ya?a){1,20}!",
    r"(?:a(?:b|bc|c)){1,20}!",
    r"(a*)(?:\1)*b",
    "[ab]?" * 24 + "[ab]" * 24 + "!",
]
HARMLESS = [
    r"\d+(?:\.\d+){2,}",
    r"(?:ab)+c",
    r"(?:a|b)+c",
    r"\d+/\d+/[A-Z]{2,}\)?",
    r"(?:\d{3} )*\d+",
    r"(?:,\d\d)+",
    r"a?b?c?d?",
    r"(?:a{2}b{3})+",
    r"\d+[:.]\d\d[-–]\d+",
]


@pytest.mark.parametrize("pattern", EXPLOSIVE)
def test_what_explodes_is_refused(pattern):
    assert explosive(pattern)


@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_can_be_matched_in_one_way_is_taken(pattern):
    assert not explosive(pattern)


@pytest.mark.parametrize("text", ["1" * 60, "1." * 30, "a" * 60, "1,11" * 15, "1/" * 30, "99:" * 20])
@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_is_taken_is_quick_on_the_longest_word(pattern, text):
    began = time.process_time()
    re.fullmatch(pattern, text + "!")
    assert time.process_time() - began < 0.05


def test_the_rules_that_ship_are_taken():
    symbols = "".join(sorted(set().union(*ALPHABET.classes.values())))
    for rule in rules("dates").values():
        if rule.pattern is not None and rule.id != "dates.not-law":
            assert not explosive(ALPHABET.expression(rule.pattern), symbols), rule.id
    assert not explosive(rules("dates")["dates.not-law"].pattern or "")


def test_what_is_no_expression_is_an_error():
    with pytest.raises(re.error):
        explosive("(")
