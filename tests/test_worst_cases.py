"""Time is linear in length: the short form of benchmarks.worst_cases."""

from __future__ import annotations

import re

import pytest

from benchmarks import worst_cases
from benchmarks.pumping import Pump, pumps
from benchmarks.worst_inputs import FAMILIES
from pipeline.ruleset import STAGES

UNITS = FAMILIES["units"]()
EXAMPLES = FAMILIES["examples"]()
REAL = FAMILIES["real"]()
# Short, so that many can be tried: at this length what grows with the square of it stands out.
SHORT, LONG = 8_000, 16_000


def check(extractor, name, make):
    growth = worst_cases.measure(extractor, name, make, LONG, SHORT, rounds=1)
    assert growth.ratio < worst_cases.BOUND, growth


@pytest.mark.slow
@pytest.mark.parametrize("start", range(12))
def test_no_shape_of_text_is_slow(extractor, start):
    for name in [*UNITS][start::12]:
        if not UNITS[name](SHORT).isspace():
            check(extractor, name, UNITS[name])


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_slow_on_the_examples_of_its_rules(extractor, stage):
    lines = [EXAMPLES[name](300) for name in EXAMPLES if name.startswith(f"{stage}.")]
    check(extractor, stage, Pump("", "".join(lines)).text)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_descriptions_one_after_the_other_take_time_in_proportion(extractor, name):
    growth = worst_cases.measure(extractor, name, REAL[name], 64_000, 16_000)
    assert growth.ratio < worst_cases.BOUND, growth


def test_what_grows_with_the_square_is_seen(extractor, monkeypatch):
    class Quadratic:
        def extract_bytes(self, data, name):
            for _ in range(len(data) // 2):
                data.count(b"b")
            return extractor.extract("x")

    growth = worst_cases.measure(Quadratic(), "squared", lambda n: "a" * n, 64_000, 16_000)
    assert growth.ratio > worst_cases.BOUND


@pytest.mark.parametrize(
    ("pattern", "lead", "body"),
    [(r"WP\d+\.x", "WP", "7"), (r"(?:ab){2,}!", "", "ab"), (r"[^\W\d]*-", "", "a"), (r"x(?=\s+y)", "x", " ")],
)
def test_every_repetition_of_an_expression_is_driven(pattern, lead, body):
    found = [(pump.lead, set(pump.body)) for pump in pumps(re.compile(pattern))]
    assert any(at == lead and characters == set(body) for at, characters in found)
    assert all(len(pump.text(50)) == 50 for pump in pumps(re.compile(pattern)))
