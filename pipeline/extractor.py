"""Source to `schemas.Project`: the whole way of one description."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

import pipeline.quick_spacy  # isort: skip  # noqa: F401  (before anything imports spaCy)

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.assemble import assemble
from pipeline.checks import check, leave_out_earlier, leave_out_title
from pipeline.collector import collector_paused
from pipeline.document import findings, view
from pipeline.folding import Folded, fold
from pipeline.found import Rejected
from pipeline.language import load_model, make_nlp, tokenise
from pipeline.page import read_page
from pipeline.recognise import recognise
from pipeline.resources import Resources, using
from pipeline.source import TOGETHER, TOGETHER_CHARACTERS, Source, decode, from_text
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
        return self._projects([source])[0]

    def pipe(self, sources: Iterable[Source]) -> Iterator[Project]:
        """The facts of many Sources, in their order.

        Each stage works on some of them before the next one does: what a stage needs stays in the processor's
        caches, and short texts take a fifth less time than one by one.
        """
        together: list[Source] = []
        characters = 0
        for source in sources:
            together.append(source)
            characters += len(source.text)
            if len(together) == TOGETHER or characters > TOGETHER_CHARACTERS:
                yield from self._projects(together)
                together, characters = [], 0
        yield from self._projects(together)

    def trace(self, source: Source) -> tuple[Project, list[Rejected]]:
        """The facts of a Source, and the rules that came near and what stopped them, by its offsets."""
        project, folded, doc = self._extract([source], trace=True)[0]
        near: list[Rejected] = doc.user_data["factsheet.trace"]
        return project, [Rejected(*folded.source(r.start, r.end), r.rule, r.reason) for r in near]

    def _projects(self, sources: Sequence[Source]) -> list[Project]:
        # What they were made of goes before the collector of cycles comes back: it would look through it all.
        with collector_paused():
            return [project for project, *_ in self._extract(sources)]

    def _extract(self, sources: Sequence[Source], trace: bool = False) -> list[tuple[Project, Folded, Doc]]:
        # It would go through all that a long text leaves, again and again: half as long as extraction itself.
        with using(self.resources), collector_paused():
            folded = [fold(source.text) for source in sources]
            docs = [self._tokens(text, trace) for text in folded]
            languages = [recognise(view(doc)) for doc in docs]
            self._run(docs, languages, spans=False)
            facts = [read_page(doc) for doc in docs]
            warnings = list(map(check, docs, facts, languages))
            for doc, header in zip(docs, facts, strict=True):
                leave_out_earlier(doc, header)
                leave_out_title(doc, header)
            projects = list(map(assemble, sources, folded, docs, facts, warnings, languages))
        return list(zip(projects, folded, docs, strict=True))

    def read(self, folded: Folded, language: str | None, trace: bool = False) -> Doc:
        """The Doc of a folded text with the mentions of every stage; traced, it holds near misses too."""
        with using(self.resources):
            doc = self._tokens(folded, trace)
            self._run([doc], [language])
        return doc

    def _tokens(self, folded: Folded, trace: bool) -> Doc:
        doc = tokenise(self.nlp, folded.text)
        doc.user_data["factsheet.text"] = folded.text
        if trace:
            doc.user_data["factsheet.trace"] = []
        return doc

    def _run(self, docs: Sequence[Doc], languages: Sequence[str | None], spans: bool = True) -> None:
        disabled = None if self.resources is None else self.resources.disabled
        for doc, language in zip(docs, languages, strict=True):
            found = findings(doc)
            found.language = language or "en"
            found.spans = spans or bool(disabled)
            if self._model is not None and self._model.lang == found.language:
                for _, component in self._model.pipeline:
                    component(doc)
        for _, component in self.nlp.pipeline:
            for doc in docs:
                component(doc)
                if disabled:
                    drop_mentions(doc, disabled)
