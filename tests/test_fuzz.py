"""What holds for any text whatever: the short form of the fuzzers (docs/reliability.md has the long one)."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import fuzz
from benchmarks.invariants import check_bytes, check_text
from benchmarks.mutations import FOLDERS, MUTATIONS, PIECES, encode, mutate
from pipeline import store
from pipeline.errors import SourceError
from pipeline.source import decode

RAW, CORPUS = (
    [decode(path.read_bytes(), path.stem).text for path in sorted(folder.glob("*.txt"))] for folder in FOLDERS
)
# So that random texts are full of near misses.
MIXTURES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).flatmap(
    lambda pieces: st.sampled_from(["", " ", "\n"]).map(lambda glue: glue.join(pieces))
)
SEEDS = st.integers(min_value=0)
WITH_AND_WITHOUT = st.sampled_from(fuzz.extractors())
"""The rules that are shipped, and a user's own on top."""


@given(st.text(max_size=200))
@example("")
@example("\n")
@example("\ufeff")
def test_any_text(extractor, text):
    check_text(extractor, text)


@given(MIXTURES, WITH_AND_WITHOUT)
def test_any_mixture_of_what_descriptions_are_made_of(text, extractor):
    check_text(extractor, text)


@given(SEEDS, WITH_AND_WITHOUT)
def test_any_mutation_of_a_description(seed, extractor):
    check_text(extractor, mutate(Random(seed), RAW, 1500))


@pytest.mark.corpus
@given(SEEDS)
def test_any_mutation_of_a_description_of_others(extractor, seed):
    check_text(extractor, mutate(Random(seed), CORPUS, 1500))


@pytest.mark.parametrize("at", range(len(MUTATIONS)))
def test_every_mutation_many_times_over(at, extractor):
    chance = Random(at)
    text = chance.choice(RAW)[:600]
    for _ in range(12):
        text = MUTATIONS[at](chance, text, RAW)[:2000]
        check_text(extractor, text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(extractor, data):
    check_bytes(extractor, data)


@given(SEEDS)
def test_any_encoding_is_read_or_refused(extractor, seed):
    chance = Random(seed)
    check_bytes(extractor, encode(chance, mutate(chance, RAW, 400)))


@pytest.mark.parametrize("path", sorted(fuzz.KEPT.glob("*.txt")), ids=lambda path: path.stem)
def test_what_failed_once_fails_no_more(path):
    for extractor in fuzz.extractors():
        check_bytes(extractor, path.read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        "999 " * 3000 + "workshops",  # more digits than Python makes an integer of
        "9" * 5000 + " workshops were organised",
        "9" * 320 + ".5 million workshops",  # beyond what a float holds
        "hundred " * 300 + "workshops",
        "1e999 workshops, ² workshops, ①② workshops, ٣ workshops",
        "Budget: " + "9" * 5000 + " EUR; co-financing: " + "9" * 400 + " %; partners: " + "9" * 5000,
        "WP" + "1" * 5000 + ": a report. Five thousand million billion work packages.",
    ],
    ids=lambda text: text[:12],
)
def test_numbers_without_end(extractor, text):
    check_text(extractor, text)


@pytest.mark.parametrize("text", ["\ud800", "Riga\udfff", "WP1: \udc80 in March 2006"])
def test_halves_of_surrogate_pairs_are_refused(extractor, text):
    with pytest.raises(SourceError, match="half of a surrogate pair"):
        extractor.extract(text)


def test_the_long_form_reports_and_keeps_what_failed(extractor, tmp_path, monkeypatch, capsys):
    def broken(given, data):
        assert b"e" not in data
        return extractor.extract_bytes(b"Two workshops were organised in Riga.", "x")

    monkeypatch.setattr(fuzz, "check_bytes", broken)
    monkeypatch.setattr(fuzz, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    assert fuzz.main(["--inputs", "60"]) == 1
    said = capsys.readouterr().out
    assert "kept as kept/" in said
    assert "60 inputs" in said
    (kept,) = (tmp_path / "kept").iterdir()
    assert kept.read_bytes() == b"e"


def test_the_same_seed_gives_the_same_inputs():
    assert list(fuzz.inputs(7, 0, 20)) == list(fuzz.inputs(7, 0, 20))
    assert list(fuzz.inputs(7, 10, 20)) == list(fuzz.inputs(7, 0, 20))[10:]
    assert list(fuzz.inputs(8, 0, 20)) != list(fuzz.inputs(7, 0, 20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_encoding_changes_nothing_of_what_is_found(encoding, extractor):
    for text in RAW:
        plain = extractor.extract(text, "x")
        read = extractor.extract_bytes(text.encode(encoding), "x")
        assert read.source.encoding == encoding
        assert read.model_copy(update={"source": plain.source}) == plain


def test_the_order_of_documents_changes_nothing(extractor):
    forward = [store.to_json(extractor.extract(text)) for text in RAW]
    backward = [store.to_json(extractor.extract(text)) for text in reversed(RAW)]
    assert forward == backward[::-1]


def test_the_coverage_guided_target_runs(tmp_path):
    pytest.importorskip("atheris")
    command = [sys.executable, "-m", "benchmarks.fuzz_atheris", "-runs=300", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, cwd=fuzz.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Done " in done.stderr
