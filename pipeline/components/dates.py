"""Stage: dates."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Dates:
    """Finds dates."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_dates")
def make_dates(nlp: Language, name: str) -> Dates:
    """The component, as spaCy calls for it."""
    return Dates()
