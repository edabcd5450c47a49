"""A user's folder, read into the words and rules that it makes."""

from __future__ import annotations

import os
from pathlib import Path

from spacy.tokens import Doc

from pipeline.document import findings
from pipeline.errors import RuleError
from pipeline.folding import fold
from pipeline.language import make_nlp
from pipeline.resources import Resources, using
from pipeline.user_rules.file import File
from pipeline.user_rules.rules import check_examples, read_rules
from pipeline.user_rules.words import read_language


def read_folder(path: str | os.PathLike[str]) -> Resources:
    """What a user's folder makes of words and rules. Raises RuleError where something can't be used."""
    folder = Path(path)
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder of rules")
    languages = [File(p) for p in sorted((folder / "languages").glob("*.toml"))]
    rules = folder / "rules.toml"
    if not languages and not rules.exists():
        raise RuleError(f"{folder} holds neither rules.toml nor languages/*.toml")
    lexicons = {file.path.stem: read_language(file) for file in languages}
    if not rules.exists():
        return Resources(lexicons, {})
    file = File(rules)
    changed, disabled, added = read_rules(file)
    resources = Resources(lexicons, changed, disabled)
    if added:
        with using(resources):
            check_examples(file, added, _read_dates)
    return resources


def _read_dates(text: str, language: str) -> Doc:
    nlp = make_nlp(("factsheet_dates",))
    doc = nlp.make_doc(fold(text).text)
    findings(doc).language = language
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
