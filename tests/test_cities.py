"""Cities in annotated sentences (`data/cities.txt`), which place is meant, claims, and refusals.

In the sentences ``[name=CC]`` is a city in that country; all else is none.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.collector import collector_paused
from pipeline.document import Claim, view
from pipeline.found import FoundCity, Rejected
from pipeline.language import make_nlp

_MARK = re.compile(r"\[([^\]=]+)=([A-Z]{2})\]")


def _cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "data" / "cities.txt").read_text("utf-8").splitlines()
    return [(line[:2], line[3:]) for line in lines]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp(("factsheet_cities",))


def _cities(nlp: Language, text: str, language: str = "en") -> list[FoundCity]:
    doc = nlp.make_doc(text)
    doc._.language = language
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[FoundCity] = doc._.cities
    return found


@pytest.mark.parametrize(("language", "sentence"), _cases())
def test_cities_sentence(nlp: Language, language: str, sentence: str) -> None:
    expected, text, at = [], "", 0
    for m in _MARK.finditer(sentence):
        text += sentence[at : m.start()]
        expected.append((len(text), m[1], m[2]))
        text += m[1]
        at = m.end()
    text += sentence[at:]
    found = [(f.start, text[f.start : f.end], f.place.country) for f in _cities(nlp, text, language)]
    assert found == expected


@pytest.mark.parametrize(
    ("written", "name", "language"),
    [
        ("Wien", "Vienna", "de"),
        ("Göteborg", "Gothenburg", "sv"),
        ("Oporto", "Porto", "es"),
        ("Londres", "London", "fr"),
        ("Lwowie", "Lviv", "pl"),
        ("Spalato", "Split", "en"),
        ("København", "Copenhagen", "da"),
        ("Den Haag", "The Hague", "nl"),
        ("Saint Petersburg", "Saint Petersburg", "en"),
        ("St. Petersburg", "Saint Petersburg", "en"),
        ("Sankt Petersburg", "Saint Petersburg", "de"),
        ("Cluj", "Cluj-Napoca", "en"),
        ("Gent", "Ghent", "de"),
    ],
)
def test_cities_get_their_usual_english_name(nlp: Language, written: str, name: str, language: str) -> None:
    word = {"de": "in", "sv": "i", "es": "en", "fr": "à", "pl": "we", "en": "in", "da": "i", "nl": "in"}[
        language
    ]
    (found,) = _cities(nlp, f"3 {word} {written}, 12.05.2009", language)
    assert found.place.name == name


def test_cities_are_told_apart_by_their_neighbours(nlp: Language) -> None:
    (*_, west) = _cities(nlp, "Meetings in Nantes, Bordeaux, Quimper and Brest.")
    (*_, east) = _cities(nlp, "Meetings in Minsk, Hrodna, Lublin and Brest.")
    assert (west.place.country, east.place.country) == ("FR", "BY")


def test_cities_close_alternatives_are_kept(nlp: Language) -> None:
    (found,) = _cities(nlp, "A meeting in Brest.")
    countries = {found.place.country} | {place.country for place in found.alternatives}
    assert {"FR", "BY"} <= countries
    assert found.place.geonameid not in {place.geonameid for place in found.alternatives}


def test_cities_claim_their_tokens_and_leave_claimed_ones_alone(nlp: Language) -> None:
    doc = nlp.make_doc("From Riga to Frankfurt (Oder)")
    view(doc).claims[1] = Claim.LABEL
    doc = nlp.get_pipe("factsheet_cities")(doc)
    assert [f.place.name for f in doc._.cities] == ["Frankfurt (Oder)"]
    assert list(view(doc).claims) == [0, Claim.LABEL, 0, *[Claim.CITY] * 4]
    assert [(s.text, s.label_) for s in doc.spans["cities"]] == [("Frankfurt (Oder)", "cities.known")]


def test_cities_refusals_are_traced(nlp: Language) -> None:
    doc = nlp.make_doc("The Bologna process")
    doc.user_data["factsheet.trace"] = trace = []
    nlp.get_pipe("factsheet_cities")(doc)
    assert [(r.start, r.end, r.rule) for r in trace if isinstance(r, Rejected)] == [
        (4, 11, "cities.not-agreement")
    ]


def test_cities_work_alone_with_the_stock_tokenizer() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_cities")
    doc = nlp("Partners met in St. Petersburg, Aix-en-Provence and Bari–Durrës.")
    assert [f.place.name for f in doc._.cities] == ["Saint Petersburg", "Aix-en-Provence", "Bari", "Durrës"]


def test_cities_of_an_unknown_language_are_found(nlp: Language) -> None:
    assert [f.place.country for f in _cities(nlp, "Kokous Tampere, Helsinki ja Riga", "fi")] == [
        "FI",
        "FI",
        "LV",
    ]


def test_cities_take_time_in_proportion(nlp: Language) -> None:
    piece = "Meetings in Brest, Riga (Latvia), Santiago and San San Saint Reading, Orange and Most. "
    _cities(nlp, piece)

    def seconds(times: int) -> float:
        doc = nlp.make_doc(piece * times)
        start = time.process_time()
        with collector_paused():  # it goes through all that other tests have left
            nlp.get_pipe("factsheet_cities")(doc)
        return time.process_time() - start

    short = min(seconds(100) for _ in range(3))
    assert min(seconds(1600) for _ in range(2)) < 16 * short * 4


@given(st.text(alphabet="RigaBrest (),.-’'sSt\nLa Łódź", max_size=60))
def test_cities_stay_inside_the_text(text: str) -> None:
    nlp = _shared()
    doc = nlp.make_doc(text)
    doc = nlp.get_pipe("factsheet_cities")(doc)
    at = 0
    for found in doc._.cities:
        assert at <= found.start < found.end <= len(text)
        assert 0 <= found.first < found.last <= len(doc)
        at = found.end


def _shared(made: list[Language] = []) -> Language:  # noqa: B006
    if not made:
        made.append(make_nlp(("factsheet_cities",)))
    return made[0]
