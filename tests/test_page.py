"""Header facts: the heads and feet of pages as databases, reports and lists of grants print them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.document import view
from pipeline.folding import fold
from pipeline.language import make_nlp
from pipeline.page import FoundFact, read_page
from pipeline.page.money import number_value
from pipeline.recognise import recognise

BODY = "\n\nThe rivers of the valley rose early that year, and nobody was there to see it from the bridge.\n"
PAGES = tomllib.loads((Path(__file__).parent / "pages.toml").read_text("utf-8"))["page"]
NLP = make_nlp(("factsheet_work_packages", "factsheet_dates"))


def header(text: str) -> dict[str, tuple[FoundFact, str]]:
    """The facts of a page, each with the source text that it stands on."""
    folded = fold(text)
    doc = NLP.make_doc(folded.text)
    doc._.language = recognise(view(doc)) or "en"
    for _, component in NLP.pipeline:
        doc = component(doc)
    return {
        name: (fact, text[slice(*folded.source(fact.start, fact.end))])
        for name, fact in read_page(doc).items()
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["text"].partition("\n")[0][:24])
def test_page(page: dict[str, Any]) -> None:
    found = header(page["text"].replace("{BODY}", BODY))
    expected: dict[str, Any] = page.get("facts", {})
    assert {name: found[name][0].value for name in expected if name in found} == expected
    assert not found.keys() & set(page.get("absent", []))
    for name in ("title", "acronym", "programme"):
        assert name not in found or found[name][0].value == found[name][1]


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("The project consists of five Work Packages.", 5),
        ("It is divided into three workpackages (WP).", 3),
        ("The plan has 7 WPs; WPs 1 and 7 are transversal.", 7),
        ("Das Vorhaben ist in vier Arbeitspakete gegliedert, und es wird von der Stadt getragen.", 4),
        ("Le projet est organisé en trois lots de travail pour les communes.", 3),
        ("El plan consta de cinco paquetes de trabajo y una fase final.", 5),
        ("Il piano di lavoro è diviso in sei pacchetti di lavoro.", 6),
        ("Arbetet är indelat i fyra arbetspaket och det har börjat.", 4),
        ("The results of two other work packages were used.", None),
        ("There are four scientific WPs and one for management.", None),
        ("WP 4 compiles the work packages.", None),
    ],
)
def test_stated_work_packages(sentence: str, stated: int | None) -> None:
    found = header(sentence).get("stated_work_packages")
    assert (found and found[0].value) == stated


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 586 944,89", 1586944.89),
        ("1.234.567,00", 1234567),
        ("2,345,000", 2345000),
        ("1,978,345.60", 1978345.6),
        ("855,721", 855721),
        ("1'200'000", 1200000),
        ("61.1", 61.1),
        ("55,0", 55),
        ("1.48", 1.48),
        ("13284998", 13284998),
        ("0.125", 0.125),
    ],
)
def test_figures_as_each_language_writes_them(written: str, value: float) -> None:
    assert number_value(written) == value
