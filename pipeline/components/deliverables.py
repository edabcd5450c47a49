"""Stage: deliverables, what the project brought, brings or will bring about.

Clauses are read by grammar (`grammar`, `chunks`, `phrases`, `verb_groups`, `clauses`, `nominals`); word
lists give the kind of a thing and decide where grammar leaves a doubt (`judgement`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lexicon
from pipeline.components.announcements import Announcement, announcements, lists_people
from pipeline.components.chunks import Clause
from pipeline.components.clauses import Event, events
from pipeline.components.grammar import Grammar
from pipeline.components.judgement import judge
from pipeline.components.nominals import nominals
from pipeline.components.phrases import denied, number_at, phrases
from pipeline.components.reach import is_key, is_relative, widen
from pipeline.components.sentence import CODE, WHERE_OR_WHEN, Phrase, Sentence
from pipeline.document import findings, reject, show_spans, view
from pipeline.found import FoundDeliverable
from pipeline.resources import cached

_PLACED: Final = re.compile("[YyZ]")
_BEYOND: Final = 4  # tokens behind a clause that may say where or when
_NAMED: Final = re.compile("[ekc]")


@cached
def grammar_of(code: str) -> Grammar:
    """The grammar of a language, made once."""
    return Grammar(lexicon.load(code))


class Deliverables:
    """Finds deliverables and writes them to `doc._.deliverables` and `doc.spans["deliverables"]`."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        if not len(doc):
            return doc
        sentence = Sentence(doc, grammar_of(findings(doc).language))
        found = _Finder(doc, sentence).run()
        found.sort(key=lambda f: (f.start, f.end))
        findings(doc).deliverables = found
        show_spans(doc, "deliverables", found)
        return doc


