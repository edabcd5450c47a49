"""Counts: numbers as nine languages write them, what they count, and what counts nothing."""

from __future__ import annotations

import time

import pytest
import spacy

from pipeline.components.numbers import NumberReader
from pipeline.document import Claim, view
from pipeline.folding import fold
from pipeline.lexicon import load

NUMBERS = [
    ("en", "Seventy-six", 76),
    ("en", "two hundred and fifty", 250),
    ("en", "three thousand two hundred and one", 3201),
    ("en", "half a million", 500_000),
    ("en", "two dozen", 24),
    ("en", "1.2 million", 1_200_000),
    ("en", "12,600", 12_600),
    ("en", "5 400", 5400),
    ("en", "60.000", 60_000),
    ("en", "1.25", 1.25),
    ("de", "einundzwanzig", 21),
    ("de", "2,5 Mio.", 2_500_000),
    ("de", "zweihundert", 200),
    ("de", "1.500", 1500),
    ("fr", "soixante-quinze", 75),
    ("fr", "quatre-vingt-dix-neuf", 99),
    ("fr", "vingt et un", 21),
    ("fr", "deux cents", 200),
    ("fr", "1 200", 1200),
    ("es", "treinta y cinco", 35),
    ("es", "mil doscientos", 1200),
    ("it", "ventuno", 21),
    ("it", "quarantatré", 43),
    ("it", "due milioni", 2_000_000),
    ("pl", "dwadzieścia pięć", 25),
    ("pl", "sto dwanaście", 112),
    ("pl", "300 tys.", 300_000),
    ("sv", "tjugotvå", 22),
    ("sv", "7,5", 7.5),
    ("nl", "tweeëntwintig", 22),
    ("da", "femoghalvtreds", 55),
    ("da", "toogtyve", 22),
]


@pytest.mark.parametrize(("code", "written", "value"), NUMBERS)
def test_a_number_is_read_whole(code, written, value):
    number = NumberReader(load(code)).read(f"{written} x", 0)
    assert (number.value, number.end) == (value, len(written))


def test_every_number_word_has_its_own_value():
    for code in ("en", "de", "fr", "es", "it", "pl", "sv", "nl", "da"):
        reader = NumberReader(load(code))
        for word, value in load(code).numbers.words.items():
            assert reader.read(f"{word}.", 0).value == value, (code, word)


# Language, text, and its counts: text → value (two for a range), head, modifier.
SENTENCES = [
    ("en", "Twelve organisations from nine countries trained over 2,400 young farmers.",
     ["Twelve organisations|12|organisations|", "nine countries|9|countries|",
      "2,400 young farmers|2400|farmers|more_than"]),
    ("en", "Some 350 jobs were safeguarded and at least 40 new ones created.",
     ["350 jobs|350|jobs|approx", "40 new ones|40|ones|at_least"]),
    ("en", "Up to 60 small and medium-sized enterprises will benefit.",
     ["60 small and medium-sized enterprises|60|enterprises|at_most"]),
    ("en", "Six regional and two national authorities signed.", ["two national authorities|2|authorities|"]),
    ("en", "Sixty-two “river guards” patrol; ten parent leaders' courses ran.",
     ["Sixty-two “river guards”|62|guards|", "ten parent leaders' courses|10|courses|"]),
    ("en", "30 soil probes purchased and 6 visits held; 90 trained hosts and 4 carefully chosen sites.",
     ["30 soil probes|30|probes|", "6 visits|6|visits|", "90 trained hosts|90|hosts|",
      "4 carefully chosen sites|4|sites|"]),
    ("en", "The two partners share a common interest.", ["two partners|2|partners|"]),
    ("en", "Between 20 and 30 adults came; 5-7 further visits follow; three to four maps.",
     ["20 and 30 adults|20-30|adults|", "5-7 further visits|5-7|visits|", "three to four maps|3-4|maps|"]),
    ("en", "10 or so open papers, 40-odd harbours, 200+ users.",
     ["10 or so open papers|10|papers|approx", "40-odd harbours|40|harbours|approx",
      "200+ users|200|users|at_least"]),
    ("en", "Five (5) workshops were held.", ["Five (5) workshops|5|workshops|"]),
    ("en", "One of the partners left; this one, no one; one railway operator joined.",
     ["one railway operator|1|operator|"]),
    ("en", "A dozen farms and half a million pictures.",
     ["A dozen farms|12|farms|", "half a million pictures|500000|pictures|"]),
    ("en", "A 46 km path and 51km of road, open for 24 months.",
     ["46 km|46|km|", "51km|51|km|", "24 months|24|months|"]),
    ("en", "It cost EUR 1,500, 30 % of 2.5 million euros, 40 k€.", []),
    ("en", "Both sides; the first visit; a 20-page, three-year plan; 5G and 3D; 12th; two thirds.", []),
    ("en", "See page 27, Fig. 2 and Table 3; no. 4; TRL 6; ISO 9001; version 1.2; 24/7; 1:5,000; 3 / 9.", []),
    ("en", "1. Planting of trees\n2. Sale of fruit", []),
    ("en", "3.1 Work performed\n3.2 Expected results", []),
    ("de", "Rund 250 Fachleute aus zwölf Ländern kamen zu den drei Konferenzen.",
     ["250 Fachleute|250|Fachleute|approx", "zwölf Ländern|12|Ländern|", "drei Konferenzen|3|Konferenzen|"]),
    ("de", "Mehr als 300 kleine und mittlere Unternehmen und 18 neue Wanderwege; mindestens 10 Betriebe.",
     ["300 kleine und mittlere Unternehmen|300|Unternehmen|more_than", "18 neue Wanderwege|18|Wanderwege|",
      "10 Betriebe|10|Betriebe|at_least"]),
    ("de", "Die 4. Sitzung kostete 2,5 Mio. Euro; zwei Drittel stimmten zu; 3 % mehr.", []),
    ("fr", "Plus de 1 500 élèves de 32 écoles ont suivi quatre premiers ateliers.",
     ["1 500 élèves|1500|élèves|more_than", "32 écoles|32|écoles|", "quatre premiers ateliers|4|ateliers|"]),
    ("fr", "Trois nouvelles stations de mesure, deux plateformes numériques et une vingtaine d'hôtels.",
     ["Trois nouvelles stations|3|stations|", "deux plateformes numériques|2|plateformes|",
      "une vingtaine d'hôtels|20|hôtels|approx"]),
    ("fr", "Coût : 2,4 millions d'euros, 15 % ; page 12 ; un des partenaires.", []),
    ("es", "Más de 300 agricultores de doce municipios; al menos 1.200 nuevos árboles.",
     ["300 agricultores|300|agricultores|more_than", "doce municipios|12|municipios|",
      "1.200 nuevos árboles|1200|árboles|at_least"]),
    ("es", "Cuatro seminarios internacionales y una docena de socios.",
     ["Cuatro seminarios internacionales|4|seminarios|", "una docena de socios|12|socios|approx"]),
    ("it", "Oltre 200 studenti di sette scuole superiori; 12 nuovi impianti; n. 5 laboratori.",
     ["200 studenti|200|studenti|more_than", "sette scuole superiori|7|scuole|",
      "12 nuovi impianti|12|impianti|",
      "5 laboratori|5|laboratori|"]),
    ("it", "Un costo di 2 milioni di euro.", []),
    ("pl", "Przeszkolono 120 nauczycieli z ośmiu szkół podstawowych; trzy międzynarodowe konferencje.",
     ["120 nauczycieli|120|nauczycieli|", "ośmiu szkół podstawowych|8|szkół|",
      "trzy międzynarodowe konferencje|3|konferencje|"]),
    ("pl", "Ponad 2 tys. mieszkańców, co najmniej dwadzieścia pięć gmin; 15 000 zł.",
     ["2 tys. mieszkańców|2000|mieszkańców|more_than", "dwadzieścia pięć gmin|25|gmin|at_least"]),
    ("sv", "Minst 25 små och medelstora företag deltog i fyra regionala kurser.",
     ["25 små och medelstora företag|25|företag|at_least", "fyra regionala kurser|4|kurser|"]),
    ("nl", "Ruim 200 ondernemers uit vijf landen; drie regionale netwerken; 2 miljoen euro.",
     ["200 ondernemers|200|ondernemers|more_than", "vijf landen|5|landen|",
      "drie regionale netwerken|3|netwerken|"]),
    ("da", "Mere end 300 landmænd fra syv kommuner; 1.200 nye træer; 2 mio. kr.",
     ["300 landmænd|300|landmænd|more_than", "syv kommuner|7|kommuner|", "1.200 nye træer|1200|træer|"]),
]  # fmt: skip


