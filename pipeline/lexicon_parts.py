"""The parts of a `Lexicon`: numbers, dates, verbs, grammar, and the words beside places."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A table of a language file: nothing unknown is in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Numbers(Part):
    """Number words and how figures are written."""

    words: dict[str, int] = {}
    """Cardinal words, inflected forms too ("two": 2, "dwiema": 2); not the indefinite article."""
    collective: dict[str, int] = {}
    """Nouns that count ("dozen": 12, "vingtaine": 20, "veintena": 20)."""
    tens: dict[str, int] = {}
    """Words for tens that combine with a unit by hyphen, blank or `joiner` ("twenty": 20)."""
    joiner: list[str] = []
    """What may stand between ("y", "och"); compounds written in one word are listed in `words`."""
    multipliers: dict[str, int] = {}
    """"hundred": 100, "thousand": 1000, "million": 1000000."""
    thousands: list[str] = [","]
    """Separators of thousands, the usual one first: ",", ".", " ", "'"."""
    decimal: str = "."
    approx: list[str] = []
    """Words before a number that make it approximate ("about", "some", "ca.")."""
    at_least: list[str] = []
    at_most: list[str] = []
    more_than: list[str] = []
    less_than: list[str] = []
    ordinals: list[str] = []
    """"first", "second", ... : never counts."""
    measures: list[str] = []
    """Units of measure as written ("months", "hours", "km", "m³"), in lower case."""
    range: list[str] = []
    """What stands between the two ends of a range ("to", "or", "-")."""
    after: dict[str, str] = {}
    """What may stand after a number and modify it ("or so": "approx", "or more": "at_least")."""
    more: list[str] = []
    """Words that may stand between a number and its noun and are no adjectives ("more", "other")."""
    fractions: list[str] = []
    """Words that make a fraction of the number before them ("thirds"): never counts."""
    references: list[str] = []
    """Words whose number names and does not count ("page", "figure", "no.", "section")."""
    adjective_endings: list[str] = []
    """How adjectives between a number and its noun end; without any, those of the grammar."""
    plurals: list[str] = []
    """Nouns that are plural without the usual ending ("people", "series"); where `s` marks the plural."""


class Dates(Part):
    """Calendar words, each a single word in lower case without its dot; every inflected form on its own."""

    months: list[list[str]] = []
    """Twelve lists: the name first, then abbreviations and inflected forms."""
    seasons: dict[str, list[str]] = {}
    """spring, summer, autumn, winter."""
    start: list[str] = []
    """What marks the first part of a period ("early"); with its "of" where it can't do without ("beginning
    of")."""
    mid: list[str] = []
    end: list[str] = []
    approx: list[str] = []
    ordinals: list[list[str]] = []
    """Five lists: words for first, second, third, fourth and last ("first half", "last week")."""
    half: list[str] = []
    """Nouns for half of a period ("half", "Halbjahr", "semestre")."""
    quarter: list[str] = []
    fraction: list[str] = []
    """Nouns for a short part of a month ("week", "days")."""
    decade: list[str] = []
    """Nouns before a decade ("années 1990")."""
    year: list[str] = []
    """Nouns for a year, abbreviations too ("year", "roku", "r")."""
    same: list[str] = []
    """"that", "same" in "October of that year"."""
    of: list[str] = []
    """Words that may stand between the parts of a date ("of", "de")."""
    articles: list[str] = []
    """Articles that may stand before a part of a date, contractions too ("the", "zum", "el")."""
    weekdays: list[str] = []
    prepositions: list[str] = []
    """Words after which a bare number can be a year ("in", "during")."""
    to: list[str] = []
    """Words of a range: "to", "until" between two dates ("bis", "au", "al", "do")."""
    conjunction: list[str] = []
    """"and", "or", for "between A and B" and "May and June 2006"."""
    between: list[str] = []
    since: list[str] = []
    """Words before a date that open it to the future ("since", "after", "ab", "depuis")."""
    origin: list[str] = []
    """Words that open it only before a month or a day, or with `onwards` ("from")."""
    onwards: list[str] = []
    """Words after a date that open it to the future ("onwards")."""
    until: list[str] = []
    """Words before a date that close it ("until", "by", "bis", "jusqu'en", "before")."""
    weak: list[str] = []
    """Month and season words that are ordinary words of the language in lower case ("may", "march")."""


