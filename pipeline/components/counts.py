"""Stage: counts."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Counts:
    """Finds counts."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_counts")
def make_counts(nlp: Language, name: str) -> Counts:
    """The component, as spaCy calls for it."""
    return Counts()
