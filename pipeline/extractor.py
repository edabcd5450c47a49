"""Source to `schemas.Project`: the whole way of one description."""

from __future__ import annotations

import os

import pipeline.quick_spacy  # isort: skip  # noqa: F401  (before anything imports spaCy)

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.assemble import assemble
from pipeline.checks import check
from pipeline.collector import collector_paused
from pipeline.document import Rejected, findings, view
from pipeline.folding import Folded, fold
from pipeline.language import load_model, make_nlp, tokenise
from pipeline.page import read_page
from pipeline.recognise import recognise
from pipeline.resources import Resources, using
from pipeline.source import Source, decode, from_text
from pipeline.user_rules import drop_mentions, read_folder
from schemas import Project


class Extractor:
    """Holds the rules and the spaCy Language, for many calls. Not to be shared between threads.

    Args:
        rules: a folder of words and rules of your own (docs/user-rules.md); those that are shipped if None.
        model: an installed spaCy model that tags and parses texts in its language before the deliverables are
            read (docs/model.md); none by default.

    Raises:
        UsageError: there is no such model.
        RuleError: the folder is not there, or something in it can't be used.
    """

    def __init__(self, rules: str | os.PathLike[str] | None = None, model: str | None = None) -> None:
        self.resources: Resources | None = None if rules is None else read_folder(rules)
        self._model: Language | None = None if model is None else load_model(model)
        with using(self.resources), collector_paused():
            self.nlp: Language = make_nlp(vocab=None if self._model is None else self._model.vocab)

    def extract(self, text: str, name: str = "text") -> Project:
        """The facts of a description.

        Args:
            text: the description, as it stands; offsets of the result count its code points.
            name: the project's id, usually the stem of its file.

        Raises:
            SourceError: the text holds surrogates, which no file can.
        """
        return self.extract_source(from_text(text, name))

    def extract_bytes(self, data: bytes, name: str) -> Project:
        """The facts of a description as it lies in a file. Raises SourceError where it is no text."""
        return self.extract_source(decode(data, name))

    def extract_source(self, source: Source) -> Project:
        """The facts of a Source."""
        return self._extract(source, trace=False)[0]

    def trace(self, source: Source) -> tuple[Project, list[Rejected]]:
        """The facts of a Source, and the rules that came near and what stopped them, by its offsets."""
        project, folded, doc = self._extract(source, trace=True)
        near: list[Rejected] = doc.user_data["factsheet.trace"]
        return project, [Rejected(*folded.source(r.start, r.end), r.rule, r.reason) for r in near]

    def _extract(self, source: Source, trace: bool) -> tuple[Project, Folded, Doc]:
        folded = fold(source.text)
        # It would go through all that a long text leaves, again and again: half as long as extraction itself.
        with using(self.resources), collector_paused():
            doc = self._tokens(folded, trace)
            language = recognise(view(doc))
            self._run(doc, language or "en", spans=False)
            facts = read_page(doc)
            warnings = check(doc, facts, language)
            return assemble(source, folded, doc, facts, warnings, language), folded, doc

    def read(self, folded: Folded, language: str | None, trace: bool = False) -> Doc:
        """The Doc of a folded text with the mentions of every stage; traced, it holds near misses too."""
        with using(self.resources):
            doc = self._tokens(folded, trace)
            self._run(doc, language or "en")
        return doc

    def _tokens(self, folded: Folded, trace: bool) -> Doc:
        doc = tokenise(self.nlp, folded.text)
        doc.user_data["factsheet.text"] = folded.text
        if trace:
            doc.user_data["factsheet.trace"] = []
        return doc

    def _run(self, doc: Doc, language: str, spans: bool = True) -> None:
        findings(doc).language = language
        if self._model is not None and self._model.lang == language:
            for _, component in self._model.pipeline:
                component(doc)
        disabled = None if self.resources is None else self.resources.disabled
        findings(doc).spans = spans or bool(disabled)
        for _, component in self.nlp.pipeline:
            component(doc)
            if disabled:
                drop_mentions(doc, disabled)
