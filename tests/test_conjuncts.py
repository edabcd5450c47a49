"""Which cities and dates of a clause belong to which deliverable, where "and" joins clauses."""

from __future__ import annotations

import pytest

from pipeline.extractor import Extractor

CASES = [
    (
        "They founded an association in Graz, and a course on repair will be held in Jena in May 2016.",
        {"association": (("Graz",), ()), "course": (("Jena",), ("2016-05",))},
    ),
    (
        "A manual and a film were published in Riga in May 2016.",
        {"manual": (("Riga",), ("2016-05",)), "film": (("Riga",), ("2016-05",))},
    ),
    (
        "A guideline was drafted and finalised in Lübeck in November 2005.",
        {"guideline": (("Lübeck",), ("2005-11",))},
    ),
    (
        "Se ha editado una guía en Sevilla y se han instalado tres paneles en Cádiz.",
        {"guía": (("Seville",), ()), "paneles": (("Cadiz",), ())},
    ),
    (
        "Do końca 2021 r. szkoły uruchomią portal w Gdyni, który będzie dostępny dla uczniów i ich rodziców.",
        {"portal": (("Gdynia",), ("2021",))},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_conjunct_keeps_its_places_and_dates(
    extractor: Extractor, text: str, expected: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = {d.head: (d.cities, d.dates) for d in extractor.extract(text).overview.deliverables}
    assert found == expected