class _Finder:
    def __init__(self, doc: Doc, sentence: Sentence) -> None:
        self.doc = doc
        self.sentence = sentence
        self.view = view(doc)
        self.found: dict[int, tuple[FoundDeliverable, bool]] = {}
        self.counts = {c.first: c for c in findings(doc).counts}
        self.covered = bytearray(len(doc))
        self.segments = sorted((s, e, n) for n, p in enumerate(findings(doc).packages) for s, e in p.segments)
        self.headings = bytearray(len(doc))
        for package in findings(doc).packages:
            for start, end in package.headings:
                first = bisect_left(self.view.starts, start)
                last = bisect_left(self.view.starts, end)
                self.headings[first:last] = b"\1" * (last - first)
        self.tally: dict[int, list[int]] = {}

    def run(self) -> list[FoundDeliverable]:
        if not self.sentence.clauses:
            return []
        symbols, roles = self.sentence.symbols, self.sentence.roles
        gaps = [symbols[one.last : two.first] for one, two in pairwise(self.sentence.clauses)]
        """The symbols between a clause and the next."""
        announced = announcements(self.sentence, gaps)
        clauses, symbols = self.sentence.clauses, self.sentence.symbols
        undecided: list[FoundDeliverable] = []
        before: Clause | None = None
        relative = False
        for gap, clause in zip(["", *gaps], clauses, strict=True):
            made = announced.get(clause.first)
            to_come = made is not None and made.infinitive
            relative, inserted = is_relative(self.sentence, clause), relative
            if inserted and gap == ";" and symbols[clause.first] in "fpbBhaMFv":
                gap = ":"  # the main clause goes on
            for event in events(self.sentence, clause, before, gap.strip("u"), to_come):
                self._take(event, clause, undecided)
            for event in nominals(self.sentence, clause):
                event.status = event.status or (made.status if made else "") or None
                self._take(event, clause, undecided)
            if not relative:
                before = clause
        for n, clause in enumerate(clauses):
            first, last = clause.first, clause.last
            made = announced.get(first)
            event_noun = roles.find("e", first, last) >= 0
            keyed = event_noun and n > 0 and gaps[n - 1][:1] == ":" and is_key(symbols, clauses[n - 1])
            if keyed or (event_noun and _PLACED.search(symbols, first, last + _BEYOND)):
                self._eventive(clause, made.status if made else "", undecided, keyed)
            named = event_noun or _NAMED.search(roles, first, last) is not None
            if named and self._listed(first) and not clause.has_verb("verb", "bare"):
                self._list(clause, made, undecided)
        overall = self._overall() if undecided else 0
        for deliverable in undecided:
            deliverable.status = self._usual(deliverable.first, overall)
        widen(self.sentence, gaps, [f for f, _ in self.found.values()])
        return [f for f, _ in self.found.values()]

    def _so_far(self, clause: Clause) -> str | None:
        """The status of what a clause says to have been "so far", or None."""
        entries = map(self.sentence.entry, range(clause.first, clause.last))
        return "done" if any("so far" in entry.forms for entry in entries) else None

    def _fair(self, phrase: Phrase) -> bool:
        """Whether an event is of others ("shown at a fair")."""
        return bool(self.sentence.grammar.fairs.get(self.view.words[phrase.head].lower()))

    def _output(self, phrase: Phrase) -> bool:
        """Whether a phrase is a word for what is delivered ("the outputs")."""
        return self.view.words[phrase.head].lower() in self.sentence.grammar.outputs

    def _take(self, event: Event, clause: Clause, undecided: list[FoundDeliverable]) -> None:
        phrase, section = event.phrase, self._package(event.phrase.first)
        kind, reason = judge(self.sentence, event, in_package=section >= 0)
        if self.sentence.symbols[clause.last : clause.last + 1] == ":" and self._output(phrase):
            kind, reason = None, "what follows the colon is what counts"
        if event.off:
            kind, reason = None, "the text says that it did not come about"
            self.covered[phrase.first : phrase.last] = b"\1" * (phrase.last - phrase.first)
        if kind is None:
            reject(
                self.doc, self.view.starts[phrase.first], self.view.ends[phrase.last - 1], event.rule, reason
            )
            return
        if event.status not in (None, "ongoing") and event.known_verb:
            for at in (-1, section):
                self.tally.setdefault(at, [0, 0])[event.status == "planned"] += 1
        self._add(phrase, event.rule, event.action, event.status, kind, clause, undecided)

    def _eventive(
        self, clause: Clause, announced: str | None, undecided: list[FoundDeliverable], keyed: bool
    ) -> None:
        """Events without a verb, by the place or date beside them, or before their colon (`keyed`)."""
        symbols = self.sentence.symbols
        placed: list[Phrase] = []
        for chunk in clause.chunks:
            phrase = self.sentence.base(chunk) if chunk.type == "noun" else None
            if phrase is None or phrase.kind != "event" or phrase.head in self.found:
                continue
            before = self.view.words[chunk.first - 1].lower() if chunk.first else ""
            if (
                self.headings[phrase.head]
                or before in self.sentence.grammar.destinations
                or before in self.sentence.grammar.agents
                or (symbols[chunk.first - 1 : chunk.first] == "P" and self._fair(phrase))
            ):
                continue
            if WHERE_OR_WHEN.match(symbols, phrase.last) or (keyed and chunk.first == clause.first):
                placed.append(phrase)
        if placed:
            verbs = "".join([symbols[c.first : c.last] for c in clause.chunks if c.type == "verb"])
            status = "planned" if "M" in verbs or "F" in verbs else announced or self._so_far(clause)
            for phrase in placed:
                self._add(phrase, "deliverables.event", None, status, "event", clause, undecided)

    def _list(self, clause: Clause, made: Announcement | None, undecided: list[FoundDeliverable]) -> None:
        """Things listed without a verb."""
        symbols, first = self.sentence.symbols, clause.first
        bullet = symbols[max(0, first - 3) : first].rstrip("u")[-1:] in ("*", "-") or symbols[first] == "-"
        promised = made is not None and made.promised
        coded = self._coded(first)
        vouched = bullet or promised or coded or self._package(first) >= 0
        status = (made.status if made else "") or None
        people = lists_people(self.sentence, first)
        compound = self.sentence.grammar.capitalised  # one German word is what English says in two
        for phrase in phrases(self.sentence, clause.chunks, listed=promised):
            if phrase.kind is None or phrase.kind == "none" or self.covered[phrase.head]:
                continue
            if "L" in symbols[phrase.first : phrase.head] or self.headings[phrase.head]:
                continue
            if people and phrase.kind == "body":
                continue
            action = "noun" in self.sentence.entry(phrase.head).forms  # "publication of a book"
            completed = phrase.last > phrase.base and (promised or not action)  # "leaflet in French"
            named = phrase.determined or compound or completed or phrase.base - phrase.first > 1
            counted = symbols[phrase.first] == "N"
            vouched = vouched or counted  # "eleven talks, a leaflet"
            if counted or coded or (promised and status) or (vouched and named):
                self._add(phrase, "deliverables.listed", None, status, phrase.kind, clause, undecided)

    def _coded(self, first: int) -> bool:
        """Whether an item begins with the number of a deliverable, or has it in the column before."""
        before = first - 2 if self.sentence.symbols[first - 1 : first] == ";" else first
        return any(CODE.fullmatch(self.view.words[at].lower()) for at in {first, max(0, before)})

    def _listed(self, at: int) -> bool:
        """Whether a clause begins as an item of a list: after a bullet, a line break or a stop."""
        before = self.sentence.symbols[max(0, at - 2) : at].rstrip("u")
        return bool(before) and before[-1] in "*;:-\n."

    def _package(self, at: int) -> int:
        """The index of the package that a token stands in, -1 where it stands in none."""
        n = bisect_right(self.segments, (self.view.starts[at], self.view.starts[at], len(self.segments))) - 1
        if n >= 0 and self.segments[n][0] <= self.view.starts[at] < self.segments[n][1]:
            return self.segments[n][2]
        return -1

    def _usual(self, at: int, overall: int) -> str:
        """What is most often said of deliverables in the package of a token, or else in the document."""
        done, planned = self.tally.get(self._package(at), (0, 0))
        return "planned" if (planned - done or overall) > 0 else "done"

    def _overall(self) -> int:
        """How much more often the document says that something is planned than that it is done."""
        symbols = self.sentence.symbols
        done, planned = self.tally.get(-1, (0, 0))
        done += symbols.count("B") + symbols.count("h")
        planned += symbols.count("M") + symbols.count("F") + symbols.count("I")
        return planned - done

    def _add(
        self,
        phrase: Phrase,
        rule: str,
        action: str | None,
        status: str | None,
        kind: str,
        clause: Clause,
        undecided: list[FoundDeliverable],
    ) -> None:
        if phrase.head in self.found or self.covered[phrase.head] or denied(self.sentence, phrase):
            return
        first, last = self._trim(phrase)
        count = next((self.counts[i] for i in range(phrase.first, phrase.head + 1) if i in self.counts), None)
        measured = count is not None and count.rule == "counts.measure"  # "6 km of fence" are no six fences
        if count is not None and measured and count.head_token == phrase.head and phrase.kind is None:
            return  # "38 ha in all"
        number = count.value if count is not None and count.value_max is None and not measured else None
        if self.sentence.symbols[phrase.first : phrase.first + 2] == "NO":
            part = number_at(self.sentence, phrase.first)  # "two of the four wells", but not "one of the"
            number = part if part != 1 else None
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
            number,
            phrase.head,
            (
                first if first < clause.first and is_relative(self.sentence, clause) else clause.first,
                clause.last,
            ),
        )
        if status is None:
            undecided.append(found)
        self.found[phrase.head] = (found, status is None)
        for i in range(first, last):
            self.covered[i] = 1

    def _trim(self, phrase: Phrase) -> tuple[int, int]:
        """The tokens of a phrase without a place and date at its end that tell where and when."""
        symbols, words, locative = self.sentence.symbols, self.view.words, self.sentence.grammar.locative
        last = end = phrase.last
        while end > phrase.head + 1:
            symbol = symbols[end - 1]
            if symbol in "YZ":
                end -= 1
                if symbol == "Z":
                    last = end
            elif symbol in ",&-/DuxA" or (
                symbol == "P" and words[end - 1].lower() not in locative and last == end
            ):
                end -= 1
            elif symbol in "PT" and end < phrase.last and words[end - 1].lower() in locative:
                end -= 1
                last = end
            else:
                break
        while last > phrase.head + 1 and symbols[last - 1] in ",&-/PTODQ":
            last -= 1
        return phrase.first, last


@Language.factory("factsheet_deliverables")
def make_deliverables(nlp: Language, name: str) -> Deliverables:
    """The component, as spaCy calls for it."""
    return Deliverables()
