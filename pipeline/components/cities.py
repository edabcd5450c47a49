"""Stage: cities."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Cities:
    """Finds cities."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_cities")
def make_cities(nlp: Language, name: str) -> Cities:
    """The component, as spaCy calls for it."""
    return Cities()