class Verb(Part):
    """A verb that says that something is brought about, by its forms, several separated by blanks.

    Forms of several words are joined by ``_`` ("set_up"). `particle` is a separated part ("führte ...
    durch").
    """

    part: str = ""
    """Past participles, all inflections ("produced", "hergestellt", "produites", "opracowano" for
    impersonal forms)."""
    pres: str = ""
    """Finite present forms (third person singular and plural, first plural)."""
    past: str = ""
    """Finite past forms."""
    inf: str = ""
    """Infinitives, also with a glued "to" ("durchzuführen")."""
    ger: str = ""
    """Gerunds and present participles."""
    noun: str = ""
    """Nouns of action that take what is delivered as "of" complement ("publication", "Veröffentlichung")."""
    fut: str = ""
    """Finite future forms, where the language has them ("sera", "realizará")."""
    particle: str = ""
    kind: str = ""
    """The kind of what it delivers, where the noun tells nothing ("works" for "install"); "none" where it is
    done to people ("train guides")."""
    weak: bool = False
    """True where the verb counts only with a thing that is known as deliverable ("present", "discuss",
    "use")."""
    intransitive: bool = False
    """True where the subject is what comes about ("came out", "entstand", "took place")."""
    there: bool = False
    """True where the verb says of what is there that it was done ("exists", "is available")."""
    into: bool = False
    """True where what comes about stands behind it, in the passive too ("was turned into a museum")."""


