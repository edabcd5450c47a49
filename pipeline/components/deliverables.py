"""Stage: deliverables, what the project brought, brings or will bring about.

Clauses are read by grammar (see `grammar`, `chunks`, `phrases`, `clauses`); word lists give the kind of a thing and
decide where grammar leaves a doubt.
"""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import lexicon
from pipeline.components.chunks import Chunk, Sentence
from pipeline.components.clauses import Event, events, nominals
from pipeline.components.grammar import Grammar
from pipeline.components.phrases import Phrase, phrases
from pipeline.document import FoundDeliverable, reject, view

_MAX_CLAUSE = 400


@cache
def grammar_of(code: str) -> Grammar:
    """The grammar of a language, made once."""
    return Grammar(lexicon.load(code))


class Deliverables:
    """Finds deliverables and writes them to `doc._.deliverables` and `doc.spans["deliverables"]`."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        if not len(doc):
            return doc
        sentence = Sentence(doc, grammar_of(doc._.language))
        found = _Finder(doc, sentence).run()
        found.sort(key=lambda f: (f.start, f.end))
        doc._.deliverables = found
        doc.spans["deliverables"] = [Span(doc, f.first, f.last, label=f.rule) for f in found]
        return doc


class _Finder:
    def __init__(self, doc: Doc, sentence: Sentence) -> None:
        self.doc = doc
        self.sentence = sentence
        self.view = view(doc)
        self.found: dict[int, tuple[FoundDeliverable, bool]] = {}
        self.counts = {c.first: c for c in doc._.counts}
        self.covered = bytearray(len(doc))
        self.tally = {"done": 0, "planned": 0, "ongoing": 0}

    def run(self) -> list[FoundDeliverable]:
        clauses = list(self._clauses())
        undecided: list[FoundDeliverable] = []
        for clause in clauses:
            tokens = (clause[0].first, clause[-1].last)
            for event in nominals(self.sentence, clause):
                self._take(event, tokens, undecided)
            for event in events(self.sentence, clause):
                self._take(event, tokens, undecided)
        for clause in clauses:
            self._eventive(clause, undecided)
        usual = "planned" if self.tally["planned"] > self.tally["done"] + self.tally["ongoing"] else "done"
        for deliverable in undecided:
            deliverable.status = usual
        return [f for f, _ in self.found.values()]

    def _clauses(self) -> list[list[Chunk]]:
        out: list[list[Chunk]] = []
        clause: list[Chunk] = []
        for chunk in self.sentence.chunks:
            if chunk.type in ("stop", "sub") or len(clause) > _MAX_CLAUSE:
                if clause:
                    out.append(clause)
                clause = []
            else:
                clause.append(chunk)
        if clause:
            out.append(clause)
        return out

    def _take(self, event: Event, clause: tuple[int, int], undecided: list[FoundDeliverable]) -> None:
        phrase = event.phrase
        kind = self._accepted(event)
        if event.status in self.tally and event.known_verb:
            self.tally[event.status] += 1
        if kind is None:
            return
        self._add(phrase, event.rule, event.action, event.status, kind, clause, undecided)

    def _accepted(self, event: Event) -> str | None:
        """The kind of a phrase that a verb delivers, or None where it is no deliverable."""
        phrase, verb = event.phrase, event.verb
        start, end = self.view.starts[phrase.first], self.view.ends[phrase.last - 1]
        if phrase.kind == "none":
            reject(self.doc, start, end, event.rule, "the head noun never names a deliverable")
            return None
        if phrase.kind is not None:
            return phrase.kind
        symbols = self.sentence.symbols[phrase.first : phrase.base]
        if not any(s in "Xng" for s in symbols) and not self.sentence.grammar.capitalised:
            reject(self.doc, start, end, event.rule, "a name that no word list knows as a deliverable")
            return None
        if verb is None:
            return "other" if event.rule == "deliverables.unforeseen" and symbols[:1] == "N" else None
        if verb.weak or event.rule in ("deliverables.active", "deliverables.gerund", "deliverables.nominal") and not verb.kind:
            reject(self.doc, start, end, event.rule, "neither the verb nor the noun is enough of a sign")
            return None
        return verb.kind or "other"

    def _eventive(self, clause: list[Chunk], undecided: list[FoundDeliverable]) -> None:
        """Events without a verb, by the place or date beside them; things listed without a verb."""
        tokens = (clause[0].first, clause[-1].last)
        symbols = self.sentence.symbols
        verbless = not any(c.type in ("verb", "bare") for c in clause)
        listed = verbless and self._listed(tokens[0])
        for phrase in phrases(self.sentence, clause):
            if phrase.head in self.found or phrase.kind in (None, "none") or self.covered[phrase.head]:
                continue
            around = symbols[phrase.base : min(phrase.last + 8, tokens[1])]
            if phrase.kind == "event" and ("Y" in around or "Z" in around):
                self._add(phrase, "deliverables.event", None, None, phrase.kind, tokens, undecided)
            elif listed and (phrase.determined or phrase.base - phrase.first > 1):
                self._add(phrase, "deliverables.listed", None, None, phrase.kind, tokens, undecided)

    def _listed(self, at: int) -> bool:
        """Whether a clause begins as an item of a list: after a bullet, a line break, a colon or a semicolon."""
        before = self.sentence.symbols[max(0, at - 2) : at].rstrip("u")
        return bool(before) and before[-1] in "*;:-\n" and self._in_package(at)

    def _in_package(self, at: int) -> bool:
        offset = self.view.starts[at]
        return any(s <= offset < e for p in self.doc._.packages for s, e in p.segments)

    def _add(
        self,
        phrase: Phrase,
        rule: str,
        action: str | None,
        status: str | None,
        kind: str,
        clause: tuple[int, int],
        undecided: list[FoundDeliverable],
    ) -> None:
        if phrase.head in self.found or self.covered[phrase.head]:
            return
        first, last = self._trim(phrase)
        count = next((self.counts[i] for i in range(phrase.first, phrase.head + 1) if i in self.counts), None)
        found = FoundDeliverable(
            self.view.starts[first],
            self.view.ends[last - 1],
            first,
            last,
            rule,
            self.view.words[phrase.head],
            kind,
            status or "done",
            action or None,
            count.value if count is not None and count.value_max is None else None,
            phrase.head,
            clause,
        )
        if status is None:
            undecided.append(found)
        self.found[phrase.head] = (found, status is None)
        for i in range(first, last):
            self.covered[i] = 1

    def _trim(self, phrase: Phrase) -> tuple[int, int]:
        """The tokens of a phrase without a place and date at its end that tell where and when."""
        symbols = self.sentence.symbols
        first, last = phrase.first, phrase.last
        while last > phrase.head + 1 and symbols[last - 1] in "YZPTO,&D-/uQ":
            last -= 1
        if last > phrase.head + 1 and symbols[last - 1] in "YZ":
            last = phrase.head + 1
        return first, last


@Language.factory("factsheet_deliverables")
def make_deliverables(nlp: Language, name: str) -> Deliverables:
    """The component, as spaCy calls for it."""
    return Deliverables()


