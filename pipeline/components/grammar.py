"""Words to grammatical symbols: closed classes and verb forms of one language, one symbol a token.

The symbols: D determiner, N number, O "of", P preposition, T infinitive mark, & conjunction, S
subordinator, R relative, Q pronoun, ! negation, b/B be (present/past), e been, i being, h have, a passive
auxiliary, M future, F future passive ("sera"), m other modal, I what is meant to come ("aims to"), A
adverb, j adjective, v past participle, p past, f present, n infinitive, g gerund, u rest of a phrase, X
word, C capitalised word, L label, Y city, y city with a noun of another phrase behind it, Z date, and
punctuation as itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from pipeline.lexicon import Lexicon
from pipeline.lexicon_parts import Verb
from pipeline.symbols import MAX_WORDS, SymbolTable
from pipeline.wordset import Wordset

_ROLES: Final = (
    ("part", "v"),
    ("past", "p"),
    ("fut", "f"),
    ("ger", "g"),
    ("inf", "n"),
    ("pres", "f"),
    ("noun", "X"),
)
_PUNCTUATION: Final = {
    ",": ",", ";": ";", ".": ".", "!": ".", "?": ".", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "“": "«", "„": "«", "«": "«", "‘": "«", "”": "»", "»": "»", "\"": "\"",
    "’": "'", "'": "'", "'s": "'", "’s": "'", "–": "-", "—": "-", "-": "-", "/": "/", "&": "&", "+": "&",
    "•": "*", "►": "*", "▪": "*", "■": "*", "●": "*", "➢": "*", "*": "*", "|": ";", "·": ";",
}  # fmt: skip
_SHORT: Final = 3
JOINS: Final = re.compile("[fb](?=[sb])")
"""Among the symbols of `Grammar.places`, those of a word and the next with which a phrase may begin."""


def plain(word: str) -> str:
    """A word as the entries of lexicons are written."""
    return word.lower().replace("’", "'")


@dataclass(slots=True)
class Word:
    """What a word or phrase can be: its symbol, and the lemma and verb of each form that it has."""

    symbol: str
    forms: dict[str, tuple[str, Verb]] = field(default_factory=dict)
    kind: str | None = None
    separable: dict[str, dict[str, tuple[str, Verb]]] = field(default_factory=dict)
    """The forms that it has with a particle that stands further on, by the particle ("stellt … her")."""
    role: str = "."
    """What its clause is looked at for: c action noun, e event, k another kind of deliverable."""


class _Table(dict[str, Word]):
    """Words as written to what they are; filled as words are met."""

    def __init__(self, classify: Callable[[str], Word], pair_heads: frozenset[str]) -> None:
        super().__init__()
        self._classify = classify
        self._pair_heads = pair_heads

    def __missing__(self, text: str) -> Word:
        if len(self) > MAX_WORDS:
            self.clear()
        word = self[text] = self._classify(text)
        if "noun" in word.forms:
            word.role = "c"
        elif word.kind not in (None, "none"):
            word.role = "e" if word.kind == "event" else "k"
        elif text.lower() in self._pair_heads:
            word.role = "e"
        return word


class Grammar:
    """The words of one language; `table` says what a word can be."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = lexicon.grammar
        self.lexicon = lexicon
        self.head_last = grammar.adjective_first
        self.free_order = not grammar.subject_first
        self.cased = not grammar.of
        """Whether endings say what other languages say with "of" and with the order of words."""
        self.kinds = Wordset((word, kind) for kind, words in lexicon.kinds.items() for word in words)
        self.pair_heads = frozenset(w.split()[int(self.head_last)] for w in self.kinds.words if " " in w)
        self.adjectives = frozenset(grammar.adjectives)
        self.adjective_endings = tuple(grammar.adjective_endings)
        self.capitalised = grammar.nouns_capitalised
        self.verb_second = grammar.verb_second
        self.verb_last = grammar.verb_last
        self.now = frozenset(grammar.now)
        self.subjects = frozenset(grammar.subjects)
        self.accusatives = frozenset(grammar.accusatives)
        self.since = frozenset(lexicon.dates.since)
        self.genitives = frozenset(grammar.genitives)
        self.indefinite = frozenset(grammar.indefinite)
        self.locative = frozenset(grammar.locative)
        self.outputs = frozenset(grammar.outputs)
        self.transparent = frozenset(grammar.transparent)
        self.partitive = frozenset(grammar.partitive)
        self.adverb_endings = tuple(grammar.adverb_endings)
        self.destinations = frozenset(grammar.destinations)
        self.existential = frozenset(grammar.existential)
        self.agents = frozenset(grammar.agent)
        self.fairs = Wordset((word, True) for word in grammar.fairs)
        self.existing = frozenset(grammar.existing)
        self.into = frozenset(grammar.into)
        self.gerunds = tuple(grammar.gerund_endings)
        self._participles = tuple(grammar.participle_endings)
        self._finite = tuple(grammar.finite_endings)
        self._future = tuple(grammar.future_endings)
        self.collective = frozenset((*lexicon.numbers.collective, *lexicon.numbers.multipliers))
        self._not_participles = frozenset(grammar.not_participles)
        n = lexicon.numbers
        self.amounts = frozenset((*n.at_least, *n.at_most, *n.more_than, *n.less_than, *n.approx))
        """What modifies the number behind it."""
        self._numbers = frozenset(lexicon.numbers.words) | frozenset(lexicon.numbers.tens)
        self.words: dict[str, Word] = {}
        self.phrases: dict[str, dict[str, list[tuple[list[str], Word]]]] = {}
        """By first and second word: the words after the first, and what the phrase is; longest first."""
        self.table = table = _Table(self._classify, self.pair_heads)
        self.symbols = SymbolTable(lambda word: table[word].symbol)
        self.roles = SymbolTable(lambda word: table[word].role)
        self.places = SymbolTable(self._place)
        """Where a word stands in phrases: f first, s second, b both."""
        self._closed()
        self._verbs(lexicon.verbs)
        self._seconds = frozenset(second for following in self.phrases.values() for second in following)
        for following in self.phrases.values():
            for phrases in following.values():
                phrases.sort(key=lambda p: (-len(p[0]), p[0]))

    def kind(self, word: str) -> str | None:
        """The kind of deliverable that a noun names, by its lower-case form; "none" where it never is one."""
        kind: str | None = self.kinds.get(word)
        if kind is None and "-" in word:
            kind = self.kinds.get(word.rsplit("-", 1)[1])
        return kind

    def adjectival(self, word: str) -> bool:
        """Whether a word looks like an adjective that stands after its noun."""
        return word in self.adjectives or word.endswith(self.adjective_endings)

    def _closed(self) -> None:
        g = self.lexicon.grammar
        auxiliaries = {*g.be_present, *g.be_past, *g.passive}
        classes: tuple[tuple[str, Iterable[str]], ...] = (
            ("T", g.infinitive_mark),
            ("F", (w for w in g.future if w in auxiliaries)),
            ("b", g.be_present), ("B", g.be_past), ("e", g.been), ("i", g.being), ("h", g.have),
            ("a", g.passive), ("m", g.unreal), ("M", g.future), ("O", g.of),
            ("&", g.conjunctions), ("!", g.negations), ("R", g.relatives), ("S", g.subordinators),
            ("D", g.determiners), ("D", g.possessives), ("D", g.indefinite), ("P", g.prepositions),
            ("P", g.locative), ("P", g.agent), ("Q", g.pronouns), ("A", g.adverbs), ("j", g.adjectives),
            ("f", g.finite),
        )  # fmt: skip
        for symbol, words in classes:
            for word in words:
                self._enter(word, symbol)
        for status, words in (("planned", g.planned), ("ongoing", g.progressive), ("cancelled", g.cancelled)):
            for word in words:
                finite = word.split()[0] in g.negations  # "nie udało się zbudować"
                self._enter(word, "f" if finite else "v").forms.setdefault(status, ("", Verb()))
        for word in g.foreseeing:
            verb, _, particle = word.partition(" … ")
            entry = self._enter(verb, "f")
            forms = entry.separable.setdefault(particle, {}) if particle else entry.forms
            forms.setdefault("planned", ("", Verb()))
        for symbol, role, words in (("P", "aside", (*g.agent, *g.circumstances)), ("A", "so far", g.so_far)):
            for word in words:
                self._enter(word, symbol).forms.setdefault(role, ("", Verb()))
        for word in g.besides:
            self._enter(word, "&").forms.setdefault("beside", ("", Verb()))
        for phrase in g.intended:
            self._enter(phrase, "I")

    def _verbs(self, verbs: dict[str, Verb]) -> None:
        bare, second = self.lexicon.grammar.bare_infinitives, self.verb_second
        apart: list[tuple[str, str, str, str, Verb]] = []
        for lemma, verb in verbs.items():
            present = {form.split("_")[0] for form in verb.pres.split()}
            for role, usual in _ROLES:
                symbol = "f" if role == "inf" and not bare else usual
                for form in getattr(verb, role).split():
                    now = role == "part" and second and _present_passive(form, present)
                    first = _before_particle(verb, role, form)
                    if first:
                        apart.append((first, symbol, role, lemma, verb))
                        if now:
                            apart.append((first, symbol, "now", lemma, verb))
                        if first == form:
                            continue
                    known = None if "_" in form else self.kinds.get(form)
                    plain = known is not None and role not in ("part", "past", "fut")
                    forms = self._enter(form, "X" if plain else symbol).forms
                    forms.setdefault(role, (lemma, verb))
                    if now:
                        forms.setdefault("now", (lemma, verb))
        for form, symbol, role, lemma, verb in apart:  # behind all words: none is what it is by a particle
            particle = verb.particle.rsplit("_", 1)[-1]
            forms = self._enter(form, symbol).separable.setdefault(particle, {})
            forms.setdefault(role, (lemma, verb))

    def _enter(self, entry: str, symbol: str) -> Word:
        """The word of an entry, made with this symbol when new; entries of several words become phrases."""
        parts = entry.replace("_", " ").split()
        if len(parts) == 1:
            return self.words.setdefault(entry, Word(symbol))
        parts = [plain(part) for part in parts]
        rest = parts[1:]
        phrases = self.phrases.setdefault(parts[0], {}).setdefault(rest[0], [])
        for have, word in phrases:
            if have == rest:
                return word
        phrases.append((rest, Word(symbol)))
        return phrases[-1][1]

    def _place(self, word: str) -> str:
        lower = plain(word)
        first, second = lower in self.phrases, lower in self._seconds
        return "b" if first and second else "f" if first else "s" if second else "."

    def _classify(self, text: str) -> Word:
        if text in _PUNCTUATION:
            return Word(_PUNCTUATION[self.lexicon.grammar.quotes.get(text, text)])
        if not text.strip():
            return Word("\n" if "\n" in text else "u")
        lower = text.lower().replace("’", "'") if text[0] != "’" else text.lower()
        found = self.words.get(lower)
        if found is None and lower.endswith("-"):
            found = self.words.get(lower[:-1])
        first = text[0]
        if found is not None:
            if self.capitalised:
                return self._as_written(found, lower, first.isupper())
            symbol = "C" if found.symbol == "X" and first.isupper() else found.symbol
            return Word(symbol, found.forms, self.kind(lower), found.separable)
        if lower.startswith(("www.", "http")):
            return Word("u")  # an address beside a name is no part of it
        if lower in self._numbers or (first.isdigit() and not any(c.isalpha() for c in lower)):
            return Word("N")
        if not any(c.isalpha() for c in text):
            return Word("x")
        kind = self.kind(lower)
        if (
            kind is None
            and len(lower) > _SHORT + 2
            and lower not in self._not_participles
            and not first.isupper()
        ):
            if lower.endswith(self._participles):
                return Word("v")
            if self._future and lower.endswith(self._future):
                return Word("I")
            if self._finite and lower.endswith(self._finite):
                return Word("f")
            if self.adverb_endings and lower.endswith(self.adverb_endings) and lower not in self.adjectives:
                return Word("A")
        if self.capitalised and not first.isupper():
            return Word("j")
        return Word("C" if first.isupper() else "X", kind=kind)

    def _as_written(self, found: Word, lower: str, capital: bool) -> Word:
        """A word where nouns have capitals: "treffen" is a verb, "Treffen" none; "Erstellen" is an action."""
        if not capital:
            symbol = found.symbol
            if symbol == "X":
                roles = [usual for role, usual in _ROLES if role in found.forms and role != "noun"]
                symbol = roles[0] if roles else "f" if found.separable else "j"
            return Word(symbol, found.forms, None, found.separable)
        kind = self.kind(lower)
        if found.symbol not in "XnfpgC":
            return Word(found.symbol, found.forms, kind, found.separable)
        forms = {role: form for role, form in found.forms.items() if role == "noun"}
        if kind is None and "inf" in found.forms:
            forms.setdefault("noun", found.forms["inf"])
        return Word("C", forms, kind)


def _before_particle(verb: Verb, role: str, form: str) -> str:
    """The word before a particle in a form of a separable verb, "" where the particle does not follow it."""
    if not verb.particle:
        return ""
    if form.endswith("_" + verb.particle):
        return form.split("_")[0]
    return form if role in ("pres", "past") and not form.startswith(verb.particle) else ""


def _present_passive(form: str, present: set[str]) -> bool:
    """Whether a form is a passive in -s of the present ("byggs", beside the present "bygger")."""
    first = form.split("_")[0]
    return first.endswith("s") and not present.isdisjoint((first[:-1], first[:-1] + "r", first[:-1] + "er"))
