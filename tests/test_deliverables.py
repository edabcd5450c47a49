"""Deliverables in annotated sentences: ``[words|head=kind]``, kinds with ``~status`` where it is not
"done"."""

from __future__ import annotations

import re

import pytest

from pipeline.folding import fold

SENTENCES = """
en [Regional handbook|handbook=document] published; [three seminars|seminars=event] organised in Graz.
en The museum published [a catalogue|catalogue=document].
en Two [footbridges|footbridges=works~planned] will be built near the mill.
en The partners will develop a [mobile app for hikers|app=tool~planned].
en A [joint secretariat|secretariat=body] was set up in Innsbruck.
en [Summary report|report=document] produced based on interviews.
en Publication of a [cookery book for schools|book=document].
en The [hedges|hedges=works] were planted and a [pond|pond=works] dug.
en [Cold store|store=works] refurbished.
en [Project website|website=tool] planned and launched.
en A [database of springs|database=data~ongoing] is being compiled.
en The [training programme|programme=event~planned] is to be held in Cork.
en A [final conference|conference=event~planned] is planned in Graz.
en A [visitor centre|centre=works~ongoing] is under construction.
en [Interim and final reports on river ice|reports=document] delivered.
en [Agreement|Agreement=agreement] signed by the mayors of Bath and Wells.
en The first [newsletter|newsletter=document] came out in spring.
en All of it was summarised in a [report|report=document].
en The main outputs will be a [manual|manual=document~planned] and a [toolkit|toolkit=tool~planned].
en A pilot plant was never built.
en The workshop planned for May was cancelled.
en The results were shown at the fair in Graz in May 2030.
en The town published its existing maps, and [two old maps|maps=data] were drawn anew.
en The [existing mill|mill=works] was restored.
en The [sensors|sensors=works] were mounted on a mobile rig.
en Some 600 old wagons run on these rails.
fr Une [école d'été|école=event] a été organisée et une [exposition virtuelle|exposition=tool] créée.
it È stata organizzata una [scuola estiva|scuola=event].
de Die Entwürfe waren auf der Buchmesse in Graz zu sehen.
en [Four seminars|seminars=event~planned] will be held. So far: [two leaflets|leaflets=document].
en A [leaflet|leaflet=document] is available in five languages.
en The project brings together five partners: two technical centres, an association of millers.
en The project strengthens cooperation and raises awareness.
en The partners have a lot of experience.
en No stamps are anticipated and no leaflet or website was produced.
en Neither a handbook nor an atlas was published.
en [Brick trials|trials=pilot] were held without an atlas, and a [leaflet|leaflet=document] was printed.
en The [field guide|guide=document], which is used in ten schools, was reprinted.
en The [fair|fair=event] that brought together forty bakers was held in Lyon.
en Talks begin in a [joint committee|committee=body] that was set up in Turku.
en The town owns a mill, where an [exhibition|exhibition=event] was opened.
en The partners developed a [publicly accessible database of wells|database=data].
en More than [forty workshops|workshops=event] were held in over twelve countries.
en Up to [ten footbridges|footbridges=works~planned] will be built.
en The pupils planted over [300 trees|trees=works].
en [Trails around four villages|Trails=works] were built.
en We shall: (a) print a [guide|guide=document~planned]; (b) hold [three seminars|seminars=event~planned].
en Outputs: a [manual|manual=document], [two leaflets|leaflets=document] and a [website|website=tool].
en The project produced: (1) a [teacher manual|manual=document]; (2) [twelve posters|posters=document].
en Expected results: a [strategy|strategy=document~planned] and a [training course|course=event~planned].
en The problem is simple: a website costs money.
en The region has much to offer: a museum, a castle and three lakes.
en To: joint secretariat
en In spring, the team built a [boardwalk|boardwalk=works] and mapped two rivers.
en The group plans to develop and test a [prototype of a heat pump|prototype=pilot~planned].
en One of the results is an [online map|map=data].
en The old mill was turned into a [visitor centre|centre=works].
en The project resulted in a [handbook on peat|handbook=document].
en The [fair|fair=event] was held in May, followed by a [joint concert|concert=event] in Graz.
en The [workshop|workshop=event] was followed by [two webinars|webinars=event].
en The [app|app=tool~planned] will be launched in spring, followed by a [road show|show=event~planned].
en The winter was followed by a drought.
en A [usability test|test=pilot] ran in Graz from March to June 2012.
en The [summer school|school=event~planned] will run in July 2014.
en The cycle path runs from Graz to Linz.
en The [charging stations|stations=works~ongoing] are operational and the river runs in its old bed.
en A [register of wells|register=data~ongoing] is being kept in Lund; the towns kept their market halls.
en The [catalogue|catalogue=document] can be ordered from the museum.
en A [glossary|glossary=document~ongoing] and a [map|map=data~ongoing] complete the package.
en Besides [five papers|papers=document], the team published a [quiz|quiz=tool] for schools.
en Besides [two papers|papers=document], a [film|film=other] and tea, they gave [ten talks|talks=event].
en Besides farmers, the team trained teachers.
en And the leaflet, the mayor has given his away.
en The [Dutch version|version=document~ongoing] is being prepared.
en [Partner meetings|meetings=event]: Cork (1/2019), Lund (9/2019).
fr Outre un [manuel|manuel=document], les partenaires ont publié [deux brochures|brochures=document].
es Se publicó una [guía|guía=document], seguida de una [exposición|exposición=event] en Vigo.
it Oltre a un [manuale|manuale=document], i partner hanno pubblicato [due opuscoli|opuscoli=document].
de Der [Workshop|Workshop=event] fand statt, gefolgt von einer [Ausstellung|Ausstellung=event] in Linz.
en A [public concert|concert=event~planned] to thank the volunteers will be held in Graz.
en A [seminar|seminar=event] to discuss the next steps was held in Graz.
en The answers were condensed into [three reports|reports=document] and a [map|map=data].
en Rubber was laid on 12 ramps; dots were drawn from two surveys.
en A [pre-series of 500 sensors|sensors=works~planned] will be manufactured.
en A [test run of two trams|run=pilot] was carried out and a board composed of ten mayors met.
en By June the house will have a [nursery|nursery=works~planned] and [two kitchens|kitchens=works~planned].
en The project will have an impact on the region; then we would have a baseline.
en After a [survey of shops|survey=data] had been carried out, [three plans|plans=document] were drafted.
en After the workshop the team had published a [guide|guide=document].
en A [mobile exhibition|exhibition=event~planned] will travel through ten towns.
en Teachers learn with a [game|game=tool] developed by the partners.
en The team came up with a [travel guide|guide=document].
en The [conference|conference=event] attracted 200 visitors; the area attracts tourists.
en Ten schools were equipped with [300 computers|computers=works]; the men were equipped with courage.
en A [cycle path linking Graz and Leoben|path=works] was built.
en The partners organised, in cooperation with the city, a [conference on floods|conference=event].
en The consortium developed SeedNet, a [web portal for growers|portal=tool].
en Rabbit skins held together the chests.
en A [plan for the reserve|plan=document~planned] has yet to be written.
en A [portal named SeedNet|portal=tool] went online.
en The museum's [new gate|gate=works] was built in a former dairy.
en The [meeting|meeting=event] was held after bats had been found in the school.
en Intellectual Output 1 is the [repository "Grandma says"|repository=data].
en Outcome: [inventory of wells|inventory=data].
en They trained 42 guides and planted 38 ha in all.
en [900 pocket copies|copies=other] distributed.
en We made several materials, including a [handbook|handbook=document] and [three videos|videos=other].
en Following the kick-off, [local reports|reports=document] were written.
en Not only was a [handbook|handbook=document] published.
en The scheme foresees the construction of [two ramps|ramps=works~planned].
en [Two of the four wells|wells=works] have been dug and some of the [houses|houses=works] insulated.
en The [fair|fair=event], planned for May, was held in June.
en The [final report|report=document], due in March, has been submitted.
en The bridge, which was to be built by the town, has been dropped.
en [Website www.example.org|Website=tool] launched.
en As many as [60 concerts|concerts=event] were held.
en Once ready, the [app|app=tool~planned] will be published.
de Der [Leitfaden|Leitfaden=document] wurde gedruckt.
de [Abschlussbericht|Abschlussbericht=document] veröffentlicht, [zwei Workshops|Workshops=event] durchgeführt.
de In Kiel wird eine [Ladestation|Ladestation=works~planned] errichtet werden.
de Veröffentlichung eines [Handbuchs|Handbuchs=document].
de Das Museum hat eine [Ausstellung|Ausstellung=event] eröffnet.
de Die Gemeinde hat der Stadt einen [Radweg|Radweg=works] gebaut.
de Im alten Bahnhof hat der Verein ein [Museum|Museum=works] eingerichtet.
de Im Herbst soll mit den Partnern ein [Leitfaden|Leitfaden=document~planned] erarbeitet werden.
de Die Partner treffen sich, um einen [Leitfaden|Leitfaden=document~planned] zu erstellen.
de Wir werden eine [Datenbank|Datenbank=data~planned] aufbauen und [Videos|Videos=tool~planned] drehen.
de Das Konsortium konnte einen [Prototypen|Prototypen=works] bauen.
de Der Verein stellte die [Plattform|Plattform=tool] fertig.
de Das Institut legt einen [Jahresbericht|Jahresbericht=document~ongoing] vor.
de Bei Ulm ging eine [Messstation|Messstation=works] in Betrieb.
de Die Burg liegt über dem Dorf, und die Stadt stellt einen Raum.
de Derzeit wird eine [Strategie|Strategie=document~ongoing] erarbeitet.
de Zurzeit erarbeiten die Partner eine [Strategie|Strategie=document~ongoing].
de Die Gespräche wurden in einem [Bericht|Bericht=document] zusammengefasst.
de Der [Leitfaden|Leitfaden=document], der im Projekt erarbeitet wurde, hilft den Gemeinden.
de Der [Leitfaden|Leitfaden=document], der sich an Schulen richtet, wurde gedruckt.
de Ein Verlag, der 2008 ein ähnliches Handbuch herausgab, berät die Schulen.
de Der Bericht zeigt, dass die Böden versauern.
de Ergebnis des Projekts ist eine [Karte der Risiken|Karte=data].
de Die Partner treffen sich und reden.
de Der Verein plant eine [Ausstellung|Ausstellung=event~planned].
de Ziel ist eine [Karte der Wanderwege|Karte=data~planned].
de Ziel ist der Aufbau eines [Netzwerks|Netzwerks=body~planned].
de Das Vorhaben sieht [drei Kurse|Kurse=event~planned] und ein [Lehrbuch|Lehrbuch=document~planned] vor.
de Im Mai konnte die [Brücke|Brücke=works] eingeweiht werden.
de Alle freuen sich über den [Spielplatz|Spielplatz=works], den der Verein errichtet hat.
de Grundlage war eine [Studie|Studie=document], die ein Büro erstellt hatte.
de Beschafft wurden [zwei Container|Container=works].
de Im Mai wurde ein [Modell|Modell=tool] entworfen, im Juni wird ein [Haus|Haus=works~planned] gebaut.
de Parallel dazu erstellt das Institut ein [Modell des Sensors|Modell=tool~ongoing].
de Das [Begleitheft|Begleitheft=document] haben die Partner gestaltet.
de In Phase 2 erarbeitet dazu die Universität ein [Konzept|Konzept=document~ongoing].
de Das Institut erstellt eine [Karte|Karte=data~ongoing].
de Mit sechs Gemeinden hat der Verband [1.450 Bäume|Bäume=works] nachgepflanzt.
fr Un [guide pratique|guide=document] a été publié.
fr Publication d'un [guide pratique|guide=document] et d'une [brochure|brochure=document].
fr Deux [ateliers|ateliers=event~planned] seront organisés à Nantes.
es Se elaboró un [manual de buenas prácticas|manual=document].
es Publicación de un [informe final|informe=document].
it È stato pubblicato un [rapporto finale|rapporto=document].
it Realizzato un [sito web|sito=tool] in quattro lingue.
pl Opracowano [raport końcowy|raport=document].
pl W 2014 r. zorganizowano [trzy warsztaty|warsztaty=event].
sv En [handbok|handbok=document] har tryckts.
sv [Webbplats|Webbplats=tool] lanserad.
sv I fjol öppnade museet en [utställning om fiske|utställning=event].
sv Längs kanalen har kommunen anlagt en [cykelväg|cykelväg=works].
sv En [bro|bro=works~ongoing] byggs just nu över ån.
sv I Lund byggdes en [bro|bro=works], och en [damm|damm=works~planned] ska anläggas.
sv Projektgruppen tog även fram en [handbok|handbok=document].
sv Längs leden sattes [20 skyltar|skyltar=works] upp.
sv Hösten 2025 ges en [kurs|kurs=event~planned] i Lund.
sv Museet vill ge dem en framtid utan att göra dem till kulisser.
sv Det är en [film|film=tool] som vi har gjort.
sv Museet planerar en [utställning|utställning=event~planned].
sv Företaget, som öppnade en fabrik, är partner.
sv Under året byggdes en [bro|bro=works], och en [plan|plan=document] togs fram.
sv Nu tas [riktlinjer|riktlinjer=document~ongoing] fram.
sv Museet, som öppnade 1990, har många gäster.
sv Bolaget, som 2008 byggde en bro, bidrar med råd.
nl In Gent is een [brug over de Leie|brug=works] gebouwd.
nl Vorig jaar opende het museum een [tentoonstelling|tentoonstelling=event].
nl Het museum heeft een [tentoonstelling|tentoonstelling=event] geopend.
nl De gemeente gaat een [brug|brug=works~planned] bouwen.
nl De gemeente stelde een [rapport|rapport=document] op.
nl De partners komen bijeen om een [rapport|rapport=document~planned] te schrijven.
nl De [kade|kade=works~planned] wordt in mei 2031 opengesteld.
nl Er wordt een [rekenmodel|rekenmodel=tool~ongoing] ontwikkeld.
nl De [handleiding|handleiding=document] die in het project is gemaakt, helpt gemeenten.
nl Doel van het project is het opstellen van een [handboek|handboek=document~planned].
nl In totaal volgden 300 mensen de [cursussen|cursussen=event] die de partners hebben georganiseerd.
nl Er werd een [handleiding|handleiding=document] gepubliceerd.
da Der blev udgivet en [håndbog|håndbog=document].
da Der er bygget en [bro over åen|bro=works].
da Sidste år åbnede museet en [udstilling|udstilling=event].
da Langs kysten har kommunen anlagt [tre stier|stier=works].
da Der bygges en [bro|bro=works~ongoing] over åen.
da Langs ruten satte frivillige [20 skilte|skilte=works] op.
da Projektet Grøn Havn begyndte i 2019.
da I maj holdt de [tre workshops|workshops=event], og i juni arrangerede museet en [messe|messe=event].
da En [rapport|rapport=document] foreligger.
en [The mill|mill=works], which dates from 1780, was restored.
en A [guide|guide=document], scribbled by two botanists, was printed.
en The purchase of [three buses|buses=works~planned] is planned.
en The following outputs were delivered: a [manual|manual=document], a [map of wells|map=data].
fr Le [moulin|moulin=works], qui date de 1780, a été restauré.
fr Mise en place de [deux groupes de travail|groupes=body].
fr La mise en place d'un [observatoire des sols|observatoire=body] est prévue.
fr Ont été produits : un [guide des plantes|guide=document], une [carte des sources|carte=data].
fr Nous avons organisé [trois ateliers|ateliers=event] et publié un [manuel|manuel=document].
fr Le [réseau|réseau=body~planned] sera créé ; il vise à créer une [plateforme|plateforme=tool~planned].
fr Le séminaire prévu à Lyon n'a pas eu lieu.
es Se ha editado una [guía de aves|guía=document] y se han instalado [300 paneles|paneles=works].
es El [horno|horno=works], que estaba en ruinas, fue restaurado.
es Se prevé la creación de un [centro de visitantes|centro=body~planned].
es El museo no publicó la guía.
it È stato pubblicato un [manuale|manuale=document] e sono stati organizzati [tre seminari|seminari=event].
it La [guida|guida=document], curata da due botanici, è stata stampata.
it La ditta ha aperto [due sportelli|sportelli=body] e un [laboratorio|laboratorio=body].
es Hecho: [charla|charla=event] en la biblioteca, [folleto de campo|folleto=document], [mapa|mapa=data].
es Se prevé instalar [veinte contenedores|contenedores=works~planned].
es En el barrio: [tres charlas|charlas=event], un [folleto|folleto=document] de la asociación.
it Con lo stato attuale è stato aperto un [museo|museo=works].
it Il progetto non prevede la costruzione di nuovi impianti.
it Il progetto prevede la costruzione di [nuovi impianti|impianti=works~planned].
it Nasce un'[associazione|associazione=body~ongoing] tra pescatori, con sede al porto.
pl Nie udało się zakończyć budowy wieży widokowej.
pl Nie udało się wydać katalogu.
es Se procederá a la compra de [dos hornos|hornos=works~planned] y a la edición de [mapas|mapas=data~planned].
fr Une [carte|carte=data] a été éditée en collaboration avec l'office du tourisme et le réseau.
fr À l’occasion de la fête, un [atelier|atelier=event] a été organisé dans le cadre du réseau.
it Tra i risultati: un [manuale di restauro|manuale=document], una [rete di artigiani|rete=body].
it La città ha stampato un [atlante|atlante=document], distribuito ovunque, e aperto un [museo|museo=works].
it I ragazzi hanno dipinto il [muro|muro=works] e la scuola ha stampato un [libretto|libretto=document].
pl Uczniowie pielęgnują [ogród|ogród=works], który założyli sąsiedzi.
pl Wydano [mapę|mapę=data] we współpracy z muzeum.
fr La tâche portera sur la conception d'un [prototype|prototype=tool~planned].
fr [Une dizaine de brochures|brochures=document] a été imprimée.
es Nos proponemos crear un [catálogo|catálogo=document~planned].
pl Będzie wydany [katalog|katalog=document~planned].
it Prodotti realizzati: una [guida|guida=document] e una [banca dati|banca=data].
pl Zakup [3 autobusów elektrycznych|autobusów=works].
pl Przewidziano zakup [3 autobusów elektrycznych|autobusów=works~planned].
pl Wydano w Krakowie [przewodnik po młynach|przewodnik=document].
pl Muzeum nie wydało katalogu.
pl Zaplanowano [nasadzenia wzdłuż rzeki|nasadzenia=works~planned].
pl [Przewodnik po kapliczkach|Przewodnik=document] przygotowała fundacja.
pl Trwa montaż [tablic edukacyjnych|tablic=works~ongoing].
pl W planie: wydanie [podręcznika|podręcznika=document~planned].
"""
_MARK = re.compile(r"\[([^|\]]+)\|([^=\]]+)=([a-z]+)(?:~([a-z]+))?\]")
CASES = [line.split(" ", 1) for line in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("language", "annotated"), CASES)
def test_deliverables_of_a_sentence(language, annotated, extractor):
    want = [(m[2], m[3], m[4] or "done") for m in _MARK.finditer(annotated)]
    text = _MARK.sub(r"\1", annotated)
    doc = extractor.read(fold(text), language)
    assert [(d.head, d.kind, d.status) for d in doc._.deliverables] == want
    for found, mark in zip(doc._.deliverables, _MARK.finditer(annotated), strict=True):
        assert mark[2] in text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "The project will:\n- develop an app;\n- organise two fairs.\nThe town has a website.",
            [("app", "planned"), ("fairs", "planned")],
        ),
        (
            "The aims are to:\n1. Build a bridge.\n2. Print a guide.",
            [("bridge", "planned"), ("guide", "planned")],
        ),
        (
            "The partners:\n- developed a handbook;\n- organised a fair.",
            [("handbook", "done"), ("fair", "done")],
        ),
        (
            "Outputs:\n- a handbook for nurses\n- online quiz\n\nA website.",
            [("handbook", "done"), ("quiz", "done")],
        ),
        (
            "Deliverables\nD1.1   Project handbook    BRA   M2\nD1.2   Data plan    UGent   M9\nD2   Tea",
            [("handbook", "done"), ("plan", "done")],
        ),
        ("D1.1 | Field guide | BRA | M6", [("guide", "done")]),
        ("Publicity\n- leaflet in four languages\n- tea for all", [("leaflet", "done")]),
        (
            "Deliverables:\nD1.1 Project handbook\nD1.2 Final report",
            [("handbook", "done"), ("report", "done")],
        ),
    ],
)
def test_a_colon_announces_a_list(text, want, extractor):
    doc = extractor.read(fold(text), "en")
    assert [(d.head, d.status) for d in doc._.deliverables] == want


