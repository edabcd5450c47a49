"""Work packages: where labels begin one, where its text ends, and what a label in passing does (nothing)."""

from __future__ import annotations

import time

import pytest
import spacy

from pipeline.document import Claim, view
from pipeline.folding import fold

# The beginnings of packages are marked by [number|title: and their ends by ], both taken out before reading.
TEXTS = [
    ("en",
     "Achievements: [1|Sediment: WP 1 (Sediment): probes set; data read.][2|Outreach: WP 2 "
     "(Outreach): leaflet made.]"),
    ("en",
     "Work plan: [1|Management: WP1 Management; ][2|Field trials: WP2 Field trials; ][3|Outreach: WP3 "
     "Outreach. ]Products: six."),
    ("en",
     "Intro here.[1|Coordination: Work Package no. 1: Coordination. Six meetings.][2|Maps: Work "
     "Package no. 2: Maps. One map.\n\n]Project website   |   Back\n"),
    ("en",
     "List\n[T1|Atlas: WP T1 Atlas\n][LT|Effects: WP LT Effects\n][C|Outreach: WP C Outreach\n\n]What "
     "will be done\n[T1|: WP T1: Atlas. Maps scanned.][LT|: WP LT: Effects. None.]"),
    ("en",
     "[1|Management: WP1 - Management\nMeetings.\n\nTwo boards met.\n\n][2|Pilots: WP2 - Pilots\n"
     "Three ponds.\n\nFish released.\n\n]LESSONS\nTalk first."),
    ("en",
     "[1|Coordination: Work Package 1, \"Coordination\", runs throughout.\n\n][2|Capture: WP2 "
     "Capture\n   ][2.1|Books: WP2.1 Books. Pages scanned.\n   ][2.2|Gestures: WP2.2 — Gestures: "
     "films made.\n\n]Table 1 lists the risks."),
    ("en", "We map. [1|: WP1 maps the reefs, while ][2|: WP2 dates old corals. ]The consortium is strong."),
    ("en",
     "[1|: In work package 1 reefs are mapped; ][2|: in work package 2 corals are dated; ][3|: drift "
     "is modelled in work package 3; and ][4|: in work package 4 data of work packages 1-3 are used. "
     "]The team is ready."),
    ("en",
     "There are 2 packages. [1|: The first Work Package (WP1) aims to map. ][2|: The second Work "
     "Package (WP2) aims to date. ]All maps will be open."),
    ("en",
     "The work has two packages, [1|: one on reefs (WP1) and ][2|: one on corals (WP2). ]Both are new."),
    ("en",
     "It will be reached by:\n\n[1|Mapping the reefs: 1. Mapping the reefs (WP1).\n\n][2|Dating "
     "corals: 2. Dating corals (WP2).\n\n]Max ERC funding: 1"),
    ("en",
     "Main results. [0|: WP0 amounted to little. ][1|: Under WP1 the partners met. They wrote. They "
     "ran. ][2|: Most of the money went into WP2. Eight ponds. Nine lakes. ][3|: WP3 looks ahead. It "
     "ends.\n\n]Outputs: 8"),
    ("en",
     "[1|: WP1 builds sensors, in cooperation with WP2, for use in WP3. ][2|: WP2 tests them. WP2 "
     "meetings were held. ][3|: Finally, WP3 sells them. ]We are six."),
    ("en",
     "[1|Chemistry: WP1 (Chemistry) set up a lab with WP3 tools.\n][2|Vision: WP2 (Vision): done. WP1 "
     "data used.\n][3|: WP3 has begun late.\n]"),
    ("en",
     "[A1|Soil survey: Action A1 – Soil survey. Pits dug.\n][B2|Purchase of land: B2. Purchase of "
     "land: nine ha.\n][C1|Fences: C1. Fences: three.\n\n]EXPECTED RESULTS\nMore trees."),
    ("en",
     "[1|Listening: Phase 1 – Listening (March 2010)\nSongs.\n\n][2|Modelling: Phase 2 – Modelling. "
     "Two modules:\n][1|Geometry: Module 1 (Geometry): scans.\n][2|Sounds: Module 2 (Sounds): "
     "samples.\n\n][3|Playing: Phase 3 – Playing\nA show.]"),
    ("en",
     "Progress by work package\n\n[A|Design: A – Design (resp.: Bonn)\nDone.\n\n][B|Trial: B – Trial\n"
     "Running.]"),
    ("en", "[O1|First steps: O1 First steps. Forty cards.\n\n][IO2|Guide: IO2 Guide. Printed.]"),
    ("de",
     "[1|Projektmanagement: AP 1: Projektmanagement\nSitzungen.\n\n][2|Pegel: AP 2: Pegel\nAus den "
     "Erfahrungen der AP 1 und 3.]"),
    ("de",
     "[1|: In Arbeitspaket 1 entstehen Grundlagen. ][2|: Arbeitspaket 2 erprobt sie. ]Das Vorhaben "
     "endet 2014."),
    ("fr",
     "[1|Clientèles: Lot de travail 1 – Clientèles\nDeux enquêtes.\n\n][2|Pistes: Lot de travail 2 – "
     "Pistes\nOnze km.\n\nLe ][3|gestion: lot 3 (gestion) se limite à quatre réunions.\n\n]Mots-clés "
     ": vélo."),
    ("es", "[1|Coordinación: PT1. Coordinación. Seis comités.\n\n][2|Difusión: PT2. Difusión: un manual.]"),
    ("es",
     "[1|: El paquete de trabajo 1 coordina. ][2|: El PT2 mide, mientras que ][3|: el PT3 difunde los "
     "resultados.]"),
    ("it",
     "[2|Quadro: Pacchetto di lavoro 2 – Quadro\nUn rapporto.\n\n][3|Biglietto: Pacchetto di lavoro 3 "
     "– Biglietto\nFatto.]"),
    ("pl",
     "[1|Audyty: Pakiet roboczy 1. Audyty\nSprawdzono budynki.\n\n][2|Szkolenia: Pakiet roboczy 2. "
     "Szkolenia\nTrwają.\n\n]Ponadto podpisano list."),
    ("sv",
     "Indelat i paket. [1|: Arbetspaket 1 kartlägger reven. ][2|: Arbetspaket 2 daterar koraller.\n\n"
     "]Trögt gick [3|små hamnar: AP3 (små hamnar). En studie görs.\n\n][4|Spridning: Spridning, "
     "arbetspaket 4, omfattar två möten.]"),
    ("nl",
     "[1|Coördinatie: Werkpakket 1: Coördinatie\nOverleg.\n][2|Sensoren: Werkpakket 2: Sensoren\nTwee "
     "sensoren.]"),
    ("da",
     "[1|Ledelse: Arbejdspakke 1: Ledelse\nMøder.\n][2|Sensorer: Arbejdspakke 2: Sensorer\nTo "
     "sensorer.]"),
    ("en", "We run five WPs ([1|Plans: WP1 Plans, ][2|Sensors: WP2 Sensors and ][3|Tests: WP3 Tests])."),
    ("en", "[1|: Results of WP1: six maps.\n][2|: Results of WP2: two films.]"),
    ("en",
     "[3|Pilots: Work Package 3 (WP3): Pilots\nPonds.\n][4|Outreach: Work Package 4 (lead: CNR) "
     "Outreach\nNone.]"),
    ("en",
     "Under [2|Skills: Work Package 2 “Skills”, courses ran. In ][3|Films: WP3 “Films”, one was "
     "shot.]"),
    ("en", "[T1|Cities: WPT1 Cities: pilots. ][C|Outreach: WPC Outreach: leaflets.]"),
    ("en", "[1|: WP1: In WP1 we built a sensor. It works. ][2|: WP2, led by CNR, tested it.]"),
    ("en", "[1|: In Phase 1, reefs are mapped. ][2|: Phase 2 dates corals.]"),
    ("de",
     "[1|Boden: Arbeitspaket 1 (Leitung: TU Wien): Boden\nText.\n][2|Wasser: AP2 Wasser: Pegel "
     "gesetzt.]"),
    # in passing
    ("en", "Joint report with other WPs; WPs 1 and 2 ended; see WP3; WP5 meeting held; input for WP4."),
    ("en", "The results of WP1 and WP2 were used in WP3 by the team."),
    ("en", "Phase 3 – Clinical trials began. The B2. It was a Phase 2 study; B1 learners came."),
]  # fmt: skip


