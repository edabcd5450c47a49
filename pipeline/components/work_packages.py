"""Stage: work packages. Labels are found, weighed by how they stand in the text, and cut into sections."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.headings import Layout, Words
from pipeline.components.labels import STRONG, Finder, finder
from pipeline.components.sections import Start, cut
from pipeline.components.starts import Reading
from pipeline.document import View, findings, reject, view
from pipeline.found import FoundPackage
from pipeline.lexicon import load
from pipeline.ruleset import rules
from pipeline.symbols import SymbolTable

_AMBIGUOUS: Final = frozenset(
    (
        "a",
        "es",
        "era",
        "son",
        "sono",
        "sei",
        "may",
        "can",
        "might",
        "va",
        "ha",
        "he",
        "ho",
        "sia",
        "war",
        "will",
        "var",
    )
)
"""Finite verbs that are also something else: in a title they say nothing."""


class WorkPackages:
    """Finds work packages, and the segments of text about each."""

    def __init__(self) -> None:
        made = rules("work_packages")
        self._leads = frozenset(made["work_packages.subject"].params["leads"])
        self._passing = frozenset(made["work_packages.not-passing"].params["nouns"])
        self._languages: dict[str, tuple[Finder, SymbolTable, Words]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.packages`, claim the tokens of labels, group the headings in `doc.spans`."""
        found: list[FoundPackage] = []
        seen = view(doc)
        finds, table, words = self._language(findings(doc).language)
        labels = finds.find(doc, table)
        if labels:
            layout = Layout(seen.text)
            starts = Reading(doc, layout, labels, words).starts()
            found = _packages(layout, starts)
            for start, end in layout.stopped:
                reject(
                    doc, start, end, "work_packages.not-furniture", "the text about a package ends before it"
                )
        findings(doc).packages = found
        if findings(doc).spans:
            doc.spans["work_packages"] = [_span(doc, seen, p.rule, *h) for p in found for h in p.headings]
        return doc

    def _language(self, code: str) -> tuple[Finder, SymbolTable, Words]:
        known = self._languages.get(code)
        if known is None:
            finds = finder(code)
            words = _words(code, self._leads, self._passing)
            known = self._languages[code] = finds, finds.table(), words
        return known


def _words(code: str, leads: frozenset[str], passing: frozenset[str]) -> Words:
    """The words of a language, and of English."""
    finite: set[str] = set()
    participles: set[str] = set()
    articles: set[str] = set()
    prepositions: set[str] = set()
    for lexicon in (load("en"), load(code)):
        grammar = lexicon.grammar
        finite.update(grammar.be_present, grammar.be_past, grammar.future, grammar.have)
        participles.update(form for verb in lexicon.verbs.values() for form in verb.part.split())
        articles.update(grammar.indefinite)
        prepositions.update(grammar.prepositions, grammar.locative, grammar.of)
    return Words(
        finite=frozenset(finite - _AMBIGUOUS),
        participles=frozenset(participles),
        articles=frozenset(articles),
        prepositions=frozenset(prepositions),
        leads=leads,
        passing=passing,
    )


def _packages(layout: Layout, starts: list[Start]) -> list[FoundPackage]:
    packages: dict[tuple[str, str], FoundPackage] = {}
    for start, end in cut(layout, starts):
        package = packages.get(start.key)
        if package is None:
            label = "WP" if start.family == STRONG else start.family
            package = packages[start.key] = FoundPackage(start.number, label, start.title, start.rule, [], [])
        package.title = package.title or start.title
        package.segments.append((start.at, end))
        package.headings.append(start.heading)
    return list(packages.values())


def _span(doc: Doc, seen: View, rule: str, start: int, end: int) -> Span:
    first = bisect_left(seen.ends, start + 1)
    return Span(doc, first, max(first + 1, bisect_left(seen.starts, end)), label=rule)


@Language.factory("factsheet_work_packages")
def make_work_packages(nlp: Language, name: str) -> WorkPackages:
    """The component, as spaCy calls for it."""
    return WorkPackages()