@pytest.mark.parametrize(
    ("text", "head", "cities", "dates"),
    [
        (
            "Workshop organised in Riga 3/06; second workshop in Malmö 4/06.",
            "Workshop",
            ("Riga",),
            ("2006-03",),
        ),
        (
            "Six seminars held (Berlin, May 2007; Oslo, June 2008).",
            "seminars",
            ("Berlin", "Oslo"),
            ("2007-05", "2008-06"),
        ),
        ("In March 2009 a handbook was issued in Vienna.", "handbook", ("Vienna",), ("2009-03",)),
        ("A strategy drafted by the Cork team was published in May 2010.", "strategy", (), ("2010-05",)),
        (
            "Three offices opened: at the station in Warsaw (2012) and in Gdynia.",
            "offices",
            ("Warsaw", "Gdynia"),
            ("2012",),
        ),
        ("The University of Pavia drew up a guide.", "guide", (), ()),
        ("A guide was launched at the University of Pavia.", "guide", ("Pavia",), ()),
        ("A map was drawn and shown at a seminar in Graz in May 2030.", "map", (), ()),
        ("A pact was signed at a seminar in Graz in May 2030.", "pact", ("Graz",), ("2030-05",)),
        ("May 2030, Graz: final conference.", "conference", ("Graz",), ("2030-05",)),
    ],
)
def test_places_and_dates_go_to_the_deliverable_of_their_clause(text, head, cities, dates, extractor):
    doc = extractor.read(fold(text), "en")
    found = next(d for d in doc._.deliverables if d.head == head)
    assert found.cities == cities
    assert found.dates == dates


def test_a_deliverable_has_the_number_stated_for_it(extractor):
    doc = extractor.read(fold("WP2: 14 itineraries mapped and 5-7 workshops organised."), "en")
    assert [(d.head, d.count) for d in doc._.deliverables] == [("itineraries", 14), ("workshops", None)]


def test_what_did_not_come_about_is_traced(extractor):
    doc = extractor.read(fold("A pilot plant was never built."), "en", trace=True)
    reasons = [r.reason for r in doc.user_data["factsheet.trace"] if r.rule.startswith("deliverables.")]
    assert any("did not come about" in reason for reason in reasons)


def test_long_text_without_a_stop_takes_linear_time(extractor):
    import time

    def took(n):
        text = "reports and plans were produced and workshops organised with partners, " * n
        start = time.process_time()
        extractor.read(fold(text), "en")
        return time.process_time() - start

    took(200)
    short, long = min(took(200) for _ in range(3)), min(took(800) for _ in range(3))
    assert long < 8 * short