def unmarked(marked):
    """The text without marks, and its segments: number, title, start, end."""
    text, segments, rest = "", [], marked
    open_one = None
    while rest:
        if rest[0] == "[":
            number, _, more = rest[1:].partition("|")
            title, _, rest = more.partition(": ")
            open_one = (number, title or None, len(text))
        elif rest[0] == "]":
            segments.append((*open_one, len(text)))
            rest = rest[1:]
        else:
            text, rest = text + rest[0], rest[1:]
    return text, segments


@pytest.mark.parametrize(("code", "marked"), TEXTS)
def test_packages_of_a_text(extractor, code, marked):
    text, expected = unmarked(marked)
    folded = fold(text)
    doc = extractor.read(folded, code)
    found = sorted(
        (*folded.source(start, end), package.number)
        for package in doc._.packages
        for start, end in package.segments
    )
    assert [(number, text[start:end]) for start, end, number in found] == [
        (number, text[start:end]) for number, _, start, end in expected
    ]
    titles = {package.title for package in doc._.packages}
    assert {title for _, title, _, _ in expected if title} == titles - {None}


def test_a_package_told_twice_is_one_with_two_segments(extractor):
    doc = extractor.read(
        fold("WP1 Maps; WP2 Corals. Results: WP1 (Maps): six maps.WP2 (Corals): none."), "en"
    )
    assert [(p.number, p.title, len(p.segments), len(p.headings)) for p in doc._.packages] == [
        ("1", "Maps", 2, 2),
        ("2", "Corals", 2, 2),
    ]


