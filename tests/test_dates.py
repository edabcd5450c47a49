"""Dates in annotated sentences: ``[words=value]``, with ``~modifier`` where one is due; all else is no date."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.language import Language

from pipeline.document import Claim, FoundDate, view
from pipeline.language import make_nlp

SENTENCES = """
en Kick-off in Turku on [12 May 2009=2009-05-12].
en The bridge, opened on [3rd June 2011=2011-06-03], cost more.
en Signed on the [21st of October, 2014=2014-10-21] in Graz.
en Started: [Feb 1, 2009=2009-02-01] | Ended: [January 31, 2012=2012-01-31]
en Trainings on [May 12-14, 2009=2009-05-12/2009-05-14] in Split.
en Camp from [June 28 to July 3, 2015=2015-06-28/2015-07-03], with 40 pupils.
en Start date: [04. Jan 16=2016-01-04] End date: [03. Jul 19=2019-07-03]
en Duration: [01-SEP-2013 to 31-AUG-2018=2013-09-01/2018-08-31]
en Implementation: [1 June 2013 – 30 April 2016=2013-06-01/2016-04-30]. Grant: 90 %.
en School in Piran, [30 August – 8 September 2021=2021-08-30/2021-09-08], all students.
en Over New Year, [30 December – 2 January 2013=2012-12-30/2013-01-02], it was shut.
en Visit to Bergen, [12th-14th of May 2014=2014-05-12/2014-05-14].
en Audit on [22/23 May 2024=2024-05-22/2024-05-23] in Borås.
en Acceptance test on [11 and 12 February 2021=2021-02-11/2021-02-12], remotely.
en Sessions on [1=2012-03-01] and [15 March 2012=2012-03-15].
en Between [1 June and 31 August 2018=2018-06-01/2018-08-31] seven fairs were held.
en Between [June and September 2014=2014-06/2014-09] crews sampled soil.
en It ran from [March to June 2006=2006-03/2006-06] in two ports.
en Held in [May=2006-05] and [June 2006=2006-06].
en Held in [March=2007-03], [May=2007-05] and [June 2007=2007-06].
en To be scheduled for [March=2027-03] or [April 2027=2027-04].
en Open from [October 2016 to May 2017=2016-10/2017-05] on weekdays.
en Trial ([Aug.–Sept. 2021=2021-08/2021-09]), 18 t of waste.
en Interviews ([April-September 2009=2009-04/2009-09]) with bakers.
en From [May 2024 until the end of April 2027=2024-05/2027-04].
en Phase 1 – Listening ([March 2010 – early 2012=2010-03/2012]).
en It began in the [beginning of 2005=2005~start] and will end by the [end of 2007=2007~end].
en It closed its accounts [early in 2008=2008~start].
en By [late 2019=2019~end] two hubs shall be built.
en A unit is to be founded before [mid-2022=2022~mid].
en In Cork, [mid-June 2018=2018-06~mid], with the crews.
en The [first half of July 2022=2022-07~start] was wet; the [last week of March 2020=2020-03~end] too.
en Learners came in [early July 2018=2018-07~start].
en Opened in Brest ([12.09.2013=2013-09-12]) and in Radom ([mid-October=2013-10~mid] of that year).
en Opened on [12.09.2013=2013-09-12], closed in [December=2013-12] of the same year.
en Delivered in [Q3 2011=2011-Q3], the rest by [Q4/2020=2020-Q4~before].
en Released [2010-Q2=2010-Q2] and in the [third quarter of 2013=2013-Q3].
en From [Q1 to Q3 2012=2012-Q1/2012-Q3] nothing moved.
en To be signed in the [first half of 2018=2018-H1], paid in [H2 2018=2018-H2].
en Surveyed in [autumn 2006=2006-autumn] and the [fall of 2008=2008-autumn].
en Maps were released in [winter 2010/11=2010-winter].
en The shop gave up after the [summer of 2014=2014-summer~after].
en In [spring 2005=2005-spring] and in [spring/summer 2007=2007-spring/2007-summer] we dug.
en Interreg IVB [2007-2013=2007/2013], axis 2
en [2000 - 2006=2000/2006] Baltic Sea Region
en The ERDF [2014-20=2014/2020] programme pays 60 %.
en In the school year [2010/11=2010/2011] twelve classes took part.
en From [1999 to 2002=1999/2002] the road was rebuilt.
en Between [2003 and 2006=2003/2006] numbers fell, in [2008=2008] and [2009=2009] they rose.
en Used since [1998=1998~after], listed until [2030=2030~before].
en From [2013=2013~after] on, the ministry pays.
en Seconded to Hull from [October 2021=2021-10~after] onwards.
en 24 months as from [1 Nov. 2017=2017-11-01~after]; 1.2 M€.
en The site has been online since [06/2017=2017-06~after].
en Meetings in Trento ([04.2009=2009-04]), Chur ([11/2009=2009-11]), Kranj ([02-2011=2011-02]).
en Project [2005-01-01=2005-01-01]. Meetings: Riga [3/06=2006-03], Malmö [4/06=2006-04].
en Since [May 2009=2009-05~after]: Graz [2/09=2009-02], Ruse [11/09=2009-11], Szeged [12/10=2010-12]; 9/62 of it.
en Meetings were held (Oulu [3/06=2006-03], Luleå [10/06=2006-10], Umeå [2/07=2007-02]).
en Tests ran [3/06-5/06=2006-03/2006-05]; all ended in [June 2006=2006-06].
en Ended [15/01/2012=2012-01-15], reviewed [3/4/2012=2012-04-03].
en Ended [01/15/2012=2012-01-15], reviewed [3/4/2012=2012-03-04].
en Stay in Reading ([17-18/11/2016=2016-11-17/2016-11-18]) and Chişinău ([7-8/11/2015=2015-11-07/2015-11-08]).
en Held [01/03/2020-28/02/2022=2020-03-01/2022-02-28] · [01-09-2016 / 31-08-2018=2016-09-01/2018-08-31]
en Five days, [2018-02-19 to 2018-02-23=2018-02-19/2018-02-23], with 21 tutors.
en Switched on in [May '14=2014-05]; heard in Bath ([May ’17=2017-05]).
en The mills closed in the [1960s=1960/1969] and the [1990's=1990/1999].
en The chapel, built [around 1880=1880~approx], burnt [circa 1910=1910~approx]; founded in [1632=1632].
en The [2015=2015] programme; in excess of its starting point ([2015=2015]) by [2018=2018~before].
en First units: 2 in [2022=2022], 6 in [2023=2023], 15 p.a. thereafter.
en Before [2012=2012~before] nobody measured; after [May 2012=2012-05~after] all did.
en Start: [2011=2011] End: [2015=2015]
en Last update: [2 May 2022=2022-05-02] Record no. 4338
en Beginn: [01.03.2009=2009-03-01] Ende: [29.02.2012=2012-02-29] Status: abgeschlossen
en Data di inizio: [15 ottobre 2012=2012-10-15] Data di fine: [14 aprile 2016=2016-04-14]
en Startdatum: [1 september 2016=2016-09-01], Einddatum: [31 maart 2020=2020-03-31]
en Data rozpoczęcia: [1 stycznia 2012=2012-01-01] Fecha de fin: [30 de junio de 2014=2014-06-30]
en Start date: [01. Okt 15=2015-10-01] End date: [31. Dez 18=2018-12-31]
en Directive 2000/60/EC, 92/43/EEC and Regulation (EU) No 1303/2013 oblige them.
en Funded by Horizon 2020, Natura 2000 and Agenda 2030; Europe 2020 is its aim.
en ISO 9001:2015 and ISO 14040:2006 govern; EN 1992-1-1:2004 does too.
en Call FP7-ENV-2012-two-stage, LIFE12 ENV/PT/000417, PN-2010-02, 2016-1-UK01-KA204-024871.
en The desk works 24/7; about 3/4 of the users and 2/3 of the partners agreed; page 3 / 61.
en Version 1.2 and v2.0 of the tool, doi:10.1016/j.desal.2014.05.912, see https://x.org/2012/05
en A trail of 2000 metres, 2000 copies, 2,000 visitors and 2.000 trees cost 2000 EUR or € 2012.
en EP 21 183 204 was filed; M18 and D2.1 came late; maps at 1/150 000; see Section 3.1.
en It may help; they march on; we set 2010 targets in stone.
en The invoice of 31/06/2012 and that of 12.13.2012 were void.
en We planted trees in March, pruned them in May, and met on 12 April.
en Of 1632 pupils and 1850 parents, 1500-2000 people came, in 1800 homes.
en More than 2000 pupils and about 1900 teachers came, and the fund has 1950 members.
en In a survey 5/12 farmers said no; the score was 8/10.
de Auftakt am [3. Mai 2011=2011-05-03] in Rostock, Abschluss vom [12.-14.06.2013=2013-06-12/2013-06-14].
de Laufzeit: [01.10.2010 – 30.09.2013=2010-10-01/2013-09-30] | Budget: 2.418.600,00 EUR
de Vom [3. bis zum 5. Juni 2013=2013-06-03/2013-06-05] in Kiel.
de Workshop (Kiel, [14./15.11.2011=2011-11-14/2011-11-15]) und Treffen [09.-10.2010=2010-09/2010-10].
de Seit [2010=2010~after] wird gesucht, ab [Januar 2012=2012-01~after] gemessen.
de Messungen im [Frühjahr 2012=2012-spring] und im [August 2012=2012-08].
de Der Betrieb lief [Ende 2012=2012~end] an, der Bau [Anfang März 2013=2013-03~start].
de Probebetrieb bis [Mitte 2014=2014~mid], danach Pause.
de Das Labor wurde [2009=2009] gegründet und [2012=2012] erweitert.
de 2000 Exemplare wurden gedruckt, 1950 Bäume gepflanzt.
de Im [ersten Halbjahr 2011=2011-H1], im [2. Quartal 2012=2012-Q2] und im [dritten Quartal 2013=2013-Q3].
de Zwischen [Mai und Juli 2012=2012-05/2012-07] ruhte der Bau; [2007 bis 2013=2007/2013] ist die Förderperiode.
de Bis [Ende 2015=2015~end] fertig, spätestens bis [Juni 2016=2016-06~before].
de In den [1990er=1990/1999] Jahren; Richtlinie 2005/33/EG; Strategie 2030; Schulungen (Kiel [2/13=2013-02]) seit [März 2012=2012-03~after].
fr Durée : [septembre 2009 - juin 2013=2009-09/2013-06]. Coût : 4 312 700 €
fr Un voyage du [3 au 5 juin 2013=2013-06-03/2013-06-05] à Caen, puis le [1er mars 2014=2014-03-01].
fr Enquêtes menées pendant l'[été 2010=2010-summer], rapport en [mars 2011=2011-03].
fr Le [24/09/2009=2009-09-24] à Saint-Lô ; portail ouvert en [décembre 2010=2010-12].
fr Depuis [2008=2008~after], et jusqu'en [juin 2012=2012-06~before], le port reste fermé.
fr [Fin 2012=2012~end], [début mars 2013=2013-03~start] et [mi-2014=2014~mid], trois bilans.
fr Au [premier semestre 2013=2013-H1] et au [deuxième trimestre 2014=2014-Q2].
fr Entre [juin et septembre 2014=2014-06/2014-09], à partir d'[avril 2015=2015-04~after].
fr Les comités ont été 12 ; carte au 1/150 000 ; 2000 exemplaires ; D'ici [2030=2030~before].
fr Avant la [fin de 2013=2013~end], dans les [années 1990=1990/1999].
es Inicio: [marzo de 2011=2011-03] · Fin: [agosto de 2013=2013-08] · FEDER: 1.368.250 €
es Entregado el [30 de septiembre de 2013=2013-09-30]; congreso los días [20-21 de junio de 2013=2013-06-20/2013-06-21].
es Boyas fondeadas entre [mayo y julio de 2012=2012-05/2012-07] frente a Cambados.
es Abierta desde [finales de 2012=2012~end] y hasta [mayo de 2014=2014-05~before].
es A lo largo de [2012=2012] y [2013=2013], y del [3 al 5 de junio de 2013=2013-06-03/2013-06-05].
es En el [primer semestre de 2012=2012-H1], en [otoño de 2012=2012-autumn], a [principios de 2013=2013~start].
es Reglamento (CE) 853/2004; cuadernos (2.000 ejemplares); el [15/01/2012=2012-01-15].
es En el [segundo trimestre de 2011=2011-Q2]; a partir de [enero de 2012=2012-01~after].
it Avvio [ottobre 2011=2011-10], chiusura prevista [settembre 2014=2014-09]; 8 partner.
it Attivato il [1° marzo 2013=2013-03-01]; sottoscritto il [9 novembre 2012=2012-11-09].
it Realizzata tra [gennaio e aprile 2012=2012-01/2012-04] un'indagine.
it La rotta avviata a [inizio 2013=2013~start]; si terrà entro l'[estate 2014=2014-summer~before].
it Dal [3 al 5 giugno 2013=2013-06-03/2013-06-05] a Bari; dal [2012=2012~after] in rete.
it Nel [primo trimestre 2013=2013-Q1], nella [seconda metà del 2012=2012-H2], a [metà 2014=2014~mid].
it Alla [fine del 2012=2012~end], in [autunno 2011=2011-autumn] e nel [2010=2010].
pl Okres realizacji: [12.2012–12.2014=2012-12/2014-12]; kwota 1 214 380 EUR.
pl W [pierwszym kwartale 2013=2013-Q1] r. wykonano audyty, [jesienią 2013=2013-autumn] r. montaż.
pl Do [końca 2014=2014~end] r. zostanie uruchomiony; od [stycznia 2015=2015-01~after] r. pracuje.
pl Konferencja ([4 czerwca 2013=2013-06-04] r., 95 osób) i wizyty ([maj 2013=2013-05]).
pl Ponadto [20.03.2013=2013-03-20] w Chełmie, w [listopadzie 2014=2014-11] r. we Lwowie.
pl Od [3 do 5 czerwca 2013=2013-06-03/2013-06-05] r.; w [połowie 2012=2012~mid] roku; strategia „Lublin 2020”.
pl W [II półroczu 2012=2012-H2], w [drugiej połowie 2013=2013-H2] roku, na [początku 2014=2014~start].
pl W latach [2007-2013=2007/2013] działało 2000 osób; między [majem a lipcem 2012=2012-05/2012-07].
pl W [2011=2011] roku i przed [2013=2013~before] rokiem.
sv [Sommaren 2010=2010-summer] inventerades 64 ytor; publicerad [hösten 2011=2011-autumn].
sv Projekttid: [2010-03-01–2013-02-28=2010-03-01/2013-02-28]. Budget 1 085 000 euro
sv Mo i Rana ([14–16 maj 2012=2012-05-14/2012-05-16]), Kauhava ([februari 2012=2012-02]).
sv Det står klart i [slutet av 2012=2012~end]; i [början av 2013=2013~start] börjar driften.
sv Kraftverket, som [2008=2008] byggdes, hålls den [5 februari 2013=2013-02-05].
sv Sedan [2009=2009~after], från [mars till juni 2011=2011-03/2011-06], under [andra kvartalet 2012=2012-Q2].
sv Till och med [2013=2013~before]; under [första halvåret 2012=2012-H1]; mellan [maj och juli 2011=2011-05/2011-07].
nl Van [3 t/m 5 juni 2013=2013-06-03/2013-06-05] in Delft; sinds [2011=2011~after] in gebruik.
nl [Eind 2012=2012~end] klaar, [begin maart 2013=2013-03~start] open, [medio 2014=2014~mid] af.
nl In het [tweede kwartaal van 2013=2013-Q2] en de [eerste helft van 2014=2014-H1].
nl Tussen [mei en juli 2012=2012-05/2012-07]; vanaf [januari 2013=2013-01~after]; in het [najaar van 2012=2012-autumn].
nl Op [12 mei 2009=2009-05-12] geopend, tot [maart 2015=2015-03~before] verlengd.
nl De subsidie loopt van [2014 tot 2020=2014/2020]; in de [jaren 1990=1990/1999] niet.
da Fra [3. til 5. maj 2012=2012-05-03/2012-05-05] i Odense; siden [2011=2011~after] i drift.
da I [slutningen af 2012=2012~end], i [foråret 2013=2013-spring] og den [12. juni 2013=2013-06-12].
da I [første halvår 2012=2012-H1], i [2. kvartal 2013=2013-Q2], [primo 2014=2014~start].
da Mellem [maj og juli 2012=2012-05/2012-07]; inden [juni 2015=2015-06~before]; i [2010=2010].
"""

_MARK = re.compile(r"\[([^\]=]+)=([^\]~]+)(?:~(\w+))?\]")


def _cases() -> list[tuple[str, str]]:
    return [(line[:2], line[3:]) for line in SENTENCES.strip().splitlines()]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make_nlp(("factsheet_dates",))


def _dates(nlp: Language, text: str, language: str = "en") -> list[FoundDate]:
    doc = nlp.make_doc(text)
    doc._.language = language
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[FoundDate] = doc._.dates
    return found


@pytest.mark.parametrize(("language", "sentence"), _cases())
def test_dates_sentence(nlp: Language, language: str, sentence: str) -> None:
    expected, text, at = [], "", 0
    for m in _MARK.finditer(sentence):
        text += sentence[at : m.start()]
        expected.append((len(text), m[1], m[2], m[3]))
        text += m[1]
        at = m.end()
    text += sentence[at:]
    found = [(f.start, text[f.start : f.end], f.value, f.modifier) for f in _dates(nlp, text, language)]
    assert found == expected
