"""The language of a text, by its function words."""

from __future__ import annotations

import pytest

from pipeline.document import view
from pipeline.language import make_nlp
from pipeline.lexicon import LANGUAGES, load
from pipeline.recognise import recognise

NLP = make_nlp(())

TEXTS = {
    "en": "Four workshops were organised and a manual has been produced for the towns of the delta.",
    "de": "Vier Workshops wurden durchgeführt, und für die Gemeinden entstand ein Handbuch.",
    "fr": "Quatre ateliers ont été organisés et un manuel est paru pour les communes du littoral.",
    "es": "Se celebraron cuatro talleres y se publicó un manual para los ayuntamientos del litoral.",
    "it": "Sono stati organizzati quattro laboratori e un manuale per i comuni della costa.",
    "pl": "Zorganizowano cztery warsztaty oraz wydano podręcznik dla gmin, który jest dostępny w sieci.",
    "sv": "Fyra seminarier hölls och en handbok för kommunerna har tryckts.",
    "nl": "Er werden vier workshops gehouden en een handleiding voor de gemeenten verscheen.",
    "da": "Der blev afholdt fire seminarer, og en håndbog til kommunerne er trykt.",
}
UNSUPPORTED = [
    "O projeto visa promover a cooperação das empresas. Foram realizados três seminários e um manual.",
    "Hankkeessa järjestettiin kolme seminaaria ja julkaistiin opas, joka on saatavilla verkossa.",
    "V rámci projektu byly uspořádány tři semináře a byla vydána příručka, která je k dispozici na webu.",
    "Három szemináriumot szerveztek és kiadtak egy kézikönyvet, amely a honlapon elérhető.",
    "Cilj projekta je potaknuti suradnju malih poduzeća; održana su tri seminara i objavljen je priručnik.",
    "Au fost organizate trei seminarii și a fost publicat un manual care este disponibil pe site.",
]


def language(text: str) -> str | None:
    return recognise(view(NLP.make_doc(text)))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_recognised(code: str) -> None:
    assert language(TEXTS[code]) == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_furniture_in_another_language_does_not_decide(code: str) -> None:
    other = "fr" if code != "fr" else "de"
    head = {"fr": "Rechercher des projets dans la base\nDate du début : 2005, Date de fin : 2008\n"}
    head["de"] = "Suche in der Datenbank\nBeginn des Projekts: 2005, Ende des Projekts: 2008\n"
    assert language(head[other] + 5 * TEXTS[code] + "\n" + head[other]) == code


@pytest.mark.parametrize("text", UNSUPPORTED)
def test_no_neighbour_is_taken_for_an_unsupported_language(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize("text", ["", "\n \n", "WP1 3/06 WP2 8/06", "RIGA TALLINN", "the project"])
def test_too_little_to_tell(text: str) -> None:
    assert language(text) is None


def test_a_long_text_is_sampled_to_its_end() -> None:
    assert language("3/06 " * 1000 + TEXTS["sv"] * 200) == "sv"


def test_every_language_has_its_words() -> None:
    assert {code: len(load(code).function_words) > 50 for code in LANGUAGES} == dict.fromkeys(LANGUAGES, True)