def shown(count, text):
    value = f"{count.value}-{count.value_max}" if count.value_max is not None else f"{count.value}"
    return f"{text[count.start : count.end]}|{value}|{count.head}|{count.modifier or ''}"


@pytest.mark.parametrize(("code", "text", "expected"), SENTENCES)
def test_counts_of_a_sentence(extractor, code, text, expected):
    doc = extractor.read(fold(text), code)
    assert [shown(c, doc.text) for c in doc._.counts] == expected


@pytest.mark.parametrize(("code", "text", "expected"), SENTENCES)
def test_the_unit_is_the_end_of_the_mention_and_holds_the_head(extractor, code, text, expected):
    doc = extractor.read(fold(text), code)
    for count in doc._.counts:
        assert doc.text[count.start : count.end].endswith(count.unit)
        assert count.head in count.unit
        assert doc[count.head_token].text.endswith(count.head)


def test_the_stage_works_alone_with_a_stock_tokenizer():
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_counts")
    doc = nlp("Twenty-two divers planted 1,200 sea-grass shoots at 3 sites.")
    assert [doc.text[c.start : c.end] for c in doc._.counts] == [
        "Twenty-two divers",
        "1,200 sea-grass shoots",
        "3 sites",
    ]
    assert [(s.text, s.label_) for s in doc.spans["counts"]][-1] == ("3 sites", "counts.figure")


def test_the_numbers_are_claimed_and_what_is_claimed_is_left_alone():
    nlp = spacy.blank("en")
    stage = nlp.add_pipe("factsheet_counts")
    doc = nlp.make_doc("They planted 12 trees and 13 bushes.")
    view(doc).claims[2] = Claim.OTHER
    assert [c.unit for c in stage(doc)._.counts] == ["bushes"]
    assert view(doc).claims[5] == Claim.COUNT


@pytest.mark.parametrize("piece", ["12 ", "one ", "two of ", "1,000,", "12-13-", "(5) ", "hundred thousand "])
def test_time_grows_with_the_text_and_not_faster(extractor, piece):
    stage = extractor.nlp.get_pipe("factsheet_counts")

    def seconds(times):
        doc = extractor.nlp.make_doc(piece * times)
        view(doc)
        start = time.process_time()
        stage(doc)
        return time.process_time() - start

    short, long = (min(seconds(times) for _ in range(2)) for times in (2_000, 8_000))
    assert long < 12 * max(short, 0.02)
