"""Header facts: the heads and feet of pages as databases, reports and lists of grants print them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.folding import fold
from pipeline.language import make_nlp
from pipeline.page import FoundFact, read_page
from pipeline.page.money import number_value
from pipeline.recognise import recognise

BODY = "\n\nThe rivers of the valley rose early that year, and nobody was there to see it from the bridge.\n"
KEEP_DE = """Projektdatenbank
Startseite > Projekte > Details

Quiet Harbours for Old Towns (STILLHAVN)
Beginn: 01.09.2009   Ende: 31.08.2012   Status: laufend
Programm: South Baltic 2007-2013, Priorität Attraktivität
Gesamtbudget: 1.234.567,00 €   EFRE-Satz: 85 %
7 Projektpartner"""
PAGES: list[tuple[str, dict[str, Any]]] = [
    (
        KEEP_DE + BODY,
        {
            "title": "Quiet Harbours for Old Towns",
            "acronym": "STILLHAVN",
            "start_date": "2009-09-01",
            "end_date": "2012-08-31",
            "status": "ongoing",
            "programme": "South Baltic 2007-2013",
            "budget": 1234567,
            "currency": "EUR",
            "cofinancing_rate": 85,
            "partner_count": 7,
        },
    ),
    (
        "Rechercher des projets\n\nWater Towns of the North (WaterTowns)\n"
        "Date du début: 3 mars 2003, Date de fin: 30 juin 2006 PROJET TERMINÉ" + BODY + "\n\n"
        "  • 50.0%   2 345 678,90\n  • 2000 - 2006 North Sea\n  • Projet Website\n\n9 Participants partenaires",
        {
            "title": "Water Towns of the North",
            "acronym": "WaterTowns",
            "start_date": "2003-03-03",
            "end_date": "2006-06-30",
            "status": "closed",
            "programme": "2000 - 2006 North Sea",
            "budget": 2345678.9,
            "cofinancing_rate": 50,
            "partner_count": 9,
        },
    ),
    (
        "MOSSNET\nMosses as sentinels of alpine change\nHost institution: UNIVERSITY OF GRAZ" + BODY + "\n"
        "Max ERC funding: 1499000\nStart date: 2012-02-01, End date: 2017-01-31",
        {
            "title": "Mosses as sentinels of alpine change",
            "acronym": "MOSSNET",
            "start_date": "2012-02-01",
            "end_date": "2017-01-31",
            "budget": 1499000,
        },
    ),
    (
        "Robots for the pruning of vines on steep slopes. (VineBot 2)\nFrom 2016-03-01 to 2018-02-28, ongoing project\n"
        "Total cost: EUR 2 100 000,5\nEU contribution: EUR 1 470 000\nCoordinated in: Portugal" + BODY,
        {
            "title": "Robots for the pruning of vines on steep slopes",
            "acronym": "VineBot 2",
            "start_date": "2016-03-01",
            "end_date": "2018-02-28",
            "status": "ongoing",
            "budget": 2100000.5,
            "currency": "EUR",
        },
    ),
    (
        "Restoration of the Old Fish Market\nProject cost: €655,200\nBeneficiary: Port Council\nStart: 2010 End: 2013"
        + BODY,
        {
            "title": "Restoration of the Old Fish Market",
            "acronym": None,
            "start_date": "2010",
            "end_date": "2013",
            "budget": 655200,
            "currency": "EUR",
        },
    ),
    (
        "Recipient of funds: Humber College\nName of Project: Ports into Work\nType of fund: ESF\n"
        "Summary of project (max 100 words): Jobs for dockers.\nStart date: 01. Feb 17\nEnd date: 31. Mar 20\n"
        "ERDF/ESF investment £m: 500000\nTotal project costs £m: 1000000\nPercent of project funded by EU: 50%\n",
        {
            "title": "Ports into Work",
            "programme": "ESF",
            "start_date": "2017-02-01",
            "end_date": "2020-03-31",
            "budget": 1000000,
            "currency": "GBP",
            "cofinancing_rate": 50,
        },
    ),
    (
        "GAUFRE – Pains et levains des Ardennes\n"
        "Programme : Interreg V France-Wallonie-Vlaanderen, axe 4. Durée : du 1er avril 2017 au 30 septembre 2020. "
        "Budget total : 1 845 300 €, FEDER 55 %."
        + "\n\nLes six partenaires ont ouvert trois fournils dans la vallée.",
        {
            "title": "Pains et levains des Ardennes",
            "acronym": "GAUFRE",
            "programme": "Interreg V France-Wallonie-Vlaanderen",
            "start_date": "2017-04-01",
            "end_date": "2020-09-30",
            "budget": 1845300,
            "currency": "EUR",
            "cofinancing_rate": 55,
            "partner_count": 6,
        },
    ),
    (
        "PIZARRA: caminos y canteras del noroeste\nPrograma: SUDOE 2014-2020 · Inicio: enero de 2016 · Fin: diciembre de 2018 · "
        "Coste total: 945.000,50 € · Tasa de cofinanciación: 75 %\n\nSiete socios de tres países abrieron las canteras al público.",
        {
            "title": "caminos y canteras del noroeste",
            "acronym": "PIZARRA",
            "programme": "SUDOE 2014-2020",
            "start_date": "2016-01",
            "end_date": "2018-12",
            "budget": 945000.5,
            "cofinancing_rate": 75,
            "partner_count": 7,
        },
    ),
    (
        "SALINA – Sale e paesaggio nelle lagune\nProgramma: Italia-Slovenia 2007-2013, Asse 1 – Costo totale: 1.120.000 € – "
        "Contributo FESR: 85% – 6 partner – Durata: dal 1 gennaio 2010 al 31 dicembre 2012\n\nLe saline si sono aperte ai visitatori.",
        {
            "title": "Sale e paesaggio nelle lagune",
            "acronym": "SALINA",
            "programme": "Italia-Slovenia 2007-2013",
            "start_date": "2010-01-01",
            "end_date": "2012-12-31",
            "budget": 1120000,
            "partner_count": 6,
        },
    ),
    (
        "Tytuł projektu: Mokradła bez granic\nAkronim: WETLINE\nProgram: Polska-Słowacja 2014-2020\n"
        "Okres realizacji: 01.2017 – 06.2019\nCałkowity budżet: 2,5 mln zł\nPoziom dofinansowania: 85%\nLiczba partnerów: 4\n\n"
        "Mokradła zostały opisane i są dostępne dla szkół.",
        {
            "title": "Mokradła bez granic",
            "acronym": "WETLINE",
            "programme": "Polska-Słowacja 2014-2020",
            "start_date": "2017-01",
            "end_date": "2019-06",
            "budget": 2500000,
            "currency": "PLN",
            "cofinancing_rate": 85,
            "partner_count": 4,
        },
    ),
    (
        "TRÄKRAFT – Nya broar av gammalt virke\nProgram: Öresund-Kattegat-Skagerrak 2007–2013. Projekttid: 2011-01-01–2013-12-31. "
        "Total budget 12 400 000 kr, varav EU-stöd 50 procent.\n\nÅtta parter har byggt broar i skogen och på heden.",
        {
            "title": "Nya broar av gammalt virke",
            "acronym": "TRÄKRAFT",
            "programme": "Öresund-Kattegat-Skagerrak 2007–2013",
            "start_date": "2011-01-01",
            "end_date": "2013-12-31",
            "budget": 12400000,
            "currency": "SEK",
            "cofinancing_rate": 50,
            "partner_count": 8,
        },
    ),
    (
        "Zoek projecten\n\nStille Polders (STILPOL)\nStartdatum: 1 juli 2009, Einddatum: 30 juni 2012 PROJECT AFGEROND\n"
        "Totaal budget: € 3.450.000,00 | EFRO: 50%\n8 deelnemende partners\n\nHet water is gestegen en er zijn geen dijken meer.",
        {
            "title": "Stille Polders",
            "acronym": "STILPOL",
            "start_date": "2009-07-01",
            "end_date": "2012-06-30",
            "status": "closed",
            "budget": 3450000,
            "cofinancing_rate": 50,
            "partner_count": 8,
        },
    ),
    (
        "KYSTLYS – Nye fyr langs gamle kyster\nProgram: Interreg IV A Syddanmark–Schleswig 2007-2013\n"
        "Projektperiode: 1. april 2010 - 31. marts 2013\nSamlet budget: 8.250.000 kr.\n6 partnere\n\n"
        "Fyrene blev tændt igen, og der er lys over kysten.",
        {
            "title": "Nye fyr langs gamle kyster",
            "acronym": "KYSTLYS",
            "start_date": "2010-04-01",
            "end_date": "2013-03-31",
            "budget": 8250000,
            "currency": "DKK",
            "partner_count": 6,
        },
    ),
    (
        "LIFE AQUABRAVA\nGiving the springs back to the coast\nLIFE Environment – LIFE14 ENV/ES/000111\n"
        "Duration: 01-OCT-2015 to 30-SEP -2019   Total budget: 1,818,220.00 €   EU contribution: 59.9 %"
        + BODY,
        {
            "title": "Giving the springs back to the coast",
            "acronym": "LIFE AQUABRAVA",
            "programme": "LIFE Environment",
            "start_date": "2015-10-01",
            "end_date": "2019-09-30",
            "budget": 1818220,
            "cofinancing_rate": 59.9,
        },
    ),
    (
        "CHOIRS – Sing It Together\nErasmus+ KA2, Cooperation for innovation · 2018-1-DE02-KA204-000001 · "
        "01-10-2018 / 30-09-2020 · 199 000 EUR" + BODY,
        {
            "title": "Sing It Together",
            "acronym": "CHOIRS",
            "programme": "Erasmus+ KA2, Cooperation for innovation",
            "start_date": "2018-10-01",
            "end_date": "2020-09-30",
            "budget": 199000,
            "currency": "EUR",
        },
    ),
    (
        "OPEN GATES – advice at the southern gate\nEEA Grants 2014-2021, programme “Local Development”\n"
        "Project promoter: a charity. Grant: CZK 4 200 000, of which 85% from Norway. Implementation: 1 May 2019 – 30 April 2022."
        + BODY,
        {
            "title": "advice at the southern gate",
            "acronym": "OPEN GATES",
            "start_date": "2019-05-01",
            "end_date": "2022-04-30",
            "budget": 4200000,
            "currency": "CZK",
            "cofinancing_rate": 85,
        },
    ),
    (
        "HORIZON-CL6-2022-FARM2FORK-01    SoilSong    Part B    page 12 of 40\n\n"
        "SoilSong (from June 2023 until the end of May 2027; requested EU contribution EUR 3 500 000.00, 100 % funding rate; "
        "15 partners) listens to soil. In SoilSong, microphones are buried in fields and SoilSong hears worms.",
        {
            "acronym": "SoilSong",
            "programme": "HORIZON-CL6-2022-FARM2FORK-01",
            "start_date": "2023-06",
            "end_date": "2027-05",
            "budget": 3500000,
            "cofinancing_rate": 100,
            "partner_count": 15,
        },
    ),
    (
        "FP7-SSH-2011-1    Grant agreement no. 290000\nSLOWTOWN - Small towns and the end of haste\n"
        "1st Periodic Report, M1-M18 (1 May 2012 – 31 October 2013)"
        + BODY
        + "\nAt the end of the project (April 2015) there will be a map.",
        {
            "title": "Small towns and the end of haste",
            "acronym": "SLOWTOWN",
            "programme": "FP7-SSH-2011-1",
            "start_date": None,
            "end_date": "2015-04",
            "budget": None,
        },
    ),
    (
        "Project title\nBirds over Reed Beds\nAcronym\nREEDBIRD\nStart date\n1 January 2016\nEnd date\n31 December 2018\n"
        "Total budget\n€ 1.2 million\nNumber of partners\n5" + BODY,
        {
            "title": "Birds over Reed Beds",
            "acronym": "REEDBIRD",
            "start_date": "2016-01-01",
            "end_date": "2018-12-31",
            "budget": 1200000,
            "currency": "EUR",
            "partner_count": 5,
        },
    ),
    (
        "DEEPNET: gear that lets go (European Maritime and Fisheries Fund, 2014-2020; call EMFF/2017/1; "
        "30 months as from 1 March 2018; 1.4 M€, EU share 80 %)\n\nNine partners will try new nets between the islands.",
        {
            "title": "gear that lets go",
            "acronym": "DEEPNET",
            "programme": "European Maritime and Fisheries Fund, 2014-2020",
            "start_date": "2018-03-01",
            "end_date": None,
            "budget": 1400000,
            "cofinancing_rate": 80,
            "partner_count": 9,
        },
    ),
    (
        "The mayor opened the school in 2010. It had cost EUR 200 000 and was built by two partners.\n\nIn 2011 it burnt down.",
        dict.fromkeys(("title", "acronym", "start_date", "end_date", "programme", "budget", "partner_count")),
    ),
]


NLP = make_nlp(("factsheet_work_packages", "factsheet_dates"))


def header(text: str) -> dict[str, tuple[FoundFact, str]]:
    """The facts of a page, each with the source text that it stands on."""
    folded = fold(text)
    doc = NLP.make_doc(folded.text)
    doc._.language = recognise(folded.text) or "en"
    for _, component in NLP.pipeline:
        doc = component(doc)
    return {
        name: (fact, text[slice(*folded.source(fact.start, fact.end))])
        for name, fact in read_page(doc).items()
    }


@pytest.mark.parametrize(("text", "facts"), PAGES, ids=[p[0].split("\n")[0][:24] for p in PAGES])
def test_page(text: str, facts: dict[str, Any]) -> None:
    found = header(text)
    assert {name: found[name][0].value if name in found else None for name in facts} == facts
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
