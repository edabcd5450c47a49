"""Stage: deliverables."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Deliverables:
    """Finds deliverables."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one Doc."""
        return doc


@Language.factory("factsheet_deliverables")
def make_deliverables(nlp: Language, name: str) -> Deliverables:
    """The component, as spaCy calls for it."""
    return Deliverables()
