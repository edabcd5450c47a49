"""Time is linear in length: the short form of benchmarks.worst_cases."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import worst_cases
from benchmarks.pumping import Pump, pumps
from benchmarks.worst_cases import Case
from benchmarks.worst_inputs import FAMILIES
from pipeline.cli import app
from pipeline.ruleset import STAGES

UNITS = FAMILIES["units"]()
EXAMPLES = FAMILIES["examples"]()
REAL = FAMILIES["real"]()
# Short, so that many can be tried: at this length much of what grows with the square of it stands out.
SHORT, LONG = 16_000, 32_000


def check(extractor, name, make, longest=LONG, shortest=SHORT):
    case = worst_cases.measure(extractor, name, make, longest, shortest)
    assert case.worst < worst_cases.BOUND, case


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
    check(extractor, name, REAL[name], 64_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["digits", "labels without end", "deliverables.listed, first"])
def test_what_was_slow_in_long_texts_only_is_slow_no_more(extractor, name):
    check(extractor, name, (UNITS | EXAMPLES)[name], 320_000, 80_000)


@pytest.mark.slow
def test_what_is_too_long_or_takes_too_long_is_put_aside_with_its_reason(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    for name, length in {"slow": 1_200_000, "large": 1_400_000}.items():
        Path("raw", f"{name}.txt").write_text(UNITS["labels with numbers"](length), "utf-8")
    limits = ["--max-size", "1.3MB", "--max-time", "0.5"]
    done = CliRunner().invoke(app, ["extract", "raw", "-o", "out", *limits])
    assert done.exit_code == 1
    errors = {path.name: json.loads(path.read_bytes()) for path in Path("out").glob("*.error.json")}
    assert {name: error["code"] for name, error in errors.items()} == {
        "large.error.json": "too large",
        "slow.error.json": "too slow",
    }
    for said in (
        "raw/large.txt: it is larger than 1,300,000 bytes; raise --max-size to read it",
        "raw/slow.txt: it took longer than 0.5 seconds; raise --max-time to give it more",
    ):
        assert said in done.stderr
        assert said.endswith(next(e["message"] for e in errors.values() if e["message"] in said))
    assert sorted(errors) == sorted(path.name for path in Path("out").glob("*.json"))


class Squared:
    """Extracts nothing, in a time that grows with the square of the length where there is an "a"."""

    def __init__(self, extractor):
        self.project = extractor.extract("x")

    def extract_bytes(self, data, name):
        for _ in range(len(data) // 8 if b"a" in data else 1000):
            data.count(b"b")
        return self.project


def test_what_grows_with_the_square_is_seen(extractor):
    case = worst_cases.measure(Squared(extractor), "squared", lambda n: "a" * n, 64_000, 16_000)
    assert case.worst > worst_cases.BOUND
    assert case.exponent > 1.5


@pytest.mark.parametrize(("minutes", "longest"), [(0, [32_000, 32_000]), (math.inf, [64_000, 128_000])])
def test_all_are_tried_and_those_go_on_for_which_there_is_time_and_hope(extractor, minutes, longest, capsys):
    cases = [Case("squared", lambda n: "a" * n), Case("linear", lambda n: "c" * n)]
    worst_cases.run(Squared(extractor), {"made up": cases}, worst_cases.sizes(128_000), minutes)
    assert [case.longest for case in cases] == longest
    assert "32,000 characters: 2 cases" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pattern", "lead", "body"),
    [(r"WP\d+\.x", "WP", "7"), (r"(?:ab){2,}!", "", "ab"), (r"[^\W\d]*-", "", "a"), (r"x(?=\s+y)", "x", " ")],
)
def test_every_repetition_of_an_expression_is_driven(pattern, lead, body):
    found = [(pump.lead, set(pump.body)) for pump in pumps(re.compile(pattern))]
    assert any(at == lead and characters == set(body) for at, characters in found)
    assert all(len(pump.text(50)) == 50 for pump in pumps(re.compile(pattern)))
