"""The gate on accuracy, and its own tests: no figure may fall below its pin, and no pin silently."""

from __future__ import annotations

import json

import pytest

from benchmarks import accuracy

PINNED = {
    "figures": {"overall": 0.9, "cities": 0.95, "deliverable_kind": 0.9},
    "documents": {
        "a": {"work_packages": 1.0, "cities": 1.0, "dates": 1.0, "counts": 1.0, "deliverables": 0.9},
        "b": {"work_packages": 1.0, "cities": 0.9, "dates": 1.0, "counts": 1.0, "deliverables": 0.8},
    },
}


def changed(figure, value, document="a", task="cities", f1=1.0):
    now = json.loads(json.dumps(PINNED))
    now["figures"][figure] = value
    now["documents"][document][task] = f1
    return now


@pytest.mark.parametrize(
    "corpus",
    [
        pytest.param(corpus, id=corpus.name, marks=[pytest.mark.corpus] if corpus.name == "shared" else [])
        for corpus in accuracy.CORPORA
    ],
)
def test_no_figure_falls_below_its_pin(corpus, extractor):
    now = accuracy.measure(corpus, extractor.extract_bytes).pins()
    assert accuracy.fallen(accuracy.read_pins()[corpus.name], now) == []


def test_a_figure_that_fell_names_the_documents_that_got_worse():
    assert accuracy.fallen(PINNED, changed("cities", 0.9, "b", "cities", 0.7)) == [
        "cities fell from 0.9500 to 0.9000: b (-0.200)"
    ]
    assert accuracy.fallen(PINNED, changed("deliverable_kind", 0.8, "a", "deliverables", 0.5)) == [
        "deliverable_kind fell from 0.9000 to 0.8000: a (-0.400)"
    ]


def test_the_worst_document_comes_first():
    now = changed("overall", 0.5, "a", "dates", 0.9)
    now["documents"]["b"]["counts"] = 0.2
    assert accuracy.fallen(PINNED, now) == ["overall fell from 0.9000 to 0.5000: b (-0.800), a (-0.100)"]


def test_rounding_and_gains_are_no_fall():
    assert accuracy.fallen(PINNED, changed("cities", 0.9496)) == []
    assert accuracy.fallen(PINNED, changed("cities", 1.0)) == []


def test_pins_are_raised_and_not_lowered():
    pins = accuracy.raised(PINNED, changed("cities", 0.99) | {"documents": {}})
    assert pins["figures"] == {"overall": 0.9, "cities": 0.99, "deliverable_kind": 0.9}
    assert accuracy.raised(PINNED, changed("cities", 0.9499))["figures"]["cities"] == 0.95


def test_a_new_figure_is_pinned():
    assert accuracy.raised({"figures": {}, "documents": {}}, PINNED) == PINNED


class TestCommand:
    @pytest.fixture
    def run(self, tmp_path, monkeypatch, extractor, capsys):
        monkeypatch.setattr(accuracy, "PINS", tmp_path / "pins.json")
        monkeypatch.setattr(accuracy, "CORPORA", accuracy.CORPORA[:1])

        def run(*arguments, pins=None):
            if pins is not None:
                accuracy.PINS.write_text(json.dumps(pins))
            monkeypatch.setattr(accuracy, "read_pins", lambda: json.loads(accuracy.PINS.read_text()))
            monkeypatch.setattr("sys.argv", ["accuracy", *arguments])
            status = accuracy.main()
            return status, json.loads(accuracy.PINS.read_text()), capsys.readouterr().out

        return run

    def test_pins_that_are_too_high_stay_and_are_reported(self, run):
        pins = {"raw": {"figures": {"overall": 1.1}, "documents": {}}}
        status, after, out = run("--pin", pins=pins)
        assert status == 1
        assert after == pins
        assert "overall fell from 1.1000 to 0." in out

    def test_lowering_takes_an_option(self, run):
        status, after, _ = run(
            "--pin", "--lower", pins={"raw": {"figures": {"overall": 1.1}, "documents": {}}}
        )
        assert status == 0
        assert 0 < after["raw"]["figures"]["overall"] < 1

    def test_measuring_alone_changes_nothing(self, run):
        status, after, out = run(pins={})
        assert status == 0
        assert after == {}
        assert "overall (mean F1 of *)" in out