class Grammar(Part):
    """Closed classes and the shape of noun phrases."""

    determiners: list[str] = []
    indefinite: list[str] = []
    """Indefinite articles: also in `determiners`."""
    possessives: list[str] = []
    prepositions: list[str] = []
    """Without `of`; contractions with the article too ("im", "au", "nel", "alla")."""
    of: list[str] = []
    """Prepositions of the genitive, with contractions ("of", "de", "des", "von", "del", "della")."""
    agent: list[str] = []
    """Prepositions before the one who did it in a passive ("by", "durch", "par", "przez")."""
    circumstances: list[str] = []
    """Prepositions before what was around and is no part of the thing ("in cooperation with", "lors de")."""
    locative: list[str] = []
    """Prepositions before the place where something happens ("in", "at", "near", "à", "w")."""
    conjunctions: list[str] = []
    """"and", "or", "as well as"'s first word."""
    besides: list[str] = []
    """"besides", "in addition to": before one more thing that a verb brings about."""
    subordinators: list[str] = []
    """"while", "because", "that", "if", "when", "where": they begin a new clause."""
    relatives: list[str] = []
    """"which", "that", "who": they begin a clause that describes the noun before."""
    pronouns: list[str] = []
    negations: list[str] = []
    be_present: list[str] = []
    be_past: list[str] = []
    been: list[str] = []
    being: list[str] = []
    have: list[str] = []
    """Auxiliaries of the perfect ("has", "have", "had", "hat", "a", "ont", "ha", "har")."""
    passive: list[str] = []
    """Auxiliaries of the passive other than be ("wird", "wurde", "blev", "zostanie", "viene", "si", "se")."""
    future: list[str] = []
    """"will", "shall", "should", "soll", "kommer att", "va", "zostanie", "będzie": what follows is
    planned."""
    unreal: list[str] = []
    """Those words of `future` that say no more than that something could be ("could", "may")."""
    existential: list[str] = []
    """Words that with a future verb say what there will be ("there")."""
    infinitive_mark: list[str] = []
    """"to", "zu", "att"."""
    progressive: list[str] = []
    """Phrases that say that something is in hand ("under way", "in preparation", "en cours", "in Arbeit")."""
    planned: list[str] = []
    """Words and phrases that say that something is to come ("planned", "foreseen", "vorgesehen", "prévu",
    "to come")."""
    foreseeing: list[str] = []
    """Finite verbs that say so of their object ("zaplanowano", "sieht … vor"); not in `planned`."""
    intended: list[str] = []
    """Words and phrases before an infinitive that say what is meant to come ("aims to", "intends to")."""
    fairs: list[str] = []
    """Events of others at which a project shows what it has ("fair", "*messe")."""
    existing: list[str] = []
    """Adjectives of what there was before the project ("existing", "bestehende")."""
    into: list[str] = []
    """Prepositions before what something was made into ("condensed into", "replaced by")."""
    so_far: list[str] = []
    """What says before a list or beside an event that it was done ("so far", "bisher")."""
    cancelled: list[str] = []
    """Words and phrases that say that it did not come ("cancelled", "dropped", "abandoned", "abgesagt")."""
    adverbs: list[str] = []
    adverb_endings: list[str] = []
    """Endings by which unknown words are adverbs ("ly")."""
    destinations: list[str] = []
    """Prepositions after which an event is an aim, not something that was held ("to", "for")."""
    quotes: dict[str, str] = {}
    """Quotation marks that mean here what another mark means elsewhere: “ closes in German ("“" = "”")."""
    adjective_first: bool = True
    """True where adjectives stand before the noun, so that the head of a noun phrase is its last word."""
    adjective_endings: list[str] = []
    """Endings of adjectives that stand after the noun ("iques", "elles", "ales", "owe")."""
    adjectives: list[str] = []
    """Adjectives and participles that those endings miss, or that must never be taken for a head noun."""
    outputs: list[str] = []
    """Nouns whose complement is delivered: "the outputs will be a plan and a report"."""
    transparent: list[str] = []
    """Nouns that stand for what follows their "of" ("series", "set", "km"): the head is the noun after."""
    subject_first: bool = False
    """True where the subject stands before its verb and the object behind it, always (English)."""
    verb_second: bool = False
    """True where the finite verb is second: the subject follows it when something else opens the clause."""
    verb_last: bool = False
    """True where participles and infinitives stand at the end of the clause, their object before them."""
    subjects: list[str] = []
    """Articles and pronouns that are never objects, where the verb is second: a relative clause that begins
    so is about the object of its verb ("der Film, den wir drehen", "filmen som vi gjorde")."""
    accusatives: list[str] = []
    """Relatives that are always objects ("den")."""
    now: list[str] = []
    """Words that say of a passive, which could speak of the future, that it is one of today ("derzeit")."""
    genitives: list[str] = []
    """Articles that make what follows a noun the genitive of it, where nouns have capitals ("des", "einer");
    another article begins a new phrase."""
    bare_infinitives: bool = False
    """True where an infinitive looks like a noun ("a test", "to test"), so that it is one unless marked."""
    nouns_capitalised: bool = False
    participle_endings: list[str] = []
    """Endings that make a word look like a past participle ("ed", "iert", "ées", "ados"): unforeseen
    verbs."""
    finite: list[str] = []
    """Finite verbs that bring nothing about ("stoją", "risale"): no noun phrase goes over one."""
    finite_endings: list[str] = []
    """Endings of other such verbs, which only verbs have ("ują", "arono")."""
    future_endings: list[str] = []
    """Those of the future ("eranno"): such a verb says that what comes behind it is planned."""
    not_participles: list[str] = []
    """Words with such an ending that are none ("need", "seed", "hundred")."""
    partitive: list[str] = []
    """Words for "of" that are an indefinite article too ("des panneaux", "dei pannelli")."""
    gerund_endings: list[str] = []


class Places(Part):
    """Words beside the names of cities that tell whether a city is meant."""

    countries: list[str] = []
    """ISO codes of the countries where it is spoken: their places are more likely meant."""
    prepositions: list[str] = []
    """Prepositions after which places are named: where, whence, whither, between what ("in", "from",
    "towards")."""
    of: list[str] = []
    """Prepositions between such a noun and the name ("Treaty of Lisbon", "traktat z Lizbony")."""
    settlements: list[str] = []
    """Nouns before a name, with or without "of", that say that it is a place ("city", "Hansestadt",
    "port")."""
    agreements: list[str] = []
    """Nouns that make the name that of a treaty or process ("Treaty of Lisbon", "Bologna process")."""
    areas: list[str] = []
    """Nouns that make the name that of a region or water ("Gulf of Valencia", "Vienna region")."""
    titles: list[str] = []
    """Titles before a person's name, without the dot."""
    streets: list[str] = []
    """Nouns beside a name that make it that of a street."""
    companies: list[str] = []
    """Nouns that make it that of a company or product ("company", "GmbH")."""