def test_the_same_number_in_another_family_is_another_package(extractor):
    doc = extractor.read(
        fold("Phase 1 – Maps\nDone.\nModule 1 (A): a.\nModule 2 (B): b.\nPhase 2 – End\nDone."), "en"
    )
    assert [(p.label, p.number) for p in doc._.packages] == [
        ("Phase", "1"),
        ("Module", "1"),
        ("Module", "2"),
        ("Phase", "2"),
    ]


def test_labels_are_claimed_in_passing_too():
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_work_packages")
    doc = nlp("Joint report with WPs 2 and 4 and WP3.")
    claims = view(doc).claims
    assert [t.text for t in doc if claims[t.i] == Claim.LABEL] == ["WPs", "2", "and", "4", "and", "WP3"]


def test_the_stage_works_alone_with_a_stock_tokenizer():
    nlp = spacy.blank("en")
    nlp.add_pipe("factsheet_work_packages")
    doc = nlp("WP1: Maps. Six maps were drawn.\nWP2: Corals. None were dated.")
    assert [(p.number, p.title) for p in doc._.packages] == [("1", "Maps"), ("2", "Corals")]
    assert [(s.text, s.label_) for s in doc.spans["work_packages"]] == [
        ("WP1: Maps", "work_packages.heading"),
        ("WP2: Corals", "work_packages.heading"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "WP1 ",
        "WP2: Maps. ",
        "WP1 (a) ",
        "map (WP3), ",
        "in WP4 we, ",
        "WP 1\n",
        "Phase 2 – A\n",
        "x (WP2\n\n",
        "A – B\n",
        ". ",
    ],
)
def test_time_grows_with_the_text_and_not_faster(extractor, piece):
    stage = extractor.nlp.get_pipe("factsheet_work_packages")

    def seconds(times):
        doc = extractor.nlp.make_doc(piece * times)
        view(doc)
        start = time.process_time()
        stage(doc)
        return time.process_time() - start

    short, long = (min(seconds(times) for _ in range(2)) for times in (2_000, 8_000))
    assert long < 12 * max(short, 0.02)
