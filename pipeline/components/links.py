"""Stage: links."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Links:
    """Finds links."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_links")
def make_links(nlp: Language, name: str) -> Links:
    """The component, as spaCy calls for it."""
    return Links()
