"""Whole documents: `output/` is what `factsheet extract raw -o output` writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import store
from pipeline.outputs.folder import WORK

from .conftest import ROOT

RAW = ROOT / "raw"
OUTPUT = ROOT / "output"
TEXTS = sorted(RAW.rglob("*.txt"))


def output_of(text: Path) -> Path:
    return (OUTPUT / text.relative_to(RAW)).with_suffix(".json")


@pytest.mark.golden
@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.stem)
def test_output_is_what_extraction_writes(text, extractor, golden):
    golden(output_of(text), store.to_json(extractor.extract_bytes(text.read_bytes(), text.stem)))


def test_there_are_descriptions_in_several_languages(extractor):
    languages = {extractor.extract_bytes(t.read_bytes(), t.stem).source.language for t in TEXTS}
    assert len(TEXTS) >= 12
    assert len(languages) >= 4


def test_no_output_is_left_over_from_a_description_that_is_gone():
    left = {p for p in OUTPUT.rglob("*") if p.is_file() and WORK not in p.parts}
    assert left == {output_of(t) for t in TEXTS}
