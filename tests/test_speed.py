"""The short form of the benchmark: loose bounds, for machines that are busy with other things."""

from __future__ import annotations

import sys
from itertools import count

import pytest

from benchmarks import flat, peers, speed, start_up
from benchmarks.descriptions import Description, corpora, read
from benchmarks.extraction import Measured, extraction, floor, measure
from benchmarks.interleaved import Cost, costs, processor_time
from pipeline.extractor import Extractor

TEXT = "WP1: Two workshops were organised in Riga in March 2006."
ONE = [Description(TEXT.encode(), TEXT, "en")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "bound"), [("raw", 4.0), pytest.param("gold", 2.5, marks=pytest.mark.corpus)]
)
def test_extraction_takes_about_as_long_as_an_untouched_tokenizer(title, bound):
    if title not in corpora():
        pytest.skip("the texts are not there")
    texts = read(corpora()[title])
    below, whole = floor(texts), extraction(texts, Extractor())
    for warm in (below, whole):
        warm()
    pairs = [(processor_time(below), processor_time(whole)) for _ in range(5)]
    best = min(ours for _, ours in pairs) / min(theirs for theirs, _ in pairs)
    assert best < bound, f"{best:.2f} times the floor"


@pytest.mark.slow
def test_a_character_costs_no_more_in_long_texts():
    changes = flat.changes(flat.measure((1_000, 10_000, 100_000), rounds=2, sample=100_000))
    assert changes[100_000] < 0.5, changes


@pytest.mark.slow
@pytest.mark.parametrize(("start", "bound"), [(start_up.STARTS[0], 0.6), (start_up.STARTS[1], 3.0)])
def test_a_command_starts_soon(start, bound):
    """In processor time: the machine may be busy."""
    assert start_up.measure(1, [start])[0].processor < bound


class TestCosts:
    def test_the_floor_runs_before_each_work(self):
        ran = []
        works = {"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}
        measured = costs(lambda: ran.append("-"), works, rounds=2)
        assert ran == ["-", "a", "b", *"-a-b", *"-a-b"]
        assert list(measured) == ["a", "b"]

    def test_medians_of_work_and_of_its_ratio_to_the_floor(self, monkeypatch):
        ticks = count()
        spent = iter([0, 2.0, 0, 6.0, 0, 4.0, 0, 8.0, 0, 2.0, 0, 10.0])  # floor and work, three times
        now = [0.0]

        def clock():
            if next(ticks) % 2:
                now[0] += next(spent) + next(spent)
            return now[0] / 1000

        monkeypatch.setattr("time.process_time", clock)
        measured = costs(lambda: None, {"a": lambda: None}, rounds=3)["a"]
        assert measured.milliseconds == pytest.approx(8.0)
        assert measured.ratio == pytest.approx(3.0)


class TestStages:
    def test_they_are_all_there_and_the_clocks_are_taken_off(self):
        first, again = measure(ONE, rounds=1), measure(ONE, rounds=1)
        assert list(first.shares) == [
            *("decode", "fold", "tokenise", "recognise"),
            *("work_packages", "cities", "dates", "counts", "deliverables", "links"),
            *("page", "checks", "assemble", "serialise"),
        ]
        assert list(again.shares) == list(first.shares)

    @pytest.mark.parametrize(
        ("plain", "compiled", "rows"),
        [
            (None, False, ["| **whole extraction, bytes to JSON, plain Python** | **12.0** | **1.20** | |"]),
            (
                1.75,
                True,
                [
                    "| **whole extraction, bytes to JSON, compiled** | **12.0** | **1.20** | |",
                    "| whole extraction, bytes to JSON, plain Python | | 1.75 | |",
                ],
            ),
        ],
    )
    def test_the_table_says_what_was_measured(self, plain, compiled, rows):
        measured = Measured(2, 1000, 10.0, 12.0, 1.2, 1.4, {"dates": 3.0, "page_facts": 1.0})
        lines = speed.stages(measured, "raw", plain, compiled).splitlines()
        assert lines[0] == "### raw: 2 descriptions, 1,000 characters"
        assert [line for line in lines if "whole" in line] == rows
        assert lines[-2:] == ["| … dates | 3.0 | 0.30 | 75% |", "| … page facts | 1.0 | 0.10 | 25% |"]


class TestPeers:
    def test_one_reads_the_texts_of_its_languages_beside_us(self, monkeypatch):
        seen = []
        peer = peers.Peer("it", "names", lambda: seen.append, frozenset({"en"}))
        missing = peers.Peer("nothing", "dates", lambda: __import__("no_such_module"))
        monkeypatch.setattr(peers, "PEERS", (peer, missing))
        measured = peers.measure([*ONE, Description(b"Hej", "Hej", "sv")], rounds=2)
        assert seen == ONE * 3
        assert [one.documents for one in measured] == [1, 0]
        assert peers.table(measured, "raw").splitlines()[-1] == "| nothing | dates | | not installed | |"

    def test_the_table(self):
        measured = [peers.Beside(peers.PEERS[0], 11, (Cost(90.0, 30.0), Cost(4.5, 1.5)))]
        assert peers.table(measured, "raw").endswith("| names and dates, no values | 11 | 30.00 | 20.00 |")


class TestLongTexts:
    def test_they_are_the_same_each_time_and_as_long_as_asked(self):
        assert flat.recombined(2000, 3) == flat.recombined(2000, 3)
        assert {len(data.decode()) for data in flat.recombined(2000, 3)} == {2000}

    def test_sizes_are_held_against_small_ones(self):
        rows = flat.table({1000: 110.0, 10_000: 90.0, 100_000: 80.0, 1_000_000: 120.0}).splitlines()[4:]
        assert rows == [
            "| 1,000 | 110 | +10% | holds |",
            "| 10,000 | 90 | -10% | holds |",
            "| 100,000 | 80 | -20% | cheaper |",
            "| 1,000,000 | 120 | +20% | dearer |",
        ]


class TestStartUp:
    @pytest.mark.parametrize(
        ("bound", "end"), [(None, "| | |"), (60.0, "60.0 | holds |"), (0.0, "0.0 | missed |")]
    )
    def test_a_start_is_held_against_its_bound(self, bound, end):
        measured = start_up.measure(1, [start_up.Start("it", (sys.executable, "-c", "pass"), bound)])
        assert start_up.table(measured).endswith(end)
        assert 0 < measured[0].wall < 60


def test_a_page_needs_the_whole(capsys):
    with pytest.raises(SystemExit) as stopped:
        speed.main(["--quick", "--write", "page.md"])
    assert stopped.value.code == 2
    assert "--quick" in capsys.readouterr().err


def test_the_page_tells_the_aims():
    page = speed.document(["### raw"])
    assert f"at most {speed.BOUND} times the floor" in page
    assert page.endswith("\n\n### raw")
