"""The gate on accuracy, and its own tests: no figure may fall below its pin, and no pin silently."""

from __future__ import annotations

import json

import pytest

from benchmarks import accuracy

PINNED = {
    "figures": {
        "all": {"overall": 0.9, "cities": 0.95, "deliverable_kind": 0.9},
        "de": {"overall": 0.8, "cities": 0.9},
    },
    "documents": {"a": {"deliverables": 0.9, "deliverable_kind": 0.9}, "b": {"cities": 0.9}},
    "languages": {"a": "en", "b": "de"},
}


def changed(figure, value, document="a", f1=1.0, task="", part="all"):
    now = json.loads(json.dumps(PINNED))
    now["figures"][part][figure] = value
    now["documents"][document][task or figure] = f1
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


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (changed("cities", 0.9, "b", 0.7), "cities fell from 0.9500 to 0.9000: b (-0.200)"),
        (
            changed("deliverable_kind", 0.8, "a", 0.5),
            "deliverable_kind fell from 0.9000 to 0.8000: a (-0.400)",
        ),
        (changed("cities", 0.7, "b", 0.7, part="de"), "cities (de) fell from 0.9000 to 0.7000: b (-0.200)"),
        # What got worse in another language is not to blame.
        (changed("cities", 0.7, "a", 0.7, part="de"), "cities (de) fell from 0.9000 to 0.7000"),
        (changed("overall", 0.8, "a", 0.5, "dates"), "overall fell from 0.9000 to 0.8000: a (-0.500)"),
    ],
)
def test_a_figure_that_fell_names_the_documents_that_got_worse(now, says):
    assert accuracy.fallen(PINNED, now) == [says]


def test_the_worst_document_comes_first():
    now = changed("overall", 0.5, "a", 0.9, "dates")
    now["documents"]["b"]["counts"] = 0.2
    assert accuracy.fallen(PINNED, now) == ["overall fell from 0.9000 to 0.5000: b (-0.800), a (-0.100)"]


def test_a_document_or_a_language_that_is_gone_is_a_fall():
    now = json.loads(json.dumps(PINNED))
    del now["documents"]["b"], now["figures"]["de"]
    assert accuracy.fallen(PINNED, now) == [
        "overall (de) fell from 0.8000 to 0.0000: b (-4.900)",
        "cities (de) fell from 0.9000 to 0.0000: b (-0.900)",
    ]


def test_rounding_and_gains_are_no_fall():
    assert accuracy.fallen(PINNED, changed("cities", 0.9496)) == []
    assert accuracy.fallen(PINNED, changed("cities", 1.0)) == []


def test_pins_are_raised_and_not_lowered():
    now = changed("cities", 0.99) | {"documents": {}}
    now["figures"]["all"]["overall"] = 0.1
    pins = accuracy.raised(PINNED, now)
    assert pins["figures"]["all"] == {"overall": 0.9, "cities": 0.99, "deliverable_kind": 0.9}
    assert pins["documents"] == {}
    assert accuracy.raised(PINNED, changed("cities", 0.1, part="de"))["figures"] == PINNED["figures"]


def test_a_new_figure_is_pinned():
    assert accuracy.raised(accuracy.NONE, PINNED) == PINNED


TOO_HIGH = {"figures": {"all": {"overall": 1.1}}, "documents": {}, "languages": {}}


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
        pins = {"raw": TOO_HIGH}
        status, after, out = run("--pin", pins=pins)
        assert status == 1
        assert after == pins
        assert "overall fell from 1.1000 to 0." in out

    def test_lowering_takes_an_option(self, run):
        status, after, _ = run("--pin", "--allow-regression", pins={"raw": TOO_HIGH})
        assert status == 0
        assert 0 < after["raw"]["figures"]["all"]["overall"] < 1

    def test_measuring_alone_changes_nothing(self, run):
        status, after, out = run(pins={})
        assert status == 0
        assert after == {}
        assert "overall (mean F1 of *)" in out

    def test_pinning_pins_every_language(self, run):
        status, after, _ = run("--pin", pins={})
        assert status == 0
        pins = after["raw"]
        assert set(pins["figures"]) == {"all", *pins["languages"].values()}
        assert set(pins["documents"]) == set(pins["languages"])
        assert run(pins=after)[0] == 0
